#include <fmt/core.h>

#include "engine/lang/parser_impl.hpp"

namespace loopscope::lang {

std::string_view ast::describe(const Expr* node) {
  switch (node->kind) {
    case ExprKind::kAttribute:
      return "attribute";
    case ExprKind::kSubscript:
      return "subscript";
    case ExprKind::kStarred:
      return "starred";
    case ExprKind::kName:
      return "name";
    case ExprKind::kList:
      return "list";
    case ExprKind::kTuple:
      return "tuple";
    case ExprKind::kLambda:
      return "lambda";
    case ExprKind::kCall:
      return "function call";
    case ExprKind::kBoolOp:
    case ExprKind::kBinOp:
    case ExprKind::kUnaryOp:
      return "expression";
    case ExprKind::kGeneratorExp:
      return "generator expression";
    case ExprKind::kYield:
    case ExprKind::kYieldFrom:
      return "yield expression";
    case ExprKind::kAwait:
      return "await expression";
    case ExprKind::kListComp:
      return "list comprehension";
    case ExprKind::kSetComp:
      return "set comprehension";
    case ExprKind::kDictComp:
      return "dict comprehension";
    case ExprKind::kDict:
      return "dict literal";
    case ExprKind::kSet:
      return "set display";
    case ExprKind::kJoinedStr:
    case ExprKind::kFormattedValue:
      return "f-string expression";
    case ExprKind::kCompare:
      return "comparison";
    case ExprKind::kIfExp:
      return "conditional expression";
    case ExprKind::kNamedExpr:
      return "named expression";
    case ExprKind::kSlice:
      return "slice";
    case ExprKind::kConstant:
      break;
  }
  switch (static_cast<const ConstantExpr*>(node)->type) {
    case ConstantKind::kNone:
      return "None";
    case ConstantKind::kTrue:
      return "True";
    case ConstantKind::kFalse:
      return "False";
    case ConstantKind::kEllipsis:
      return "ellipsis";
    default:
      return "literal";
  }
}

void Parser::fail(const Range& at, std::string message, SyntaxErrorKind kind) {
  if (failed()) return;
  error_ = source_.error(kind, std::move(message), at.line, at.column, at.end_line, at.end_column);
  error_pos_ = pos_;
  error_line_ = peek().line;
  error_at_end_ = at_end_of_input();
  pos_ = stream_.tokens.size() - 1;
}

void Parser::too_deep() { fail(range(peek()), "expression is nested too deeply"); }

// `f(a b)`: two expressions side by side inside brackets, or `print x`.
bool Parser::guess_missing_comma() {
  if (last_expression_ == nullptr || last_expression_end_ != pos_ || attempts_ > 0 || !starts_expression())
    return false;
  Expr* first = last_expression_;
  size_t begin = last_expression_begin_;
  bool is_name = first->kind == ast::ExprKind::kName;
  ast::Name id = is_name ? ast::as<ast::NameExpr>(first)->id : ast::Name{};
  bool legacy = id == "print" || id == "exec";
  const Token& token = stream_.tokens[begin];
  std::string_view word = token.kind == Tok::kName ? token_view(token) : std::string_view{};
  bool soft = word == "_" || word == "case" || word == "match" || word == "type";
  bool name_string =
      token.kind == Tok::kName && begin + 1 < stream_.tokens.size() && (stream_.tokens[begin + 1].kind == Tok::kString);
  Expr* second = nullptr;
  size_t start = pos_;
  bool parsed = attempt([&] {
    second = legacy ? star_expressions() : expression();
    return true;
  });
  size_t after = pos_;
  pos_ = start;
  if (!parsed) return false;
  if (legacy) {
    fail(join(first->at, second->at),
         fmt::format("Missing parentheses in call to '{}'. Did you mean {}(...)?", id, id));
    return true;
  }
  if (soft || name_string || stream_.tokens[after - 1].level == 0) return false;
  fail(join(first->at, second->at), "invalid syntax. Perhaps you forgot a comma?");
  error_line_ = stream_.tokens[after].line;
  error_at_end_ = stream_.tokens[after].kind == Tok::kEnd;
  return true;
}

void Parser::invalid() {
  if (failed() || guess_missing_comma()) return;
  const Token& token = peek();
  if (token.kind == Tok::kIndent || token.kind == Tok::kDedent) {
    fail(range(token), token.kind == Tok::kIndent ? "unexpected indent" : "unexpected unindent",
         SyntaxErrorKind::kIndentationError);
    error_->offset = source_.characters(token.line, token.end_column);
    error_->end_offset = -1;
    return;
  }
  fail_here("invalid syntax");
}

void Parser::expect(Tok kind) {
  if (!accept(kind)) invalid();
}

void Parser::force(Tok kind) {
  if (!accept(kind) && !failed()) fail_here(fmt::format("expected '{}'", token_text(kind)));
}

ast::Name Parser::expect_name() {
  const Token& token = peek();
  expect(Tok::kName);
  return failed() ? ast::Name{} : name_text(token);
}

ast::Expr* Parser::dummy() {
  auto* made = node<ast::ConstantExpr>(ast::ExprKind::kConstant, range(peek()));
  made->type = ast::ConstantKind::kNone;
  return made;
}

// The part of `e` that cannot be assigned to (or deleted), null when all can.
ast::Expr* Parser::invalid_target(Expr* e, Target use) {
  switch (e->kind) {
    case ast::ExprKind::kList:
    case ast::ExprKind::kTuple:
      for (Expr* item : ast::as<ast::Sequence>(e)->items) {
        if (Expr* bad = invalid_target(item, use)) return bad;
      }
      return nullptr;
    case ast::ExprKind::kStarred:
      return use == Target::kDelete ? e : invalid_target(ast::as<ast::Starred>(e)->value, use);
    case ast::ExprKind::kName:
    case ast::ExprKind::kAttribute:
    case ast::ExprKind::kSubscript:
      return nullptr;
    default:
      return e;
  }
}

ast::Expr* Parser::check_target(Expr* e, Target use) {
  if (failed()) return e;
  if (Expr* bad = invalid_target(e, use)) {
    fail(bad->at, fmt::format("cannot {} {}", use == Target::kDelete ? "delete" : "assign to", ast::describe(bad)));
  }
  return e;
}

// A bracket that is never closed explains an error behind it better than the error itself.
SyntaxError Parser::final_error() {
  if (stream_.error) return *stream_.error;
  if (stream_.unclosed && (error_at_end_ || error_line_ > stream_.unclosed->line)) {
    const OpenBracket& open = *stream_.unclosed;
    SyntaxError error = source_.error(SyntaxErrorKind::kSyntaxError, fmt::format("'{}' was never closed", open.bracket),
                                      open.line, open.column, open.line, open.column);
    error.end_offset = 0;
    return error;
  }
  return *error_;
}

Result<ast::Module> Parser::run(Mode mode) {
  ast::Module module;
  if (stream_.error) return *stream_.error;
  std::vector<Stmt*> body;
  if (mode == Mode::kEval) {
    while (accept(Tok::kNewline)) {
    }
    auto* only = stmt<ast::ExprStmt>(ast::StmtKind::kExpr);
    only->value = star_expressions();
    only->at = only->value->at;
    while (accept(Tok::kNewline)) {
    }
    body.push_back(only);
  } else {
    while (!failed() && !at(Tok::kEnd)) {
      if (mode == Mode::kSingle && !body.empty()) {
        fail_here("multiple statements found while compiling a single statement");
        break;
      }
      statement(body);
    }
  }
  if (!failed() && !at(Tok::kEnd)) invalid();
  if (!failed() && stream_.unclosed) fail_here("invalid syntax");
  if (failed()) return final_error();
  module.body = arena_.copy(body);
  return module;
}

Result<ast::Module> parse(const Source& source, Mode mode, Arena& arena, std::vector<SyntaxWarning>& warnings) {
  return Parser(source, tokenize(source), arena, warnings).run(mode);
}

}  // namespace loopscope::lang

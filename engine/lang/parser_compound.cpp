// Compound statements.

#include <fmt/core.h>

#include "engine/lang/parser_impl.hpp"

namespace loopscope::lang {

// Null when no compound statement starts here.
ast::Stmt* Parser::compound_statement() {
  const Token& start = peek();
  Stmt* made = nullptr;
  switch (start.kind) {
    case Tok::kIf:
      made = if_statement();
      break;
    case Tok::kWhile:
      made = while_statement();
      break;
    case Tok::kFor:
      made = for_statement(start, false);
      break;
    case Tok::kWith:
      made = with_statement(start, false);
      break;
    case Tok::kTry:
      made = try_statement();
      break;
    case Tok::kDef:
      made = function_def(start, false, {});
      break;
    case Tok::kClass:
      made = class_def({});
      break;
    case Tok::kAt:
      return decorated();
    case Tok::kAsync:
      advance();
      if (at(Tok::kDef)) return function_def(start, true, {});
      if (at(Tok::kFor)) return for_statement(start, true);
      if (at(Tok::kWith)) return with_statement(start, true);
      invalid();
      return stmt<Stmt>(ast::StmtKind::kPass);
    case Tok::kName:
      return at_name("match") ? match_statement() : nullptr;
    default:
      return nullptr;
  }
  made->at = since(range(start));
  return made;
}

// The ':' of a header: CPython says that it is missing only where the line ends without it.
void Parser::header_colon() {
  if (at(Tok::kNewline)) force(Tok::kColon);
  expect(Tok::kColon);
}

ast::Body Parser::block(const char* what, int32_t line) {
  std::vector<Stmt*> body;
  if (failed()) return {};
  if (!accept(Tok::kNewline)) {
    simple_statements(body);
    return arena_.copy(body);
  }
  if (!accept(Tok::kIndent)) {
    fail(range(peek()), fmt::format("expected an indented block after {} on line {}", what, line),
         SyntaxErrorKind::kIndentationError);
    if (error_at_end_) {  // shown behind the last line
      int32_t last = source_.line_count();
      SyntaxError& error = *error_;
      error.lineno = error.end_lineno = last;
      error.text = std::string(source_.line(last));
      error.offset = source_.characters(last, static_cast<int32_t>(error.text.size())) + 1;
      error.end_offset = -1;
    }
    return {};
  }
  while (!failed() && !at(Tok::kDedent) && !at(Tok::kEnd)) statement(body);
  if (!accept(Tok::kDedent) && !at(Tok::kEnd)) invalid();
  return arena_.copy(body);
}

ast::Body Parser::else_block() {
  int32_t line = peek().line;
  if (!accept(Tok::kElse)) return {};
  force(Tok::kColon);
  return block("'else' statement", line);
}

ast::Stmt* Parser::if_statement() {
  // An elif is an If of its own inside `orelse`; the chain is linked without recursion.
  ast::If* first = nullptr;
  std::vector<ast::If*> chain;
  while (!failed()) {
    const Token& start = peek();
    bool is_elif = start.kind == Tok::kElif;
    advance();
    auto* s = stmt<ast::If>(ast::StmtKind::kIf);
    s->at = range(start);
    s->test = named_expression();
    header_colon();
    s->body = block(is_elif ? "'elif' statement" : "'if' statement", start.line);
    chain.push_back(s);
    if (first == nullptr) first = s;
    if (!at(Tok::kElif)) break;
  }
  chain.back()->orelse = else_block();
  for (size_t i = chain.size(); i-- > 0;) {
    chain[i]->at = since(chain[i]->at);
    if (i > 0) chain[i - 1]->orelse = arena_.copy(std::vector<Stmt*>{chain[i]});
  }
  return first;
}

ast::Stmt* Parser::while_statement() {
  int32_t line = peek().line;
  advance();
  auto* s = stmt<ast::While>(ast::StmtKind::kWhile);
  s->test = named_expression();
  header_colon();
  s->body = block("'while' statement", line);
  s->orelse = else_block();
  return s;
}

ast::Stmt* Parser::for_statement(const Token& start, bool is_async) {
  int32_t line = peek().line;
  advance();
  auto* s = stmt<ast::For>(ast::StmtKind::kFor);
  s->is_async = is_async;
  s->target = check_target(target_list(true), Target::kFor);
  expect(Tok::kIn);
  s->iter = star_expressions();
  header_colon();
  s->body = block("'for' statement", line);
  s->orelse = else_block();
  s->at = since(range(start));
  return s;
}

bool Parser::with_items(std::vector<ast::WithItem>& items, bool parens) {
  items.clear();
  do {
    if (parens && at(Tok::kRightParen) && !items.empty()) break;
    ast::WithItem item{};
    item.context = expression();
    if (accept(Tok::kAs)) {
      item.target = check_target(at(Tok::kStar) ? star_expression() : binary(1), Target::kStar);
    }
    items.push_back(item);
  } while (!failed() && accept(Tok::kComma));
  return !failed();
}

ast::Stmt* Parser::with_statement(const Token& start, bool is_async) {
  int32_t line = peek().line;
  advance();
  std::vector<ast::WithItem> items;
  // `with (a as b, c):` or `with (a): ...` or `with (a, b).c:` - the parentheses are the statement's only when a colon
  // follows them.
  bool parenthesized = at(Tok::kLeftParen) && attempt([&] {
                         advance();
                         with_items(items, true);
                         expect(Tok::kRightParen);
                         return !failed() && at(Tok::kColon);
                       });
  if (!parenthesized) with_items(items, false);
  header_colon();
  auto* s = stmt<ast::With>(ast::StmtKind::kWith);
  s->is_async = is_async;
  s->items = arena_.copy(items);
  s->body = block("'with' statement", line);
  s->at = since(range(start));
  return s;
}

ast::Stmt* Parser::try_statement() {
  int32_t try_line = peek().line;
  advance();
  auto* s = stmt<ast::Try>(ast::StmtKind::kTry);
  force(Tok::kColon);
  s->body = block("'try' statement", try_line);
  std::vector<ast::ExceptHandler> handlers;
  bool plain = false;
  while (!failed() && at(Tok::kExcept)) {
    const Token& start = peek();
    advance();
    ast::ExceptHandler handler{};
    bool star = accept(Tok::kStar);
    (star ? s->is_star : plain) = true;
    if (s->is_star && plain) {
      fail(since(range(start)), "cannot have both 'except' and 'except*' on the same 'try'");
    }
    if (!at(Tok::kColon) && !at(Tok::kNewline)) {
      const Token& type = peek();
      handler.type = expression();
      if (at(Tok::kComma)) {
        while (accept(Tok::kComma)) expression();
        if (accept(Tok::kAs)) expect_name();
        if (at(Tok::kColon)) {
          Range upto = range(type);
          // Up to the last exception type, `as name` left out.
          upto = join(upto, last_expression_->at);
          fail(upto, "multiple exception types must be parenthesized");
        }
        invalid();
      }
      if (accept(Tok::kAs)) {
        handler.name = expect_name();
      }
    } else if (star) {
      fail_here("expected one or more exception types");
    }
    header_colon();
    handler.body = block(star ? "'except*' statement" : "'except' statement", start.line);
    handler.at = since(range(start));
    handlers.push_back(handler);
  }
  s->handlers = arena_.copy(handlers);
  if (!handlers.empty()) s->orelse = else_block();
  int32_t finally_line = peek().line;
  bool has_finally = accept(Tok::kFinally);
  if (has_finally) {
    force(Tok::kColon);
    s->finalbody = block("'finally' statement", finally_line);
  } else if (handlers.empty()) {
    if (!failed()) fail_here("expected 'except' or 'finally' block");
  }
  return s;
}

void Parser::refuse_type_parameters(const char* what) {
  if (at(Tok::kLeftBracket)) {
    fail_here(
        fmt::format("type parameters of a {} are not supported; leave out the brackets or use typing.TypeVar", what));
  }
}

ast::Stmt* Parser::function_def(const Token& start, bool is_async, Span<Expr*> decorators) {
  int32_t line = peek().line;
  advance();
  auto* s = stmt<ast::FunctionDef>(ast::StmtKind::kFunctionDef);
  s->is_async = is_async;
  s->decorators = decorators;
  s->name = expect_name();
  refuse_type_parameters("function");
  force(Tok::kLeftParen);
  s->args = parameters(Tok::kRightParen, false);
  expect(Tok::kRightParen);
  if (at(Tok::kArrow)) {
    const Token& arrow = peek();
    advance();
    if (at(Tok::kColon)) fail(range(arrow), "expected ':'");
    s->returns = expression();
  }
  force(Tok::kColon);
  s->body = block("function definition", line);
  s->at = since(range(start));
  return s;
}

ast::Stmt* Parser::class_def(Span<Expr*> decorators) {
  const Token& start = peek();
  advance();
  auto* s = stmt<ast::ClassDef>(ast::StmtKind::kClassDef);
  s->decorators = decorators;
  s->name = expect_name();
  refuse_type_parameters("class");
  std::vector<Expr*> bases;
  std::vector<ast::Keyword> keywords;
  if (accept(Tok::kLeftParen)) {
    arguments(bases, keywords, nullptr);
    expect(Tok::kRightParen);
  }
  s->bases = arena_.copy(bases);
  s->keywords = arena_.copy(keywords);
  header_colon();
  s->body = block("class definition", start.line);
  s->at = since(range(start));
  return s;
}

ast::Stmt* Parser::decorated() {
  std::vector<Expr*> decorators;
  while (!failed() && accept(Tok::kAt)) {
    decorators.push_back(named_expression());
    expect(Tok::kNewline);
  }
  Span<Expr*> span = arena_.copy(decorators);
  const Token& start = peek();
  if (at(Tok::kClass)) return class_def(span);
  if (at(Tok::kDef)) return function_def(start, false, span);
  if (at(Tok::kAsync) && peek(1).kind == Tok::kDef) {
    advance();
    return function_def(start, true, span);
  }
  invalid();
  return stmt<Stmt>(ast::StmtKind::kPass);
}

}  // namespace loopscope::lang

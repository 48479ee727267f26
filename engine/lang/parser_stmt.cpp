// Simple statements.

#include <fmt/core.h>

#include "engine/lang/parser_impl.hpp"

namespace loopscope::lang {
namespace {

std::optional<BinaryOperator> augmented_operator(Tok kind) {
  switch (kind) {
    case Tok::kPlusEqual:
      return BinaryOperator::kAdd;
    case Tok::kMinusEqual:
      return BinaryOperator::kSubtract;
    case Tok::kStarEqual:
      return BinaryOperator::kMultiply;
    case Tok::kSlashEqual:
      return BinaryOperator::kTrueDivide;
    case Tok::kDoubleSlashEqual:
      return BinaryOperator::kFloorDivide;
    case Tok::kPercentEqual:
      return BinaryOperator::kModulo;
    case Tok::kDoubleStarEqual:
      return BinaryOperator::kPower;
    case Tok::kAtEqual:
      return BinaryOperator::kMatrixMultiply;
    case Tok::kLeftShiftEqual:
      return BinaryOperator::kLeftShift;
    case Tok::kRightShiftEqual:
      return BinaryOperator::kRightShift;
    case Tok::kAmpersandEqual:
      return BinaryOperator::kAnd;
    case Tok::kPipeEqual:
      return BinaryOperator::kOr;
    case Tok::kCaretEqual:
      return BinaryOperator::kXor;
    default:
      return std::nullopt;
  }
}

}  // namespace

void Parser::statement(std::vector<Stmt*>& out) {
  if (Stmt* compound = compound_statement()) {
    out.push_back(compound);
  } else {
    simple_statements(out);
  }
}

void Parser::simple_statements(std::vector<Stmt*>& out) {
  while (!failed()) {
    out.push_back(simple_statement());
    if (failed() || accept(Tok::kNewline)) return;
    if (!accept(Tok::kSemicolon)) {
      if (at(Tok::kEnd)) return;
      return invalid();
    }
    if (accept(Tok::kNewline)) return;
  }
}

ast::Stmt* Parser::simple_statement() {
  const Token& start = peek();
  Stmt* made;
  switch (start.kind) {
    case Tok::kPass:
    case Tok::kBreak:
    case Tok::kContinue:
      made = stmt<Stmt>(start.kind == Tok::kPass    ? ast::StmtKind::kPass
                        : start.kind == Tok::kBreak ? ast::StmtKind::kBreak
                                                    : ast::StmtKind::kContinue);
      advance();
      break;
    case Tok::kReturn: {
      auto* s = stmt<ast::Return>(ast::StmtKind::kReturn);
      advance();
      if (starts_expression() || at(Tok::kStar)) s->value = star_expressions();
      made = s;
      break;
    }
    case Tok::kImport:
      made = import_statement();
      break;
    case Tok::kFrom:
      made = import_from();
      break;
    case Tok::kGlobal:
      made = global_statement(ast::StmtKind::kGlobal);
      break;
    case Tok::kNonlocal:
      made = global_statement(ast::StmtKind::kNonlocal);
      break;
    case Tok::kDel:
      made = delete_statement();
      break;
    case Tok::kRaise:
      made = raise_statement();
      break;
    case Tok::kAssert:
      made = assert_statement();
      break;
    default:
      made = expression_statement();
  }
  made->at = since(range(start));
  return made;
}

ast::Stmt* Parser::expression_statement() {
  const Token& start = peek();
  if (at_name("type") && peek(1).kind == Tok::kName &&
      (peek(2).kind == Tok::kEqual || peek(2).kind == Tok::kLeftBracket)) {
    fail(range(start), "'type' statements are not supported; assign the type to a name instead");
  }
  Expr* first = yield_or_star_expressions();
  auto* alone = stmt<ast::ExprStmt>(ast::StmtKind::kExpr);
  alone->value = first;
  if (failed()) return alone;
  bool is_yield = first->kind == ast::ExprKind::kYield || first->kind == ast::ExprKind::kYieldFrom;
  bool bare_yield = is_yield && !first->parenthesized;
  bool single = first->kind == ast::ExprKind::kName || first->kind == ast::ExprKind::kAttribute ||
                first->kind == ast::ExprKind::kSubscript;
  if (at(Tok::kColon) && !bare_yield) {
    size_t here = pos_;
    advance();
    if (!single && !starts_expression()) {
      pos_ = here;
      invalid();
      return alone;
    }
    Expr* annotation = expression();
    if (!failed() && !single) {
      bool sequence = first->kind == ast::ExprKind::kList || first->kind == ast::ExprKind::kTuple;
      fail(first->at, sequence ? fmt::format("only single target (not {}) can be annotated", ast::describe(first))
                               : "illegal target for annotation");
    }
    auto* s = stmt<ast::AnnAssign>(ast::StmtKind::kAnnAssign);
    s->target = first;
    s->annotation = annotation;
    s->simple = first->kind == ast::ExprKind::kName && !first->parenthesized;
    if (accept(Tok::kEqual)) s->value = yield_or_star_expressions();
    return s;
  }
  if (auto op = augmented_operator(peek().kind)) {
    if (!single) {
      fail(first->at, fmt::format("'{}' is an illegal expression for augmented assignment", ast::describe(first)));
    }
    advance();
    auto* s = stmt<ast::AugAssign>(ast::StmtKind::kAugAssign);
    s->target = first;
    s->op = *op;
    s->value = yield_or_star_expressions();
    return s;
  }
  if (!at(Tok::kEqual)) return alone;
  std::vector<Expr*> targets;
  Expr* value = first;
  while (!failed() && at(Tok::kEqual)) {
    if ((value->kind == ast::ExprKind::kYield || value->kind == ast::ExprKind::kYieldFrom) && !value->parenthesized) {
      fail(value->at, "assignment to yield expression not possible");
    }
    // `f() = 1` was probably meant as a comparison.
    Expr* meant = value;
    bool tuple = value->kind == ast::ExprKind::kTuple && !ast::as<ast::Sequence>(value)->items.empty();
    if (tuple && (stream_.tokens[pos_ - 1].kind != Tok::kRightParen || text_[start.begin] != '(')) {
      meant = ast::as<ast::Sequence>(value)->items.back();
    }
    Expr* bad = invalid_target(meant, Target::kStar);
    bool whole = bad == meant && targets.empty() && value->kind != ast::ExprKind::kBoolOp &&
                 value->kind != ast::ExprKind::kCompare && value->kind != ast::ExprKind::kIfExp &&
                 value->kind != ast::ExprKind::kLambda && value->kind != ast::ExprKind::kGeneratorExp &&
                 start.kind != Tok::kTrue && start.kind != Tok::kFalse && start.kind != Tok::kNone &&
                 !(value->kind == ast::ExprKind::kUnaryOp && ast::as<ast::UnaryOp>(value)->op == UnaryOperator::kNot);
    if (whole) {
      size_t here = pos_;
      bool comparable = attempt([&] {
        advance();
        binary(1);
        return !at(Tok::kEqual) && !at(Tok::kColonEqual);
      });
      pos_ = here;
      if (comparable) {
        fail(meant->at,
             fmt::format("cannot assign to {} here. Maybe you meant '==' instead of '='?", ast::describe(meant)));
      }
    }
    targets.push_back(check_target(value, Target::kStar));
    advance();
    value = yield_or_star_expressions();
  }
  auto* s = stmt<ast::Assign>(ast::StmtKind::kAssign);
  s->targets = arena_.copy(targets);
  s->value = value;
  return s;
}

// a.b.c, as one name with the spaces taken out
ast::Name Parser::dotted_name() {
  const Token& start = peek();
  ast::Name first = expect_name();
  if (!at(Tok::kDot)) return first;
  std::string joined(first);
  while (!failed() && accept(Tok::kDot)) {
    joined += '.';
    joined += expect_name();
  }
  if (joined.size() == stream_.tokens[pos_ - 1].end - start.begin) {
    return text_.substr(start.begin, joined.size());
  }
  return arena_.copy(joined);
}

ast::Stmt* Parser::import_statement() {
  const Token& start = peek();
  advance();
  std::vector<ast::Alias> names;
  if (at(Tok::kNewline) || at(Tok::kEnd)) {
    fail_here("Expected one or more names after 'import'");
    if (error_) error_->end_offset = error_->offset;
  }
  do {
    const Token& first = peek();
    ast::Alias alias{};
    alias.name = dotted_name();
    if (accept(Tok::kAs)) alias.as = expect_name();
    alias.at = since(range(first));
    names.push_back(alias);
  } while (!failed() && accept(Tok::kComma));
  if (!failed() && at(Tok::kFrom) && peek(1).kind == Tok::kName) {
    advance();
    dotted_name();
    fail(since(range(start)), "Did you mean to use 'from ... import ...' instead?");
  }
  auto* s = stmt<ast::Import>(ast::StmtKind::kImport);
  s->names = arena_.copy(names);
  return s;
}

ast::Stmt* Parser::import_from() {
  advance();
  auto* s = stmt<ast::ImportFrom>(ast::StmtKind::kImportFrom);
  while (at(Tok::kDot) || at(Tok::kEllipsis)) {
    s->level += at(Tok::kDot) ? 1 : 3;
    advance();
  }
  if (s->level == 0 || !at(Tok::kImport)) s->module = dotted_name();
  expect(Tok::kImport);
  std::vector<ast::Alias> names;
  if (at(Tok::kStar)) {
    names.push_back(ast::Alias{"*", {}, range(peek())});
    advance();
    s->names = arena_.copy(names);
    return s;
  }
  bool parens = accept(Tok::kLeftParen);
  if (!failed() && (at(Tok::kNewline) || at(Tok::kEnd))) {
    fail_here("Expected one or more names after 'import'");
    if (error_) error_->end_offset = error_->offset;
  }
  do {
    if (parens && at(Tok::kRightParen) && !names.empty()) break;
    if (!parens && !names.empty() && (at(Tok::kNewline) || at(Tok::kEnd))) {
      fail_here("trailing comma not allowed without surrounding parentheses");
      break;
    }
    const Token& start = peek();
    ast::Alias alias{};
    alias.name = expect_name();
    if (accept(Tok::kAs)) alias.as = expect_name();
    alias.at = since(range(start));
    names.push_back(alias);
  } while (!failed() && accept(Tok::kComma));
  if (parens) expect(Tok::kRightParen);
  s->names = arena_.copy(names);
  return s;
}

ast::Stmt* Parser::global_statement(ast::StmtKind kind) {
  advance();
  std::vector<ast::Name> names;
  do {
    names.push_back(expect_name());
  } while (!failed() && accept(Tok::kComma));
  auto* s = stmt<ast::Global>(kind);
  s->names = arena_.copy(names);
  return s;
}

ast::Stmt* Parser::delete_statement() {
  advance();
  std::vector<Expr*> targets;
  do {
    if (!targets.empty() && !starts_expression() && !at(Tok::kStar)) break;
    targets.push_back(star_expression());
  } while (!failed() && accept(Tok::kComma));
  for (Expr* target : targets) check_target(target, Target::kDelete);
  auto* s = stmt<ast::Delete>(ast::StmtKind::kDelete);
  s->targets = arena_.copy(targets);
  return s;
}

ast::Stmt* Parser::raise_statement() {
  advance();
  auto* s = stmt<ast::Raise>(ast::StmtKind::kRaise);
  if (starts_expression()) {
    s->exception = expression();
    if (accept(Tok::kFrom)) s->cause = expression();
  }
  return s;
}

ast::Stmt* Parser::assert_statement() {
  advance();
  auto* s = stmt<ast::Assert>(ast::StmtKind::kAssert);
  s->test = expression();
  if (accept(Tok::kComma)) s->message = expression();
  if (s->test->kind == ast::ExprKind::kTuple && !ast::as<ast::Sequence>(s->test)->items.empty()) {
    warnings_.push_back({"assertion is always true, perhaps remove parentheses?", s->test->at.line});
  }
  return s;
}

}  // namespace loopscope::lang

#include <fmt/core.h>

#include "engine/lang/literals.hpp"
#include "engine/lang/parser_impl.hpp"

namespace loopscope::lang {
namespace {

constexpr int kMaxDepth = 600;

struct Operator {
  int level;  // 0: none; higher binds tighter
  BinaryOperator op;
};

Operator binary_operator(Tok kind) {
  switch (kind) {
    case Tok::kPipe:
      return {1, BinaryOperator::kOr};
    case Tok::kCaret:
      return {2, BinaryOperator::kXor};
    case Tok::kAmpersand:
      return {3, BinaryOperator::kAnd};
    case Tok::kLeftShift:
      return {4, BinaryOperator::kLeftShift};
    case Tok::kRightShift:
      return {4, BinaryOperator::kRightShift};
    case Tok::kPlus:
      return {5, BinaryOperator::kAdd};
    case Tok::kMinus:
      return {5, BinaryOperator::kSubtract};
    case Tok::kStar:
      return {6, BinaryOperator::kMultiply};
    case Tok::kSlash:
      return {6, BinaryOperator::kTrueDivide};
    case Tok::kDoubleSlash:
      return {6, BinaryOperator::kFloorDivide};
    case Tok::kPercent:
      return {6, BinaryOperator::kModulo};
    case Tok::kAt:
      return {6, BinaryOperator::kMatrixMultiply};
    default:
      return {0, BinaryOperator::kAdd};
  }
}

}  // namespace

bool Parser::starts_expression() const {
  switch (peek().kind) {
    case Tok::kName:
    case Tok::kNumber:
    case Tok::kString:
    case Tok::kFStringStart:
    case Tok::kLeftParen:
    case Tok::kLeftBracket:
    case Tok::kLeftBrace:
    case Tok::kMinus:
    case Tok::kPlus:
    case Tok::kTilde:
    case Tok::kEllipsis:
    case Tok::kNone:
    case Tok::kTrue:
    case Tok::kFalse:
    case Tok::kNot:
    case Tok::kLambda:
    case Tok::kAwait:
      return true;
    default:
      return false;
  }
}

ast::Expr* Parser::expression() {
  Depth guard(*this);
  if (depth_ > kMaxDepth) {
    too_deep();
    return dummy();
  }
  size_t begin = pos_;
  Expr* e = at(Tok::kLambda) ? lambda() : expression_body();
  if (!failed()) {
    last_expression_ = e;
    last_expression_begin_ = begin;
    last_expression_end_ = pos_;
  }
  return e;
}

ast::Expr* Parser::expression_body() {
  size_t begin = pos_;
  Expr* body = disjunction();
  if (!at(Tok::kIf)) return body;
  size_t if_at = pos_;
  advance();
  Expr* test = disjunction();
  if (!failed() && !at(Tok::kElse)) {
    if (at(Tok::kColon)) {  // `x if y:` - the `if` does not belong here
      last_expression_ = body;
      last_expression_begin_ = begin;
      last_expression_end_ = if_at;
      invalid();
    } else {
      fail(join(body->at, test->at), "expected 'else' after 'if' expression");
    }
  }
  expect(Tok::kElse);
  Expr* orelse = expression();
  auto* e = node<ast::IfExp>(ast::ExprKind::kIfExp, since(range(stream_.tokens[begin])));
  e->test = test;
  e->body = body;
  e->orelse = orelse;
  return e;
}

ast::Expr* Parser::lambda() {
  const Token& start = peek();
  advance();
  ast::Arguments* args = parameters(Tok::kColon, true);
  if (!failed() && at(Tok::kColon) && (peek(1).kind == Tok::kFStringMiddle || peek(1).kind == Tok::kRightBrace) &&
      peek().level > 0) {
    // The colon ended the replacement field.
    if (pos_ + 1 < stream_.tokens.size() && stream_.tokens[pos_ + 1].kind == Tok::kFStringMiddle) {
      fail(join(range(start), range(peek())), "f-string: lambda expressions are not allowed without parentheses");
    }
  }
  expect(Tok::kColon);
  Expr* body = expression();
  auto* e = node<ast::Lambda>(ast::ExprKind::kLambda, since(range(start)));
  e->args = args;
  e->body = body;
  return e;
}

// named_expression: NAME ':=' expression | expression
ast::Expr* Parser::named_expression() {
  const Token& start = peek();
  if (start.kind == Tok::kName && peek(1).kind == Tok::kColonEqual) {
    Expr* target = name_expression();
    advance();
    Expr* value = expression();
    auto* e = node<ast::NamedExpr>(ast::ExprKind::kNamedExpr, since(range(start)));
    e->target = target;
    e->value = value;
    return e;
  }
  Expr* e = expression();
  if (failed()) return e;
  if (at(Tok::kColonEqual)) {
    size_t here = pos_;
    bool value = attempt([&] {
      advance();
      expression();
      return true;
    });
    pos_ = here;
    if (value) {
      fail(e->at, fmt::format("cannot use assignment expressions with {}", ast::describe(e)));
    } else {
      invalid();
    }
  } else if (at(Tok::kEqual)) {
    size_t here = pos_;
    Expr* value = nullptr;
    bool parsed = attempt([&] {
      advance();
      value = binary(1);
      return !at(Tok::kEqual) && !at(Tok::kColonEqual);
    });
    pos_ = here;
    if (parsed && e->kind == ast::ExprKind::kName && !e->parenthesized) {
      fail(join(e->at, value->at), "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    } else if (parsed &&
               (e->kind == ast::ExprKind::kAttribute || e->kind == ast::ExprKind::kSubscript ||
                e->kind == ast::ExprKind::kCall || e->kind == ast::ExprKind::kBinOp ||
                e->kind == ast::ExprKind::kName || e->kind == ast::ExprKind::kDict || e->kind == ast::ExprKind::kSet ||
                e->kind == ast::ExprKind::kConstant || e->kind == ast::ExprKind::kJoinedStr ||
                e->kind == ast::ExprKind::kNamedExpr) &&
               start.kind != Tok::kTrue && start.kind != Tok::kFalse && start.kind != Tok::kNone) {
      fail(e->at, fmt::format("cannot assign to {} here. Maybe you meant '==' instead of '='?", ast::describe(e)));
    }
  }
  return e;
}

ast::Expr* Parser::star_named_expression() {
  if (!at(Tok::kStar)) return named_expression();
  return star_expression();
}

ast::Expr* Parser::star_expression() {
  if (!at(Tok::kStar)) return expression();
  const Token& start = peek();
  advance();
  Expr* value = binary(1);
  auto* e = node<ast::Starred>(ast::ExprKind::kStarred, since(range(start)));
  e->value = value;
  return e;
}

// One or more expressions; commas make a tuple. `named`: walrus allowed (match subjects).
ast::Expr* Parser::star_expressions(bool named) {
  const Token& start = peek();
  Expr* first = named ? star_named_expression() : star_expression();
  if (!at(Tok::kComma)) return first;
  std::vector<Expr*> items{first};
  while (!failed() && accept(Tok::kComma)) {
    if (!starts_expression() && !at(Tok::kStar)) break;
    items.push_back(named ? star_named_expression() : star_expression());
  }
  auto* e = node<ast::Sequence>(ast::ExprKind::kTuple, since(range(start)));
  e->items = arena_.copy(items);
  return e;
}

ast::Expr* Parser::yield_expression() {
  const Token& start = peek();
  advance();
  if (accept(Tok::kFrom)) {
    Expr* value = expression();
    auto* e = node<ast::Yield>(ast::ExprKind::kYieldFrom, since(range(start)));
    e->value = value;
    return e;
  }
  Expr* value = starts_expression() || at(Tok::kStar) ? star_expressions() : nullptr;
  auto* e = node<ast::Yield>(ast::ExprKind::kYield, since(range(start)));
  e->value = value;
  return e;
}

ast::Expr* Parser::yield_or_star_expressions() { return at(Tok::kYield) ? yield_expression() : star_expressions(); }

ast::Expr* Parser::disjunction() {
  const Token& start = peek();
  Expr* first = conjunction();
  if (!at(Tok::kOr)) return first;
  std::vector<Expr*> values{first};
  while (!failed() && accept(Tok::kOr)) values.push_back(conjunction());
  auto* e = node<ast::BoolOp>(ast::ExprKind::kBoolOp, since(range(start)));
  e->is_or = true;
  e->values = arena_.copy(values);
  return e;
}

ast::Expr* Parser::conjunction() {
  const Token& start = peek();
  Expr* first = inversion();
  if (!at(Tok::kAnd)) return first;
  std::vector<Expr*> values{first};
  while (!failed() && accept(Tok::kAnd)) values.push_back(inversion());
  auto* e = node<ast::BoolOp>(ast::ExprKind::kBoolOp, since(range(start)));
  e->is_or = false;
  e->values = arena_.copy(values);
  return e;
}

ast::Expr* Parser::inversion() {
  if (!at(Tok::kNot)) return comparison();
  Depth guard(*this);
  if (depth_ > kMaxDepth) {
    too_deep();
    return dummy();
  }
  const Token& start = peek();
  advance();
  Expr* operand = inversion();
  auto* e = node<ast::UnaryOp>(ast::ExprKind::kUnaryOp, since(range(start)));
  e->op = UnaryOperator::kNot;
  e->operand = operand;
  return e;
}

ast::Expr* Parser::comparison() {
  const Token& start = peek();
  using ast::Comparison;
  Expr* left = binary(1);
  std::vector<Comparison> ops;
  std::vector<Expr*> rights;
  while (!failed()) {
    Comparison op;
    switch (peek().kind) {
      case Tok::kLess:
        op = Comparison::kLess;
        break;
      case Tok::kLessEqual:
        op = Comparison::kLessEqual;
        break;
      case Tok::kDoubleEqual:
        op = Comparison::kEqual;
        break;
      case Tok::kNotEqual:
        op = Comparison::kNotEqual;
        break;
      case Tok::kGreater:
        op = Comparison::kGreater;
        break;
      case Tok::kGreaterEqual:
        op = Comparison::kGreaterEqual;
        break;
      case Tok::kIn:
        op = Comparison::kIn;
        break;
      case Tok::kIs:
        op = peek(1).kind == Tok::kNot ? Comparison::kIsNot : Comparison::kIs;
        if (op == Comparison::kIsNot) advance();
        break;
      case Tok::kNot:
        if (peek(1).kind != Tok::kIn) {
          advance();
          invalid();
          return left;
        }
        advance();
        op = Comparison::kNotIn;
        break;
      default:
        if (ops.empty()) return left;
        auto* e = node<ast::Compare>(ast::ExprKind::kCompare, since(range(start)));
        e->left = left;
        e->ops = arena_.copy(ops);
        e->rights = arena_.copy(rights);
        return e;
    }
    advance();
    ops.push_back(op);
    rights.push_back(binary(1));
  }
  return left;
}

// Precedence climbing over the binary operators of `level` and above.
ast::Expr* Parser::binary(int level) {
  const Token& start = peek();
  Expr* left = factor();
  for (;;) {
    Operator next = binary_operator(peek().kind);
    if (next.level < level || next.level == 0 || failed()) return left;
    advance();
    Expr* right = binary(next.level + 1);
    auto* e = node<ast::BinOp>(ast::ExprKind::kBinOp, since(range(start)));
    e->op = next.op;
    e->left = left;
    e->right = right;
    left = e;
  }
}

ast::Expr* Parser::factor() {
  UnaryOperator op;
  switch (peek().kind) {
    case Tok::kMinus:
      op = UnaryOperator::kNegative;
      break;
    case Tok::kPlus:
      op = UnaryOperator::kPositive;
      break;
    case Tok::kTilde:
      op = UnaryOperator::kInvert;
      break;
    default:
      return power();
  }
  Depth guard(*this);
  if (depth_ > kMaxDepth) {
    too_deep();
    return dummy();
  }
  const Token& start = peek();
  advance();
  Expr* operand = factor();
  auto* e = node<ast::UnaryOp>(ast::ExprKind::kUnaryOp, since(range(start)));
  e->op = op;
  e->operand = operand;
  return e;
}

ast::Expr* Parser::power() {
  const Token& start = peek();
  Expr* left;
  if (accept(Tok::kAwait)) {
    Expr* value = primary();
    auto* e = node<ast::Await>(ast::ExprKind::kAwait, since(range(start)));
    e->value = value;
    left = e;
  } else {
    left = primary();
  }
  if (!at(Tok::kDoubleStar)) return left;
  Depth guard(*this);
  if (depth_ > kMaxDepth) {
    too_deep();
    return left;
  }
  advance();
  Expr* right = factor();
  auto* e = node<ast::BinOp>(ast::ExprKind::kBinOp, since(range(start)));
  e->op = BinaryOperator::kPower;
  e->left = left;
  e->right = right;
  return e;
}

ast::Expr* Parser::primary() {
  const Token& start = peek();
  Expr* e = atom();
  while (!failed()) {
    if (accept(Tok::kDot)) {
      ast::Name name = expect_name();
      auto* attribute = node<ast::Attribute>(ast::ExprKind::kAttribute, since(range(start)));
      attribute->value = e;
      attribute->name = name;
      e = attribute;
    } else if (at(Tok::kLeftParen)) {
      e = call(e);
      e->at = since(range(start));
    } else if (at(Tok::kLeftBracket)) {
      e = subscript(e);
      e->at = since(range(start));
    } else {
      break;
    }
  }
  return e;
}

ast::Expr* Parser::constant(ast::ConstantKind kind) {
  auto* e = node<ast::ConstantExpr>(ast::ExprKind::kConstant, range(peek()));
  e->type = kind;
  advance();
  return e;
}

ast::Expr* Parser::number() {
  const Token& token = peek();
  auto* e = node<ast::ConstantExpr>(ast::ExprKind::kConstant, range(token));
  if (auto error = parse_number(token_view(token), arena_, *e)) {
    fail(range(token), std::move(*error));
  } else {
    advance();
  }
  return e;
}

ast::Expr* Parser::name_expression() {
  auto* e = node<ast::NameExpr>(ast::ExprKind::kName, range(peek()));
  e->id = expect_name();
  return e;
}

ast::Expr* Parser::atom() {
  switch (peek().kind) {
    case Tok::kName:
      return name_expression();
    case Tok::kNumber:
      return number();
    case Tok::kString:
    case Tok::kFStringStart:
      return strings();
    case Tok::kTrue:
      return constant(ast::ConstantKind::kTrue);
    case Tok::kFalse:
      return constant(ast::ConstantKind::kFalse);
    case Tok::kNone:
      return constant(ast::ConstantKind::kNone);
    case Tok::kEllipsis:
      return constant(ast::ConstantKind::kEllipsis);
    case Tok::kLeftParen:
      return parenthesized();
    case Tok::kLeftBracket:
      return list_display();
    case Tok::kLeftBrace:
      return brace_display();
    default:
      invalid();
      return dummy();
  }
}

// Targets of `for`, which end before `in`: expressions in which `in` is no operator.
ast::Expr* Parser::target_list(bool for_loop) {
  const Token& start = peek();
  auto one = [&]() -> Expr* {
    if (at(Tok::kStar)) return star_expression();
    return binary(1);
  };
  Expr* first = one();
  if (!at(Tok::kComma)) return first;
  std::vector<Expr*> items{first};
  while (!failed() && accept(Tok::kComma)) {
    if (for_loop && !starts_expression() && !at(Tok::kStar)) break;
    items.push_back(one());
  }
  auto* e = node<ast::Sequence>(ast::ExprKind::kTuple, since(range(start)));
  e->items = arena_.copy(items);
  return e;
}

}  // namespace loopscope::lang

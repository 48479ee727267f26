// The match statement. `match` and `case` are names everywhere else.

#include <fmt/core.h>

#include "engine/lang/parser_impl.hpp"

namespace loopscope::lang {

// Null when `match` is just a name here.
ast::Stmt* Parser::match_statement() {
  const Token& start = peek();
  Expr* subject = nullptr;
  bool header = attempt([&] {
    advance();
    if (!starts_expression() && !at(Tok::kStar)) return false;
    subject = star_expressions(true);
    if (!accept(Tok::kColon) || !accept(Tok::kNewline)) return false;
    return true;
  });
  if (!header) return nullptr;
  if (!accept(Tok::kIndent)) {
    fail(range(peek()), fmt::format("expected an indented block after 'match' statement on line {}", start.line),
         SyntaxErrorKind::kIndentationError);
  }
  auto* s = stmt<ast::Match>(ast::StmtKind::kMatch);
  s->subject = subject;
  std::vector<ast::MatchCase> cases;
  if (!at_name("case")) invalid();
  while (!failed() && at_name("case")) cases.push_back(match_case());
  if (!accept(Tok::kDedent) && !at(Tok::kEnd)) invalid();
  s->cases = arena_.copy(cases);
  s->at = since(range(start));
  return s;
}

ast::MatchCase Parser::match_case() {
  int32_t line = peek().line;
  advance();
  ast::MatchCase made{};
  made.pattern = open_pattern();
  if (accept(Tok::kIf)) made.guard = named_expression();
  header_colon();
  made.body = block("'case' statement", line);
  return made;
}

// patterns: open_sequence_pattern | pattern
ast::Pattern* Parser::open_pattern() {
  const Token& start = peek();
  Pattern* first = at(Tok::kStar) ? star_pattern() : as_pattern();
  if (!at(Tok::kComma) && first->kind != ast::PatternKind::kStar) return first;
  std::vector<Pattern*> items{first};
  while (!failed() && accept(Tok::kComma)) {
    if (at(Tok::kColon) || at(Tok::kIf)) break;
    items.push_back(at(Tok::kStar) ? star_pattern() : as_pattern());
  }
  auto* sequence = pattern<ast::SequencePattern>(ast::PatternKind::kSequence, since(range(start)));
  sequence->items = arena_.copy(items);
  return sequence;
}

ast::Pattern* Parser::star_pattern() {
  const Token& start = peek();
  advance();
  ast::Name name = expect_name();
  auto* star = pattern<ast::StarPattern>(ast::PatternKind::kStar, since(range(start)));
  star->name = name == "_" ? ast::Name{} : name;
  return star;
}

ast::Pattern* Parser::as_pattern() {
  Depth guard(*this);
  if (depth_ > 200) {
    too_deep();
    return pattern<ast::AsPattern>(ast::PatternKind::kAs, range(peek()));
  }
  const Token& start = peek();
  Pattern* inner = or_pattern();
  if (!accept(Tok::kAs)) return inner;
  const Token& target = peek();
  if (target.kind == Tok::kName && token_view(target) == "_") {
    fail(range(target), "cannot use '_' as a target");
  } else if (target.kind != Tok::kName) {
    fail(range(target), "invalid pattern target");
  }
  ast::Name name = expect_name();
  auto* made = pattern<ast::AsPattern>(ast::PatternKind::kAs, since(range(start)));
  made->pattern = inner;
  made->name = name;
  return made;
}

ast::Pattern* Parser::or_pattern() {
  const Token& start = peek();
  Pattern* first = closed_pattern();
  if (!at(Tok::kPipe)) return first;
  std::vector<Pattern*> items{first};
  while (!failed() && accept(Tok::kPipe)) items.push_back(closed_pattern());
  auto* made = pattern<ast::OrPattern>(ast::PatternKind::kOr, since(range(start)));
  made->items = arena_.copy(items);
  return made;
}

ast::Pattern* Parser::value_pattern(Expr* value) {
  auto* made = pattern<ast::ValuePattern>(ast::PatternKind::kValue, value->at);
  made->value = value;
  return made;
}

// Numbers with sign and imaginary part, strings.
ast::Expr* Parser::literal_pattern_value() {
  const Token& start = peek();
  if (at(Tok::kString) || at(Tok::kFStringStart)) {
    Expr* e = strings();
    if (!failed() && e->kind == ast::ExprKind::kJoinedStr)
      fail(e->at, "patterns may only match literals and attribute lookups");
    return e;
  }
  auto signed_number = [&]() -> Expr* {
    const Token& sign = peek();
    bool negative = accept(Tok::kMinus);
    if (!at(Tok::kNumber)) invalid();
    Expr* value = failed() ? dummy() : number();
    if (!negative) return value;
    auto* e = node<ast::UnaryOp>(ast::ExprKind::kUnaryOp, since(range(sign)));
    e->op = UnaryOperator::kNegative;
    e->operand = value;
    return e;
  };
  Expr* real = signed_number();
  if (!at(Tok::kPlus) && !at(Tok::kMinus)) return real;
  BinaryOperator op = at(Tok::kPlus) ? BinaryOperator::kAdd : BinaryOperator::kSubtract;
  advance();
  if (!at(Tok::kNumber)) invalid();
  Expr* imaginary = failed() ? dummy() : number();
  if (!failed() && ast::as<ast::ConstantExpr>(imaginary)->type != ast::ConstantKind::kImaginary) {
    fail(imaginary->at, "imaginary number required in complex literal");
  }
  auto* e = node<ast::BinOp>(ast::ExprKind::kBinOp, since(range(start)));
  e->op = op;
  e->left = real;
  e->right = imaginary;
  return e;
}

ast::Expr* Parser::dotted_value() {
  const Token& start = peek();
  Expr* e = name_expression();
  while (!failed() && accept(Tok::kDot)) {
    ast::Name name = expect_name();
    auto* attribute = node<ast::Attribute>(ast::ExprKind::kAttribute, since(range(start)));
    attribute->value = e;
    attribute->name = name;
    e = attribute;
  }
  return e;
}

ast::Pattern* Parser::closed_pattern() {
  const Token& start = peek();
  switch (start.kind) {
    case Tok::kNone:
    case Tok::kTrue:
    case Tok::kFalse: {
      advance();
      auto* made = pattern<ast::SingletonPattern>(ast::PatternKind::kSingleton, range(start));
      made->value = start.kind == Tok::kNone   ? ast::ConstantKind::kNone
                    : start.kind == Tok::kTrue ? ast::ConstantKind::kTrue
                                               : ast::ConstantKind::kFalse;
      return made;
    }
    case Tok::kNumber:
    case Tok::kMinus:
    case Tok::kString:
    case Tok::kFStringStart:
      return value_pattern(literal_pattern_value());
    case Tok::kName: {
      Tok next = peek(1).kind;
      if (next != Tok::kDot && next != Tok::kLeftParen) {
        advance();
        auto* made = pattern<ast::AsPattern>(ast::PatternKind::kAs, range(start));
        if (token_view(start) != "_") made->name = name_text(start);
        return made;
      }
      Expr* value = dotted_value();
      if (at(Tok::kLeftParen)) return class_pattern(value);
      return value_pattern(value);
    }
    case Tok::kLeftParen: {
      advance();
      if (at(Tok::kRightParen)) return sequence_items({}, Tok::kRightParen, range(start));
      Pattern* first = at(Tok::kStar) ? star_pattern() : as_pattern();
      if (at(Tok::kRightParen) && first->kind != ast::PatternKind::kStar) {
        advance();
        return first;
      }
      return sequence_items({first}, Tok::kRightParen, range(start));
    }
    case Tok::kLeftBracket:
      advance();
      return sequence_items({}, Tok::kRightBracket, range(start));
    case Tok::kLeftBrace:
      return mapping_pattern();
    default:
      invalid();
      return pattern<ast::AsPattern>(ast::PatternKind::kAs, range(start));
  }
}

ast::Pattern* Parser::sequence_items(std::vector<Pattern*> items, Tok close, const Range& start) {
  if (!items.empty() && !at(close)) expect(Tok::kComma);
  while (!failed() && !at(close)) {
    items.push_back(at(Tok::kStar) ? star_pattern() : as_pattern());
    if (!accept(Tok::kComma)) break;
  }
  expect(close);
  auto* made = pattern<ast::SequencePattern>(ast::PatternKind::kSequence, since(start));
  made->items = arena_.copy(items);
  return made;
}

ast::Pattern* Parser::mapping_pattern() {
  const Token& open = peek();
  advance();
  std::vector<Expr*> keys;
  std::vector<Pattern*> values;
  ast::Name rest;
  while (!failed() && !at(Tok::kRightBrace)) {
    if (accept(Tok::kDoubleStar)) {
      rest = expect_name();
      if (rest == "_") invalid();
      accept(Tok::kComma);
      if (!at(Tok::kRightBrace)) invalid();
      break;
    }
    Expr* key;
    if (at(Tok::kName)) {
      key = dotted_value();
      if (!failed() && key->kind == ast::ExprKind::kName) invalid();
    } else if (at(Tok::kNone)) {
      key = constant(ast::ConstantKind::kNone);
    } else if (at(Tok::kTrue)) {
      key = constant(ast::ConstantKind::kTrue);
    } else if (at(Tok::kFalse)) {
      key = constant(ast::ConstantKind::kFalse);
    } else {
      key = literal_pattern_value();
    }
    expect(Tok::kColon);
    keys.push_back(key);
    values.push_back(as_pattern());
    if (!accept(Tok::kComma)) break;
  }
  expect(Tok::kRightBrace);
  auto* made = pattern<ast::MappingPattern>(ast::PatternKind::kMapping, since(range(open)));
  made->keys = arena_.copy(keys);
  made->values = arena_.copy(values);
  made->rest = rest;
  return made;
}

ast::Pattern* Parser::class_pattern(Expr* type) {
  advance();
  std::vector<Pattern*> items, keyword_items;
  std::vector<ast::Name> names;
  while (!failed() && !at(Tok::kRightParen)) {
    if (at(Tok::kName) && peek(1).kind == Tok::kEqual) {
      names.push_back(expect_name());
      advance();
      keyword_items.push_back(as_pattern());
    } else {
      Pattern* item = as_pattern();
      if (!names.empty()) fail(item->at, "positional patterns follow keyword patterns");
      items.push_back(item);
    }
    if (!accept(Tok::kComma)) break;
  }
  expect(Tok::kRightParen);
  auto* made = pattern<ast::ClassPattern>(ast::PatternKind::kClass, since(type->at));
  made->type = type;
  made->items = arena_.copy(items);
  made->names = arena_.copy(names);
  made->keyword_items = arena_.copy(keyword_items);
  return made;
}

}  // namespace loopscope::lang

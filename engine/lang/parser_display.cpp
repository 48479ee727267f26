// Displays, comprehensions, calls and subscripts.

#include <fmt/core.h>

#include "engine/lang/parser_impl.hpp"

namespace loopscope::lang {

ast::Expr* Parser::parenthesized() {
  const Token& open = peek();
  advance();
  if (accept(Tok::kRightParen)) return node<ast::Sequence>(ast::ExprKind::kTuple, since(range(open)));
  if (at(Tok::kDoubleStar)) {
    const Token& star = peek();
    advance();
    expression();
    if (at(Tok::kRightParen)) fail(range(star), "cannot use double starred expression here");
    invalid();
    return dummy();
  }
  if (at(Tok::kYield)) {
    Expr* e = yield_expression();
    expect(Tok::kRightParen);
    e->parenthesized = true;
    return e;
  }
  Expr* first = star_named_expression();
  if (at_comprehension())
    return comprehension(ast::ExprKind::kGeneratorExp, range(open), first, nullptr, Tok::kRightParen);
  if (!at(Tok::kComma)) {
    if (!failed() && first->kind == ast::ExprKind::kStarred && at(Tok::kRightParen)) {
      fail(first->at, "cannot use starred expression here");
    }
    expect(Tok::kRightParen);
    first->parenthesized = true;
    return first;
  }
  std::vector<Expr*> items{first};
  while (!failed() && accept(Tok::kComma) && !at(Tok::kRightParen)) items.push_back(star_named_expression());
  if (at_comprehension() && items.size() > 1) {
    fail(join(items.front()->at, items.back()->at), "did you forget parentheses around the comprehension target?");
  }
  expect(Tok::kRightParen);
  auto* e = node<ast::Sequence>(ast::ExprKind::kTuple, since(range(open)));
  e->items = arena_.copy(items);
  return e;
}

ast::Expr* Parser::list_display() {
  const Token& open = peek();
  advance();
  std::vector<Expr*> items;
  while (!failed() && !at(Tok::kRightBracket)) {
    items.push_back(star_named_expression());
    if (at_comprehension()) {
      if (items.size() == 1) {
        return comprehension(ast::ExprKind::kListComp, range(open), items[0], nullptr, Tok::kRightBracket);
      }
      fail(join(items.front()->at, items.back()->at), "did you forget parentheses around the comprehension target?");
    }
    if (!accept(Tok::kComma)) break;
  }
  expect(Tok::kRightBracket);
  auto* e = node<ast::Sequence>(ast::ExprKind::kList, since(range(open)));
  e->items = arena_.copy(items);
  return e;
}

ast::Expr* Parser::brace_display() {
  const Token& open = peek();
  advance();
  if (accept(Tok::kRightBrace)) return node<ast::Dict>(ast::ExprKind::kDict, since(range(open)));
  if (at(Tok::kDoubleStar)) return dict_rest(open, nullptr);
  Expr* first = star_named_expression();
  bool walrus = first->kind == ast::ExprKind::kNamedExpr && !first->parenthesized;
  if (at(Tok::kColon) && first->kind != ast::ExprKind::kStarred && !walrus) return dict_rest(open, first);
  if (at_comprehension()) return comprehension(ast::ExprKind::kSetComp, range(open), first, nullptr, Tok::kRightBrace);
  std::vector<Expr*> items{first};
  while (!failed() && accept(Tok::kComma) && !at(Tok::kRightBrace)) items.push_back(star_named_expression());
  if (at_comprehension() && items.size() > 1) {
    fail(join(items.front()->at, items.back()->at), "did you forget parentheses around the comprehension target?");
  }
  expect(Tok::kRightBrace);
  auto* e = node<ast::Set>(ast::ExprKind::kSet, since(range(open)));
  e->items = arena_.copy(items);
  return e;
}

// The parser stands at the first `**` or behind the first key.
ast::Expr* Parser::dict_rest(const Token& open, Expr* first_key) {
  std::vector<Expr*> keys, values;
  while (!failed()) {
    if (first_key == nullptr && at(Tok::kDoubleStar)) {
      const Token& star = peek();
      advance();
      keys.push_back(nullptr);
      values.push_back(binary(1));
      if (at_comprehension() && keys.size() == 1) {
        fail(range(star), "dict unpacking cannot be used in dict comprehension");
      }
    } else {
      Expr* key = first_key != nullptr ? first_key : expression();
      if (failed()) break;
      if (!at(Tok::kColon)) {
        if (last_expression_end_ == pos_ && first_key == nullptr && (at(Tok::kRightBrace) || at(Tok::kComma))) {
          const Token& before = stream_.tokens[pos_ - 1];
          fail(range(before), "':' expected after dictionary key");
          error_->end_offset = 0;
        }
        invalid();
        break;
      }
      const Token& colon = peek();
      advance();
      if (at(Tok::kRightBrace) || at(Tok::kComma)) {
        fail(range(colon), "expression expected after dictionary key and ':'");
      } else if (at(Tok::kStar)) {
        const Token& star = peek();
        advance();
        binary(1);
        fail(since(range(star)), "cannot use a starred expression in a dictionary value");
      }
      Expr* value = expression();
      keys.push_back(key);
      values.push_back(value);
      if (first_key != nullptr && at_comprehension()) {
        return comprehension(ast::ExprKind::kDictComp, range(open), key, value, Tok::kRightBrace);
      }
    }
    first_key = nullptr;
    if (!accept(Tok::kComma) || at(Tok::kRightBrace)) break;
  }
  expect(Tok::kRightBrace);
  auto* e = node<ast::Dict>(ast::ExprKind::kDict, since(range(open)));
  e->keys = arena_.copy(keys);
  e->values = arena_.copy(values);
  return e;
}

std::vector<ast::Comprehension> Parser::for_if_clauses() {
  std::vector<ast::Comprehension> clauses;
  while (!failed() && at_comprehension()) {
    const Token& start = peek();
    ast::Comprehension clause{};
    clause.is_async = accept(Tok::kAsync);
    advance();
    clause.target = check_target(target_list(true), Target::kFor);
    if (!failed() && !at(Tok::kIn)) {
      fail_here("'in' expected after for-loop variables");
    }
    expect(Tok::kIn);
    clause.iter = disjunction();
    std::vector<Expr*> conditions;
    while (!failed() && accept(Tok::kIf)) conditions.push_back(disjunction());
    clause.conditions = arena_.copy(conditions);
    clause.at = since(range(start));
    clauses.push_back(clause);
  }
  return clauses;
}

ast::Expr* Parser::comprehension(ast::ExprKind kind, const Range& start, Expr* element, Expr* value, Tok close) {
  if (element->kind == ast::ExprKind::kStarred) {
    fail(element->at, "iterable unpacking cannot be used in comprehension");
  }
  std::vector<ast::Comprehension> clauses = for_if_clauses();
  expect(close);
  auto* e = node<ast::Comp>(kind, since(start));
  e->element = element;
  e->value = value;
  e->generators = arena_.copy(clauses);
  return e;
}

ast::Expr* Parser::call(Expr* function) {
  const Token& open = peek();
  advance();
  std::vector<Expr*> args;
  std::vector<ast::Keyword> keywords;
  arguments(args, keywords, &open);
  expect(Tok::kRightParen);
  if (args.size() == 1 && args[0]->kind == ast::ExprKind::kGeneratorExp && !args[0]->parenthesized) {
    // Alone, a generator expression shares the call's parentheses; its range includes them.
    if (args[0]->at.line == 0) args[0]->at = since(range(open));
  }
  auto* e = node<ast::Call>(ast::ExprKind::kCall, range(open));
  e->function = function;
  e->args = arena_.copy(args);
  e->keywords = arena_.copy(keywords);
  return e;
}

// The parser stands behind '('. `open` is null for the bases of a class, where a bare generator expression is no
// argument.
void Parser::arguments(std::vector<Expr*>& args, std::vector<ast::Keyword>& keywords, const Token* open) {
  bool unpacked_keywords = false;
  bool late_positional = false;
  const Token* comma = nullptr;
  while (!failed() && !at(Tok::kRightParen)) {
    const Token& start = peek();
    if (accept(Tok::kStar)) {
      if (at(Tok::kRightParen) || at(Tok::kComma)) {
        fail_here("Invalid star expression");
        return;
      }
      Expr* value = expression();
      auto* e = node<ast::Starred>(ast::ExprKind::kStarred, since(range(start)));
      e->value = value;
      if (at(Tok::kEqual)) fail(since(range(start)), "cannot assign to iterable argument unpacking");
      if (at_comprehension()) fail(e->at, "iterable unpacking cannot be used in comprehension");
      if (unpacked_keywords && comma != nullptr) {
        fail(join(range(*comma), e->at), "iterable argument unpacking follows keyword argument unpacking");
      }
      args.push_back(e);
    } else if (accept(Tok::kDoubleStar)) {
      Expr* value = expression();
      if (at(Tok::kEqual)) fail(since(range(start)), "cannot assign to keyword argument unpacking");
      keywords.push_back(ast::Keyword{{}, value, since(range(start))});
      unpacked_keywords = true;
    } else if (peek(1).kind == Tok::kEqual && (start.kind == Tok::kName || start.kind == Tok::kTrue ||
                                               start.kind == Tok::kFalse || start.kind == Tok::kNone)) {
      if (start.kind != Tok::kName) {
        fail(join(range(start), range(peek(1))), fmt::format("cannot assign to {}", token_view(start)));
        return;
      }
      advance();
      advance();
      if (at(Tok::kComma) || at(Tok::kRightParen)) {
        fail(since(range(start)), "expected argument value expression");
        return;
      }
      Expr* value = expression();
      if (at_comprehension()) {
        fail(join(range(start), range(stream_.tokens[last_expression_begin_ - 1])),
             "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
      }
      keywords.push_back(ast::Keyword{name_text(start), value, since(range(start))});
    } else {
      Expr* e;
      if (start.kind == Tok::kName && peek(1).kind == Tok::kColonEqual) {
        e = named_expression();
      } else {
        e = expression();
        if (!failed() && at(Tok::kEqual)) {
          fail(join(e->at, range(peek())), "expression cannot contain assignment, perhaps you meant \"==\"?");
        } else if (!failed() && at(Tok::kColonEqual)) {
          invalid();
        }
      }
      if (!failed() && at_comprehension() && open == nullptr && args.empty() && keywords.empty()) invalid();
      if (!failed() && at_comprehension()) {
        std::vector<ast::Comprehension> clauses = for_if_clauses();
        auto* generator = node<ast::Comp>(ast::ExprKind::kGeneratorExp, since(range(start)));
        generator->element = e;
        generator->generators = arena_.copy(clauses);
        if (!failed() && (open == nullptr || !args.empty() || !keywords.empty() || at(Tok::kComma))) {
          fail(generator->at, "Generator expression must be parenthesized");
        }
        generator->at.line = 0;  // call() gives it the range of the parentheses
        e = generator;
      } else if (!keywords.empty()) {
        late_positional = true;
      }
      args.push_back(e);
    }
    if (!at(Tok::kComma)) break;
    comma = &peek();
    advance();
  }
  if (late_positional && at(Tok::kRightParen)) {
    fail_here(unpacked_keywords ? "positional argument follows keyword argument unpacking"
                                : "positional argument follows keyword argument");
  }
}

ast::Expr* Parser::subscript(Expr* value) {
  advance();
  const Token& start = peek();
  Expr* index = slice();
  if (at(Tok::kComma) || index->kind == ast::ExprKind::kStarred) {
    std::vector<Expr*> items{index};
    while (!failed() && accept(Tok::kComma) && !at(Tok::kRightBracket)) items.push_back(slice());
    auto* tuple = node<ast::Sequence>(ast::ExprKind::kTuple, since(range(start)));
    tuple->items = arena_.copy(items);
    index = tuple;
  }
  expect(Tok::kRightBracket);
  auto* e = node<ast::Subscript>(ast::ExprKind::kSubscript, range(start));
  e->value = value;
  e->index = index;
  return e;
}

ast::Expr* Parser::slice() {
  const Token& start = peek();
  if (at(Tok::kStar)) return star_expression();
  Expr* lower = at(Tok::kColon) ? nullptr : named_expression();
  if (!at(Tok::kColon)) return lower;
  if (lower != nullptr && lower->kind == ast::ExprKind::kNamedExpr && !lower->parenthesized) invalid();
  advance();
  auto bound = [&]() -> Expr* {
    return at(Tok::kColon) || at(Tok::kComma) || at(Tok::kRightBracket) ? nullptr : expression();
  };
  Expr* upper = bound();
  Expr* step = accept(Tok::kColon) ? bound() : nullptr;
  auto* e = node<ast::Slice>(ast::ExprKind::kSlice, since(range(start)));
  e->lower = lower;
  e->upper = upper;
  e->step = step;
  return e;
}

}  // namespace loopscope::lang

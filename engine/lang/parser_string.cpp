// Strings, f-strings and their concatenation.

#include <fmt/core.h>

#include "engine/lang/literals.hpp"
#include "engine/lang/parser_impl.hpp"

namespace loopscope::lang {

/// The parts of an implicit concatenation: adjacent literal text is one constant.
struct Parser::StringPieces {
  std::string text;
  Range text_at{};
  bool has_text = false;
  std::vector<Expr*> values;

  void add_text(std::string_view more, const Range& at) {
    text_at = has_text ? join(text_at, at) : at;
    has_text = true;
    text += more;
  }
};

void Parser::warn_escape(const std::string& escape, int32_t line) {
  if (escape.empty()) return;
  bool octal = escape[1] >= '0' && escape[1] <= '7';
  warnings_.push_back({fmt::format("invalid {}escape sequence '{}'", octal ? "octal " : "", escape), line});
}

void Parser::plain_string(StringPieces& pieces, const Token& token) {
  std::string_view view = token_view(token);
  bool raw = false, bytes = false;
  size_t prefix = 0;
  for (; view[prefix] != '"' && view[prefix] != '\''; ++prefix) {
    raw = raw || (view[prefix] | 0x20) == 'r';
    bytes = bytes || (view[prefix] | 0x20) == 'b';
  }
  char quote = view[prefix];
  size_t quotes = view.size() - prefix >= 6 && view[prefix + 1] == quote && view[prefix + 2] == quote ? 3 : 1;
  view = view.substr(prefix + quotes, view.size() - prefix - 2 * quotes);
  if (bytes) {
    for (char c : view) {
      if (static_cast<unsigned char>(c) >= 0x80) {
        return fail(range(token), "bytes can only contain ASCII literal characters");
      }
    }
  }
  DecodedString decoded = decode_escapes(view, raw, bytes);
  if (decoded.error) return fail(range(token), std::move(*decoded.error));
  warn_escape(decoded.bad_escape, token.line);
  pieces.add_text(decoded.value, range(token));
}

ast::Expr* Parser::strings() {
  const Token& start = peek();
  StringPieces pieces;
  bool any_bytes = false, any_str = false, any_fstring = false;
  auto is_bytes = [&](const Token& token) {
    std::string_view view = token_view(token);
    size_t quote = view.find_first_of("'\"");
    return view.substr(0, quote).find_first_of("bB") != std::string_view::npos;
  };
  while (!failed() && (at(Tok::kString) || at(Tok::kFStringStart))) {
    bool bytes = at(Tok::kString) && is_bytes(peek());
    (bytes ? any_bytes : any_str) = true;
    if (at(Tok::kString)) {
      const Token& token = peek();
      plain_string(pieces, token);
      advance();
    } else {
      any_fstring = true;
      fstring(pieces);
    }
  }
  if (any_bytes && any_str) fail_here("cannot mix bytes and nonbytes literals");
  Range whole = since(range(start));
  auto literal = [&](const Range& at) {
    auto* e = node<ast::ConstantExpr>(ast::ExprKind::kConstant, at);
    e->type = any_bytes ? ast::ConstantKind::kBytes : ast::ConstantKind::kStr;
    e->text = arena_.copy(pieces.text);
    return e;
  };
  if (!any_fstring) return literal(whole);
  if (pieces.has_text && !pieces.text.empty()) pieces.values.push_back(literal(pieces.text_at));
  auto* e = node<ast::JoinedStr>(ast::ExprKind::kJoinedStr, whole);
  e->values = arena_.copy(pieces.values);
  return e;
}

// Literal parts have their doubled braces still doubled.
static std::string undouble_braces(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if ((text[i] == '{' || text[i] == '}') && i + 1 < text.size() && text[i + 1] == text[i]) ++i;
  }
  return out;
}

void Parser::fstring(StringPieces& pieces) {
  Depth guard(*this);
  bool raw = false;
  std::string_view start = token_view(peek());
  for (char c : start) raw = raw || (c | 0x20) == 'r';
  advance();
  while (!failed() && !at(Tok::kFStringEnd)) {
    if (at(Tok::kFStringMiddle)) {
      const Token& token = peek();
      DecodedString decoded = decode_escapes(undouble_braces(token_view(token)), raw, false);
      if (decoded.error) fail(range(token), std::move(*decoded.error));
      warn_escape(decoded.bad_escape, token.line);
      pieces.add_text(decoded.value, range(token));
      advance();
    } else if (at(Tok::kLeftBrace)) {
      replacement_field(pieces, raw);
    } else {
      invalid();
    }
  }
  accept(Tok::kFStringEnd);
}

void Parser::replacement_field(StringPieces& pieces, bool raw) {
  const Token& open = peek();
  advance();
  if (at(Tok::kRightBrace) || at(Tok::kColon) || at(Tok::kExclamation) || at(Tok::kEqual)) {
    fail_here(fmt::format("f-string: valid expression required before '{}'", token_text(peek().kind)));
    return;
  }
  if (!starts_expression() && !at(Tok::kStar) && !at(Tok::kYield)) {
    fail_here("f-string: expecting a valid expression after '{'");
    return;
  }
  size_t first = pos_;
  Expr* value = yield_or_star_expressions();
  if (failed()) {
    // What can be read as an expression ends before the operator that lacks an operand.
    if (error_->message != "invalid syntax" || stream_.tokens[error_pos_].level > open.level + 1) return;
    size_t last = error_pos_;
    auto is_operator = [&](Tok kind) {
      return kind > Tok::kFStringEnd && kind < Tok::kFalse && kind != Tok::kRightParen && kind != Tok::kRightBracket &&
             kind != Tok::kRightBrace && kind != Tok::kEllipsis;
    };
    while (last > first && is_operator(stream_.tokens[last - 1].kind)) --last;
    error_.reset();
    fail(range(stream_.tokens[last]), last == first ? "f-string: expecting a valid expression after '{'"
                                                    : "f-string: expecting '=', or '!', or ':', or '}'");
    return;
  }
  bool debug = false;
  if (at(Tok::kEqual)) {
    debug = true;
    const Token& equal = peek();
    advance();
    // The text of the expression, spaces included, up to what follows the '='.
    std::string_view shown = text_.substr(open.end, peek().begin - open.end);
    pieces.add_text(shown, join(range(open), range(equal)));
  }
  int conversion = 0;
  bool explicit_conversion = false;
  if (at(Tok::kExclamation)) {
    const Token& mark = peek();
    advance();
    const Token& letter = peek();
    if (letter.kind == Tok::kName && letter.begin != mark.end) {
      fail(join(range(mark), range(letter)), "f-string: conversion type must come right after the exclamanation mark");
      return;
    }
    if (letter.kind != Tok::kName) {
      if (letter.kind == Tok::kColon || letter.kind == Tok::kRightBrace) {
        fail_here("f-string: missing conversion character");
      } else {
        fail_here("f-string: invalid conversion character");
      }
      return;
    }
    std::string_view name = token_view(letter);
    conversion = name == "s" ? 1 : name == "r" ? 2 : name == "a" ? 3 : 0;
    if (conversion == 0) {
      fail_here(fmt::format("f-string: invalid conversion character '{}': expected 's', 'r', or 'a'", name));
      return;
    }
    explicit_conversion = true;
    advance();
  }
  Expr* spec = nullptr;
  if (at(Tok::kColon)) {
    const Token& colon = peek();
    advance();
    StringPieces inner;
    while (!failed() && (at(Tok::kFStringMiddle) || at(Tok::kLeftBrace))) {
      if (at(Tok::kLeftBrace)) {
        replacement_field(inner, raw);
        continue;
      }
      const Token& token = peek();
      DecodedString decoded = decode_escapes(token_view(token), raw, false);
      if (decoded.error) fail(range(token), std::move(*decoded.error));
      warn_escape(decoded.bad_escape, token.line);
      inner.add_text(decoded.value, range(token));
      advance();
    }
    if (inner.has_text && !inner.text.empty()) {
      auto* literal = node<ast::ConstantExpr>(ast::ExprKind::kConstant, inner.text_at);
      literal->type = ast::ConstantKind::kStr;
      literal->text = arena_.copy(inner.text);
      inner.values.push_back(literal);
    }
    auto* joined = node<ast::JoinedStr>(ast::ExprKind::kJoinedStr, since(range(colon)));
    joined->values = arena_.copy(inner.values);
    spec = joined;
    if (!failed() && !at(Tok::kRightBrace)) fail_here("f-string: expecting '}', or format specs");
  }
  if (!failed() && !at(Tok::kRightBrace)) {
    if (!guess_missing_comma()) {
      fail_here(explicit_conversion ? "f-string: expecting ':' or '}'"
                : debug             ? "f-string: expecting '!', or ':', or '}'"
                                    : "f-string: expecting '=', or '!', or ':', or '}'");
    }
    return;
  }
  if (failed()) return;
  advance();
  if (debug && !explicit_conversion && spec == nullptr) conversion = 2;
  if (pieces.has_text && !pieces.text.empty()) {
    auto* literal = node<ast::ConstantExpr>(ast::ExprKind::kConstant, pieces.text_at);
    literal->type = ast::ConstantKind::kStr;
    literal->text = arena_.copy(pieces.text);
    pieces.values.push_back(literal);
  }
  pieces.text.clear();
  pieces.has_text = false;
  auto* e = node<ast::FormattedValue>(ast::ExprKind::kFormattedValue, since(range(open)));
  e->value = value;
  e->conversion = conversion;
  e->spec = spec;
  pieces.values.push_back(e);
}

}  // namespace loopscope::lang

// Numbers.

#include <fmt/core.h>

#include "engine/lang/lexer_impl.hpp"

namespace loopscope::lang {

// What follows a number must not look like a part of it, except for the keywords that may follow an expression.
void Lexer::end_number(std::string_view what) {
  if (failed() || !starts_name(at(pos_))) return;
  size_t end = pos_;
  while (in_name(at(end))) ++end;
  std::string_view word = text_.substr(pos_, end - pos_);
  for (std::string_view keyword : {"and", "else", "for", "if", "in", "is", "or", "not"}) {
    if (word.substr(0, keyword.size()) == keyword) return;
  }
  fail_at(fmt::format("invalid {} literal", what), pos_);
}

// Digits with single underscores between them. False after an error.
bool Lexer::digits(bool (*accept)(char), std::string_view what) {
  for (;;) {
    while (accept(at(pos_))) ++pos_;
    if (at(pos_) != '_') return true;
    ++pos_;
    if (!accept(at(pos_))) {
      fail_at(fmt::format("invalid {} literal", what), pos_);
      return false;
    }
  }
}

void Lexer::number_with_base(std::string_view what, int base) {
  pos_ += 2;
  if (at(pos_) == '_') ++pos_;
  bool (*accept)(char) = base == 16  ? is_hex
                         : base == 8 ? +[](char c) { return c >= '0' && c <= '7'; }
                                     : +[](char c) { return c == '0' || c == '1'; };
  if (!accept(at(pos_))) {
    if (is_digit(at(pos_))) return fail_at(fmt::format("invalid digit '{}' in {} literal", at(pos_), what), pos_ + 1);
    return fail_at(fmt::format("invalid {} literal", what), pos_);
  }
  if (!digits(accept, what)) return;
  if (is_digit(at(pos_))) return fail_at(fmt::format("invalid digit '{}' in {} literal", at(pos_), what), pos_ + 1);
  end_number(what);
}

void Lexer::fraction_and_exponent() {
  std::string_view what = "decimal";
  if (at(pos_) == '.') {
    ++pos_;
    if (is_digit(at(pos_)) && !digits(is_digit, what)) return;
  }
  if (at(pos_) == 'e' || at(pos_) == 'E') {
    bool sign = at(pos_ + 1) == '+' || at(pos_ + 1) == '-';
    if (is_digit(at(pos_ + (sign ? 2 : 1)))) {
      pos_ += sign ? 2 : 1;
      if (!digits(is_digit, what)) return;
    } else if (sign) {
      return fail_at("invalid decimal literal", pos_ + 2);
    }
  }
  if (at(pos_) == 'j' || at(pos_) == 'J') {
    ++pos_;
    what = "imaginary";
    if (is_digit(at(pos_))) return fail_at("invalid imaginary literal", pos_);
  }
  end_number(what);
}

void Lexer::number() {
  size_t begin = pos_;
  char second = static_cast<char>(at(pos_ + 1) | 0x20);
  if (at(pos_) == '0' && (second == 'x' || second == 'o' || second == 'b')) {
    if (second == 'x') number_with_base("hexadecimal", 16);
    if (second == 'o') number_with_base("octal", 8);
    if (second == 'b') number_with_base("binary", 2);
  } else {
    if (at(pos_) != '.' && !digits(is_digit, "decimal")) return;
    std::string_view whole = text_.substr(begin, pos_ - begin);
    char c = static_cast<char>(at(pos_) | 0x20);
    if (whole.size() > 1 && whole[0] == '0' && at(pos_) != '.' && c != 'e' && c != 'j' &&
        whole.find_first_not_of("0_") != std::string_view::npos) {
      int32_t from = column(begin), to = from;
      while (to - from < static_cast<int32_t>(whole.size()) &&
             (whole[static_cast<size_t>(to - from)] == '0' || whole[static_cast<size_t>(to - from)] == '_')) {
        ++to;
      }
      return fail_range(
          "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers", line_,
          from, to);
    }
    fraction_and_exponent();
  }
  if (!failed()) emit(Tok::kNumber, begin, pos_);
}

}  // namespace loopscope::lang

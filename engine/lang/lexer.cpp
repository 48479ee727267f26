// Layout, names, operators; numbers and strings have files of their own.

#include <fmt/core.h>

#include "engine/lang/identifiers.hpp"
#include "engine/lang/lexer_impl.hpp"

namespace loopscope::lang {
namespace {

constexpr int kTabSize = 8;

struct Word {
  std::string_view text;
  Tok kind;
};

constexpr Word kOperators[] = {
#define OPERATOR(name, text) {text, Tok::name},
#define KEYWORD(name, text)
#include "engine/lang/tokens.def"
#undef OPERATOR
#undef KEYWORD
};

constexpr Word kKeywords[] = {
#define OPERATOR(name, text)
#define KEYWORD(name, text) {text, Tok::name},
#include "engine/lang/tokens.def"
#undef OPERATOR
#undef KEYWORD
};

}  // namespace

bool Lexer::end_of_file() {
  if (!brackets_.empty()) {
    const Bracket& last = brackets_.back();
    out_.unclosed = OpenBracket{last.open, last.line, last.column};
    emit(Tok::kEnd, pos_, pos_);
    return false;
  }
  if (!blank_line_) emit(Tok::kNewline, pos_, pos_);
  for (; indents_.size() > 1; indents_.pop_back()) emit(Tok::kDedent, pos_, pos_);
  emit(Tok::kEnd, pos_, pos_);
  return false;
}

// Measures the indentation twice, with tabs to 8 and to 1 columns: where the two disagree, tabs and spaces are mixed in
// a way that depends on the tab size.
void Lexer::indentation() {
  int width = 0, alt = 0;
  for (;; ++pos_) {
    char c = at(pos_);
    if (c == ' ') {
      ++width, ++alt;
    } else if (c == '\t') {
      width = (width / kTabSize + 1) * kTabSize;
      ++alt;
    } else if (c == '\f') {
      width = alt = 0;
    } else if (c == '\\' && at(pos_ + 1) == '\n') {  // a continuation line keeps the first line's indentation
      if (!continuation()) return;
      while (at(pos_) == ' ' || at(pos_) == '\t') ++pos_;
      break;
    } else {
      break;
    }
  }
  at_line_start_ = false;
  char c = at(pos_);
  if (c == '#' || c == '\n' || pos_ >= text_.size()) return;  // blank lines do not count
  auto inconsistent = [&] {
    fail_indentation(SyntaxErrorKind::kTabError, "inconsistent use of tabs and spaces in indentation");
    out_.error->offset = 1;
    out_.error->end_offset = 0;
  };
  if (width == indents_.back()) {
    if (alt != alt_indents_.back()) inconsistent();
  } else if (width > indents_.back()) {
    if (indents_.size() >= kMaxIndent) {
      return fail_indentation(SyntaxErrorKind::kIndentationError, "too many levels of indentation");
    }
    if (alt <= alt_indents_.back()) return inconsistent();
    indents_.push_back(width);
    alt_indents_.push_back(alt);
    emit(Tok::kIndent, line_start_, pos_);
  } else {
    while (width < indents_.back()) {
      indents_.pop_back();
      alt_indents_.pop_back();
      emit(Tok::kDedent, pos_, pos_);
    }
    if (width != indents_.back()) {
      return fail_indentation(SyntaxErrorKind::kIndentationError,
                              "unindent does not match any outer indentation level");
    }
    if (alt != alt_indents_.back()) inconsistent();
  }
}

// A backslash: joins the next line to this one.
bool Lexer::continuation() {
  if (at(pos_ + 1) != '\n') {
    fail_at("unexpected character after line continuation character", pos_ + 1);
    out_.error->offset = source_.characters(line_, column(pos_)) + 2;
    out_.error->end_offset = 0;
    return false;
  }
  pos_ += 2;
  if (pos_ >= text_.size()) {
    --pos_;
    fail_at("unexpected EOF while parsing", pos_);
    out_.error->offset += 1;
    out_.error->end_offset = -1;
    return false;
  }
  new_line();
  return true;
}

bool Lexer::next() {
  if (!fstrings_.empty() && (fstrings_.back().fields.empty() || fstrings_.back().fields.back().in_spec)) {
    fstring_text();
    return true;
  }
  if (at_line_start_ && brackets_.empty()) {
    indentation();
    if (failed()) return false;
  }
  for (;;) {
    char c = at(pos_);
    if (c == ' ' || c == '\t' || c == '\f') {
      ++pos_;
    } else if (c == '\\') {
      if (!continuation()) return false;
    } else {
      break;
    }
  }
  if (pos_ >= text_.size()) return end_of_file();
  char c = text_[pos_];
  if (c == '#') {
    skip_to_line_end();
    return true;
  }
  if (c == '\n') {
    if (brackets_.empty() && !blank_line_) emit(Tok::kNewline, pos_, pos_ + 1);
    ++pos_;
    new_line();
    if (brackets_.empty()) {
      at_line_start_ = true;
      blank_line_ = true;
    }
    return true;
  }
  blank_line_ = false;
  if (starts_name(c)) {
    name();
  } else if (is_digit(c) || (c == '.' && is_digit(at(pos_ + 1)))) {
    number();
  } else if (c == '"' || c == '\'') {
    string(pos_);
  } else {
    operator_token();
  }
  return true;
}

void Lexer::name() {
  size_t begin = pos_;
  // A string prefix?
  bool f = false, b = false, r = false, u = false;
  for (size_t i = pos_;; ++i) {
    char c = static_cast<char>(at(i) | 0x20);
    if (c == 'f' && !f && !b && !u) {
      f = true;
    } else if (c == 'b' && !b && !f && !u) {
      b = true;
    } else if (c == 'r' && !r && !u) {
      r = true;
    } else if (c == 'u' && !f && !b && !r && !u) {
      u = true;
    } else if (at(i) == '"' || at(i) == '\'') {
      pos_ = i;
      return f ? fstring_start(begin) : string(begin);
    } else {
      break;
    }
  }
  bool ascii = true;
  while (in_name(at(pos_))) {
    ascii = ascii && static_cast<unsigned char>(text_[pos_]) < 0x80;
    ++pos_;
  }
  std::string_view word = text_.substr(begin, pos_ - begin);
  if (!ascii) {
    for (size_t i = 0; i < word.size();) {
      size_t start = i;
      uint32_t code_point = next_code_point(word, i);
      if (start == 0 ? is_identifier_start(code_point) : is_identifier_part(code_point)) continue;
      std::string_view shown = word.substr(start, i - start);
      return fail_at(is_printable(code_point) ? fmt::format("invalid character '{}' (U+{:04X})", shown, code_point)
                                              : fmt::format("invalid non-printable character U+{:04X}", code_point),
                     begin + i);
    }
  }
  Tok kind = Tok::kName;
  if (ascii && word.size() <= 8) {
    for (const Word& keyword : kKeywords) {
      if (keyword.text == word) kind = keyword.kind;
    }
  }
  emit(kind, begin, pos_);
}

void Lexer::close_bracket(char close) {
  if (brackets_.empty()) return fail_at(fmt::format("unmatched '{}'", close), pos_ + 1);
  Bracket open = brackets_.back();
  bool match =
      (open.open == '(' && close == ')') || (open.open == '[' && close == ']') || (open.open == '{' && close == '}');
  if (!match) {
    if (open.field) return fail_at(fmt::format("f-string: unmatched '{}'", close), pos_ + 1);
    std::string message =
        open.line != line_
            ? fmt::format("closing parenthesis '{}' does not match opening parenthesis '{}' on line {}", close,
                          open.open, open.line)
            : fmt::format("closing parenthesis '{}' does not match opening parenthesis '{}'", close, open.open);
    return fail_at(std::move(message), pos_ + 1);
  }
  brackets_.pop_back();
  if (open.field) fstrings_.back().fields.pop_back();
}

void Lexer::bad_character() {
  auto c = static_cast<unsigned char>(at(pos_));
  if (c < 0x20 || c == 0x7F) return fail_at(fmt::format("invalid non-printable character U+{:04X}", c), pos_ + 1);
  // '$', '?' and '`' are a plain "invalid syntax".
  fail_range("invalid syntax", line_, column(pos_), column(pos_) + 1);
}

void Lexer::operator_token() {
  char c = at(pos_);
  if (c == '(' || c == '[' || c == '{') {
    if (brackets_.size() >= kMaxBrackets) return fail_at("too many nested parentheses", pos_ + 1);
    emit(c == '(' ? Tok::kLeftParen : c == '[' ? Tok::kLeftBracket : Tok::kLeftBrace, pos_, pos_ + 1);
    brackets_.push_back(Bracket{c, false, line_, column(pos_)});
    ++pos_;
    return;
  }
  if (c == ')' || c == ']' || c == '}') {
    close_bracket(c);
    if (failed()) return;
    emit(c == ')' ? Tok::kRightParen : c == ']' ? Tok::kRightBracket : Tok::kRightBrace, pos_, pos_ + 1);
    ++pos_;
    return;
  }
  bool field_level = !fstrings_.empty() && !fstrings_.back().fields.empty() &&
                     fstrings_.back().fields.back().brackets == brackets_.size();
  if (c == ':' && field_level) {
    fstrings_.back().fields.back().in_spec = true;
    emit(Tok::kColon, pos_, pos_ + 1);
    ++pos_;
    return;
  }
  for (const Word& op : kOperators) {
    if (!starts(op.text)) continue;
    emit(op.kind, pos_, pos_ + op.text.size());
    pos_ += op.text.size();
    return;
  }
  bad_character();
}

TokenStream tokenize(const Source& source) { return Lexer(source).run(); }

std::string_view token_text(Tok kind) {
  for (const Word& op : kOperators) {
    if (op.kind == kind) return op.text;
  }
  for (const Word& keyword : kKeywords) {
    if (keyword.kind == kind) return keyword.text;
  }
  switch (kind) {
    case Tok::kEnd:
      return "end of file";
    case Tok::kNewline:
      return "NEWLINE";
    case Tok::kIndent:
      return "INDENT";
    case Tok::kDedent:
      return "DEDENT";
    case Tok::kName:
      return "name";
    case Tok::kNumber:
      return "number";
    default:
      return "string";
  }
}

}  // namespace loopscope::lang

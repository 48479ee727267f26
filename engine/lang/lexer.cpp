#include "engine/lang/lexer.hpp"

#include <array>
#include <cstring>

#include <fmt/core.h>

#include "engine/lang/identifiers.hpp"

namespace loopscope::lang {
namespace {

constexpr size_t kMaxBrackets = 200;  // as CPython's tokenizer
constexpr size_t kMaxIndent = 100;
constexpr size_t kMaxFStrings = 150;
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

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool in_name(char c) { return starts_name(c) || is_digit(c); }

class Lexer {
 public:
  explicit Lexer(const Source& source) : source_(source), text_(source.text()) {}

  TokenStream run() {
    while (!failed() && next()) {
    }
    if (failed()) emit(Tok::kEnd, pos_, pos_);
    return std::move(out_);
  }

 private:
  struct Bracket {
    char open;
    bool field;  // the '{' of a replacement field
    int32_t line;
    int32_t column;
  };
  /// An f-string being read. It is in literal text when `fields` is empty or the innermost field is in its format spec.
  struct FString {
    char quote;
    bool triple;
    bool raw;
    int32_t line;
    int32_t column;
    struct Field {
      size_t brackets;  // open brackets including the field's own
      bool in_spec;
    };
    std::vector<Field> fields;
  };

  bool failed() const { return out_.error.has_value(); }
  char at(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  int32_t column(size_t pos) const { return static_cast<int32_t>(pos - line_start_); }
  bool starts(std::string_view s) const { return text_.compare(pos_, s.size(), s) == 0; }

  void fail_range(std::string message, int32_t line, int32_t from, int32_t to) {
    if (failed()) return;
    out_.error = source_.error(SyntaxErrorKind::kSyntaxError, std::move(message), line, from, line, to);
  }
  // The convention of CPython's tokenizer: both offsets are the number of characters read so far in the line.
  void fail_at(std::string message, size_t cursor) {
    if (failed()) return;
    int32_t offset = source_.characters(line_, column(cursor));
    out_.error = source_.error(SyntaxErrorKind::kSyntaxError, std::move(message), line_, 0, line_, 0);
    out_.error->offset = out_.error->end_offset = offset;
  }
  void fail_indentation(SyntaxErrorKind kind, std::string message) {
    if (failed()) return;
    out_.error = source_.error(kind, std::move(message), line_, 0, line_, 0);
    out_.error->offset = source_.characters(line_, static_cast<int32_t>(source_.line(line_).size())) + 1;
    out_.error->end_offset = -1;
  }

  void emit(Tok kind, size_t begin, size_t end, int32_t line, int32_t begin_column) {
    Token token;
    token.kind = kind;
    token.level = static_cast<uint8_t>(brackets_.size());
    token.begin = static_cast<uint32_t>(begin);
    token.end = static_cast<uint32_t>(end);
    token.line = line;
    token.column = begin_column;
    token.end_line = line_;
    token.end_column = column(end);
    out_.tokens.push_back(token);
  }
  void emit(Tok kind, size_t begin, size_t end) { emit(kind, begin, end, line_, column(begin)); }

  void new_line() {
    ++line_;
    line_start_ = pos_;
  }

  bool next();
  bool end_of_file();
  void indentation();
  void skip_to_line_end() {
    while (pos_ < text_.size() && text_[pos_] != '\n') ++pos_;
  }
  bool continuation();
  void name();
  void number();
  bool digits(bool (*accept)(char), std::string_view what);
  void end_number(std::string_view what);
  void number_with_base(std::string_view what, int base);
  void fraction_and_exponent();
  void string(size_t begin);
  void fstring_start(size_t begin);
  void fstring_text();
  void operator_token();
  void close_bracket(char close);
  void bad_character();

  const Source& source_;
  std::string_view text_;
  TokenStream out_;
  size_t pos_ = 0;
  size_t line_start_ = 0;
  int32_t line_ = 1;
  bool at_line_start_ = true;
  bool blank_line_ = true;  // no token on this logical line yet
  std::vector<int> indents_{0};
  std::vector<int> alt_indents_{0};
  std::vector<Bracket> brackets_;
  std::vector<FString> fstrings_;
};

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

// pos_ is at the opening quote, `begin` at the prefix.
void Lexer::string(size_t begin) {
  char quote = at(pos_);
  bool triple = at(pos_ + 1) == quote && at(pos_ + 2) == quote;
  size_t quote_at = pos_;
  int32_t first_line = line_;
  int32_t first_column = column(begin);
  int32_t quote_column = column(quote_at);
  bool escaped_quote = false;
  pos_ += triple ? 3 : 1;
  for (;;) {
    char c = at(pos_);
    if (pos_ >= text_.size() || (c == '\n' && !triple)) {
      if (!fstrings_.empty() && fstrings_.back().quote == quote && fstrings_.back().triple == triple) {
        line_ = first_line;
        line_start_ = quote_at - static_cast<size_t>(quote_column);
        return fail_at("f-string: expecting '}'", quote_at + 1);
      }
      int32_t last_line = pos_ >= text_.size() && line_ > first_line ? line_ - 1 : line_;
      std::string message =
          triple ? fmt::format("unterminated triple-quoted string literal (detected at line {})", last_line)
                 : fmt::format("unterminated string literal (detected at line {}){}", last_line,
                               escaped_quote ? "; perhaps you escaped the end quote" : "");
      if (!failed()) {
        out_.error = source_.error(SyntaxErrorKind::kSyntaxError, std::move(message), first_line, first_column,
                                   first_line, first_column);
      }
      return;
    }
    if (c == '\\') {
      escaped_quote = escaped_quote || at(pos_ + 1) == quote;
      ++pos_;
      if (pos_ >= text_.size()) continue;
      c = at(pos_);
    } else if (c == quote && (!triple || (at(pos_ + 1) == quote && at(pos_ + 2) == quote))) {
      pos_ += triple ? 3 : 1;
      break;
    }
    ++pos_;
    if (c == '\n') new_line();
  }
  emit(Tok::kString, begin, pos_, first_line, first_column);
}

void Lexer::fstring_start(size_t begin) {
  char quote = at(pos_);
  bool triple = at(pos_ + 1) == quote && at(pos_ + 2) == quote;
  bool raw = false;
  for (size_t i = begin; i < pos_; ++i) raw = raw || (text_[i] | 0x20) == 'r';
  if (fstrings_.size() >= kMaxFStrings) return fail_at("too many nested f-strings", pos_);
  int32_t start_column = column(begin);
  pos_ += triple ? 3 : 1;
  emit(Tok::kFStringStart, begin, pos_);
  fstrings_.push_back(FString{quote, triple, raw, line_, start_column, {}});
}

// Literal text up to the closing quote, a replacement field, or (in a format spec) the end of the field.
void Lexer::fstring_text() {
  FString& f = fstrings_.back();
  bool in_spec = !f.fields.empty();
  size_t begin = pos_;
  int32_t first_line = line_;
  int32_t first_column = column(begin);
  auto flush = [&] {
    if (pos_ == begin) return;
    emit(Tok::kFStringMiddle, begin, pos_, first_line, first_column);
    out_.tokens.back().in_format_spec = in_spec;
  };
  for (;;) {
    char c = at(pos_);
    bool quote = c == f.quote && (!f.triple || (at(pos_ + 1) == f.quote && at(pos_ + 2) == f.quote));
    if (pos_ >= text_.size() || (c == '\n' && !f.triple)) {
      if (in_spec && pos_ < text_.size()) {
        flush();
        f.fields.back().in_spec = false;
        return;
      }
      int32_t last_line = pos_ >= text_.size() && line_ > f.line ? line_ - 1 : line_;
      return fail_range(fmt::format("unterminated {}f-string literal (detected at line {})",
                                    f.triple ? "triple-quoted " : "", last_line),
                        f.line, f.column, f.column);
    }
    if (quote && in_spec) {  // the field is still open: let the parser complain at the quote
      flush();
      return fail_range("f-string: expecting '}', or format specs", line_, column(pos_), column(pos_) + 1);
    }
    if (quote) {
      flush();
      size_t start = pos_;
      pos_ += f.triple ? 3 : 1;
      emit(Tok::kFStringEnd, start, pos_);
      fstrings_.pop_back();
      return;
    }
    if (c == '{') {
      if (at(pos_ + 1) == '{' && !in_spec) {
        pos_ += 2;
        continue;
      }
      flush();
      if (brackets_.size() >= kMaxBrackets) return fail_at("too many nested parentheses", pos_ + 1);
      if (f.fields.size() >= 3 && in_spec) return fail_at("f-string: expressions nested too deeply", pos_);
      emit(Tok::kLeftBrace, pos_, pos_ + 1);
      brackets_.push_back(Bracket{'{', true, line_, column(pos_)});
      ++pos_;
      f.fields.push_back({brackets_.size(), false});
      return;
    }
    if (c == '}') {
      if (in_spec) {
        flush();
        f.fields.back().in_spec = false;
        return;
      }
      if (at(pos_ + 1) != '}') return fail_at("f-string: single '}' is not allowed", pos_ + 1);
      pos_ += 2;
      continue;
    }
    if (c == '\\') {
      if (!f.raw && at(pos_ + 1) == 'N' && at(pos_ + 2) == '{') {
        while (pos_ < text_.size() && text_[pos_] != '}' && text_[pos_] != '\n' && text_[pos_] != f.quote) ++pos_;
        if (at(pos_) == '}') ++pos_;
        continue;
      }
      ++pos_;
      // A brace after a backslash is still a brace.
      if (pos_ >= text_.size() || at(pos_) == '{' || at(pos_) == '}') continue;
      c = at(pos_);
    }
    ++pos_;
    if (c == '\n') new_line();
  }
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

}  // namespace

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

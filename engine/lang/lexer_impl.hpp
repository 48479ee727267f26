#pragma once
// The lexer proper; private to lexer*.cpp. Its errors are sticky: the first one wins and ends the run.

#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/lexer.hpp"

namespace loopscope::lang {

inline constexpr size_t kMaxBrackets = 200;  // as CPython's tokenizer
inline constexpr size_t kMaxIndent = 100;
inline constexpr size_t kMaxFStrings = 150;

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
inline bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
inline bool in_name(char c) { return starts_name(c) || is_digit(c); }

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

}  // namespace loopscope::lang

// Strings and f-strings.

#include <fmt/core.h>

#include "engine/lang/lexer_impl.hpp"

namespace loopscope::lang {

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

}  // namespace loopscope::lang

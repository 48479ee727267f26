#pragma once
// Source text as the lexer wants it: UTF-8, checked, every line ended by '\n'.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/syntax_error.hpp"

namespace loopscope::lang {

class Source {
 public:
  /// Takes the bytes of a file: drops a byte order mark, turns "\r\n" and "\r" into "\n", ends the last line, refuses
  /// NUL bytes, bytes that are not UTF-8 and coding cookies of other encodings.
  static Result<Source> decode(std::string_view bytes, std::string filename);

  const std::string& text() const { return text_; }
  const std::string& filename() const { return filename_; }
  int32_t line_count() const { return static_cast<int32_t>(line_starts_.size()); }
  /// Byte offset at which line `line` (from 1) starts.
  uint32_t line_start(int32_t line) const { return line_starts_[static_cast<size_t>(line - 1)]; }
  /// Line `line` without its line end; empty when there is no such line.
  std::string_view line(int32_t line) const;
  /// Characters in the first `bytes` bytes of line `line`.
  int32_t characters(int32_t line, int32_t bytes) const;

  /// An error at a byte range of this source; columns in bytes from 0, end column exclusive, -1: unknown.
  SyntaxError error(SyntaxErrorKind kind, std::string message, int32_t line, int32_t column, int32_t end_line,
                    int32_t end_column) const;

 private:
  std::string text_;
  std::string filename_;
  std::vector<uint32_t> line_starts_;
};

/// Appends `code_point` in UTF-8; surrogates are encoded like any other code point.
void append_utf8(std::string& out, uint32_t code_point);

/// Decodes the code point at text[pos] of valid UTF-8 and moves pos behind it.
uint32_t next_code_point(std::string_view text, size_t& pos);

/// Number of code points of valid UTF-8.
int32_t count_characters(std::string_view text);

}  // namespace loopscope::lang

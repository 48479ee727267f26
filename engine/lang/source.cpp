#include "engine/lang/source.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/core.h>

namespace loopscope::lang {
namespace {

bool is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

// Length of the valid UTF-8 sequence at text[pos], 0 when it is malformed, overlong, a surrogate or too large.
size_t sequence_length(std::string_view text, size_t pos) {
  auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  unsigned c = byte(pos);
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return is_continuation(static_cast<unsigned char>(byte(pos + 1))) ? 2 : 0;
  auto tail = [&](size_t n) {
    for (size_t i = 1; i <= n; ++i) {
      if (!is_continuation(static_cast<unsigned char>(byte(pos + i)))) return false;
    }
    return true;
  };
  if (c >= 0xE0 && c <= 0xEF) {
    if (!tail(2)) return 0;
    if (c == 0xE0 && byte(pos + 1) < 0xA0) return 0;
    if (c == 0xED && byte(pos + 1) > 0x9F) return 0;
    return 3;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    if (!tail(3)) return 0;
    if (c == 0xF0 && byte(pos + 1) < 0x90) return 0;
    if (c == 0xF4 && byte(pos + 1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

// The encoding named by a coding cookie (PEP 263) in `line`, or empty.
std::string_view coding_cookie(std::string_view line) {
  size_t start = line.find_first_not_of(" \t\f");
  if (start == std::string_view::npos || line[start] != '#') return {};
  size_t at = line.find("coding", start);
  if (at == std::string_view::npos) return {};
  at += 6;
  if (at >= line.size() || (line[at] != ':' && line[at] != '=')) return {};
  ++at;
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
  size_t end = at;
  auto name_char = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
  };
  while (end < line.size() && name_char(line[end])) ++end;
  return line.substr(at, end - at);
}

bool is_supported_encoding(std::string_view name) {
  std::string plain;
  for (char c : name) plain += c == '_' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return plain == "utf-8" || plain == "utf8" || plain == "u8" || plain == "ascii" || plain == "us-ascii" ||
         plain.rfind("utf-8-", 0) == 0;
}

}  // namespace

Result<Source> Source::decode(std::string_view bytes, std::string filename) {
  Source source;
  source.filename_ = std::move(filename);
  auto refuse = [&](std::string message, int32_t line) {
    SyntaxError error;
    error.message = std::move(message);
    error.filename = source.filename_;
    error.lineno = line;
    error.end_lineno = line;
    return error;
  };
  if (bytes.size() >= 0x7fffffff) return refuse("source code is too large", 0);
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  if (bytes.find('\0') != std::string_view::npos) return refuse("source code string cannot contain null bytes", 0);

  std::string& text = source.text_;
  text.reserve(bytes.size() + 1);
  int32_t line = 1;
  for (size_t i = 0; i < bytes.size();) {
    char c = bytes[i];
    if (c == '\r') {
      text += '\n';
      i += i + 1 < bytes.size() && bytes[i + 1] == '\n' ? 2 : 1;
      ++line;
      continue;
    }
    if (c == '\n') ++line;
    size_t length = sequence_length(bytes, i);
    if (length == 0) {
      return refuse(fmt::format("(unicode error) 'utf-8' codec can't decode byte 0x{:02x} in position {}: invalid {}",
                                static_cast<unsigned char>(c), i,
                                is_continuation(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0xF5
                                    ? "start byte"
                                    : "continuation byte"),
                    line);
    }
    text.append(bytes.substr(i, length));
    i += length;
  }
  if (text.empty() || text.back() != '\n') text += '\n';

  source.line_starts_.push_back(0);
  for (const char* p = text.data(); (p = std::strchr(p, '\n')) != nullptr; ++p) {
    auto next = static_cast<uint32_t>(p - text.data() + 1);
    if (next < text.size()) source.line_starts_.push_back(next);
  }
  for (int32_t n = 1; n <= 2 && n <= source.line_count(); ++n) {
    std::string_view cookie = coding_cookie(source.line(n));
    if (!cookie.empty() && !is_supported_encoding(cookie)) {
      return refuse(fmt::format("encoding problem: {} (only UTF-8 sources are supported)", cookie), n);
    }
    std::string_view text_of_line = source.line(n);
    size_t first = text_of_line.find_first_not_of(" \t\f");
    if (first != std::string_view::npos && text_of_line[first] != '#') break;
  }
  return source;
}

std::string_view Source::line(int32_t line) const {
  if (line < 1 || line > line_count()) return {};
  uint32_t start = line_start(line);
  uint32_t end = line < line_count() ? line_start(line + 1) : static_cast<uint32_t>(text_.size());
  return std::string_view(text_).substr(start, end - start - 1);
}

int32_t Source::characters(int32_t line_number, int32_t bytes) const {
  std::string_view text = line(line_number);
  auto wanted = static_cast<size_t>(std::max(bytes, 0));
  int32_t extra = wanted > text.size() ? static_cast<int32_t>(wanted - text.size()) : 0;
  return count_characters(text.substr(0, wanted)) + extra;
}

SyntaxError Source::error(SyntaxErrorKind kind, std::string message, int32_t line_number, int32_t column,
                          int32_t end_line, int32_t end_column) const {
  SyntaxError error;
  error.kind = kind;
  error.message = std::move(message);
  error.filename = filename_;
  error.lineno = line_number;
  error.end_lineno = end_line;
  error.offset = column < 0 ? 0 : characters(line_number, column) + 1;
  error.end_offset = end_column < 0 ? error.offset : characters(end_line, end_column) + 1;
  error.text = std::string(line(line_number));
  return error;
}

void append_utf8(std::string& out, uint32_t code_point) {
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | (code_point >> 6));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | (code_point >> 12));
    out += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code_point >> 18));
    out += static_cast<char>(0x80 | ((code_point >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  }
}

uint32_t next_code_point(std::string_view text, size_t& pos) {
  auto c = static_cast<unsigned char>(text[pos++]);
  if (c < 0x80) return c;
  int tail = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
  uint32_t value = c & (0x3FU >> tail);
  while (tail-- > 0 && pos < text.size()) value = (value << 6) | (static_cast<unsigned char>(text[pos++]) & 0x3FU);
  return value;
}

int32_t count_characters(std::string_view text) {
  int32_t count = 0;
  for (char c : text) count += !is_continuation(static_cast<unsigned char>(c));
  return count;
}

}  // namespace loopscope::lang

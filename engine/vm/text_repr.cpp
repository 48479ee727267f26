// repr() of text, bytes and floats.

#include <charconv>
#include <cmath>

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

namespace {

/// Code points that repr() escapes: controls, separators, surrogates, private use and the blocks without assigned
/// characters that programs meet.
bool is_printable(uint32_t cp) {
  if (cp < 0x20 || (cp >= 0x7F && cp < 0xA1) || cp == 0xAD) return false;
  if (cp < 0x300) return true;
  if ((cp >= 0x2000 && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202F) || (cp >= 0x205F && cp <= 0x206F)) return false;
  if (cp == 0x1680 || cp == 0x180E || cp == 0x3000 || cp == 0xFEFF || cp == 0x61C || cp == 0x378 || cp == 0x379)
    return false;
  if ((cp >= 0xD800 && cp <= 0xF8FF) || (cp >= 0xFFF0 && cp <= 0xFFFB)) return false;
  if ((cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF)) return false;
  return cp < 0xE0000;
}

char quote_for(std::string_view s) {
  return s.find('\'') != std::string_view::npos && s.find('"') == std::string_view::npos ? '"' : '\'';
}

uint32_t next_code_point(std::string_view s, size_t& pos) {
  auto byte = [&](size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
  uint32_t c = byte(pos);
  if (c < 0x80) {
    ++pos;
    return c;
  }
  uint32_t cp;
  if (c < 0xE0) {
    cp = (c & 0x1F) << 6 | (byte(pos + 1) & 0x3F);
    pos += 2;
  } else if (c < 0xF0) {
    cp = (c & 0x0F) << 12 | (byte(pos + 1) & 0x3F) << 6 | (byte(pos + 2) & 0x3F);
    pos += 3;
  } else {
    cp = (c & 0x07) << 18 | (byte(pos + 1) & 0x3F) << 12 | (byte(pos + 2) & 0x3F) << 6 | (byte(pos + 3) & 0x3F);
    pos += 4;
  }
  return cp;
}

/// The escape of a character that both str and bytes share; false when it has none.
bool append_simple_escape(std::string& out, uint32_t c, char quote) {
  switch (c) {
    case '\\':
      out += "\\\\";
      return true;
    case '\t':
      out += "\\t";
      return true;
    case '\n':
      out += "\\n";
      return true;
    case '\r':
      out += "\\r";
      return true;
    default:
      break;
  }
  if (c != static_cast<unsigned char>(quote)) return false;
  out += '\\';
  out += quote;
  return true;
}

}  // namespace

std::string str_repr(std::string_view s) {
  char quote = quote_for(s);
  std::string out(1, quote);
  out.reserve(s.size() + 2);
  for (size_t pos = 0; pos < s.size();) {
    size_t start = pos;
    uint32_t cp = next_code_point(s, pos);
    if (append_simple_escape(out, cp, quote)) continue;
    if (is_printable(cp)) {
      out += s.substr(start, pos - start);
    } else if (cp < 0x100) {
      out += fmt::format("\\x{:02x}", cp);
    } else if (cp < 0x10000) {
      out += fmt::format("\\u{:04x}", cp);
    } else {
      out += fmt::format("\\U{:08x}", cp);
    }
  }
  out += quote;
  return out;
}

std::string bytes_repr(std::string_view bytes) {
  char quote = quote_for(bytes);
  std::string out = "b";
  out += quote;
  for (char ch : bytes) {
    auto c = static_cast<unsigned char>(ch);
    if (append_simple_escape(out, c, quote)) continue;
    if (c < 0x20 || c >= 0x7F) {
      out += fmt::format("\\x{:02x}", c);
    } else {
      out += ch;
    }
  }
  out += quote;
  return out;
}

std::string float_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[32];
  // Shortest digits that read back as the same number: d.ddde[+-]XX
  auto [end, ec] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  std::string_view text(buffer, static_cast<size_t>(end - buffer));
  bool negative = text[0] == '-';
  if (negative) text.remove_prefix(1);
  size_t e = text.find('e');
  std::string digits(1, text[0]);
  if (e > 2) digits += text.substr(2, e - 2);
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(), exponent);
  std::string out = negative ? "-" : "";
  auto count = static_cast<int>(digits.size());
  if (exponent >= -4 && exponent < 16) {
    if (exponent < 0) {
      out += "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
    } else if (count <= exponent + 1) {
      out += digits + std::string(static_cast<size_t>(exponent + 1 - count), '0') + ".0";
    } else {
      out +=
          digits.substr(0, static_cast<size_t>(exponent + 1)) + "." + digits.substr(static_cast<size_t>(exponent + 1));
    }
    return out;
  }
  out += digits[0];
  if (count > 1) out += "." + digits.substr(1);
  return out + fmt::format("e{}{:02d}", exponent < 0 ? '-' : '+', exponent < 0 ? -exponent : exponent);
}

}  // namespace loopscope::vm

#include "engine/lang/literals.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <vector>

#include <fmt/core.h>

#include "engine/lang/character_names.hpp"
#include "engine/lang/source.hpp"

namespace loopscope::lang {
namespace {

constexpr size_t kMaxDecimalDigits = 4300;  // sys.get_int_max_str_digits()
constexpr size_t kMaxBasedDigits = 20000;   // the conversion to decimal takes quadratic time
constexpr uint64_t kChunk = 1000000000;

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string to_decimal(std::string_view digits, uint32_t base) {
  std::vector<uint32_t> limbs;  // base 10^9, lowest first
  for (char c : digits) {
    uint64_t carry = static_cast<uint64_t>(digit_value(c));
    for (uint32_t& limb : limbs) {
      uint64_t value = static_cast<uint64_t>(limb) * base + carry;
      limb = static_cast<uint32_t>(value % kChunk);
      carry = value / kChunk;
    }
    if (carry != 0) limbs.push_back(static_cast<uint32_t>(carry));
  }
  if (limbs.empty()) return "0";
  std::string out = std::to_string(limbs.back());
  for (size_t i = limbs.size() - 1; i-- > 0;) out += fmt::format("{:09}", limbs[i]);
  return out;
}

double parse_float(std::string_view text) {
  double value = 0;
  auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc::result_out_of_range) return value;
  // Overflow or underflow? The first non-zero digit's decimal exponent tells.
  long exponent = 0;
  size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    std::string_view digits = text.substr(e + 1);
    bool negative = !digits.empty() && digits[0] == '-';
    if (!digits.empty() && (digits[0] == '+' || digits[0] == '-')) digits.remove_prefix(1);
    long magnitude = 0;
    for (char c : digits) magnitude = magnitude > 100000000 ? magnitude : magnitude * 10 + (c - '0');
    exponent = negative ? -magnitude : magnitude;
    text = text.substr(0, e);
  }
  size_t dot = text.find('.');
  long whole = static_cast<long>(dot == std::string_view::npos ? text.size() : dot);
  size_t first = text.find_first_not_of("0.");
  if (first == std::string_view::npos) return 0;
  long position = static_cast<long>(first);
  long leading = position < whole ? whole - position : whole - position + 1;
  return exponent + leading > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

// The character called `name`, 0 when the table has no such name.
uint32_t named_character(std::string_view name) {
  std::string upper;
  for (char c : name) upper += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  const CharacterName* found =
      std::lower_bound(std::begin(kCharacterNames), std::end(kCharacterNames), std::string_view(upper),
                       [](const CharacterName& entry, std::string_view wanted) { return entry.name < wanted; });
  return found != std::end(kCharacterNames) && found->name == upper ? found->code_point : 0;
}

std::string unicode_error(size_t from, size_t to, std::string_view what) {
  return fmt::format("(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: {}", from, to, what);
}

}  // namespace

std::optional<std::string> parse_number(std::string_view raw, Arena& arena, ast::ConstantExpr& out) {
  std::string text;
  for (char c : raw) {
    if (c != '_') text += c;
  }
  uint32_t base = 10;
  std::string_view digits = text;
  if (text.size() > 2 && text[0] == '0' && digit_value(text[1]) != 0 && (text[1] < '0' || text[1] > '9')) {
    char kind = static_cast<char>(text[1] | 0x20);
    base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 10;
    if (base != 10) digits.remove_prefix(2);
  }
  if (base == 10) {
    bool imaginary = text.back() == 'j' || text.back() == 'J';
    if (imaginary) digits.remove_suffix(1);
    if (imaginary || digits.find_first_of(".eE") != std::string_view::npos) {
      out.type = imaginary ? ast::ConstantKind::kImaginary : ast::ConstantKind::kFloat;
      out.number = parse_float(digits);
      return std::nullopt;
    }
  }
  out.type = ast::ConstantKind::kInt;
  auto [end, status] =
      std::from_chars(digits.data(), digits.data() + digits.size(), out.integer, static_cast<int>(base));
  if (status != std::errc::result_out_of_range) return std::nullopt;
  size_t significant = digits.find_first_not_of('0');
  digits.remove_prefix(significant == std::string_view::npos ? digits.size() - 1 : significant);
  out.type = ast::ConstantKind::kBigInt;
  if (base == 10) {
    if (digits.size() > kMaxDecimalDigits) {
      return fmt::format(
          "Exceeds the limit ({} digits) for integer string conversion: value has {} digits; use "
          "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to "
          "avoid "
          "decimal conversion limits.",
          kMaxDecimalDigits, digits.size());
    }
    out.text = arena.copy(digits);
    return std::nullopt;
  }
  if (digits.size() > kMaxBasedDigits) return "integer literal is too large";
  out.text = arena.copy(to_decimal(digits, base));
  return std::nullopt;
}

DecodedString decode_escapes(std::string_view body, bool raw, bool bytes) {
  DecodedString out;
  if (raw || body.find('\\') == std::string_view::npos) {
    out.value = body;
    return out;
  }
  std::string& value = out.value;
  for (size_t i = 0; i < body.size();) {
    char c = body[i];
    if (c != '\\') {
      value += c;
      ++i;
      continue;
    }
    size_t start = i++;
    if (i >= body.size()) {
      value += '\\';
      break;
    }
    c = body[i++];
    auto put = [&](uint32_t code_point) {
      if (bytes)
        value += static_cast<char>(code_point & 0xFF);
      else
        append_utf8(value, code_point);
    };
    auto hex = [&](size_t count, std::string_view what) {
      uint32_t code_point = 0;
      size_t n = 0;
      for (; n < count && i < body.size() && digit_value(body[i]) >= 0; ++n) {
        code_point = code_point * 16 + static_cast<uint32_t>(digit_value(body[i++]));
      }
      if (n == count && code_point <= 0x10FFFF) return put(code_point);
      if (out.error) return;
      if (bytes) {
        out.error = fmt::format("(value error) invalid \\x escape at position {}", start);
      } else {
        out.error = unicode_error(start, i - 1, n == count ? "illegal Unicode character" : what);
      }
    };
    switch (c) {
      case '\n':
        break;
      case '\\':
      case '\'':
      case '"':
        value += c;
        break;
      case 'a':
        value += '\a';
        break;
      case 'b':
        value += '\b';
        break;
      case 'f':
        value += '\f';
        break;
      case 'n':
        value += '\n';
        break;
      case 'r':
        value += '\r';
        break;
      case 't':
        value += '\t';
        break;
      case 'v':
        value += '\v';
        break;
      case 'x':
        hex(2, "truncated \\xXX escape");
        break;
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7': {
        auto code_point = static_cast<uint32_t>(c - '0');
        for (int n = 0; n < 2 && i < body.size() && body[i] >= '0' && body[i] <= '7'; ++n) {
          code_point = code_point * 8 + static_cast<uint32_t>(body[i++] - '0');
        }
        if (code_point > 0xFF && out.bad_escape.empty()) out.bad_escape = body.substr(start, i - start);
        put(code_point);
        break;
      }
      default:
        if (!bytes && c == 'u') {
          hex(4, "truncated \\uXXXX escape");
        } else if (!bytes && c == 'U') {
          hex(8, "truncated \\UXXXXXXXX escape");
        } else if (!bytes && c == 'N') {
          size_t close = i < body.size() && body[i] == '{' ? body.find('}', i) : std::string_view::npos;
          if (close == std::string_view::npos) {
            if (!out.error) out.error = unicode_error(start, i - 1, "malformed \\N character escape");
            continue;
          }
          std::string_view name = body.substr(i + 1, close - i - 1);
          i = close + 1;
          if (uint32_t code_point = named_character(name); code_point != 0) {
            put(code_point);
          } else if (!out.error) {
            out.error = fmt::format("the character name '{}' is not supported; write \\uXXXX instead", name);
          }
        } else {
          if (out.bad_escape.empty()) {
            size_t end = i - 1;
            next_code_point(body, end);
            out.bad_escape = body.substr(start, end - start);
          }
          value += '\\';
          --i;  // the character itself comes next, whole
          value += body[i++];
        }
    }
  }
  return out;
}

}  // namespace loopscope::lang

#include "engine/runtime/format_spec.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "engine/lang/source.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

bool is_align(char c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

bool parse_number(Vm& vm, std::string_view spec, size_t* pos, int64_t* out) {
  if (*pos >= spec.size() || spec[*pos] < '0' || spec[*pos] > '9') return true;
  int64_t n = 0;
  for (; *pos < spec.size() && spec[*pos] >= '0' && spec[*pos] <= '9'; ++*pos) {
    n = n * 10 + (spec[*pos] - '0');
    if (n > 0x7FFFFFFF) {
      vm.raise(vm.exc.ValueError, "Too many decimal digits in format string");
      return false;
    }
  }
  *out = n;
  return true;
}

/// Puts a separator between groups of digits; `width` > 0: leading zeros until the whole is that wide.
std::string group_digits(std::string digits, char separator, size_t group, int64_t width) {
  if (!separator) {
    if (static_cast<int64_t>(digits.size()) < width) digits.insert(0, static_cast<size_t>(width) - digits.size(), '0');
    return digits;
  }
  std::string out;  // reversed
  size_t taken = 0;
  for (size_t i = digits.size(); i-- > 0;) {
    if (taken && taken % group == 0) out.push_back(separator);
    out.push_back(digits[i]);
    ++taken;
  }
  while (static_cast<int64_t>(out.size()) < width) {
    if (taken % group == 0) {
      out.push_back(separator);
      if (static_cast<int64_t>(out.size()) >= width) {
        out.push_back('0');
        break;
      }
    }
    out.push_back('0');
    ++taken;
  }
  return {out.rbegin(), out.rend()};
}

/// Sign, prefix, grouped integer digits and the rest, padded.
std::string assemble(const FormatSpec& spec, bool negative, std::string_view prefix, std::string digits,
                     std::string_view rest, size_t group, char default_align) {
  std::string sign = negative ? "-" : spec.sign == '+' ? "+" : spec.sign == ' ' ? " " : "";
  std::string head = sign + std::string(prefix);
  char align = spec.align ? spec.align : default_align;
  int64_t zero_width = 0;
  if (align == '=' && spec.fill == "0") {
    zero_width = spec.width - static_cast<int64_t>(head.size()) - static_cast<int64_t>(rest.size());
  }
  std::string body = group_digits(std::move(digits), spec.grouping, group, zero_width) + std::string(rest);
  if (align == '=') {
    std::string out = head;
    for (int64_t n = static_cast<int64_t>(head.size() + body.size()); n < spec.width; ++n) out += spec.fill;
    return out + body;
  }
  FormatSpec padding = spec;
  padding.align = align;
  return pad_text(head + body, padding, align);
}

Ref unknown_code(Vm& vm, char code, std::string_view type_name) {
  return vm.raise(vm.exc.ValueError, "Unknown format code '{}' for object of type '{}'", code, type_name);
}

}  // namespace

bool parse_format_spec(Vm& vm, std::string_view spec, std::string_view type_name, FormatSpec* out) {
  size_t pos = 0;
  bool align_given = false;
  if (!spec.empty()) {
    size_t after = 0;
    lang::next_code_point(spec, after);
    if (after < spec.size() && is_align(spec[after])) {
      out->fill = spec.substr(0, after);
      out->align = spec[after];
      pos = after + 1;
      align_given = true;
    } else if (is_align(spec[0])) {
      out->align = spec[0];
      pos = 1;
      align_given = true;
    }
  }
  bool fill_given = pos > 1;
  auto peek = [&] { return pos < spec.size() ? spec[pos] : '\0'; };
  if (peek() == '+' || peek() == '-' || peek() == ' ') out->sign = spec[pos++];
  if (peek() == 'z') {
    out->no_negative_zero = true;
    ++pos;
  }
  if (peek() == '#') {
    out->alternate = true;
    ++pos;
  }
  if (!fill_given && peek() == '0') {
    out->fill = "0";
    out->zero_padded = true;
    if (!align_given) out->align = '=';
    ++pos;
  }
  if (!parse_number(vm, spec, &pos, &out->width)) return false;
  if (peek() == ',' || peek() == '_') {
    out->grouping = spec[pos++];
    if (peek() == ',' || peek() == '_') {
      if (peek() != out->grouping) {
        vm.raise(vm.exc.ValueError, "Cannot specify both ',' and '_'.");
      } else {
        vm.raise(vm.exc.ValueError, "Cannot specify '{}' with '{}'.", out->grouping, peek());
      }
      return false;
    }
  }
  if (peek() == '.') {
    ++pos;
    if (!parse_number(vm, spec, &pos, &out->precision)) return false;
    if (out->precision < 0) {
      vm.raise(vm.exc.ValueError, "Format specifier missing precision");
      return false;
    }
  }
  if (spec.size() - pos > 1) {
    vm.raise(vm.exc.ValueError, "Invalid format specifier '{}' for object of type '{}'", spec, type_name);
    return false;
  }
  if (pos < spec.size()) out->type = spec[pos];
  return true;
}

std::string pad_text(std::string_view value, const FormatSpec& spec, char default_align) {
  int64_t length = lang::count_characters(value);
  if (spec.width <= length) return std::string(value);
  int64_t missing = spec.width - length;
  char align = spec.align ? spec.align : default_align;
  int64_t left = align == '>' || align == '=' ? missing : align == '^' ? missing / 2 : 0;
  std::string out;
  for (int64_t i = 0; i < left; ++i) out += spec.fill;
  out += value;
  for (int64_t i = left; i < missing; ++i) out += spec.fill;
  return out;
}

Ref format_str(Vm& vm, std::string_view value, std::string_view spec_text) {
  FormatSpec spec;
  if (!parse_format_spec(vm, spec_text, "str", &spec)) return nullptr;
  if (spec.type && spec.type != 's') return unknown_code(vm, spec.type, "str");
  if (spec.sign) {
    return vm.raise(vm.exc.ValueError, spec.sign == ' ' ? "Space not allowed in string format specifier"
                                                        : "Sign not allowed in string format specifier");
  }
  if (spec.no_negative_zero) {
    return vm.raise(vm.exc.ValueError, "Negative zero coercion (z) not allowed in string format specifier");
  }
  if (spec.alternate) return vm.raise(vm.exc.ValueError, "Alternate form (#) not allowed in string format specifier");
  if (spec.grouping) return vm.raise(vm.exc.ValueError, "Cannot specify '{}' with 's'.", spec.grouping);
  if (spec.align == '=' && !spec.zero_padded) {
    return vm.raise(vm.exc.ValueError, "'=' alignment not allowed in string format specifier");
  }
  if (spec.zero_padded && spec.align == '=') spec.align = '<';
  std::string cut;
  if (spec.precision >= 0 && lang::count_characters(value) > spec.precision) {
    size_t pos = 0;
    for (int64_t i = 0; i < spec.precision; ++i) lang::next_code_point(value, pos);
    value = value.substr(0, pos);
  }
  if (spec.width > 0 && !vm.reserve(static_cast<uint64_t>(spec.width))) return nullptr;
  return text(pad_text(value, spec, '<'));
}

Ref format_int(Vm& vm, Value value, std::string_view spec_text) {
  if (spec_text.empty()) return text(int_to_string(value));
  FormatSpec spec;
  if (!parse_format_spec(vm, spec_text, "int", &spec)) return nullptr;
  int base = 10;
  std::string_view prefix;
  size_t group = 3;
  bool upper = false;
  switch (spec.type) {
    case 0:
    case 'd':
    case 'n':
      break;
    case 'b':
      base = 2;
      prefix = "0b";
      group = 4;
      break;
    case 'o':
      base = 8;
      prefix = "0o";
      group = 4;
      break;
    case 'x':
      base = 16;
      prefix = "0x";
      group = 4;
      break;
    case 'X':
      base = 16;
      prefix = "0X";
      group = 4;
      upper = true;
      break;
    case 'c': {
      int64_t cp = 0;
      if (spec.precision >= 0) return vm.raise(vm.exc.ValueError, "Precision not allowed in integer format specifier");
      if (spec.sign) return vm.raise(vm.exc.ValueError, "Sign not allowed with integer format specifier 'c'");
      if (int_value(value, &cp) != 1 || cp < 0 || cp > 0x10FFFF) {
        return vm.raise(vm.exc.OverflowError, "%c arg not in range(0x110000)");
      }
      std::string out;
      append_code_point(out, static_cast<uint32_t>(cp));
      return text(pad_text(out, spec, '<'));
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
      bool overflow = false;
      double d = int_to_double(vm, value, &overflow);
      if (overflow) {
        if (!vm.failed()) vm.raise(vm.exc.OverflowError, "int too large to convert to float");
        return nullptr;
      }
      return format_float(vm, d, spec_text, "int");
    }
    default:
      return unknown_code(vm, spec.type, "int");
  }
  if (spec.precision >= 0) return vm.raise(vm.exc.ValueError, "Precision not allowed in integer format specifier");
  if (spec.no_negative_zero) {
    return vm.raise(vm.exc.ValueError,
                    "Negative zero coercion (z) not allowed in format specifier with integer presentation type");
  }
  if (spec.grouping == ',' && base != 10)
    return vm.raise(vm.exc.ValueError, "Cannot specify ',' with '{}'.", spec.type);
  if (spec.width > 0 && !vm.reserve(static_cast<uint64_t>(spec.width))) return nullptr;
  std::string digits = int_to_string(value, base);
  bool negative = !digits.empty() && digits[0] == '-';
  if (negative) digits.erase(0, 1);
  if (upper) {
    for (char& c : digits) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 32 : c);
  }
  return text(
      assemble(spec, negative, spec.alternate ? prefix : std::string_view(), std::move(digits), {}, group, '>'));
}

std::string float_repr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), value, std::chars_format::scientific);
  (void)error;
  std::string_view s(buffer, static_cast<size_t>(end - buffer));
  bool negative = s[0] == '-';
  if (negative) s.remove_prefix(1);
  size_t e = s.find('e');
  int exponent = std::atoi(std::string(s.substr(e + 1)).c_str());
  std::string digits;
  for (char c : s.substr(0, e)) {
    if (c != '.') digits.push_back(c);
  }
  std::string out;
  auto count = static_cast<int>(digits.size());
  if (exponent >= -4 && exponent < 16) {
    if (exponent < 0) {
      out = "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
    } else if (count <= exponent + 1) {
      out = digits + std::string(static_cast<size_t>(exponent + 1 - count), '0') + ".0";
    } else {
      out =
          digits.substr(0, static_cast<size_t>(exponent) + 1) + "." + digits.substr(static_cast<size_t>(exponent) + 1);
    }
  } else {
    out = digits.substr(0, 1);
    if (count > 1) out += "." + digits.substr(1);
    out += fmt::format("e{}{:02d}", exponent < 0 ? '-' : '+', exponent < 0 ? -exponent : exponent);
  }
  return negative ? "-" + out : out;
}

std::string float_digits(double value, char type, int64_t precision, bool alternate) {
  double magnitude = std::fabs(value);
  bool upper = type == 'E' || type == 'F' || type == 'G';
  std::string out;
  if (std::isnan(value)) {
    out = "nan";
  } else if (std::isinf(value)) {
    out = "inf";
  } else {
    if (type == '%') magnitude *= 100;
    char conversion = type == '%' || type == 'F' ? 'f' : type == 'E' ? 'e' : type == 'G' ? 'g' : type;
    if (precision < 0) precision = 6;
    char format[16];
    std::snprintf(format, sizeof(format), alternate ? "%%#.*%c" : "%%.*%c", conversion);
    int size = std::snprintf(nullptr, 0, format, static_cast<int>(precision), magnitude);
    out.resize(static_cast<size_t>(size) + 1);
    std::snprintf(out.data(), out.size(), format, static_cast<int>(precision), magnitude);
    out.resize(static_cast<size_t>(size));
  }
  if (type == '%') out.push_back('%');
  if (upper) {
    for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  }
  return out;
}

Ref format_float(Vm& vm, double value, std::string_view spec_text, std::string_view type_name) {
  if (spec_text.empty()) return text(float_repr(value));
  FormatSpec spec;
  if (!parse_format_spec(vm, spec_text, type_name, &spec)) return nullptr;
  std::string digits;
  char type = spec.type;
  if (type == 'n') type = 'g';
  switch (type) {
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%':
      if (spec.precision > 100000) return vm.raise(vm.exc.ValueError, "precision too big");
      digits = float_digits(value, type, spec.precision, spec.alternate);
      break;
    case 0:
      if (spec.precision < 0) {
        digits = float_repr(std::fabs(value));
      } else {
        // Like g, but with at least one digit behind the point when it is not in exponent form.
        digits = float_digits(value, 'g', spec.precision ? spec.precision : 1, spec.alternate);
        if (std::isfinite(value)) {
          size_t e = digits.find('e');
          int64_t exponent = 0;
          std::string scientific = float_digits(value, 'e', std::max<int64_t>(spec.precision - 1, 0), false);
          exponent = std::atoi(scientific.c_str() + scientific.find('e') + 1);
          if (e == std::string::npos && exponent >= std::max<int64_t>(spec.precision, 1) - 1 &&
              digits.find('.') == std::string::npos) {
            // repr switches to the exponent form one digit earlier
            if (spec.precision > 0 && exponent == spec.precision - 1 && spec.precision > 1) {
              digits += ".0";
            } else if (spec.precision <= 1) {
              digits = scientific;
            }
          } else if (e == std::string::npos && digits.find('.') == std::string::npos) {
            digits += ".0";
          }
        }
      }
      break;
    default:
      return unknown_code(vm, spec.type, type_name);
  }
  if (spec.width > 0 && !vm.reserve(static_cast<uint64_t>(spec.width))) return nullptr;
  bool negative = std::signbit(value) && !std::isnan(value);
  if (negative && spec.no_negative_zero && digits.find_first_of("123456789i") == std::string::npos) negative = false;
  size_t split = 0;
  while (split < digits.size() && digits[split] >= '0' && digits[split] <= '9') ++split;
  std::string whole = digits.substr(0, split);
  std::string rest = digits.substr(split);
  if (whole.empty()) {  // inf, nan
    spec.grouping = 0;
    if (spec.zero_padded && spec.align == '=') return text(assemble(spec, negative, {}, {}, rest, 3, '>'));
  }
  return text(assemble(spec, negative, {}, std::move(whole), rest, 3, '>'));
}

Ref format_complex(Vm& vm, double real, double imag, std::string_view spec_text) {
  FormatSpec spec;
  if (!parse_format_spec(vm, spec_text, "complex", &spec)) return nullptr;
  if (spec.zero_padded) return vm.raise(vm.exc.ValueError, "Zero padding is not allowed in complex format specifier");
  if (spec.align == '=')
    return vm.raise(vm.exc.ValueError, "'=' alignment flag is not allowed in complex format specifier");
  if (spec.type && !std::strchr("eEfFgGn", spec.type)) return unknown_code(vm, spec.type, "complex");
  FormatSpec part = spec;
  std::string inner;
  if (part.grouping) inner.push_back(part.grouping);
  if (part.precision >= 0) inner += fmt::format(".{}", part.precision);
  std::string imag_spec = "+" + inner;
  std::string real_spec = (spec.sign ? std::string(1, spec.sign) : "") + inner;
  char type = spec.type ? spec.type : (spec.precision >= 0 ? 'g' : 0);
  if (type) {
    imag_spec.push_back(type);
    real_spec.push_back(type);
  }
  Ref a = format_float(vm, real, real_spec, "complex");
  Ref b = format_float(vm, imag, imag_spec, "complex");
  if (!a || !b) return nullptr;
  std::string first(view(a));
  std::string second(view(b));
  if (!type) {  // as repr: integral parts without ".0"
    if (first.ends_with(".0")) first.resize(first.size() - 2);
    if (second.ends_with(".0")) second.resize(second.size() - 2);
  }
  std::string out;
  if (!spec.type && real == 0 && !std::signbit(real)) {
    if (second.starts_with('+')) second.erase(0, 1);
    out = second + "j";
  } else {
    out = first + second + "j";
    if (!spec.type) out = "(" + out + ")";
  }
  return text(pad_text(out, spec, '>'));
}

}  // namespace loopscope::runtime

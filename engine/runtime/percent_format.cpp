// The % operator of str.

#include "engine/runtime/format_spec.hpp"
#include "engine/runtime/str_format.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

struct Percent {
  Vm& vm;
  Value arguments;
  size_t used = 0;

  Ref next_argument() {
    if (arguments.is(Kind::kTuple)) {
      auto* tuple = as<Tuple>(arguments);
      if (used < tuple->count) return Ref::share(tuple->items[used++]);
    } else if (used == 0) {
      ++used;
      return Ref::share(arguments);
    }
    return vm.raise(vm.exc.TypeError, "not enough arguments for format string");
  }

  /// `*` or digits.
  bool number(std::string_view format, size_t* i, int64_t* out, bool* negative) {
    if (*i < format.size() && format[*i] == '*') {
      ++*i;
      Ref v = next_argument();
      if (!v) return false;
      if (!is_int(v)) {
        vm.raise(vm.exc.TypeError, "* wants int");
        return false;
      }
      if (int_value(v, out) != 1 || *out > 0x7FFFFFFF) {
        vm.raise(vm.exc.OverflowError, "Python int too large to convert to C int");
        return false;
      }
      if (*out < 0) {
        *negative = true;
        *out = -*out;
      }
      return true;
    }
    while (*i < format.size() && format[*i] >= '0' && format[*i] <= '9') {
      *out = (*out < 0 ? 0 : *out) * 10 + (format[(*i)++] - '0');
      if (*out > 0x7FFFFFFF) {
        vm.raise(vm.exc.ValueError, "width too big");
        return false;
      }
    }
    return true;
  }

  Ref integer(Value v, char conversion) {
    if (is_int(v)) return Ref::share(v);
    if (v.is(Kind::kFloat) && conversion != 'x' && conversion != 'X' && conversion != 'o') {
      return int_from_double(vm, as<Float>(v)->value);
    }
    bool whole = conversion != 'x' && conversion != 'X' && conversion != 'o';
    Ref method = vm.lookup_special(v, vm.names.__index__);
    if (!method && whole && !vm.failed()) method = vm.lookup_special(v, vm.names.__int__);
    if (vm.failed()) return nullptr;
    if (!method) {
      return vm.raise(vm.exc.TypeError, "%{} format: {} is required, not {}", conversion,
                      whole ? "a real number" : "an integer", type_name(v));
    }
    return vm.call(method);
  }

  bool convert(std::string_view format, size_t* position, std::string* out) {
    size_t i = *position + 1;
    Ref keyed;
    if (i < format.size() && format[i] == '(') {
      size_t start = ++i;
      for (int open = 1; i < format.size(); ++i) {
        if (format[i] == '(') ++open;
        if (format[i] == ')' && --open == 0) break;
      }
      if (i >= format.size()) {
        vm.raise(vm.exc.ValueError, "incomplete format key");
        return false;
      }
      if (arguments.is(Kind::kTuple) || arguments.is(Kind::kStr) || !type_of(arguments)->getitem) {
        vm.raise(vm.exc.TypeError, "format requires a mapping");
        return false;
      }
      Ref key = text(format.substr(start, i - start));
      keyed = vm.getitem(arguments, key);
      if (!keyed) return false;
      used = 1;
      ++i;
    }
    FormatSpec spec;
    bool left = false, zero = false;
    for (; i < format.size(); ++i) {
      char c = format[i];
      if (c == '-') {
        left = true;
      } else if (c == '+') {
        spec.sign = '+';
      } else if (c == ' ') {
        if (!spec.sign) spec.sign = ' ';
      } else if (c == '#') {
        spec.alternate = true;
      } else if (c == '0') {
        zero = true;
      } else {
        break;
      }
    }
    bool negative = false;
    if (!number(format, &i, &spec.width, &negative)) return false;
    left = left || negative;
    if (i < format.size() && format[i] == '.') {
      ++i;
      spec.precision = 0;
      negative = false;
      if (!number(format, &i, &spec.precision, &negative)) return false;
      if (negative) spec.precision = 0;
    }
    while (i < format.size() && (format[i] == 'h' || format[i] == 'l' || format[i] == 'L')) ++i;
    if (i >= format.size()) {
      vm.raise(vm.exc.ValueError, "incomplete format");
      return false;
    }
    char conversion = format[i];
    *position = i + 1;
    if (conversion == '%') {
      out->push_back('%');
      return true;
    }
    if (spec.width > 0 && !vm.reserve(static_cast<uint64_t>(spec.width))) return false;
    Ref value = keyed ? keyed : next_argument();
    if (!value) return false;
    std::string sign, digits;
    switch (conversion) {
      case 's':
      case 'r':
      case 'a': {
        Ref shown = conversion == 's' ? vm.str(value) : vm.repr(value);
        if (!shown) return false;
        std::string s(view(shown));
        if (conversion == 'a') s = ascii_escape(s);
        if (spec.precision >= 0 && make_str(s)->length > spec.precision) {
          s.resize(byte_offset(make_str(s).get(), static_cast<size_t>(spec.precision)));
        }
        *out += pad_text(s, spec, left ? '<' : '>');
        return true;
      }
      case 'c': {
        std::string s;
        if (is_str(value) && as<Str>(value)->length == 1) {
          s = view(value);
        } else if (int64_t cp = 0; is_int(value) && int_value(value, &cp) == 1 && cp >= 0 && cp < 0x110000) {
          append_code_point(s, static_cast<uint32_t>(cp));
        } else if (is_int(value)) {
          vm.raise(vm.exc.OverflowError, "%c arg not in range(0x110000)");
          return false;
        } else {
          vm.raise(vm.exc.TypeError, "%c requires an int or a unicode character, not {}", type_name(value));
          return false;
        }
        *out += pad_text(s, spec, left ? '<' : '>');
        return true;
      }
      case 'd':
      case 'i':
      case 'u':
      case 'x':
      case 'X':
      case 'o': {
        if (is_str(value)) {
          vm.raise(vm.exc.TypeError, "%{} format: {} is required, not str", conversion,
                   conversion == 'd' || conversion == 'i' || conversion == 'u' ? "a real number" : "an integer");
          return false;
        }
        Ref n = integer(value, conversion);
        if (!n) return false;
        int base = conversion == 'x' || conversion == 'X' ? 16 : conversion == 'o' ? 8 : 10;
        digits = int_to_string(n, base);
        if (digits[0] == '-') {
          sign = "-";
          digits.erase(0, 1);
        }
        if (static_cast<int64_t>(digits.size()) < spec.precision) {
          digits.insert(0, static_cast<size_t>(spec.precision) - digits.size(), '0');
        }
        std::string prefix = !spec.alternate || base == 10 ? "" : base == 8 ? "0o" : "0x";
        if (conversion == 'X') {
          for (char& c : digits) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 32 : c);
          if (!prefix.empty()) prefix = "0X";
        }
        if (sign.empty() && spec.sign) sign = std::string(1, spec.sign);
        sign += prefix;
        break;
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G': {
        double d = 0;
        if (is_str(value)) {
          vm.raise(vm.exc.TypeError, "must be real number, not str");
          return false;
        }
        if (!vm.to_double(value, &d)) return false;
        digits = float_digits(d, conversion, spec.precision, spec.alternate);
        sign = __builtin_signbit(d) && d == d ? "-" : spec.sign ? std::string(1, spec.sign) : "";
        break;
      }
      default:
        vm.raise(vm.exc.ValueError, "unsupported format character '{}' (0x{:x}) at index {}", conversion,
                 static_cast<unsigned>(static_cast<unsigned char>(conversion)), i);
        return false;
    }
    auto size = static_cast<int64_t>(sign.size() + digits.size());
    if (zero && !left && size < spec.width) digits.insert(0, static_cast<size_t>(spec.width - size), '0');
    *out += pad_text(sign + digits, spec, left ? '<' : '>');
    return true;
  }
};

}  // namespace

Ref percent_format(Vm& vm, std::string_view format, Value arguments) {
  Percent percent{vm, arguments};
  std::string out;
  for (size_t i = 0; i < format.size();) {
    if (format[i] == '%') {
      if (!percent.convert(format, &i, &out)) return nullptr;
    } else {
      out.push_back(format[i++]);
    }
  }
  bool mapping = !arguments.is(Kind::kTuple) && !arguments.is(Kind::kStr) && type_of(arguments)->getitem;
  bool all_used =
      arguments.is(Kind::kTuple) ? percent.used >= as<Tuple>(arguments)->count : percent.used > 0 || mapping;
  if (!all_used) return vm.raise(vm.exc.TypeError, "not all arguments converted during string formatting");
  return text(out);
}

}  // namespace loopscope::runtime

// float and complex: construction and methods.

#include <cmath>
#include <cstdlib>
#include <cstring>

#include "engine/lang/source.hpp"
#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/format_spec.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/unicode.hpp"

namespace loopscope::runtime {

namespace {

double number(Value v) { return as<Float>(v)->value; }

Ref float_of(Vm& vm, Type* type, double d) {
  if (type == vm.types.float_) return make_float(d);
  auto* object = static_cast<Float*>(vm.new_object(type));
  object->value = d;
  return Ref::steal(object);
}

/// Reads a float at the start of `s`; the number of characters used, 0 when there is none.
size_t read_float(const std::string& s, double* out) {
  size_t i = 0;
  if (i < s.size() && (s[i] == '+' || s[i] == '-')) ++i;
  size_t digits = 0;
  auto word = [&](const char* w) { return strncasecmp(s.c_str() + i, w, std::strlen(w)) == 0; };
  if (word("infinity")) {
    i += 8;
  } else if (word("inf") || word("nan")) {
    i += 3;
  } else {
    while (i < s.size() && s[i] >= '0' && s[i] <= '9') ++i, ++digits;
    if (i < s.size() && s[i] == '.') {
      ++i;
      while (i < s.size() && s[i] >= '0' && s[i] <= '9') ++i, ++digits;
    }
    if (digits == 0) return 0;
    if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
      size_t j = i + 1;
      if (j < s.size() && (s[j] == '+' || s[j] == '-')) ++j;
      size_t start = j;
      while (j < s.size() && s[j] >= '0' && s[j] <= '9') ++j;
      if (j > start) i = j;
    }
  }
  *out = std::strtod(s.substr(0, i).c_str(), nullptr);
  return i;
}

/// ASCII digits, no blanks around, no underscores between digits. False when the text cannot be a number.
bool clean_number(std::string_view s, std::string* out) {
  std::string t;
  for (size_t pos = 0; pos < s.size();) {
    uint32_t cp = lang::next_code_point(s, pos);
    if (is_space(cp)) {
      t.push_back(' ');
    } else if (int d = decimal_value(cp); d >= 0) {
      t.push_back(static_cast<char>('0' + d));
    } else if (cp < 0x80) {
      t.push_back(static_cast<char>(cp));
    } else {
      return false;
    }
  }
  std::string_view v = t;
  while (v.starts_with(' ')) v.remove_prefix(1);
  while (v.ends_with(' ')) v.remove_suffix(1);
  auto digit = [&](size_t i) { return i < v.size() && v[i] >= '0' && v[i] <= '9'; };
  for (size_t i = 0; i < v.size(); ++i) {
    if (v[i] != '_') {
      out->push_back(v[i]);
    } else if (i == 0 || !digit(i - 1) || !digit(i + 1)) {
      return false;
    }
  }
  return !out->empty();
}

Ref parse_float(Vm& vm, Type* type, Value original, std::string_view s) {
  std::string t;
  double d = 0;
  if (clean_number(s, &t) && read_float(t, &d) == t.size()) return float_of(vm, type, d);
  Ref shown = vm.repr(original);
  return shown ? vm.raise(vm.exc.ValueError, "could not convert string to float: {}", view(shown)) : Ref();
}

Ref construct_float(Vm& vm, Type* type, Args args) {
  Value x;
  if (!vm.bind("float", args, {"/x"}, 0, &x)) return nullptr;
  if (!x) return float_of(vm, type, 0);
  if (is_str(x)) return parse_float(vm, type, x, view(x));
  std::string_view bytes;
  if (bytes_view(x, &bytes)) return parse_float(vm, type, x, bytes);
  double d = 0;
  bool is_number = is_int(x) || x.is(Kind::kFloat) || vm.lookup(type_of(x), vm.names.__float__) ||
                   vm.lookup(type_of(x), vm.names.__index__);
  if (!is_number) {
    return vm.raise(vm.exc.TypeError, "float() argument must be a string or a real number, not '{}'", type_name(x));
  }
  return vm.to_double(x, &d) ? float_of(vm, type, d) : Ref();
}

Ref is_integer(Vm&, Value self, Args) {
  return boolean(std::isfinite(number(self)) && std::floor(number(self)) == number(self));
}

Ref whole(Vm& vm, double d) {
  if (std::isnan(d)) return vm.raise(vm.exc.ValueError, "cannot convert float NaN to integer");
  if (std::isinf(d)) return vm.raise(vm.exc.OverflowError, "cannot convert float infinity to integer");
  return int_from_double(vm, d);
}
Ref trunc(Vm& vm, Value self, Args) { return whole(vm, number(self)); }
Ref floor(Vm& vm, Value self, Args) { return whole(vm, std::floor(number(self))); }
Ref ceil(Vm& vm, Value self, Args) { return whole(vm, std::ceil(number(self))); }

Ref round(Vm& vm, Value self, Args args) {
  double x = number(self);
  if (args.count == 0 || args[0].is_none()) return whole(vm, std::nearbyint(x));
  int64_t digits = 0;
  if (!vm.to_index(args[0], &digits)) return nullptr;
  if (!std::isfinite(x) || digits > 323) return make_float(x);
  if (digits < -308) return make_float(std::copysign(0.0, x));
  if (digits >= 0) {
    // The decimal expansion is exact, so rounding it is correct.
    return make_float(std::strtod(fmt::format("{:.{}f}", x, digits).c_str(), nullptr));
  }
  double unit = std::pow(10.0, static_cast<double>(-digits));
  double result = std::nearbyint(x / unit) * unit;
  if (!std::isfinite(result)) return vm.raise(vm.exc.OverflowError, "rounded value too large to represent");
  return make_float(result);
}

Ref own_value(Vm&, Value self, Args) { return make_float(number(self)); }

Ref as_integer_ratio(Vm& vm, Value self, Args) {
  double x = number(self);
  if (std::isnan(x)) return vm.raise(vm.exc.ValueError, "cannot convert NaN to integer ratio");
  if (std::isinf(x)) return vm.raise(vm.exc.OverflowError, "cannot convert Infinity to integer ratio");
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  for (int i = 0; i < 300 && mantissa != std::floor(mantissa); ++i) {
    mantissa *= 2;
    --exponent;
  }
  Ref top = int_from_double(vm, mantissa), bottom = make_int(1);
  Ref shift = make_int(exponent < 0 ? -exponent : exponent);
  Ref& scaled = exponent < 0 ? bottom : top;
  scaled = vm.binary(lang::BinaryOperator::kLeftShift, scaled, shift);
  Value pair[] = {top, bottom};
  return make_tuple(std::span<const Value>(pair));
}

Ref hex(Vm&, Value self, Args) {
  double x = number(self);
  if (!std::isfinite(x)) return text(float_repr(x));
  if (x == 0) return text(std::signbit(x) ? "-0x0.0p+0" : "0x0.0p+0");
  int exponent = 0;
  double m = std::frexp(std::fabs(x), &exponent);
  int shift = 1 - std::max(-1021 - exponent, 0);
  m = std::ldexp(m, shift);
  exponent -= shift;
  std::string out = x < 0 ? "-0x" : "0x";
  out += static_cast<char>('0' + static_cast<int>(m));
  m -= static_cast<int>(m);
  out += '.';
  for (int i = 0; i < 13; ++i) {
    m *= 16;
    int d = static_cast<int>(m);
    out += "0123456789abcdef"[d];
    m -= d;
  }
  return text(out + fmt::format("p{:+d}", exponent));
}

Ref from_hex(Vm& vm, Value self, Args args) {
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "fromhex() argument must be str, not {}", type_name(args[0]));
  std::string s(view(args[0]));
  bool prefixed = s.find("0x") != std::string::npos || s.find("0X") != std::string::npos;
  if (!prefixed && s.find("inf") == std::string::npos && s.find("nan") == std::string::npos) {
    s.insert(!s.empty() && (s[0] == '-' || s[0] == '+') ? 1 : 0, "0x");
  }
  char* end = nullptr;
  double d = std::strtod(s.c_str(), &end);
  if (s.empty() || *end) return vm.raise(vm.exc.ValueError, "invalid hexadecimal floating-point string");
  return Value(self) == Value(vm.types.float_) ? make_float(d) : vm.call(self, make_float(d));
}

Ref dunder_format(Vm& vm, Value self, Args args) {
  if (!need_str(vm, "__format__", args[0])) return nullptr;
  if (view(args[0]).empty()) return vm.str(self);
  return format_float(vm, number(self), view(args[0]));
}

const MethodDef kMethods[] = {
    {"is_integer", is_integer},
    {"__trunc__", trunc},
    {"__int__", trunc},
    {"__floor__", floor},
    {"__ceil__", ceil},
    {"__float__", own_value},
    {"conjugate", own_value},
    {"__round__", round, 0, 1},
    {"as_integer_ratio", as_integer_ratio},
    {"hex", hex},
    {"fromhex", from_hex, 1, 1, false, MethodDef::kClass},
    {"__format__", dunder_format, 1, 1},
};
const GetSetDef kGetSets[] = {
    {"real", [](Vm& vm, Value self) { return own_value(vm, self, Args{}); }},
    {"imag", [](Vm&, Value) { return make_float(0); }},
};

// --- complex ---------------------------------------------------------------------------------------------------------

bool complex_parts(Vm& vm, Value v, double* real, double* imag) {
  if (v.is(Kind::kComplex)) {
    *real = as<Complex>(v)->real;
    *imag = as<Complex>(v)->imag;
    return true;
  }
  *imag = 0;
  Ref method = vm.lookup_special(v, intern("__complex__"));
  if (vm.failed()) return false;
  if (method) {
    Ref c = vm.call(method);
    return c && complex_parts(vm, c, real, imag);
  }
  return vm.to_double(v, real);
}

Ref parse_complex(Vm& vm, std::string_view s) {
  std::string t;
  if (clean_number(s, &t)) {
    if (t.starts_with('(') && t.ends_with(')')) t = t.substr(1, t.size() - 2);
    double first = 0, second = 0;
    size_t n = read_float(t, &first);
    if (n == t.size() && n) return make_complex(first, 0);
    std::string rest = t.substr(n);
    if (rest == "j" || rest == "J") {
      return n ? make_complex(0, first) : make_complex(0, 1);
    }
    if (n == 0 && (rest == "+j" || rest == "-j")) return make_complex(0, rest[0] == '-' ? -1 : 1);
    if (rest.size() > 1 && (rest[0] == '+' || rest[0] == '-') && (rest.back() | 0x20) == 'j') {
      std::string middle = rest.substr(0, rest.size() - 1);
      if (middle.size() == 1) return make_complex(first, middle[0] == '-' ? -1 : 1);
      if (read_float(middle, &second) == middle.size()) return make_complex(first, second);
    }
  }
  return vm.raise(vm.exc.ValueError, "complex() arg is a malformed string");
}

Ref construct_complex(Vm& vm, Type*, Args args) {
  Value bound[2];
  if (!vm.bind("complex", args, {"real", "imag"}, 0, bound)) return nullptr;
  if (bound[0] && is_str(bound[0])) {
    if (bound[1]) return vm.raise(vm.exc.TypeError, "complex() can't take second arg if first is a string");
    return parse_complex(vm, view(bound[0]));
  }
  double r = 0, i = 0, r2 = 0, i2 = 0;
  if (bound[0] && !complex_parts(vm, bound[0], &r, &i)) return nullptr;
  if (bound[1] && !complex_parts(vm, bound[1], &r2, &i2)) return nullptr;
  return make_complex(r - i2, i + r2);
}

Ref conjugate(Vm&, Value self, Args) { return make_complex(as<Complex>(self)->real, -as<Complex>(self)->imag); }
Ref complex_format(Vm& vm, Value self, Args args) {
  if (!need_str(vm, "__format__", args[0])) return nullptr;
  if (view(args[0]).empty()) return vm.str(self);
  return format_complex(vm, as<Complex>(self)->real, as<Complex>(self)->imag, view(args[0]));
}
const MethodDef kComplexMethods[] = {
    {"conjugate", conjugate},
    {"__format__", complex_format, 1, 1},
};
const GetSetDef kComplexGetSets[] = {
    {"real", [](Vm&, Value self) { return make_float(as<Complex>(self)->real); }},
    {"imag", [](Vm&, Value self) { return make_float(as<Complex>(self)->imag); }},
};

}  // namespace

void setup_float(Vm& vm) {
  vm.types.float_->construct = construct_float;
  vm.add_methods(vm.types.float_, kMethods);
  vm.add_getsets(vm.types.float_, kGetSets);
  vm.finish_type(vm.types.float_);
  vm.types.complex->construct = construct_complex;
  vm.add_methods(vm.types.complex, kComplexMethods);
  vm.add_getsets(vm.types.complex, kComplexGetSets);
  vm.finish_type(vm.types.complex);
}

}  // namespace loopscope::runtime

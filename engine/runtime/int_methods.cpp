// int and bool: construction and methods.

#include <tommath.h>

#include <algorithm>
#include <cmath>

#include "engine/lang/source.hpp"
#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/format_spec.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/unicode.hpp"
#include "engine/vm/int.hpp"

namespace loopscope::runtime {

namespace {

using Op = lang::BinaryOperator;

/// Copies an int as an instance of `type`.
Ref as_type(Vm& vm, Type* type, Ref value) {
  if (!value || type == vm.types.int_) return value;
  return make_int_instance(vm, type, value);
}

Ref invalid_literal(Vm& vm, Value original, int base) {
  Ref shown = vm.repr(original);
  if (!shown) return nullptr;
  return vm.raise(vm.exc.ValueError, "invalid literal for int() with base {}: {}", base, view(shown));
}

/// The value of a text in a base; 0: by its prefix.
Ref parse_int(Vm& vm, Value original, std::string_view s, int base) {
  int shown_base = base;
  // To ASCII without surrounding blanks.
  std::string clean;
  for (size_t pos = 0; pos < s.size();) {
    uint32_t cp = lang::next_code_point(s, pos);
    if (is_space(cp)) {
      clean.push_back(' ');
    } else if (int d = decimal_value(cp); d >= 0) {
      clean.push_back(static_cast<char>('0' + d));
    } else if (cp < 0x80) {
      clean.push_back(static_cast<char>(cp));
    } else {
      return invalid_literal(vm, original, shown_base);
    }
  }
  std::string_view t = clean;
  while (t.starts_with(' ')) t.remove_prefix(1);
  while (t.ends_with(' ')) t.remove_suffix(1);
  bool negative = t.starts_with('-');
  if (negative || t.starts_with('+')) t.remove_prefix(1);
  auto prefix_base = [&] {
    if (t.size() < 2 || t[0] != '0') return 0;
    char c = static_cast<char>(t[1] | 0x20);
    return c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
  };
  int prefixed = prefix_base();
  if (base == 0) {
    base = prefixed ? prefixed : 10;
    if (!prefixed && t.size() > 1 && t[0] == '0' && t.find_first_not_of("0_") != std::string_view::npos) {
      return invalid_literal(vm, original, shown_base);
    }
  }
  if (prefixed && prefixed == base) {
    t.remove_prefix(2);
    if (t.starts_with('_')) t.remove_prefix(1);
  }
  std::string digits;
  bool last_underscore = true;
  for (char c : t) {
    if (c == '_') {
      if (last_underscore) return invalid_literal(vm, original, shown_base);
      last_underscore = true;
      continue;
    }
    last_underscore = false;
    int v = c >= '0' && c <= '9'   ? c - '0'
            : c >= 'a' && c <= 'z' ? c - 'a' + 10
            : c >= 'A' && c <= 'Z' ? c - 'A' + 10
                                   : 99;
    if (v >= base) return invalid_literal(vm, original, shown_base);
    digits.push_back(c);
  }
  if (digits.empty() || last_underscore) return invalid_literal(vm, original, shown_base);
  if ((base & (base - 1)) != 0 && digits.size() > 4300) {
    return vm.raise(vm.exc.ValueError,
                    "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; use "
                    "sys.set_int_max_str_digits() to increase the limit",
                    digits.size());
  }
  Ref value;
  if (base == 10) {
    value = make_int_from_decimal(digits);
  } else {
    Big big;
    Big::check(mp_read_radix(big, digits.c_str(), base));
    value = make_int_from(big);
  }
  return negative && value ? vm.unary(lang::UnaryOperator::kNegative, value) : value;
}

/// int(x) for anything but text with a base.
Ref to_int(Vm& vm, Value v) {
  if (is_int(v)) {
    if (!v.is_object() && !v.is_bool()) return Ref::share(v);
    if (type_of(v) == vm.types.int_) return Ref::share(v);
    int64_t n = 0;
    bool plain = v.is_bool() || !vm.lookup(type_of(v), vm.names.__int__) || !(type_of(v)->type_flags & kHeapType);
    if (plain && int_value(v, &n) == 1) return make_int(n);
  }
  if (v.is(Kind::kFloat) && type_of(v) == vm.types.float_) {
    double d = as<Float>(v)->value;
    if (std::isnan(d)) return vm.raise(vm.exc.ValueError, "cannot convert float NaN to integer");
    if (std::isinf(d)) return vm.raise(vm.exc.OverflowError, "cannot convert float infinity to integer");
    return int_from_double(vm, d);
  }
  if (is_str(v)) return parse_int(vm, v, view(v), 10);
  std::string_view bytes;
  if (bytes_view(v, &bytes)) return parse_int(vm, v, bytes, 10);
  for (Str* name : {vm.names.__int__, vm.names.__index__}) {
    Ref method = vm.lookup_special(v, name);
    if (vm.failed()) return nullptr;
    if (!method) continue;
    Ref result = vm.call(method);
    if (!result) return nullptr;
    if (!is_int(result)) {
      return vm.raise(vm.exc.TypeError, "{} returned non-int (type {})", name->view(), type_name(result));
    }
    return result;
  }
  Ref trunc = vm.lookup_special(v, intern("__trunc__"));
  if (trunc) return vm.call(trunc);
  if (vm.failed()) return nullptr;
  return vm.raise(vm.exc.TypeError, "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                  type_name(v));
}

Ref construct_int(Vm& vm, Type* type, Args args) {
  Value bound[2];
  if (!vm.bind("int", args, {"/x", "base"}, 0, bound)) return nullptr;
  if (!bound[0]) {
    if (bound[1]) return vm.raise(vm.exc.TypeError, "int() missing string argument");
    return as_type(vm, type, make_int(0));
  }
  if (!bound[1]) return as_type(vm, type, to_int(vm, bound[0]));
  int64_t base = 0;
  if (!vm.to_index(bound[1], &base)) return nullptr;
  if (base != 0 && (base < 2 || base > 36))
    return vm.raise(vm.exc.ValueError, "int() base must be >= 2 and <= 36, or 0");
  std::string_view s;
  if (is_str(bound[0])) {
    s = view(bound[0]);
  } else if (!bytes_view(bound[0], &s)) {
    return vm.raise(vm.exc.TypeError, "int() can't convert non-string with explicit base");
  }
  return as_type(vm, type, parse_int(vm, bound[0], s, static_cast<int>(base)));
}

Ref construct_bool(Vm& vm, Type*, Args args) {
  if (args.keyword_count()) return vm.raise(vm.exc.TypeError, "bool() takes no keyword arguments");
  if (args.count > 1) return vm.raise(vm.exc.TypeError, "bool expected at most 1 argument, got {}", args.count);
  int t = args.count ? vm.truth(args[0]) : 0;
  return t < 0 ? Ref() : boolean(t == 1);
}

Ref bool_binary(Vm& vm, Op op, Value a, Value b) {
  if ((op == Op::kAnd || op == Op::kOr || op == Op::kXor) && a.is_bool() && b.is_bool()) {
    bool x = a.is_true(), y = b.is_true();
    return boolean(op == Op::kAnd ? x && y : op == Op::kOr ? x || y : x != y);
  }
  return is_int(b) ? int_binary(vm, op, a, b) : not_implemented();
}

Ref bit_length_method(Vm&, Value self, Args) { return make_int(bit_length(self)); }

Ref bit_count(Vm& vm, Value self, Args) {
  int64_t n = 0;
  if (int_value(self, &n) == 1) {
    uint64_t u = n < 0 ? uint64_t{0} - static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
    return make_int(__builtin_popcountll(u));
  }
  (void)vm;
  std::string bits = int_to_string(self, 2);
  return make_int(std::count(bits.begin(), bits.end(), '1'));
}

Ref own_value(Vm& vm, Value self, Args) { return vm.unary(lang::UnaryOperator::kPositive, self); }

Ref int_round(Vm& vm, Value self, Args args) {
  if (args.count == 0 || args[0].is_none()) return own_value(vm, self, args);
  int64_t digits = 0;
  if (!vm.to_index(args[0], &digits)) return nullptr;
  if (digits >= 0) return own_value(vm, self, args);
  if (digits < -5000) return make_int(0);
  Ref exponent = make_int(-digits);
  Ref unit = vm.binary(Op::kPower, Value::small_int(10), exponent);
  if (!unit) return nullptr;
  Ref rest = vm.binary(Op::kModulo, self, unit);
  Ref low = rest ? vm.binary(Op::kSubtract, self, rest) : Ref();
  Ref twice = low ? vm.binary(Op::kMultiply, rest, Value::small_int(2)) : Ref();
  if (!twice) return nullptr;
  int order = int_compare(twice, unit);
  if (order == 0) {  // half: to the even neighbour
    Ref quotient = vm.binary(Op::kFloorDivide, low, unit);
    Ref odd = vm.binary(Op::kAnd, quotient, Value::small_int(1));
    order = vm.truth(odd) == 1 ? 1 : -1;
  }
  return order > 0 ? vm.binary(Op::kAdd, low, unit) : low;
}

bool byte_order(Vm& vm, Value v, bool* little) {
  *little = false;
  if (!v) return true;
  if (is_str(v) && (view(v) == "little" || view(v) == "big")) {
    *little = view(v) == "little";
    return true;
  }
  vm.raise(vm.exc.ValueError, "byteorder must be either 'little' or 'big'");
  return false;
}

Ref to_bytes(Vm& vm, Value self, Args args) {
  Value bound[3];
  if (!vm.bind("to_bytes", args, {"length", "byteorder", "$signed"}, 0, bound)) return nullptr;
  int64_t length = 1;
  bool little = false;
  if ((bound[0] && !vm.to_index(bound[0], &length)) || !byte_order(vm, bound[1], &little)) return nullptr;
  if (length < 0) return vm.raise(vm.exc.ValueError, "length argument must be non-negative");
  int is_signed = bound[2] ? vm.truth(bound[2]) : 0;
  if (is_signed < 0 || !vm.reserve(static_cast<uint64_t>(length))) return nullptr;
  bool negative = int_compare(self, Value::small_int(0)) < 0;
  if (negative && !is_signed) return vm.raise(vm.exc.OverflowError, "can't convert negative int to unsigned");
  Ref value = Ref::share(self);
  if (negative) {
    Ref shift = make_int(length * 8);
    Ref modulus = vm.binary(Op::kLeftShift, Value::small_int(1), shift);
    Ref half = vm.binary(Op::kRightShift, modulus, Value::small_int(1));
    Ref lowest = vm.unary(lang::UnaryOperator::kNegative, half);
    if (int_compare(self, lowest) < 0) return vm.raise(vm.exc.OverflowError, "int too big to convert");
    value = vm.binary(Op::kAdd, self, modulus);
  } else if (bit_length(self) > length * 8 - (is_signed ? 1 : 0)) {
    return vm.raise(vm.exc.OverflowError, "int too big to convert");
  }
  std::string hex = int_to_string(value, 16);
  if (hex.size() % 2) hex.insert(0, 1, '0');
  std::string out;
  auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1])));
  while (!out.empty() && static_cast<int64_t>(out.size()) > length) out.erase(0, 1);
  out.insert(0, static_cast<size_t>(length) - out.size(), '\0');
  if (little) out = std::string(out.rbegin(), out.rend());
  return make_bytes(std::move(out));
}

Ref from_bytes(Vm& vm, Value self, Args args) {
  Value bound[3];
  if (!vm.bind("from_bytes", args, {"bytes", "byteorder", "$signed"}, 1, bound)) return nullptr;
  bool little = false;
  if (!byte_order(vm, bound[1], &little)) return nullptr;
  int is_signed = bound[2] ? vm.truth(bound[2]) : 0;
  if (is_signed < 0) return nullptr;
  std::string bytes;
  if (std::string_view s; bytes_view(bound[0], &s)) {
    bytes = s;
  } else if (!type_of(bound[0])->iter && !type_of(bound[0])->getitem) {
    return vm.raise(vm.exc.TypeError, "cannot convert '{}' object to bytes", type_name(bound[0]));
  } else if (!vm.for_each(bound[0], [&](Ref item) {
               int64_t n = 0;
               if (!vm.to_index(item, &n)) return false;
               bytes.push_back(static_cast<char>(n));
               return true;
             })) {
    return nullptr;
  }
  if (little) bytes = std::string(bytes.rbegin(), bytes.rend());
  std::string hex;
  for (char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  Big big;
  Big::check(mp_read_radix(big, hex.empty() ? "0" : hex.c_str(), 16));
  Ref value = make_int_from(big);
  if (is_signed && !bytes.empty() && (bytes[0] & 0x80)) {
    Ref shift = make_int(static_cast<int64_t>(bytes.size()) * 8);
    Ref modulus = vm.binary(Op::kLeftShift, Value::small_int(1), shift);
    value = vm.binary(Op::kSubtract, value, modulus);
  }
  return Value(self) == Value(vm.types.int_) ? value : vm.call(self, value);
}

Ref as_integer_ratio(Vm& vm, Value self, Args args) {
  Ref n = own_value(vm, self, args);
  Value pair[] = {n, Value::small_int(1)};
  return make_tuple(std::span<const Value>(pair));
}

Ref dunder_format(Vm& vm, Value self, Args args) {
  if (!need_str(vm, "__format__", args[0])) return nullptr;
  if (view(args[0]).empty()) return vm.str(self);
  return format_int(vm, self, view(args[0]));
}
Ref is_integer(Vm&, Value, Args) { return boolean(true); }
Ref dunder_float(Vm& vm, Value self, Args) {
  double d = 0;
  return vm.to_double(self, &d) ? make_float(d) : Ref();
}

const MethodDef kMethods[] = {
    {"bit_length", bit_length_method},
    {"bit_count", bit_count},
    {"conjugate", own_value},
    {"__int__", own_value},
    {"__index__", own_value},
    {"__trunc__", own_value},
    {"__floor__", own_value},
    {"__ceil__", own_value},
    {"__float__", dunder_float},
    {"__round__", int_round, 0, 1},
    {"to_bytes", to_bytes, 0, 2, true},
    {"from_bytes", from_bytes, 0, 2, true, MethodDef::kClass},
    {"as_integer_ratio", as_integer_ratio},
    {"is_integer", is_integer},
    {"__format__", dunder_format, 1, 1},
};
const GetSetDef kGetSets[] = {
    {"real", [](Vm& vm, Value self) { return own_value(vm, self, Args{}); }},
    {"imag", [](Vm&, Value) { return make_int(0); }},
    {"numerator", [](Vm& vm, Value self) { return own_value(vm, self, Args{}); }},
    {"denominator", [](Vm&, Value) { return make_int(1); }},
};

}  // namespace

void setup_int(Vm& vm) {
  vm.types.int_->construct = construct_int;
  vm.types.bool_->construct = construct_bool;
  vm.types.bool_->binary = bool_binary;
  vm.add_methods(vm.types.int_, kMethods);
  vm.add_getsets(vm.types.int_, kGetSets);
  vm.finish_type(vm.types.int_);
  vm.finish_type(vm.types.bool_);
}

}  // namespace loopscope::runtime

// Built-in functions about numbers and characters.

#include "engine/runtime/builtins.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

Ref builtin_abs(Vm& vm, Value, Args args) {
  Value v = args[0];
  if (is_int(v)) {
    if (int_compare(v, Value::small_int(0)) >= 0) return int_unary(vm, lang::UnaryOperator::kPositive, v);
    return int_unary(vm, lang::UnaryOperator::kNegative, v);
  }
  if (v.is(Kind::kFloat)) return make_float(__builtin_fabs(as<Float>(v)->value));
  if (v.is(Kind::kComplex)) return make_float(__builtin_hypot(as<Complex>(v)->real, as<Complex>(v)->imag));
  Ref method = vm.lookup_special(v, vm.names.__abs__);
  if (!method) {
    return vm.failed() ? Ref() : vm.raise(vm.exc.TypeError, "bad operand type for abs(): '{}'", type_name(v));
  }
  return vm.call(method);
}

Ref builtin_divmod(Vm& vm, Value, Args args) {
  Ref method = vm.lookup_special(args[0], vm.names.__divmod__);
  if (vm.failed()) return nullptr;
  if (method) {
    Ref result = vm.call(method, args[1]);
    if (!result || !result.is_not_implemented()) return result;
  }
  bool numbers = (is_int(args[0]) || args[0].is(Kind::kFloat)) && (is_int(args[1]) || args[1].is(Kind::kFloat));
  if (!numbers) {
    Ref reflected = vm.lookup_special(args[1], intern("__rdivmod__"));
    if (vm.failed()) return nullptr;
    if (reflected) {
      Ref result = vm.call(reflected, args[0]);
      if (!result || !result.is_not_implemented()) return result;
    }
    return vm.raise(vm.exc.TypeError, "unsupported operand type(s) for divmod(): '{}' and '{}'", type_name(args[0]),
                    type_name(args[1]));
  }
  Ref quotient = vm.binary(lang::BinaryOperator::kFloorDivide, args[0], args[1]);
  if (!quotient) return nullptr;
  Ref rest = vm.binary(lang::BinaryOperator::kModulo, args[0], args[1]);
  if (!rest) return nullptr;
  Value pair[] = {quotient, rest};
  return make_tuple(std::span<const Value>(pair));
}

/// Modular inverse by the extended Euclidean algorithm.
Ref modular_inverse(Vm& vm, Value a, Value modulus) {
  using Op = lang::BinaryOperator;
  Ref r0 = vm.binary(Op::kModulo, a, modulus), r1 = Ref::share(modulus);
  Ref s0 = Ref::share(Value::small_int(1)), s1 = Ref::share(Value::small_int(0));
  while (r0 && r1 && vm.truth(r1) == 1) {
    Ref q = vm.binary(Op::kFloorDivide, r0, r1);
    Ref qr = vm.binary(Op::kMultiply, q, r1), qs = vm.binary(Op::kMultiply, q, s1);
    Ref r2 = vm.binary(Op::kSubtract, r0, qr), s2 = vm.binary(Op::kSubtract, s0, qs);
    r0 = std::move(r1);
    r1 = std::move(r2);
    s0 = std::move(s1);
    s1 = std::move(s2);
  }
  if (!r0) return nullptr;
  if (int_compare(r0, Value::small_int(1)) != 0 && int_compare(r0, Value::small_int(-1)) != 0) {
    return vm.raise(vm.exc.ValueError, "base is not invertible for the given modulus");
  }
  if (int_compare(r0, Value::small_int(0)) < 0) s0 = vm.unary(lang::UnaryOperator::kNegative, s0);
  return vm.binary(Op::kModulo, s0, modulus);
}

Ref builtin_pow(Vm& vm, Value, Args args) {
  using Op = lang::BinaryOperator;
  Value bound[3];
  if (!vm.bind("pow", args, {"base", "exp", "mod"}, 2, bound)) return nullptr;
  if (!bound[2] || bound[2].is_none()) return vm.binary(Op::kPower, bound[0], bound[1]);
  for (Value v : bound) {
    if (!is_int(v))
      return vm.raise(vm.exc.TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
  }
  if (vm.truth(bound[2]) == 0) return vm.raise(vm.exc.ValueError, "pow() 3rd argument cannot be 0");
  Ref base = Ref::share(bound[0]), exponent = Ref::share(bound[1]);
  if (int_compare(exponent, Value::small_int(0)) < 0) {
    base = modular_inverse(vm, base, bound[2]);
    exponent = vm.unary(lang::UnaryOperator::kNegative, exponent);
    if (!base || !exponent) return nullptr;
  }
  Ref result = vm.binary(Op::kModulo, Value::small_int(1), bound[2]);
  base = vm.binary(Op::kModulo, base, bound[2]);
  while (result && base && exponent && vm.truth(exponent) == 1) {
    Ref odd = vm.binary(Op::kAnd, exponent, Value::small_int(1));
    if (odd && vm.truth(odd) == 1) {
      result = vm.binary(Op::kMultiply, result, base);
      if (result) result = vm.binary(Op::kModulo, result, bound[2]);
    }
    base = vm.binary(Op::kMultiply, base, base);
    if (base) base = vm.binary(Op::kModulo, base, bound[2]);
    exponent = vm.binary(Op::kRightShift, exponent, Value::small_int(1));
  }
  return vm.failed() ? Ref() : result;
}

Ref builtin_round(Vm& vm, Value, Args args) {
  Value bound[2];
  if (!vm.bind("round", args, {"number", "ndigits"}, 1, bound)) return nullptr;
  Ref method = vm.lookup_special(bound[0], vm.names.__round__);
  if (vm.failed()) return nullptr;
  if (!method) {
    return vm.raise(vm.exc.TypeError, "type {} doesn't define __round__ method", type_name(bound[0]));
  }
  if (bound[1] && !bound[1].is_none()) return vm.call(method, bound[1]);
  return vm.call(method);
}

Ref builtin_ord(Vm& vm, Value, Args args) {
  std::string_view bytes;
  if (is_str(args[0])) {
    auto* s = as<Str>(args[0]);
    if (s->length == 1) return make_int(code_point_at(s, 0));
    return vm.raise(vm.exc.TypeError, "ord() expected a character, but string of length {} found", s->length);
  }
  if (bytes_view(args[0], &bytes)) {
    if (bytes.size() == 1) return make_int(static_cast<unsigned char>(bytes[0]));
    return vm.raise(vm.exc.TypeError, "ord() expected a character, but string of length {} found", bytes.size());
  }
  return vm.raise(vm.exc.TypeError, "ord() expected string of length 1, but {} found", type_name(args[0]));
}

Ref builtin_chr(Vm& vm, Value, Args args) {
  int64_t cp = 0;
  if (!vm.to_index(args[0], &cp)) return nullptr;
  if (cp < 0 || cp > 0x10FFFF) return vm.raise(vm.exc.ValueError, "chr() arg not in range(0x110000)");
  std::string out;
  append_code_point(out, static_cast<uint32_t>(cp));
  return text(out);
}

Ref in_base(Vm& vm, Value v, int base, std::string_view prefix) {
  Ref n = Ref::share(v);
  if (!is_int(v)) {
    Ref method = vm.lookup_special(v, vm.names.__index__);
    if (vm.failed()) return nullptr;
    if (!method) return vm.raise(vm.exc.TypeError, "'{}' object cannot be interpreted as an integer", type_name(v));
    n = vm.call(method);
    if (!n) return nullptr;
  }
  std::string digits = int_to_string(n, base);
  digits.insert(digits[0] == '-' ? 1 : 0, prefix);
  return text(digits);
}
Ref builtin_bin(Vm& vm, Value, Args args) { return in_base(vm, args[0], 2, "0b"); }
Ref builtin_oct(Vm& vm, Value, Args args) { return in_base(vm, args[0], 8, "0o"); }
Ref builtin_hex(Vm& vm, Value, Args args) { return in_base(vm, args[0], 16, "0x"); }

const MethodDef kFunctions[] = {
    {"abs", builtin_abs, 1, 1},           {"divmod", builtin_divmod, 2, 2}, {"pow", builtin_pow, 0, 3, true},
    {"round", builtin_round, 0, 2, true}, {"ord", builtin_ord, 1, 1},       {"chr", builtin_chr, 1, 1},
    {"bin", builtin_bin, 1, 1},           {"oct", builtin_oct, 1, 1},       {"hex", builtin_hex, 1, 1},
};

}  // namespace

void setup_builtins_numbers(Vm& vm, Module* module) { vm.add_functions(module, kFunctions); }

}  // namespace loopscope::runtime

// math.

#include <algorithm>
#include <cmath>

#include "engine/runtime/modules.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/int.hpp"

namespace loopscope::runtime {

namespace {

using Op = lang::BinaryOperator;

bool real(Vm& vm, Value v, double* out) {
  if (is_str(v) || v.is_none()) {
    vm.raise(vm.exc.TypeError, "must be real number, not {}", type_name(v));
    return false;
  }
  return vm.to_double(v, out);
}

/// A result that is not finite although the arguments are: the right error.
Ref checked(Vm& vm, double result, bool finite_arguments) {
  if (std::isnan(result) && finite_arguments) return vm.raise(vm.exc.ValueError, "math domain error");
  if (std::isinf(result) && finite_arguments) return vm.raise(vm.exc.OverflowError, "math range error");
  return make_float(result);
}

template <double (*F)(double)>
Ref one(Vm& vm, Value, Args args) {
  double x = 0;
  if (!real(vm, args[0], &x)) return nullptr;
  return checked(vm, F(x), std::isfinite(x));
}
template <double (*F)(double, double)>
Ref two(Vm& vm, Value, Args args) {
  double x = 0, y = 0;
  if (!real(vm, args[0], &x) || !real(vm, args[1], &y)) return nullptr;
  return checked(vm, F(x, y), std::isfinite(x) && std::isfinite(y));
}

double math_sqrt(double x) { return std::sqrt(x); }
double math_pow(double x, double y) { return std::pow(x, y); }
double math_fmod(double x, double y) { return std::fmod(x, y); }
double degrees(double x) { return x * (180.0 / M_PI); }
double radians(double x) { return x * (M_PI / 180.0); }

Ref logarithm(Vm& vm, Value v, double (*f)(double)) {
  double x = 0;
  if (is_int(v)) {
    if (int_compare(v, Value::small_int(0)) <= 0) return vm.raise(vm.exc.ValueError, "math domain error");
    bool overflow = false;
    x = int_to_double(vm, v, &overflow);
    if (overflow) {  // 2**k * m
      vm.take_exception();
      int64_t shift = bit_length(v) - 60;
      Ref n = make_int(shift), top = vm.binary(Op::kRightShift, v, n);
      if (!top) return nullptr;
      x = int_to_double(vm, top, &overflow);
      return make_float(f(x) + static_cast<double>(shift) * f(2.0));
    }
    return make_float(f(x));
  }
  if (!real(vm, v, &x)) return nullptr;
  if (x <= 0 || std::isnan(x)) {
    if (std::isnan(x)) return make_float(x);
    return vm.raise(vm.exc.ValueError, "math domain error");
  }
  return make_float(f(x));
}
Ref math_log(Vm& vm, Value, Args args) {
  Ref top = logarithm(vm, args[0], std::log);
  if (!top || args.count == 1) return top;
  Ref bottom = logarithm(vm, args[1], std::log);
  return bottom ? vm.binary(Op::kTrueDivide, top, bottom) : Ref();
}
Ref math_log2(Vm& vm, Value, Args args) { return logarithm(vm, args[0], std::log2); }
Ref math_log10(Vm& vm, Value, Args args) { return logarithm(vm, args[0], std::log10); }

Ref whole(Vm& vm, Value v, const char* dunder, double (*f)(double)) {
  if (is_int(v)) return vm.unary(lang::UnaryOperator::kPositive, v);
  if (!v.is(Kind::kFloat)) {
    Ref method = vm.lookup_special(v, intern(dunder));
    if (vm.failed()) return nullptr;
    if (method) return vm.call(method);
  }
  double x = 0;
  if (!real(vm, v, &x)) return nullptr;
  if (std::isnan(x)) return vm.raise(vm.exc.ValueError, "cannot convert float NaN to integer");
  if (std::isinf(x)) return vm.raise(vm.exc.OverflowError, "cannot convert float infinity to integer");
  return int_from_double(vm, f(x));
}
Ref math_floor(Vm& vm, Value, Args args) { return whole(vm, args[0], "__floor__", std::floor); }
Ref math_ceil(Vm& vm, Value, Args args) { return whole(vm, args[0], "__ceil__", std::ceil); }
Ref math_trunc(Vm& vm, Value, Args args) { return whole(vm, args[0], "__trunc__", std::trunc); }

template <bool (*F)(double)>
Ref test(Vm& vm, Value, Args args) {
  double x = 0;
  return real(vm, args[0], &x) ? boolean(F(x)) : Ref();
}
bool is_nan(double x) { return std::isnan(x); }
bool is_inf(double x) { return std::isinf(x); }
bool is_finite(double x) { return std::isfinite(x); }

Ref need_int(Vm& vm, Value v) {
  if (is_int(v)) return Ref::share(v);
  int64_t n = 0;
  return vm.to_index(v, &n) ? make_int(n) : Ref();
}

Ref gcd_of(Vm& vm, Ref a, Ref b) {
  while (a && b && vm.truth(b) == 1) {
    Ref rest = vm.binary(Op::kModulo, a, b);
    a = std::move(b);
    b = std::move(rest);
  }
  if (!a || !b) return nullptr;
  return int_compare(a, Value::small_int(0)) < 0 ? vm.unary(lang::UnaryOperator::kNegative, a) : a;
}
Ref math_gcd(Vm& vm, Value, Args args) {
  Ref result = make_int(0);
  for (uint32_t i = 0; result && i < args.count; ++i) result = gcd_of(vm, std::move(result), need_int(vm, args[i]));
  return result;
}
Ref math_lcm(Vm& vm, Value, Args args) {
  Ref result = make_int(1);
  for (uint32_t i = 0; result && i < args.count; ++i) {
    Ref n = need_int(vm, args[i]);
    if (!n) return nullptr;
    if (vm.truth(n) == 0) return make_int(0);
    Ref common = gcd_of(vm, result, n);
    Ref part = common ? vm.binary(Op::kFloorDivide, result, common) : Ref();
    result = part ? vm.binary(Op::kMultiply, part, n) : Ref();
    if (result && int_compare(result, Value::small_int(0)) < 0)
      result = vm.unary(lang::UnaryOperator::kNegative, result);
  }
  return result;
}

Ref math_factorial(Vm& vm, Value, Args args) {
  int64_t n = 0;
  if (args[0].is(Kind::kFloat)) return vm.raise(vm.exc.TypeError, "'float' object cannot be interpreted as an integer");
  if (!vm.to_index(args[0], &n)) return nullptr;
  if (n < 0) return vm.raise(vm.exc.ValueError, "factorial() not defined for negative values");
  if (n > 20000) return vm.raise(vm.exc.OverflowError, "factorial() argument should not exceed 20000 in Loopscope");
  Ref result = make_int(1);
  for (int64_t i = 2; result && i <= n; ++i) result = vm.binary(Op::kMultiply, result, Value::small_int(i));
  return result;
}

Ref math_isqrt(Vm& vm, Value, Args args) {
  Ref n = need_int(vm, args[0]);
  if (!n) return nullptr;
  if (int_compare(n, Value::small_int(0)) < 0)
    return vm.raise(vm.exc.ValueError, "isqrt() argument must be nonnegative");
  Big storage, root;
  Big::check(mp_sqrt(big_operand(n, storage), root));
  return make_int_from(root);
}

Ref math_comb(Vm& vm, Value, Args args) {
  int64_t n = 0, k = 0;
  if (!vm.to_index(args[0], &n) || !vm.to_index(args[1], &k)) return nullptr;
  if (n < 0) return vm.raise(vm.exc.ValueError, "n must be a non-negative integer");
  if (k < 0) return vm.raise(vm.exc.ValueError, "k must be a non-negative integer");
  if (k > n) return make_int(0);
  if (k > n - k) k = n - k;
  Ref result = make_int(1);
  for (int64_t i = 1; result && i <= k; ++i) {
    Ref factor = make_int(n - k + i), divisor = make_int(i);
    result = vm.binary(Op::kMultiply, result, factor);
    if (result) result = vm.binary(Op::kFloorDivide, result, divisor);
  }
  return result;
}
Ref math_perm(Vm& vm, Value, Args args) {
  int64_t n = 0, k = 0;
  if (!vm.to_index(args[0], &n)) return nullptr;
  k = n;
  if (args.count > 1 && !args[1].is_none() && !vm.to_index(args[1], &k)) return nullptr;
  if (n < 0) return vm.raise(vm.exc.ValueError, "n must be a non-negative integer");
  if (k < 0) return vm.raise(vm.exc.ValueError, "k must be a non-negative integer");
  if (k > n) return make_int(0);
  Ref result = make_int(1);
  for (int64_t i = 0; result && i < k; ++i) {
    Ref factor = make_int(n - i);
    result = vm.binary(Op::kMultiply, result, factor);
  }
  return result;
}

/// Exact sum by partial sums that do not overlap.
Ref math_fsum(Vm& vm, Value, Args args) {
  std::vector<double> partials;
  double special = 0;
  bool ok = vm.for_each(args[0], [&](Ref item) {
    double x = 0;
    if (!real(vm, item, &x)) return false;
    if (!std::isfinite(x)) {
      special += x;
      return true;
    }
    size_t kept = 0;
    for (double y : partials) {
      if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
      double high = x + y, low = y - (high - x);
      if (low != 0) partials[kept++] = low;
      x = high;
    }
    partials.resize(kept);
    partials.push_back(x);
    return true;
  });
  if (!ok) return nullptr;
  if (special != 0) return make_float(special);
  double high = 0, low = 0;
  size_t n = partials.size();
  while (n > 0) {
    double x = high, y = partials[--n];
    high = x + y;
    low = y - (high - x);
    if (low != 0) break;
  }
  if (n > 0 && ((low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0))) {
    double y = low * 2, x = high + y;
    if (y == x - high) high = x;
  }
  return make_float(high);
}

Ref math_prod(Vm& vm, Value, Args args) {
  Value bound[2];
  if (!vm.bind("prod", args, {"/iterable", "$start"}, 1, bound)) return nullptr;
  Ref result = bound[1] ? Ref::share(bound[1]) : make_int(1);
  bool ok = vm.for_each(bound[0], [&](Ref item) {
    result = vm.binary(Op::kMultiply, result, item);
    return static_cast<bool>(result);
  });
  return ok ? result : Ref();
}

Ref math_hypot(Vm& vm, Value, Args args) {
  double sum = 0;
  for (uint32_t i = 0; i < args.count; ++i) {
    double x = 0;
    if (!real(vm, args[i], &x)) return nullptr;
    sum = std::hypot(sum, x);
  }
  return make_float(sum);
}
Ref math_dist(Vm& vm, Value, Args args) {
  Ptr<Tuple> a = vm.tuple_of(args[0]), b = a ? vm.tuple_of(args[1]) : Ptr<Tuple>();
  if (!a || !b) return nullptr;
  if (a->count != b->count) return vm.raise(vm.exc.ValueError, "both points must have the same number of dimensions");
  double sum = 0;
  for (uint32_t i = 0; i < a->count; ++i) {
    double x = 0, y = 0;
    if (!real(vm, a->items[i], &x) || !real(vm, b->items[i], &y)) return nullptr;
    sum = std::hypot(sum, x - y);
  }
  return make_float(sum);
}

Ref math_isclose(Vm& vm, Value, Args args) {
  Value bound[4];
  if (!vm.bind("isclose", args, {"a", "b", "$rel_tol", "$abs_tol"}, 2, bound)) return nullptr;
  double a = 0, b = 0, relative = 1e-9, absolute = 0;
  if (!real(vm, bound[0], &a) || !real(vm, bound[1], &b)) return nullptr;
  if ((bound[2] && !real(vm, bound[2], &relative)) || (bound[3] && !real(vm, bound[3], &absolute))) return nullptr;
  if (relative < 0 || absolute < 0) return vm.raise(vm.exc.ValueError, "tolerances must be non-negative");
  if (a == b) return boolean(true);
  if (std::isinf(a) || std::isinf(b)) return boolean(false);
  double gap = std::fabs(b - a);
  return boolean(gap <= std::fabs(relative * b) || gap <= std::fabs(relative * a) || gap <= absolute);
}

Ref pair_of(Ref a, Ref b) {
  Value pair[] = {a, b};
  return make_tuple(std::span<const Value>(pair));
}
Ref math_modf(Vm& vm, Value, Args args) {
  double x = 0, part = 0;
  if (!real(vm, args[0], &x)) return nullptr;
  double fraction = std::modf(x, &part);
  return pair_of(make_float(fraction), make_float(part));
}
Ref math_frexp(Vm& vm, Value, Args args) {
  double x = 0;
  int exponent = 0;
  if (!real(vm, args[0], &x)) return nullptr;
  double mantissa = std::frexp(x, &exponent);
  return pair_of(make_float(mantissa), make_int(exponent));
}
Ref math_ldexp(Vm& vm, Value, Args args) {
  double x = 0;
  int64_t exponent = 0;
  if (!real(vm, args[0], &x) || !vm.to_index(args[1], &exponent)) return nullptr;
  double r = std::ldexp(x, static_cast<int>(std::clamp<int64_t>(exponent, -5000, 5000)));
  return checked(vm, r, std::isfinite(x));
}

const MethodDef kFunctions[] = {
    {"sqrt", one<math_sqrt>, 1, 1},
    {"exp", one<std::exp>, 1, 1},
    {"expm1", one<std::expm1>, 1, 1},
    {"exp2", one<std::exp2>, 1, 1},
    {"log1p", one<std::log1p>, 1, 1},
    {"cbrt", one<std::cbrt>, 1, 1},
    {"sin", one<std::sin>, 1, 1},
    {"cos", one<std::cos>, 1, 1},
    {"tan", one<std::tan>, 1, 1},
    {"asin", one<std::asin>, 1, 1},
    {"acos", one<std::acos>, 1, 1},
    {"atan", one<std::atan>, 1, 1},
    {"sinh", one<std::sinh>, 1, 1},
    {"cosh", one<std::cosh>, 1, 1},
    {"tanh", one<std::tanh>, 1, 1},
    {"asinh", one<std::asinh>, 1, 1},
    {"acosh", one<std::acosh>, 1, 1},
    {"atanh", one<std::atanh>, 1, 1},
    {"erf", one<std::erf>, 1, 1},
    {"erfc", one<std::erfc>, 1, 1},
    {"gamma", one<std::tgamma>, 1, 1},
    {"lgamma", one<std::lgamma>, 1, 1},
    {"fabs", one<std::fabs>, 1, 1},
    {"degrees", one<degrees>, 1, 1},
    {"radians", one<radians>, 1, 1},
    {"pow", two<math_pow>, 2, 2},
    {"fmod", two<math_fmod>, 2, 2},
    {"atan2", two<std::atan2>, 2, 2},
    {"copysign", two<std::copysign>, 2, 2},
    {"remainder", two<std::remainder>, 2, 2},
    {"log", math_log, 1, 2},
    {"log2", math_log2, 1, 1},
    {"log10", math_log10, 1, 1},
    {"floor", math_floor, 1, 1},
    {"ceil", math_ceil, 1, 1},
    {"trunc", math_trunc, 1, 1},
    {"isnan", test<is_nan>, 1, 1},
    {"isinf", test<is_inf>, 1, 1},
    {"isfinite", test<is_finite>, 1, 1},
    {"gcd", math_gcd, 0, -1},
    {"lcm", math_lcm, 0, -1},
    {"factorial", math_factorial, 1, 1},
    {"isqrt", math_isqrt, 1, 1},
    {"comb", math_comb, 2, 2},
    {"perm", math_perm, 1, 2},
    {"fsum", math_fsum, 1, 1},
    {"prod", math_prod, 1, 2, true},
    {"hypot", math_hypot, 0, -1},
    {"dist", math_dist, 2, 2},
    {"isclose", math_isclose, 2, 2, true},
    {"modf", math_modf, 1, 1},
    {"frexp", math_frexp, 1, 1},
    {"ldexp", math_ldexp, 2, 2},
};

}  // namespace

bool fill_math(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  dict_set(module->dict, "pi", make_float(M_PI));
  dict_set(module->dict, "e", make_float(M_E));
  dict_set(module->dict, "tau", make_float(2 * M_PI));
  dict_set(module->dict, "inf", make_float(HUGE_VAL));
  dict_set(module->dict, "nan", make_float(__builtin_nan("")));
  return true;
}

}  // namespace loopscope::runtime

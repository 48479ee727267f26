// float and complex: storage and slots.

#include <cmath>
#include <complex>

#include "engine/vm/impl.hpp"
#include "engine/vm/int.hpp"

namespace loopscope::vm {

using lang::BinaryOperator;

Ref make_float(double value) {
  auto* object = static_cast<Float*>(state().heap.allocate(sizeof(Float)));
  object->refs = 1;
  object->kind = Kind::kFloat;
  object->flags = 0;
  object->aux = 0;
  object->type = current_vm->types.float_;
  object->value = value;
  return Ref::steal(object);
}

Ref make_complex(double real, double imag) {
  auto* object = static_cast<Complex*>(current_vm->new_object(current_vm->types.complex));
  object->real = real;
  object->imag = imag;
  return Ref::steal(object);
}

namespace {

/// 1: *out is the operand as a double; 0: not a real number; -1: OverflowError pending.
int real_operand(Vm& vm, Value v, double* out) {
  if (v.is(Kind::kFloat)) {
    *out = as<Float>(v)->value;
    return 1;
  }
  if (!is_int(v)) return 0;
  *out = int_to_double(vm, v, nullptr);
  return vm.failed() ? -1 : 1;
}

void floor_divide(double a, double b, double* quotient, double* remainder) {
  double mod = std::fmod(a, b);
  double div = (a - mod) / b;
  if (mod != 0) {
    if ((b < 0) != (mod < 0)) {
      mod += b;
      div -= 1;
    }
  } else {
    mod = std::copysign(0.0, b);
  }
  double floored = div != 0 ? std::floor(div) : std::copysign(0.0, a / b);
  if (div != 0 && div - floored > 0.5) floored += 1;
  *quotient = floored;
  *remainder = mod;
}

/// Through length and angle, step by step as CPython does, so that the last digits agree.
std::complex<double> polar_power(std::complex<double> a, std::complex<double> b) {
  double length = std::hypot(a.real(), a.imag());
  double angle = std::atan2(a.imag(), a.real());
  double result = std::pow(length, b.real());
  double phase = angle * b.real();
  if (b.imag() != 0) {
    result *= std::exp(-angle * b.imag());
    phase += b.imag() * std::log(length);
  }
  return {result * std::cos(phase), result * std::sin(phase)};
}

Ref power(Vm& vm, double a, double b) {
  if (a == 0 && b < 0) return vm.raise(vm.exc.ZeroDivisionError, "0.0 cannot be raised to a negative power");
  if (a < 0 && std::isfinite(a) && std::isfinite(b) && b != std::floor(b)) {
    std::complex<double> z = polar_power({a, 0}, {b, 0});
    return make_complex(z.real(), z.imag());
  }
  double result = std::pow(a, b);
  if (std::isinf(result) && std::isfinite(a) && std::isfinite(b)) {
    Ptr<Str> text = make_str("Numerical result out of range");
    Value arguments[] = {Value::small_int(34), text};
    Ref error = vm.make_exception_with(vm.exc.OverflowError, arguments);
    return error ? vm.raise_instance(std::move(error)) : Ref();
  }
  return make_float(result);
}

Ref arithmetic(Vm& vm, BinaryOperator op, double a, double b) {
  switch (op) {
    case BinaryOperator::kAdd:
      return make_float(a + b);
    case BinaryOperator::kSubtract:
      return make_float(a - b);
    case BinaryOperator::kMultiply:
      return make_float(a * b);
    case BinaryOperator::kTrueDivide:
      if (b == 0) return vm.raise(vm.exc.ZeroDivisionError, "float division by zero");
      return make_float(a / b);
    case BinaryOperator::kFloorDivide:
    case BinaryOperator::kModulo: {
      bool modulo = op == BinaryOperator::kModulo;
      if (b == 0)
        return vm.raise(vm.exc.ZeroDivisionError, modulo ? "float modulo by zero" : "float floor division by zero");
      double quotient, remainder;
      floor_divide(a, b, &quotient, &remainder);
      return make_float(modulo ? remainder : quotient);
    }
    case BinaryOperator::kPower:
      return power(vm, a, b);
    default:
      return not_implemented();
  }
}

Ref binary_float(Vm& vm, BinaryOperator op, Value self, Value other) {
  double b;
  int kind = real_operand(vm, other, &b);
  if (kind <= 0) return kind < 0 ? Ref() : not_implemented();
  return arithmetic(vm, op, as<Float>(self)->value, b);
}

Ref rbinary_float(Vm& vm, BinaryOperator op, Value self, Value other) {
  double a;
  int kind = real_operand(vm, other, &a);
  if (kind <= 0) return kind < 0 ? Ref() : not_implemented();
  return arithmetic(vm, op, a, as<Float>(self)->value);
}

Ref compare_float(Vm& vm, Value self, Value other, lang::CompareOperator op) {
  double a = as<Float>(self)->value, b;
  constexpr int64_t kExact = int64_t{1} << 53;
  bool large = other.is_small_int() && (other.small_int() > kExact || other.small_int() < -kExact);
  if (large || other.is(Kind::kInt)) {
    // Exact: an int that a double may not hold is compared as an int.
    if (std::isnan(a)) return boolean(op == lang::CompareOperator::kNotEqual);
    if (std::isinf(a)) return boolean(ordered(op, a > 0 ? 1 : -1));
    Ref whole = int_from_double(vm, a);
    if (!whole) return nullptr;
    int order = int_compare(whole, other);
    if (order == 0 && a != std::trunc(a)) order = a > 0 ? 1 : -1;
    return boolean(ordered(op, order));
  }
  int kind = real_operand(vm, other, &b);
  if (kind <= 0) return kind < 0 ? Ref() : not_implemented();
  switch (op) {
    case lang::CompareOperator::kLess:
      return boolean(a < b);
    case lang::CompareOperator::kLessEqual:
      return boolean(a <= b);
    case lang::CompareOperator::kEqual:
      return boolean(a == b);
    case lang::CompareOperator::kNotEqual:
      return boolean(a != b);
    case lang::CompareOperator::kGreater:
      return boolean(a > b);
    case lang::CompareOperator::kGreaterEqual:
      return boolean(a >= b);
  }
  return not_implemented();
}

Ref unary_float(Vm&, lang::UnaryOperator op, Value v) {
  double d = as<Float>(v)->value;
  if (op == lang::UnaryOperator::kNegative) return make_float(-d);
  if (op == lang::UnaryOperator::kPositive) return make_float(d);
  return not_implemented();
}

Ref repr_float(Vm&, Value v) { return make_str(float_text(as<Float>(v)->value)); }

bool hash_float(Vm&, Value v, int64_t* out) {
  double d = as<Float>(v)->value;
  // NaNs hash by identity: each is a key of its own.
  *out = std::isnan(d) ? static_cast<int64_t>(v.bits() >> 4) : static_cast<int64_t>(hash_double(d));
  return true;
}

// --- complex
// -----------------------------------------------------------------------------------------------------------

using Number = std::complex<double>;

int complex_operand(Vm& vm, Value v, Number* out) {
  if (v.is(Kind::kComplex)) {
    *out = {as<Complex>(v)->real, as<Complex>(v)->imag};
    return 1;
  }
  double d;
  int kind = real_operand(vm, v, &d);
  if (kind > 0) *out = {d, 0};
  return kind;
}

Ref make_complex(Number z) { return vm::make_complex(z.real(), z.imag()); }

/// Small whole exponents by multiplication, as exact as the operands allow.
Number whole_power(Number base, int64_t n) {
  Number result = 1;
  for (uint64_t rest = static_cast<uint64_t>(n < 0 ? -n : n); rest; rest >>= 1) {
    if (rest & 1) result *= base;
    base *= base;
  }
  return n < 0 ? Number(1) / result : result;
}

Ref complex_arithmetic(Vm& vm, BinaryOperator op, Number a, Number b) {
  switch (op) {
    case BinaryOperator::kAdd:
      return make_complex(a + b);
    case BinaryOperator::kSubtract:
      return make_complex(a - b);
    case BinaryOperator::kMultiply:
      return make_complex(a * b);
    case BinaryOperator::kTrueDivide:
      if (b == Number(0)) return vm.raise(vm.exc.ZeroDivisionError, "complex division by zero");
      return make_complex(a / b);
    case BinaryOperator::kPower: {
      if (b == Number(0)) return make_complex(Number(1));
      if (a == Number(0)) {
        if (b.imag() != 0 || b.real() < 0) {
          return vm.raise(vm.exc.ZeroDivisionError, "zero to a negative or complex power");
        }
        return make_complex(Number(0));
      }
      if (b.imag() == 0 && b.real() == std::floor(b.real()) && std::fabs(b.real()) <= 100) {
        return make_complex(whole_power(a, static_cast<int64_t>(b.real())));
      }
      return make_complex(polar_power(a, b));
    }
    default:
      return not_implemented();
  }
}

Ref binary_complex(Vm& vm, BinaryOperator op, Value self, Value other) {
  Number b;
  int kind = complex_operand(vm, other, &b);
  if (kind <= 0) return kind < 0 ? Ref() : not_implemented();
  return complex_arithmetic(vm, op, {as<Complex>(self)->real, as<Complex>(self)->imag}, b);
}

Ref rbinary_complex(Vm& vm, BinaryOperator op, Value self, Value other) {
  Number a;
  int kind = complex_operand(vm, other, &a);
  if (kind <= 0) return kind < 0 ? Ref() : not_implemented();
  return complex_arithmetic(vm, op, a, {as<Complex>(self)->real, as<Complex>(self)->imag});
}

Ref compare_complex(Vm& vm, Value self, Value other, lang::CompareOperator op) {
  if (op != lang::CompareOperator::kEqual && op != lang::CompareOperator::kNotEqual) return not_implemented();
  Number b;
  int kind = complex_operand(vm, other, &b);
  if (kind <= 0) return kind < 0 ? Ref() : not_implemented();
  bool same = as<Complex>(self)->real == b.real() && as<Complex>(self)->imag == b.imag();
  return boolean(same == (op == lang::CompareOperator::kEqual));
}

Ref unary_complex(Vm&, lang::UnaryOperator op, Value v) {
  auto* z = as<Complex>(v);
  if (op == lang::UnaryOperator::kNegative) return vm::make_complex(-z->real, -z->imag);
  if (op == lang::UnaryOperator::kPositive) return vm::make_complex(z->real, z->imag);
  return not_implemented();
}

std::string part_text(double d) {
  std::string text = float_text(d);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

Ref repr_complex(Vm&, Value v) {
  auto* z = as<Complex>(v);
  std::string imag = part_text(z->imag) + "j";
  if (z->real == 0 && !std::signbit(z->real)) return make_str(imag);
  if (imag[0] != '-') imag.insert(0, "+");
  return make_str("(" + part_text(z->real) + imag + ")");
}

bool hash_complex(Vm&, Value v, int64_t* out) {
  auto* z = as<Complex>(v);
  uint64_t h = hash_double(z->real) + 1000003 * hash_double(z->imag);
  *out = static_cast<int64_t>(h) == -1 ? -2 : static_cast<int64_t>(h);
  return true;
}

}  // namespace

void create_float_types(Vm& vm) {
  Type* type = vm.make_type({"builtins", "float", Kind::kFloat, kBaseType, sizeof(Float), nullptr});
  vm.types.float_ = type;
  type->repr = repr_float;
  type->hash = hash_float;
  type->compare = compare_float;
  type->binary = binary_float;
  type->rbinary = rbinary_float;
  type->unary = unary_float;
  type->truth = [](Vm&, Value v) { return as<Float>(v)->value != 0 ? 1 : 0; };
  vm.finish_type(type);

  type = vm.make_type({"builtins", "complex", Kind::kComplex, kBaseType, sizeof(Complex), nullptr});
  vm.types.complex = type;
  type->repr = repr_complex;
  type->hash = hash_complex;
  type->compare = compare_complex;
  type->binary = binary_complex;
  type->rbinary = rbinary_complex;
  type->unary = unary_complex;
  type->truth = [](Vm&, Value v) { return as<Complex>(v)->real != 0 || as<Complex>(v)->imag != 0 ? 1 : 0; };
  vm.finish_type(type);
}

}  // namespace loopscope::vm

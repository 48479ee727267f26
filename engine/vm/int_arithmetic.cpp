#include <cmath>

#include "engine/vm/impl.hpp"
#include "engine/vm/int.hpp"

namespace loopscope::vm {

using lang::BinaryOperator;

namespace {

/// Results beyond this take minutes to compute and hundreds of megabytes to print; the program would look hung.
constexpr uint64_t kMaxBits = uint64_t{1} << 26;

Ref zero_division(Vm& vm, const char* message) { return vm.raise(vm.exc.ZeroDivisionError, message); }

/// Quotient and remainder as Python rounds: towards minus infinity.
void floor_divide(const mp_int* a, const mp_int* b, mp_int* quotient, mp_int* remainder) {
  Big::check(mp_div(a, b, quotient, remainder));
  if (!mp_iszero(remainder) && mp_isneg(remainder) != mp_isneg(b)) {
    Big::check(mp_add(remainder, b, remainder));
    Big::check(mp_sub_d(quotient, 1, quotient));
  }
}

Ref small_binary(Vm& vm, BinaryOperator op, int64_t a, int64_t b) {
  switch (op) {
    case BinaryOperator::kFloorDivide:
    case BinaryOperator::kModulo: {
      if (b == 0)
        return zero_division(
            vm, op == BinaryOperator::kModulo ? "integer modulo by zero" : "integer division or modulo by zero");
      int64_t quotient = a / b, remainder = a % b;
      if (remainder != 0 && (remainder < 0) != (b < 0)) {
        --quotient;
        remainder += b;
      }
      return make_int(op == BinaryOperator::kModulo ? remainder : quotient);
    }
    case BinaryOperator::kAnd:
      return make_int(a & b);
    case BinaryOperator::kOr:
      return make_int(a | b);
    case BinaryOperator::kXor:
      return make_int(a ^ b);
    case BinaryOperator::kAdd:
      return make_int(a + b);  // 63 bits each: no overflow
    case BinaryOperator::kSubtract:
      return make_int(a - b);
    case BinaryOperator::kMultiply: {
      int64_t product;
      if (!__builtin_mul_overflow(a, b, &product)) return make_int(product);
      Big x(a), y(b);
      Big::check(mp_mul(x, y, x));
      return make_int_from(x);
    }
    default:
      return not_implemented();
  }
}

}  // namespace

bool reserve_bits(Vm& vm, uint64_t bits) {
  if (bits <= kMaxBits) return vm.reserve(bits / 4);
  vm.raise(vm.exc.MemoryError, "int result too large: {} bits, the limit is {}", bits, kMaxBits);
  return false;
}

Ref int_shift(Vm& vm, Value a, Value b, bool left) {
  if (int_compare(b, Value::small_int(0)) < 0) return vm.raise(vm.exc.ValueError, "negative shift count");
  int64_t count;
  bool huge = int_value(b, &count) != 1;
  if (int_compare(a, Value::small_int(0)) == 0) return make_int(0);
  if (!left) {
    if (!a.is_object()) {
      int64_t n = small_value(a);
      return make_int(huge || count > 63 ? (n < 0 ? -1 : 0) : n >> count);
    }
    bool negative = mp_isneg(digits_of(a));
    if (huge || count > bit_length(a)) return make_int(negative ? -1 : 0);
    Big result;
    Big::check(mp_signed_rsh(digits_of(a), static_cast<int>(count), result));
    return make_int_from(result);
  }
  if (huge) return vm.raise(vm.exc.OverflowError, "too many digits in integer");
  if (!a.is_object() && count + bit_length(a) <= 62) return make_int(small_value(a) * (int64_t{1} << count));
  if (count > (int64_t{1} << 40)) {
    return vm.raise(vm.exc.MemoryError, "shift by {} bits", count);
  }
  if (!reserve_bits(vm, static_cast<uint64_t>(count + bit_length(a)))) return nullptr;
  Big storage, result;
  Big::check(mp_mul_2d(big_operand(a, storage), static_cast<int>(count), result));
  return make_int_from(result);
}

Ref int_power(Vm& vm, Value a, Value b) {
  if (int_compare(b, Value::small_int(0)) < 0) {
    double base = int_to_double(vm, a, nullptr);
    if (vm.failed()) return nullptr;
    double exponent = int_to_double(vm, b, nullptr);
    if (vm.failed()) return nullptr;
    if (base == 0) return zero_division(vm, "0.0 cannot be raised to a negative power");
    return make_float(std::pow(base, exponent));
  }
  int64_t exponent;
  int64_t base_bits = bit_length(a);
  bool unit = base_bits <= 1;  // 0, 1 or -1
  if (int_value(b, &exponent) != 1) {
    if (!unit) return vm.raise(vm.exc.OverflowError, "int result too large");
    Big storage;
    exponent = mp_isodd(big_operand(b, storage)) ? 1 : 2;
  }
  if (unit) {
    int64_t base = 0;
    int_value(a, &base);
    if (exponent == 0) return make_int(1);
    return make_int(base == -1 && exponent % 2 == 0 ? 1 : base);
  }
  if (exponent > static_cast<int64_t>(kMaxBits)) {
    return vm.raise(vm.exc.MemoryError, "int result too large: the limit is {} bits", kMaxBits);
  }
  if (!reserve_bits(vm, static_cast<uint64_t>((base_bits - 1) * exponent + 1))) return nullptr;
  Big storage, result;
  Big::check(mp_expt_u32(big_operand(a, storage), static_cast<uint32_t>(exponent), result));
  return make_int_from(result);
}

Ref int_true_divide(Vm& vm, Value a, Value b) {
  if (int_compare(b, Value::small_int(0)) == 0) return zero_division(vm, "division by zero");
  int64_t bits_a = bit_length(a), bits_b = bit_length(b);
  if (bits_a <= 53 && bits_b <= 53) {
    int64_t x = 0, y = 0;
    int_value(a, &x);
    int_value(b, &y);
    return make_float(static_cast<double>(x) / static_cast<double>(y));
  }
  // A quotient of 60 or 61 bits with a sticky bit rounds as the exact one does.
  Big sa, sb, quotient, remainder, scaled;
  const mp_int* x = big_operand(a, sa);
  const mp_int* y = big_operand(b, sb);
  int64_t shift = 60 - (bits_a - bits_b);
  if (shift > 2000) return make_float(mp_isneg(x) != mp_isneg(y) ? -0.0 : 0.0);
  if (shift < -2000) return vm.raise(vm.exc.OverflowError, "integer division result too large for a float");
  Big::check(mp_mul_2d(shift >= 0 ? x : y, static_cast<int>(shift >= 0 ? shift : -shift), scaled));
  Big::check(shift >= 0 ? mp_div(scaled, y, quotient, remainder) : mp_div(x, scaled, quotient, remainder));
  uint64_t q = mp_get_mag_u64(quotient.get()) << 1 | (mp_iszero(remainder.get()) ? 0u : 1u);
  double result = std::ldexp(static_cast<double>(q), static_cast<int>(-shift - 1));
  if (std::isinf(result)) return vm.raise(vm.exc.OverflowError, "integer division result too large for a float");
  return make_float(mp_isneg(x) != mp_isneg(y) ? -result : result);
}

Ref int_binary(Vm& vm, BinaryOperator op, Value a, Value b) {
  switch (op) {
    case BinaryOperator::kLeftShift:
      return int_shift(vm, a, b, true);
    case BinaryOperator::kRightShift:
      return int_shift(vm, a, b, false);
    case BinaryOperator::kPower:
      return int_power(vm, a, b);
    case BinaryOperator::kTrueDivide:
      return int_true_divide(vm, a, b);
    case BinaryOperator::kMatrixMultiply:
      return not_implemented();
    default:
      break;
  }
  if (!a.is_object() && !b.is_object()) {
    // The bitwise operators on two bools give a bool.
    if (a.is_bool() && b.is_bool()) {
      if (op == BinaryOperator::kAnd) return boolean(a.is_true() && b.is_true());
      if (op == BinaryOperator::kOr) return boolean(a.is_true() || b.is_true());
      if (op == BinaryOperator::kXor) return boolean(a != b);
    }
    return small_binary(vm, op, small_value(a), small_value(b));
  }
  Big sa, sb, result;
  const mp_int* x = big_operand(a, sa);
  const mp_int* y = big_operand(b, sb);
  switch (op) {
    case BinaryOperator::kAdd:
      Big::check(mp_add(x, y, result));
      break;
    case BinaryOperator::kSubtract:
      Big::check(mp_sub(x, y, result));
      break;
    case BinaryOperator::kMultiply:
      if (!reserve_bits(vm, static_cast<uint64_t>(bit_length(a) + bit_length(b)))) return nullptr;
      Big::check(mp_mul(x, y, result));
      break;
    case BinaryOperator::kFloorDivide:
    case BinaryOperator::kModulo: {
      if (mp_iszero(y))
        return zero_division(
            vm, op == BinaryOperator::kModulo ? "integer modulo by zero" : "integer division or modulo by zero");
      Big quotient;
      if (op == BinaryOperator::kModulo) {
        floor_divide(x, y, quotient, result);
      } else {
        floor_divide(x, y, result, quotient);
      }
      break;
    }
    case BinaryOperator::kAnd:
      Big::check(mp_and(x, y, result));
      break;
    case BinaryOperator::kOr:
      Big::check(mp_or(x, y, result));
      break;
    case BinaryOperator::kXor:
      Big::check(mp_xor(x, y, result));
      break;
    default:
      return not_implemented();
  }
  return make_int_from(result);
}

Ref int_unary(Vm&, lang::UnaryOperator op, Value a) {
  if (!a.is_object()) {
    int64_t n = small_value(a);
    switch (op) {
      case lang::UnaryOperator::kNegative:
        return make_int(-n);
      case lang::UnaryOperator::kInvert:
        return make_int(~n);
      default:
        return make_int(n);
    }
  }
  Big result;
  switch (op) {
    case lang::UnaryOperator::kNegative:
      Big::check(mp_neg(digits_of(a), result));
      break;
    case lang::UnaryOperator::kInvert:
      Big::check(mp_complement(digits_of(a), result));
      break;
    default:
      Big::check(mp_copy(digits_of(a), result));
      break;
  }
  return make_int_from(result);
}

}  // namespace loopscope::vm

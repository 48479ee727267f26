#include "engine/runtime/shared_cells.hpp"

#include <bit>

#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

/// Bytes of an integer type; 0: not an integer.
int width_of(char code) {
  switch (code | 0x20) {
    case 'b':
      return 1;
    case 'h':
      return 2;
    case 'i':
      return 4;
    case 'l':
    case 'q':
      return 8;
    default:
      return 0;
  }
}
bool is_unsigned(char code) { return code >= 'A' && code <= 'Z'; }

}  // namespace

bool Cells::reset(std::string_view code, size_t count) {
  if (code.size() != 1 || std::string_view("cbBhHiIlLqQfd").find(code[0]) == std::string_view::npos) return false;
  code_ = code[0];
  numbers_.assign(count, 0);
  return true;
}

Ref Cells::get(size_t i) const {
  const uint64_t bits = numbers_[i];
  if (code_ == 'c') return make_bytes(std::string(1, static_cast<char>(bits)));
  if (code_ == 'f' || code_ == 'd') return make_float(std::bit_cast<double>(bits));
  if (is_unsigned(code_) && bits > static_cast<uint64_t>(INT64_MAX)) {
    return make_int_from_decimal(fmt::format("{}", bits));
  }
  return make_int(static_cast<int64_t>(bits));
}

bool Cells::set(Vm& vm, size_t i, Value value) {
  if (code_ == 'c') {
    std::string_view bytes;
    if (!bytes_view(value, &bytes) || bytes.size() != 1) {
      vm.raise(vm.exc.TypeError, "one character bytes, bytearray, or an integer in range(256) expected");
      return false;
    }
    numbers_[i] = static_cast<unsigned char>(bytes[0]);
    return true;
  }
  if (code_ == 'f' || code_ == 'd') {
    double number = 0;
    if (!vm.to_double(value, &number)) return false;
    if (code_ == 'f') number = static_cast<float>(number);
    numbers_[i] = std::bit_cast<uint64_t>(number);
    return true;
  }
  if (!is_int(value) && !vm.lookup(type_of(value), vm.names.__index__)) {
    vm.raise(vm.exc.TypeError, "'{}' object cannot be interpreted as an integer", type_name(value));
    return false;
  }
  // The lowest 64 bits, whatever the size of the int.
  Ref modulus = make_int_from_decimal("18446744073709551616"), half = make_int(int64_t{1} << 32);
  Ref low = vm.binary(lang::BinaryOperator::kModulo, value, modulus);
  Ref high_part = low ? vm.binary(lang::BinaryOperator::kFloorDivide, low, half) : Ref();
  Ref low_part = low ? vm.binary(lang::BinaryOperator::kModulo, low, half) : Ref();
  int64_t high = 0, rest = 0;
  if (!high_part || !low_part || int_value(high_part, &high) != 1 || int_value(low_part, &rest) != 1) return false;
  uint64_t bits = static_cast<uint64_t>(high) << 32 | static_cast<uint64_t>(rest);
  const int shift = 64 - 8 * width_of(code_);
  bits <<= shift;
  numbers_[i] = is_unsigned(code_) ? bits >> shift : static_cast<uint64_t>(static_cast<int64_t>(bits) >> shift);
  return true;
}

}  // namespace loopscope::runtime

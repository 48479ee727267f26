// Ints: representation and conversions. Arithmetic is in int_arithmetic.cpp, the type in int_type.cpp.

#include "engine/vm/int.hpp"

#include <cmath>
#include <limits>
#include <new>

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

void Big::check(mp_err error) {
  if (error != MP_OKAY) throw std::bad_alloc();
}

int64_t small_value(Value v) { return v.is_small_int() ? v.small_int() : v.is_true(); }

bool is_int(Value v) { return v.is_small_int() || v.is_true() || v.is_false() || v.is(Kind::kInt); }

const mp_int* big_operand(Value v, Big& storage) {
  if (v.is_object()) return digits_of(v);
  mp_set_i64(storage.get(), small_value(v));
  return storage.get();
}

namespace {

Ref new_int_object(Type* type, Big& n) {
  auto* object = static_cast<IntObject*>(current_vm->new_object(type));
  auto* digits = static_cast<mp_int*>(state().heap.allocate(sizeof(mp_int)));
  Big::check(mp_init(digits));
  mp_exch(digits, n.get());
  state().heap.account(static_cast<int64_t>(digits->alloc) * 8);
  object->digits = digits;
  return Ref::steal(object);
}

}  // namespace

Ref make_int_from(Big& n) {
  if (mp_count_bits(n) <= 63) {
    int64_t small = mp_get_i64(n);
    if (Value::fits(small)) return Ref::share(Value::small_int(small));
  }
  return new_int_object(current_vm->types.int_, n);
}

Ref make_int(int64_t n) {
  if (Value::fits(n)) [[likely]]
    return Ref::steal(Value::small_int(n));
  Big big(n);
  return new_int_object(current_vm->types.int_, big);
}

Ref make_int_instance(Vm&, Type* type, Value value) {
  Big copy;
  Big storage;
  Big::check(mp_copy(big_operand(value, storage), copy));
  return new_int_object(type, copy);
}

int64_t bit_length(Value v) {
  if (v.is_object()) return mp_count_bits(digits_of(v));
  int64_t n = small_value(v);
  uint64_t magnitude = n < 0 ? uint64_t{0} - static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
  return magnitude ? 64 - __builtin_clzll(magnitude) : 0;
}

namespace {

/// Reads `n` decimal digits by halves, so that long texts do not take quadratic time.
void read_decimal(const char* digits, size_t n, mp_int* out) {
  if (n <= 18) {
    uint64_t value = 0;
    for (size_t i = 0; i < n; ++i) value = value * 10 + static_cast<uint64_t>(digits[i] - '0');
    mp_set_u64(out, value);
    return;
  }
  size_t low = n / 2;
  Big high_part, low_part, scale(10);
  read_decimal(digits, n - low, high_part);
  read_decimal(digits + (n - low), low, low_part);
  Big::check(mp_expt_u32(scale, static_cast<uint32_t>(low), scale));
  Big::check(mp_mul(high_part, scale, out));
  Big::check(mp_add(out, low_part, out));
}

}  // namespace

Ref make_int_from_decimal(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
  Big n;
  read_decimal(text.data(), text.size(), n);
  if (negative) Big::check(mp_neg(n, n));
  return make_int_from(n);
}

int int_value(Value v, int64_t* out) {
  if (v.is_small_int()) [[likely]] {
    *out = v.small_int();
    return 1;
  }
  if (v.is_true() || v.is_false()) {
    *out = v.is_true();
    return 1;
  }
  if (!v.is(Kind::kInt)) return -1;
  mp_int* n = digits_of(v);
  int bits = mp_count_bits(n);
  if (bits <= 63) {
    *out = mp_get_i64(n);
    return 1;
  }
  if (bits == 64 && mp_isneg(n) && mp_cnt_lsb(n) == 63) {
    *out = std::numeric_limits<int64_t>::min();
    return 1;
  }
  return 0;
}

std::string int_to_string(Value v, int base) {
  if (!v.is_object() && base == 10) return std::to_string(small_value(v));
  Big storage;
  const mp_int* n = big_operand(v, storage);
  size_t size = 0;
  Big::check(mp_radix_size(n, base, reinterpret_cast<int*>(&size)));
  std::string out(size + 2, '\0');
  size_t written = 0;
  Big::check(mp_to_radix(n, out.data(), out.size(), &written, base));
  out.resize(written > 0 ? written - 1 : 0);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

int int_compare(Value a, Value b) {
  if (!a.is_object() && !b.is_object()) {
    int64_t x = small_value(a), y = small_value(b);
    return x < y ? -1 : x > y;
  }
  Big storage_a, storage_b;
  return mp_cmp(big_operand(a, storage_a), big_operand(b, storage_b));
}

double int_to_double(Vm& vm, Value v, bool* overflow) {
  if (overflow) *overflow = false;
  if (!v.is_object()) return static_cast<double>(small_value(v));
  mp_int* n = digits_of(v);
  int bits = mp_count_bits(n);
  auto fail = [&] {
    if (overflow) {
      *overflow = true;
    } else {
      vm.raise(vm.exc.OverflowError, "int too large to convert to float");
    }
    return mp_isneg(n) ? -HUGE_VAL : HUGE_VAL;
  };
  if (bits > 1024) return fail();
  // The 62 leading bits and a sticky bit for the rest round as the exact value does.
  int shift = bits > 62 ? bits - 62 : 0;
  Big top, rest;
  Big::check(mp_div_2d(n, shift, top, rest));
  uint64_t leading = mp_get_mag_u64(top.get()) << 1 | (mp_iszero(rest.get()) ? 0u : 1u);
  double result = std::ldexp(static_cast<double>(leading), shift - 1);
  if (std::isinf(result)) return fail();
  return mp_isneg(n) ? -result : result;
}

Ref int_from_double(Vm& vm, double d) {
  if (std::isnan(d)) return vm.raise(vm.exc.ValueError, "cannot convert float NaN to integer");
  if (std::isinf(d)) return vm.raise(vm.exc.OverflowError, "cannot convert float infinity to integer");
  d = std::trunc(d);
  if (d >= -9.2e18 && d <= 9.2e18) return make_int(static_cast<int64_t>(d));
  int exponent;
  double fraction = std::frexp(d, &exponent);
  Big n(static_cast<int64_t>(std::ldexp(fraction, 53)));
  Big::check(mp_mul_2d(n, exponent - 53, n));
  return make_int_from(n);
}

// Hashes are those of CPython: the value modulo the prime 2**61 - 1, so that equal numbers of all types agree.
namespace {
constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;

uint64_t signed_hash(uint64_t h, bool negative) {
  int64_t result = negative ? -static_cast<int64_t>(h) : static_cast<int64_t>(h);
  return static_cast<uint64_t>(result == -1 ? -2 : result);
}
}  // namespace

uint64_t hash_int(Value v) {
  if (!v.is_object()) {
    int64_t n = small_value(v);
    uint64_t magnitude = n < 0 ? static_cast<uint64_t>(-n) : static_cast<uint64_t>(n);
    return signed_hash(magnitude % kPrime, n < 0);
  }
  Big modulus(static_cast<int64_t>(kPrime)), rest;
  mp_int* n = digits_of(v);
  Big::check(mp_div(n, modulus, nullptr, rest));
  return signed_hash(mp_get_mag_u64(rest.get()), mp_isneg(n));
}

uint64_t hash_double(double d) {
  if (std::isnan(d)) return 0;
  if (std::isinf(d)) return static_cast<uint64_t>(d > 0 ? int64_t{314159} : int64_t{-314159});
  int exponent;
  double m = std::frexp(std::fabs(d), &exponent);
  uint64_t h = 0;
  while (m != 0) {
    h = (h << 28 & kPrime) | h >> (61 - 28);
    m *= 268435456.0;
    exponent -= 28;
    auto digit = static_cast<uint64_t>(m);
    m -= static_cast<double>(digit);
    h += digit;
    if (h >= kPrime) h -= kPrime;
  }
  int rotate = exponent >= 0 ? exponent % 61 : 60 - (-1 - exponent) % 61;
  h = rotate == 0 ? h : ((h << rotate & kPrime) | h >> (61 - rotate));
  return signed_hash(h, d < 0);
}

}  // namespace loopscope::vm

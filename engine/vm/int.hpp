#pragma once
// Inside of ints: libtommath numbers behind IntObject.

#include <tommath.h>

#include "engine/vm/objects.hpp"

namespace loopscope::vm {

/// A libtommath number that frees itself.
class Big {
 public:
  Big() { check(mp_init(&n_)); }
  explicit Big(int64_t v) : Big() { mp_set_i64(&n_, v); }
  ~Big() { mp_clear(&n_); }
  Big(const Big&) = delete;
  mp_int* get() { return &n_; }
  operator mp_int*() { return &n_; }  // NOLINT
  /// libtommath fails only when the machine has no memory left.
  static void check(mp_err error);

 private:
  mp_int n_;
};

inline mp_int* digits_of(Value v) { return static_cast<mp_int*>(as<IntObject>(v)->digits); }
/// The number behind any int; `storage` holds it when v is small or a bool.
const mp_int* big_operand(Value v, Big& storage);
/// Takes the number's digits; small results become small ints.
Ref make_int_from(Big& n);
/// An instance of a subclass of int.
Ref make_int_instance(Vm& vm, Type* type, Value value);
/// Bits of |v|.
int64_t bit_length(Value v);
int64_t small_value(Value v);  // of a small int or bool

Ref int_power(Vm& vm, Value a, Value b);
Ref int_true_divide(Vm& vm, Value a, Value b);
Ref int_shift(Vm& vm, Value a, Value b, bool left);
/// False with MemoryError pending when a result of so many bits would be unreasonable.
bool reserve_bits(Vm& vm, uint64_t bits);

}  // namespace loopscope::vm

// The types int and bool: slots. Methods are added by engine/runtime.

#include "engine/vm/impl.hpp"
#include "engine/vm/int.hpp"

namespace loopscope::vm {

namespace {

/// As sys.set_int_max_str_digits() is by default.
constexpr int64_t kMaxDigits = 4300;

Ref repr_int(Vm& vm, Value v) {
  // 3.3219 bits a digit; a borderline number is converted and counted.
  if (v.is_object() && bit_length(v) > kMaxDigits * 3321 / 1000) {
    bool too_long = bit_length(v) > kMaxDigits * 3323 / 1000;
    if (!too_long) {
      std::string text = int_to_string(v);
      too_long = static_cast<int64_t>(text.size()) - (text[0] == '-') > kMaxDigits;
      if (!too_long) return make_str(text);
    }
    return vm.raise(vm.exc.ValueError,
                    "Exceeds the limit ({} digits) for integer string conversion; use sys.set_int_max_str_digits() to "
                    "increase the limit",
                    kMaxDigits);
  }
  return make_str(int_to_string(v));
}

Ref repr_bool(Vm&, Value v) { return Ref::share(intern(v.is_true() ? "True" : "False")); }

bool hash_int_slot(Vm&, Value v, int64_t* out) {
  *out = static_cast<int64_t>(hash_int(v));
  return true;
}

Ref compare_int(Vm&, Value a, Value b, lang::CompareOperator op) {
  if (!is_int(b)) return not_implemented();
  return boolean(ordered(op, int_compare(a, b)));
}

Ref binary_int(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  return is_int(b) ? int_binary(vm, op, a, b) : not_implemented();
}
Ref rbinary_int(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  return is_int(other) ? int_binary(vm, op, other, self) : not_implemented();
}

int truth_int(Vm&, Value v) { return v.is_object() ? !mp_iszero(digits_of(v)) : small_value(v) != 0; }

void destroy_int(Object* object) {
  if (auto* digits = static_cast<mp_int*>(static_cast<IntObject*>(object)->digits)) {
    state().heap.account(-static_cast<int64_t>(digits->alloc) * 8);
    mp_clear(digits);
    state().heap.release(digits, sizeof(mp_int));
  }
  free_object(object);
}

}  // namespace

void create_int_types(Vm& vm) {
  Type* type = vm.make_type({"builtins", "int", Kind::kInt, kBaseType, sizeof(IntObject), nullptr});
  vm.types.int_ = type;
  type->destroy = destroy_int;
  type->repr = repr_int;
  type->hash = hash_int_slot;
  type->compare = compare_int;
  type->binary = binary_int;
  type->rbinary = rbinary_int;
  type->unary = int_unary;
  type->truth = truth_int;
  vm.finish_type(type);

  type = vm.make_type({"builtins", "bool", Kind::kInt, 0, sizeof(IntObject), vm.types.int_});
  vm.types.bool_ = type;
  type->repr = repr_bool;
  vm.finish_type(type);
}

}  // namespace loopscope::vm

// Arithmetic and comparison: fast paths for the common exact types, then the protocol of reflected operators.

#include "engine/vm/int.hpp"
#include "engine/vm/slots.hpp"

namespace loopscope::vm {

using lang::BinaryOperator;
using lang::CompareOperator;

namespace {

bool is_float(const Vm& vm, Value v) { return v.is_object() && v.object()->type == vm.types.float_; }
bool is_plain_str(const Vm& vm, Value v) { return v.is_object() && v.object()->type == vm.types.str; }

bool is_sequence(Value v) {
  return v.is(Kind::kStr) || v.is(Kind::kList) || v.is(Kind::kTuple) || v.is(Kind::kBytes) || v.is(Kind::kByteArray);
}

Ref raise_unsupported(Vm& vm, BinaryOperator op, Value a, Value b, const char* suffix) {
  std::string_view left = type_of(a)->name->view(), right = type_of(b)->name->view();
  if (op == BinaryOperator::kAdd && is_sequence(a)) {
    if (a.is(Kind::kBytes) || a.is(Kind::kByteArray))
      return vm.raise(vm.exc.TypeError, "can't concat {} to {}", right, left);
    return vm.raise(vm.exc.TypeError, "can only concatenate {} (not \"{}\") to {}", left, right, left);
  }
  if (op == BinaryOperator::kMultiply && (is_sequence(a) || is_sequence(b))) {
    return vm.raise(vm.exc.TypeError, "can't multiply sequence by non-int of type '{}'", is_sequence(a) ? right : left);
  }
  std::string symbol = operator_symbol(op);
  if (*suffix) symbol = op == BinaryOperator::kPower ? "**=" : symbol + "=";
  return vm.raise(vm.exc.TypeError, "unsupported operand type(s) for {}: '{}' and '{}'", symbol, left, right);
}

/// Does the right operand's class, a subclass of the left's, bring its own reflected method?
bool right_goes_first(Vm& vm, BinaryOperator op, Type* left, Type* right) {
  if (!right->rbinary || left == right || !is_subtype(right, left)) return false;
  if (right->rbinary != left->rbinary) return true;
  Str* name = reflected_name(vm, op);
  return vm.lookup(right, name) != vm.lookup(left, name);
}

Ref dispatch(Vm& vm, BinaryOperator op, Value a, Value b, const char* suffix) {
  Type* left = type_of(a);
  Type* right = type_of(b);
  bool tried_right = false;
  if (right_goes_first(vm, op, left, right)) {
    Ref result = right->rbinary(vm, op, b, a);
    if (!result || !result.is_not_implemented()) return result;
    tried_right = true;
  }
  if (left->binary) {
    Ref result = left->binary(vm, op, a, b);
    if (!result || !result.is_not_implemented()) return result;
  }
  // Operands of one class have had their say, unless reflected methods differ from instance to instance: they do not.
  if (!tried_right && right->rbinary && left != right) {
    Ref result = right->rbinary(vm, op, b, a);
    if (!result || !result.is_not_implemented()) return result;
  }
  return raise_unsupported(vm, op, a, b, suffix);
}

double float_value(Value v) { return as<Float>(v)->value; }

/// +, - and * of two floats, or of a float and a small int; null when it is something else.
Ref float_arithmetic(BinaryOperator op, double a, double b) {
  switch (op) {
    case BinaryOperator::kAdd:
      return make_float(a + b);
    case BinaryOperator::kSubtract:
      return make_float(a - b);
    case BinaryOperator::kMultiply:
      return make_float(a * b);
    case BinaryOperator::kTrueDivide:
      return b != 0 ? make_float(a / b) : Ref();
    default:
      return nullptr;
  }
}

}  // namespace

namespace {

/// The common exact types; null without an exception when it is something else.
Ref quick(Vm& vm, BinaryOperator op, Value a, Value b) {
  if (a.is_small_int() && b.is_small_int()) {
    int64_t x = a.small_int(), y = b.small_int();
    switch (op) {
      case BinaryOperator::kAdd:
        return make_int(x + y);
      case BinaryOperator::kSubtract:
        return make_int(x - y);
      case BinaryOperator::kMatrixMultiply:
        return nullptr;
      default:
        return int_binary(vm, op, a, b);
    }
  }
  if (is_float(vm, a)) {
    if (is_float(vm, b)) return float_arithmetic(op, float_value(a), float_value(b));
    if (b.is_small_int()) return float_arithmetic(op, float_value(a), static_cast<double>(b.small_int()));
  } else if (a.is_small_int() && is_float(vm, b)) {
    return float_arithmetic(op, static_cast<double>(a.small_int()), float_value(b));
  }
  return nullptr;
}

}  // namespace

Ref Vm::binary(BinaryOperator op, Value a, Value b) {
  Ref result = quick(*this, op, a, b);
  if (result || failed()) return result;
  return dispatch(*this, op, a, b, "");
}

Ref Vm::inplace(BinaryOperator op, Value a, Value b) {
  Ref result = quick(*this, op, a, b);
  if (result || failed()) return result;
  Type* type = type_of(a);
  if (type->inplace) {
    result = type->inplace(*this, op, a, b);
    if (!result || !result.is_not_implemented()) return result;
  }
  return dispatch(*this, op, a, b, "=");
}

Ref Vm::unary(lang::UnaryOperator op, Value a) {
  if (op == lang::UnaryOperator::kNot) {
    int t = truth(a);
    return t < 0 ? Ref() : boolean(!t);
  }
  Type* type = type_of(a);
  if (type->unary) {
    Ref result = type->unary(*this, op, a);
    if (!result || !result.is_not_implemented()) return result;
  }
  const char* symbol = op == lang::UnaryOperator::kNegative ? "-" : op == lang::UnaryOperator::kPositive ? "+" : "~";
  return raise(exc.TypeError, "bad operand type for unary {}: '{}'", symbol, type->name->view());
}

Ref Vm::compare(CompareOperator op, Value a, Value b) {
  if (a.is_small_int() && b.is_small_int()) {
    int64_t x = a.small_int(), y = b.small_int();
    return boolean(ordered(op, x < y ? -1 : x > y));
  }
  Type* left = type_of(a);
  Type* right = type_of(b);
  if (left == types.str && right == types.str) {
    if (op == CompareOperator::kEqual) return boolean(vm::equal(as<Str>(a), as<Str>(b)));
    if (op == CompareOperator::kNotEqual) return boolean(!vm::equal(as<Str>(a), as<Str>(b)));
  }
  bool tried_right = false;
  if (left != right && right->compare && is_subtype(right, left)) {
    Ref result = right->compare(*this, b, a, swapped(op));
    if (!result || !result.is_not_implemented()) return result;
    tried_right = true;
  }
  if (left->compare) {
    Ref result = left->compare(*this, a, b, op);
    if (!result || !result.is_not_implemented()) return result;
  }
  if (!tried_right && right->compare) {
    Ref result = right->compare(*this, b, a, swapped(op));
    if (!result || !result.is_not_implemented()) return result;
  }
  if (op == CompareOperator::kEqual) return boolean(a == b);
  if (op == CompareOperator::kNotEqual) return boolean(a != b);
  return raise(exc.TypeError, "'{}' not supported between instances of '{}' and '{}'", operator_symbol(op),
               left->name->view(), right->name->view());
}

int Vm::equals(Value a, Value b) {
  if (a == b) return 1;
  if (a.is_small_int() && b.is_small_int()) return 0;
  if (is_plain_str(*this, a) && is_plain_str(*this, b)) return vm::equal(as<Str>(a), as<Str>(b));
  Ref result = compare(CompareOperator::kEqual, a, b);
  return result ? truth(result) : -1;
}

int Vm::truth(Value v) {
  if (v.is_true()) return 1;
  if (v.is_false() || v.is_none()) return 0;
  if (v.is_small_int()) return v.small_int() != 0;
  Type* type = type_of(v);
  if (type->truth) return type->truth(*this, v);
  if (!type->length) return 1;
  int64_t n = type->length(*this, v);
  return n < 0 ? -1 : n > 0;
}

bool Vm::hash(Value v, int64_t* out) {
  if (is_plain_str(*this, v)) {
    *out = static_cast<int64_t>(hash_of(as<Str>(v)));
    return true;
  }
  if (v.is_small_int()) {
    *out = static_cast<int64_t>(hash_int(v));
    return true;
  }
  Type* type = type_of(v);
  return type->hash ? type->hash(*this, v, out) : hash_unsupported(*this, v, out);
}

}  // namespace loopscope::vm

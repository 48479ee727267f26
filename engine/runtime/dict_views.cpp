// dict_keys, dict_values and dict_items: live views of a dict (NativeObject::a).

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/iterators.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

namespace {

using Op = lang::BinaryOperator;
using Compare = lang::CompareOperator;

Dict* viewed(Value self) { return as<Dict>(native(self)->a); }

template <Type* RuntimeTypes::*Iterator>
Ref iterate(Vm& vm, Value self) {
  return dict_iterator(vm, runtime_of(vm).types.*Iterator, native(self)->a);
}
int64_t view_length(Vm&, Value self) { return viewed(self)->live; }

Ref view_repr(Vm& vm, Value self) {
  Ptr<List> list = vm.list_of(self);
  if (!list) return nullptr;
  Ref inner = vm.repr(list);
  return inner ? text(fmt::format("{}({})", type_name(self), view(inner))) : Ref();
}

int keys_contains(Vm& vm, Value self, Value item) {
  Value found;
  return dict_find(vm, viewed(self), item, &found);
}
int values_contains(Vm& vm, Value self, Value item) {
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(viewed(self), &position)) {
    Ref value = Ref::share(entry->value);
    int same = vm.equals(value, item);
    if (same != 0) return same;
  }
  return 0;
}
int items_contains(Vm& vm, Value self, Value item) {
  if (!item.is(Kind::kTuple) || as<Tuple>(item)->count != 2) return 0;
  Value found;
  int r = dict_find(vm, viewed(self), as<Tuple>(item)->items[0], &found);
  if (r <= 0) return r;
  Ref value = Ref::share(found);
  return vm.equals(value, as<Tuple>(item)->items[1]);
}

Ref as_set(Vm& vm, Value iterable) { return vm.call(vm.types.set, iterable); }

Ref view_binary(Vm& vm, Op op, Value self, Value other) {
  const char* method = op == Op::kAnd        ? "intersection"
                       : op == Op::kOr       ? "union"
                       : op == Op::kXor      ? "symmetric_difference"
                       : op == Op::kSubtract ? "difference"
                                             : nullptr;
  if (!method) return not_implemented();
  Ref set = as_set(vm, self);
  return set ? vm.call_method(set, method, {other}) : Ref();
}
Ref view_rbinary(Vm& vm, Op op, Value self, Value other) {
  if (op != Op::kAnd && op != Op::kOr && op != Op::kXor && op != Op::kSubtract) return not_implemented();
  Ref set = as_set(vm, other);
  return set ? view_binary(vm, op, set, self) : Ref();
}

Ref view_compare(Vm& vm, Value self, Value other, Compare op) {
  Kind kind = other.is_object() ? other.object()->kind : Kind::kNative;
  RuntimeTypes& types = runtime_of(vm).types;
  bool set_like = kind == Kind::kSet || kind == Kind::kFrozenSet || type_of(other) == types.dict_keys ||
                  type_of(other) == types.dict_items;
  if (!set_like) return not_implemented();
  Ref a = as_set(vm, self), b = as_set(vm, other);
  return a && b ? vm.compare(op, a, b) : Ref();
}

Ref is_disjoint(Vm& vm, Value self, Args args) {
  Ref set = as_set(vm, self);
  return set ? vm.call_method(set, "isdisjoint", {args[0]}) : Ref();
}
template <int Part>
Ref view_reversed(Vm& vm, Value self, Args) {
  return reversed_dict(vm, native(self)->a, Part);
}
const MethodDef kKeysMethods[] = {{"isdisjoint", is_disjoint, 1, 1}, {"__reversed__", view_reversed<0>}};
const MethodDef kValuesMethods[] = {{"__reversed__", view_reversed<1>}};
const MethodDef kItemsMethods[] = {{"isdisjoint", is_disjoint, 1, 1}, {"__reversed__", view_reversed<2>}};
const GetSetDef kGetSets[] = {{"mapping", [](Vm&, Value self) { return Ref::share(native(self)->a); }}};

}  // namespace

void setup_dict_views(Vm& vm) {
  RuntimeTypes& types = runtime_of(vm).types;
  auto make = [&](const char* name, Ref (*iter)(Vm&, Value), int (*contains)(Vm&, Value, Value), bool set_like,
                  std::span<const MethodDef> methods) {
    Type* type = make_native_type(vm, "builtins", name, Kind::kDictView);
    type->iter = iter;
    type->length = view_length;
    type->repr = view_repr;
    type->contains = contains;
    if (set_like) {
      type->binary = view_binary;
      type->rbinary = view_rbinary;
      type->compare = view_compare;
      type->hash = hash_unsupported;
    }
    vm.add_methods(type, methods);
    vm.add_getsets(type, kGetSets);
    vm.finish_type(type);
    return type;
  };
  types.dict_keys = make("dict_keys", iterate<&RuntimeTypes::dict_key_iterator>, keys_contains, true, kKeysMethods);
  types.dict_values =
      make("dict_values", iterate<&RuntimeTypes::dict_value_iterator>, values_contains, false, kValuesMethods);
  types.dict_items =
      make("dict_items", iterate<&RuntimeTypes::dict_item_iterator>, items_contains, true, kItemsMethods);
}

}  // namespace loopscope::runtime

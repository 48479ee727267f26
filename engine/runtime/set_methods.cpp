// set and frozenset: construction, methods and operators.

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

using Op = lang::BinaryOperator;

Set* set(Value v) { return as<Set>(v); }
bool is_set(Value v) { return v.is(Kind::kSet) || v.is(Kind::kFrozenSet); }

bool update_set(Vm& vm, Set* target, Value iterable) {
  if (is_set(iterable)) {
    size_t position = 0;
    while (const Dict::Entry* entry = dict_next(set(iterable)->table, &position)) {
      Ref key = Ref::share(entry->key);
      if (!set_add(vm, target, key)) return false;
    }
    return true;
  }
  return vm.for_each(iterable, [&](Ref item) { return set_add(vm, target, item); });
}

Ptr<Set> copy_of(Vm& vm, Value iterable, bool frozen = false) {
  Ptr<Set> result = make_set(frozen);
  return update_set(vm, result.get(), iterable) ? result : Ptr<Set>();
}
/// The value itself when it is a set, else a set of its items.
Ref as_set(Vm& vm, Value v) { return is_set(v) ? Ref::share(v) : Ref(copy_of(vm, v)); }

bool set_init(Vm& vm, Value self, Args args) {
  if (args.keyword_count() && type_of(self) == vm.types.set) {
    vm.raise(vm.exc.TypeError, "set() takes no keyword arguments");
    return false;
  }
  if (args.count > 1) {
    vm.raise(vm.exc.TypeError, "set expected at most 1 argument, got {}", args.count);
    return false;
  }
  dict_clear(set(self)->table);
  return args.count == 0 || update_set(vm, set(self), args[0]);
}

Ref construct_frozenset(Vm& vm, Type* type, Args args) {
  if (args.keyword_count() && type == vm.types.frozenset) {
    return vm.raise(vm.exc.TypeError, "frozenset() takes no keyword arguments");
  }
  if (args.count > 1) return vm.raise(vm.exc.TypeError, "frozenset expected at most 1 argument, got {}", args.count);
  if (args.count && type == vm.types.frozenset && type_of(args[0]) == type) return Ref::share(args[0]);
  if (type == vm.types.frozenset) return args.count ? Ref(copy_of(vm, args[0], true)) : Ref(make_set(true));
  auto* result = static_cast<Set*>(vm.new_object(type));
  if (!result->table) result->table = make_dict().release();
  result->hash = -1;
  Ref keep = Ref::steal(result);
  return args.count == 0 || update_set(vm, result, args[0]) ? keep : Ref();
}

// --- set algebra; results have the type of the left operand ----------------------------------------------------------

Ptr<Set> fresh(Value like) { return make_set(like.is(Kind::kFrozenSet)); }

Ref intersect(Vm& vm, Value a, Value b) {
  Ptr<Set> result = fresh(a);
  Value small = a, large = b;
  if (set(b)->table->live < set(a)->table->live) std::swap(small, large);
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(set(small)->table, &position)) {
    Ref key = Ref::share(entry->key);
    int found = set_contains(vm, set(large), key);
    if (found < 0 || (found && !set_add(vm, result.get(), key))) return nullptr;
  }
  return result;
}
Ref subtract(Vm& vm, Value a, Value b) {
  Ptr<Set> result = fresh(a);
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(set(a)->table, &position)) {
    Ref key = Ref::share(entry->key);
    int found = set_contains(vm, set(b), key);
    if (found < 0 || (!found && !set_add(vm, result.get(), key))) return nullptr;
  }
  return result;
}
Ref unite(Vm& vm, Value a, Value b) {
  Ptr<Set> result = copy_of(vm, a, a.is(Kind::kFrozenSet));
  return result && update_set(vm, result.get(), b) ? Ref(result) : Ref();
}
Ref symmetric(Vm& vm, Value a, Value b) {
  Ref left = subtract(vm, a, b), right = subtract(vm, b, a);
  return left && right ? unite(vm, left, right) : Ref();
}
Ref combine(Vm& vm, Op op, Value a, Value b) {
  switch (op) {
    case Op::kAnd:
      return intersect(vm, a, b);
    case Op::kOr:
      return unite(vm, a, b);
    case Op::kXor:
      return symmetric(vm, a, b);
    case Op::kSubtract:
      return subtract(vm, a, b);
    default:
      return not_implemented();
  }
}

/// Takes over the contents of `other`.
void assign(Set* target, Value other) { std::swap(target->table, set(other)->table); }

Ref set_binary(Vm& vm, Op op, Value a, Value b) {
  return is_set(a) && is_set(b) ? combine(vm, op, a, b) : not_implemented();
}
Ref set_inplace(Vm& vm, Op op, Value a, Value b) {
  if (!is_set(b) || !a.is(Kind::kSet)) return not_implemented();
  if (op == Op::kOr) return update_set(vm, set(a), b) ? Ref::share(a) : Ref();
  Ref result = combine(vm, op, a, b);
  if (!result || result.is_not_implemented()) return result;
  assign(set(a), result);
  return Ref::share(a);
}

template <Op O>
Ref method_of(Vm& vm, Value self, Args args) {
  Ref result = copy_of(vm, self, self.is(Kind::kFrozenSet));
  for (uint32_t i = 0; result && i < args.count; ++i) {
    Ref other = as_set(vm, args[i]);
    result = other ? combine(vm, O, result, other) : Ref();
  }
  return result;
}
template <Op O>
Ref update_method(Vm& vm, Value self, Args args) {
  for (uint32_t i = 0; i < args.count; ++i) {
    if (O == Op::kOr) {
      if (!update_set(vm, set(self), args[i])) return nullptr;
      continue;
    }
    Ref other = as_set(vm, args[i]);
    Ref result = other ? combine(vm, O, self, other) : Ref();
    if (!result) return nullptr;
    assign(set(self), result);
  }
  return none();
}

// --- the rest --------------------------------------------------------------------------------------------------------

/// Are all items of a in b? 1, 0, -1.
int contained(Vm& vm, Value a, Value b) {
  if (set(a)->table->live > set(b)->table->live) return 0;
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(set(a)->table, &position)) {
    Ref key = Ref::share(entry->key);
    int found = set_contains(vm, set(b), key);
    if (found <= 0) return found;
  }
  return 1;
}
Ref truth_or_fail(int t) { return t < 0 ? Ref() : boolean(t == 1); }
Ref is_subset(Vm& vm, Value self, Args args) {
  Ref other = as_set(vm, args[0]);
  return other ? truth_or_fail(contained(vm, self, other)) : Ref();
}
Ref is_superset(Vm& vm, Value self, Args args) {
  Ref other = as_set(vm, args[0]);
  return other ? truth_or_fail(contained(vm, other, self)) : Ref();
}
Ref is_disjoint(Vm& vm, Value self, Args args) {
  Ref other = as_set(vm, args[0]);
  Ref common = other ? intersect(vm, self, other) : Ref();
  return common ? boolean(set(common)->table->live == 0) : Ref();
}

Ref add(Vm& vm, Value self, Args args) { return set_add(vm, set(self), args[0]) ? none() : Ref(); }
Ref discard(Vm& vm, Value self, Args args) { return set_remove(vm, set(self), args[0]) < 0 ? Ref() : none(); }
Ref remove(Vm& vm, Value self, Args args) {
  int found = set_remove(vm, set(self), args[0]);
  if (found < 0) return nullptr;
  return found ? none() : vm.raise_value(vm.exc.KeyError, args[0]);
}
Ref pop(Vm& vm, Value self, Args) {
  size_t position = 0;
  settle_set_order(set(self));
  const Dict::Entry* entry = dict_next(set(self)->table, &position);
  if (!entry) {
    Ref message = text("pop from an empty set");
    return vm.raise_value(vm.exc.KeyError, message);
  }
  Ref item = Ref::share(entry->key);
  return set_remove(vm, set(self), item) < 0 ? Ref() : item;
}
Ref clear(Vm&, Value self, Args) {
  dict_clear(set(self)->table);
  return none();
}
Ref copy(Vm& vm, Value self, Args) {
  if (type_of(self) == vm.types.frozenset) return Ref::share(self);
  return copy_of(vm, self, self.is(Kind::kFrozenSet));
}

const MethodDef kCommon[] = {
    {"copy", copy},
    {"union", method_of<Op::kOr>, 0, -1},
    {"intersection", method_of<Op::kAnd>, 0, -1},
    {"difference", method_of<Op::kSubtract>, 0, -1},
    {"symmetric_difference", method_of<Op::kXor>, 1, 1},
    {"issubset", is_subset, 1, 1},
    {"issuperset", is_superset, 1, 1},
    {"isdisjoint", is_disjoint, 1, 1},
};
const MethodDef kMutable[] = {
    {"add", add, 1, 1},
    {"discard", discard, 1, 1},
    {"remove", remove, 1, 1},
    {"pop", pop},
    {"clear", clear},
    {"update", update_method<Op::kOr>, 0, -1},
    {"intersection_update", update_method<Op::kAnd>, 0, -1},
    {"difference_update", update_method<Op::kSubtract>, 0, -1},
    {"symmetric_difference_update", update_method<Op::kXor>, 1, 1},
};

}  // namespace

void setup_set(Vm& vm) {
  vm.types.set->init = set_init;
  vm.types.frozenset->construct = construct_frozenset;
  vm.add_methods(vm.types.set, kMutable);
  for (Type* type : {vm.types.set, vm.types.frozenset}) {
    if (!type->binary) type->binary = set_binary;
    if (!type->inplace && type == vm.types.set) type->inplace = set_inplace;
    vm.add_methods(type, kCommon);
    vm.finish_type(type);
  }
}

}  // namespace loopscope::runtime

// set and frozenset: a Dict whose values are None.

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

namespace {

using lang::BinaryOperator;
using lang::CompareOperator;

bool is_set(Value v) { return v.is(Kind::kSet) || v.is(Kind::kFrozenSet); }
Dict* table(Value v) { return as<Set>(v)->table; }

Ref construct_set(Vm& vm, Type* type, Args) {
  auto* set = static_cast<Set*>(vm.new_object(type));
  Ref result = Ref::steal(set);
  set->hash = -1;
  set->table = make_dict().release();
  return result;
}

void traverse_set(Object* object, Visitor& visitor) { visit_field(visitor, static_cast<Set*>(object)->table); }
void clear_set(Object* object) {
  if (Dict* t = static_cast<Set*>(object)->table) dict_clear(t);
}
void destroy_set(Object* object) {
  drop_field(static_cast<Set*>(object)->table);
  free_object(object);
}

Ref repr_set(Vm& vm, Value v) {
  Type* type = type_of(v);
  bool plain = type == vm.types.set;
  std::string name(type->name->view());
  if (table(v)->live == 0) return make_str(name + "()");
  settle_set_order(as<Set>(v));
  NativeDepth depth(vm, " while getting the repr of an object");
  if (!depth.ok()) return nullptr;
  ReprGuard guard(vm, v);
  if (!guard.entered()) return make_str(name + "(...)");
  std::string out = plain ? "{" : name + "({";
  bool first = true;
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(table(v), &position)) {
    if (!first) out += ", ";
    first = false;
    Ref keep = Ref::share(entry->key);
    Ref item = vm.repr(keep);
    if (!item) return nullptr;
    out += as<Str>(item)->view();
  }
  return make_str(out + (plain ? "}" : "})"));
}

bool hash_frozenset(Vm&, Value v, int64_t* out) {
  auto* set = as<Set>(v);
  if (set->hash == -1) {
    uint64_t h = 0;
    size_t position = 0;
    while (const Dict::Entry* entry = dict_next(set->table, &position)) {
      h ^= (entry->hash ^ 89869747u ^ entry->hash << 16) * 3644798167u;
    }
    h ^= (set->table->live + 1u) * 1927868237u;
    h ^= h >> 11 ^ h >> 25;
    h = h * 69069u + 907133923u;
    set->hash = static_cast<int64_t>(h) == -1 ? 590923713 : static_cast<int64_t>(h);
  }
  *out = set->hash;
  return true;
}

/// 1 when every item of `a` is in `b`.
int is_subset(Vm& vm, Value a, Value b) {
  if (table(a)->live > table(b)->live) return 0;
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(table(a), &position)) {
    Ref item = Ref::share(entry->key);
    Value unused;
    int found = dict_find(vm, table(b), item, &unused);
    if (found != 1) return found;
  }
  return 1;
}

Ref compare_set(Vm& vm, Value a, Value b, CompareOperator op) {
  if (!is_set(b)) return not_implemented();
  int result = 0;
  uint32_t x = table(a)->live, y = table(b)->live;
  switch (op) {
    case CompareOperator::kEqual:
    case CompareOperator::kNotEqual:
      result = x == y ? is_subset(vm, a, b) : 0;
      if (result >= 0 && op == CompareOperator::kNotEqual) result = !result;
      break;
    case CompareOperator::kLess:
      result = x < y ? is_subset(vm, a, b) : 0;
      break;
    case CompareOperator::kLessEqual:
      result = is_subset(vm, a, b);
      break;
    case CompareOperator::kGreater:
      result = x > y ? is_subset(vm, b, a) : 0;
      break;
    case CompareOperator::kGreaterEqual:
      result = is_subset(vm, b, a);
      break;
  }
  return result < 0 ? Ref() : boolean(result == 1);
}

/// Adds the items of `from` whose presence in `filter` (null: any) is `wanted`.
bool add_items(Vm& vm, Set* into, Value from, Dict* filter, bool wanted) {
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(table(from), &position)) {
    Ref item = Ref::share(entry->key);
    if (filter) {
      Value unused;
      int found = dict_find(vm, filter, item, &unused);
      if (found < 0) return false;
      if ((found == 1) != wanted) continue;
    }
    if (!set_add(vm, into, item)) return false;
  }
  return true;
}

Ref combine(Vm& vm, BinaryOperator op, Value a, Value b) {
  Ptr<Set> result = make_set(a.is(Kind::kFrozenSet));
  bool ok = true;
  switch (op) {
    case BinaryOperator::kOr:
      ok = add_items(vm, result.get(), a, nullptr, true) && add_items(vm, result.get(), b, nullptr, true);
      break;
    case BinaryOperator::kAnd: {
      // Items come from the smaller one, as in CPython.
      bool swap = table(b)->live > table(a)->live;
      ok = add_items(vm, result.get(), swap ? a : b, table(swap ? b : a), true);
      break;
    }
    case BinaryOperator::kSubtract:
      ok = add_items(vm, result.get(), a, table(b), false);
      break;
    case BinaryOperator::kXor:
      ok = add_items(vm, result.get(), a, table(b), false) && add_items(vm, result.get(), b, table(a), false);
      break;
    default:
      return not_implemented();
  }
  return ok ? Ref(result) : Ref();
}

Ref binary_set(Vm& vm, BinaryOperator op, Value a, Value b) {
  return is_set(b) ? combine(vm, op, a, b) : not_implemented();
}
Ref rbinary_set(Vm& vm, BinaryOperator op, Value self, Value other) {
  return is_set(other) ? combine(vm, op, other, self) : not_implemented();
}

Ref inplace_set(Vm& vm, BinaryOperator op, Value self, Value other) {
  if (!is_set(other)) return not_implemented();
  if (op == BinaryOperator::kOr) return add_items(vm, as<Set>(self), other, nullptr, true) ? Ref::share(self) : Ref();
  Ref result = combine(vm, op, self, other);
  if (!result || result.is_not_implemented()) return result;
  std::swap(as<Set>(self)->table, as<Set>(result)->table);
  return Ref::share(self);
}

int contains_set(Vm& vm, Value self, Value item) {
  if (item.is(Kind::kSet)) {
    // A set looks for an equal frozenset.
    Ptr<Set> frozen = make_set(true);
    if (!add_items(vm, frozen.get(), item, nullptr, true)) return -1;
    return set_contains(vm, as<Set>(self), frozen);
  }
  return set_contains(vm, as<Set>(self), item);
}

Type* make_set_type(Vm& vm, const char* name, Kind kind) {
  Type* type = vm.make_type({"builtins", name, kind, kBaseType, sizeof(Set), nullptr});
  type->destroy = destroy_set;
  type->traverse = traverse_set;
  type->clear = clear_set;
  type->construct = construct_set;
  type->repr = repr_set;
  type->compare = compare_set;
  type->binary = binary_set;
  type->rbinary = rbinary_set;
  type->length = [](Vm&, Value v) { return static_cast<int64_t>(table(v)->live); };
  type->contains = contains_set;
  return type;
}

}  // namespace

Ptr<Set> make_set(bool frozen) {
  Vm& vm = *current_vm;
  auto* set = static_cast<Set*>(vm.new_object(frozen ? vm.types.frozenset : vm.types.set));
  Ptr<Set> result = Ptr<Set>::steal(set);
  set->hash = -1;
  set->table = make_dict().release();
  return result;
}

int set_contains(Vm& vm, Set* s, Value item) {
  Value unused;
  return dict_find(vm, s->table, item, &unused);
}

bool set_add(Vm& vm, Set* s, Value item) {
  // The first of equal items stays.
  Value unused;
  int found = dict_find(vm, s->table, item, &unused);
  return found == 1 || (found == 0 && dict_set(vm, s->table, item, kNone));
}

int set_remove(Vm& vm, Set* s, Value item) {
  bool settled = s->settled_version == s->table->keys_version;
  int removed = dict_remove(vm, s->table, item);
  if (settled) s->settled_version = s->table->keys_version;  // what is left keeps its order
  return removed;
}

void create_set_types(Vm& vm) {
  vm.types.set = make_set_type(vm, "set", Kind::kSet);
  vm.types.set->hash = hash_unsupported;
  vm.types.set->inplace = inplace_set;
  vm.finish_type(vm.types.set);
  vm.types.frozenset = make_set_type(vm, "frozenset", Kind::kFrozenSet);
  vm.types.frozenset->hash = hash_frozenset;
  vm.finish_type(vm.types.frozenset);
}

}  // namespace loopscope::vm

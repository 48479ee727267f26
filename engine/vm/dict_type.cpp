// The slots of dict. Iterators, views and methods are added by engine/runtime.

#include <new>

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

namespace {

void traverse_dict(Object* object, Visitor& visitor) {
  for (const Dict::Entry& entry : static_cast<Dict*>(object)->entries) {
    visitor.visit(entry.key);
    visitor.visit(entry.value);
  }
}

void destroy_dict(Object* object) {
  auto* d = static_cast<Dict*>(object);
  dict_clear(d);
  std::destroy_at(&d->entries);
  std::destroy_at(&d->index);
  free_object(object);
}

Ref repr_dict(Vm& vm, Value v) {
  Dict* d = as<Dict>(v);
  if (d->live == 0) return make_str("{}");
  NativeDepth depth(vm, " while getting the repr of an object");
  if (!depth.ok()) return nullptr;
  ReprGuard guard(vm, v);
  if (!guard.entered()) return make_str("{...}");
  std::string out = "{";
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(d, &position)) {
    if (out.size() > 1) out += ", ";
    Ref key = Ref::share(entry->key), value = Ref::share(entry->value);
    Ref key_text = vm.repr(key);
    if (!key_text) return nullptr;
    Ref value_text = vm.repr(value);
    if (!value_text) return nullptr;
    out += as<Str>(key_text)->view();
    out += ": ";
    out += as<Str>(value_text)->view();
  }
  return make_str(out + "}");
}

int dicts_equal(Vm& vm, Dict* a, Dict* b) {
  if (a->live != b->live) return 0;
  NativeDepth depth(vm, " in comparison");
  if (!depth.ok()) return -1;
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(a, &position)) {
    Ref key = Ref::share(entry->key), value = Ref::share(entry->value);
    Value other;
    int found = dict_find(vm, b, key, &other);
    if (found <= 0) return found;
    Ref keep = Ref::share(other);
    int same = vm.equals(value, other);
    if (same <= 0) return same;
  }
  return 1;
}

Ref compare_dict(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  bool equality = op == lang::CompareOperator::kEqual || op == lang::CompareOperator::kNotEqual;
  if (!equality || !b.is(Kind::kDict)) return not_implemented();
  int same = dicts_equal(vm, as<Dict>(a), as<Dict>(b));
  if (same < 0) return nullptr;
  return boolean((same == 1) == (op == lang::CompareOperator::kEqual));
}

bool merge(Vm& vm, Dict* into, Dict* from) {
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(from, &position)) {
    Ref key = Ref::share(entry->key), value = Ref::share(entry->value);
    if (!dict_set(vm, into, key, value)) return false;
  }
  return true;
}

Ref binary_dict(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  if (op != lang::BinaryOperator::kOr || !b.is(Kind::kDict)) return not_implemented();
  Ptr<Dict> result = dict_copy(as<Dict>(a));
  return merge(vm, result.get(), as<Dict>(b)) ? Ref(result) : Ref();
}

Ref rbinary_dict(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  return other.is(Kind::kDict) ? binary_dict(vm, op, other, self) : not_implemented();
}

Ref inplace_dict(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  if (op != lang::BinaryOperator::kOr) return not_implemented();
  if (other.is(Kind::kDict)) return merge(vm, as<Dict>(self), as<Dict>(other)) ? Ref::share(self) : Ref();
  // Any mapping or iterable of pairs: what dict.update takes.
  Ref done = vm.call_method(self, "update", {other});
  return done ? Ref::share(self) : Ref();
}

Ref getitem_dict(Vm& vm, Value self, Value key) {
  Value found;
  int how = dict_find(vm, as<Dict>(self), key, &found);
  if (how == 1) return Ref::share(found);
  if (how < 0) return nullptr;
  if (self.object()->type != vm.types.dict) {
    if (Ref missing = vm.lookup_special(self, vm.names.__missing__)) return vm.call(missing, key);
    if (vm.failed()) return nullptr;
  }
  return vm.raise_value(vm.exc.KeyError, key);
}

bool setitem_dict(Vm& vm, Value self, Value key, Value value) {
  if (value) return dict_set(vm, as<Dict>(self), key, value);
  int removed = dict_remove(vm, as<Dict>(self), key);
  if (removed == 0) vm.raise_value(vm.exc.KeyError, key);
  return removed == 1;
}

int contains_dict(Vm& vm, Value self, Value key) {
  Value found;
  return dict_find(vm, as<Dict>(self), key, &found);
}

}  // namespace

void create_dict_type(Vm& vm) {
  Type* type = vm.types.dict;  // made by the bootstrap
  type->destroy = destroy_dict;
  type->traverse = traverse_dict;
  type->clear = [](Object* object) { dict_clear(static_cast<Dict*>(object)); };
  type->construct = [](Vm& m, Type* t, Args) { return Ref::steal(m.new_object(t)); };
  type->repr = repr_dict;
  type->hash = hash_unsupported;
  type->compare = compare_dict;
  type->binary = binary_dict;
  type->rbinary = rbinary_dict;
  type->inplace = inplace_dict;
  type->length = [](Vm&, Value v) { return static_cast<int64_t>(as<Dict>(v)->live); };
  type->getitem = getitem_dict;
  type->setitem = setitem_dict;
  type->contains = contains_dict;
  type->type_flags |= kIsMapping;
  vm.finish_type(type);
}

}  // namespace loopscope::vm

#include <algorithm>
#include <new>

#include "engine/vm/sequence.hpp"

namespace loopscope::vm {

Ptr<List> make_list() { return Ptr<List>::steal(static_cast<List*>(current_vm->new_object(current_vm->types.list))); }

Ptr<List> make_list(std::span<const Value> items) {
  Ptr<List> list = make_list();
  list->items.assign(items.begin(), items.end());
  for (Value v : items) incref(v);
  return list;
}

namespace {

using lang::BinaryOperator;

Values& items_of(Value v) { return as<List>(v)->items; }

void traverse_list(Object* object, Visitor& visitor) {
  for (Value v : static_cast<List*>(object)->items) visitor.visit(v);
}

void clear_list(Object* object) {
  Values items;
  items.swap(static_cast<List*>(object)->items);
  // Last first, as CPython drops them.
  for (size_t i = items.size(); i-- > 0;) decref(items[i]);
}

void destroy_list(Object* object) {
  clear_list(object);
  std::destroy_at(&static_cast<List*>(object)->items);
  free_object(object);
}

Ref repr_list(Vm& vm, Value v) {
  if (items_of(v).empty()) return make_str("[]");
  NativeDepth depth(vm, " while getting the repr of an object");
  if (!depth.ok()) return nullptr;
  ReprGuard guard(vm, v);
  if (!guard.entered()) return make_str("[...]");
  std::string out = "[";
  for (size_t i = 0; i < items_of(v).size(); ++i) {
    if (i > 0) out += ", ";
    Ref keep = Ref::share(items_of(v)[i]);
    Ref item = vm.repr(keep);
    if (!item) return nullptr;
    out += as<Str>(item)->view();
  }
  return make_str(out + "]");
}

Ref compare_list(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  if (!b.is(Kind::kList)) return not_implemented();
  return compare_sequences(
      vm, [&] { return std::span<const Value>(items_of(a)); }, [&] { return std::span<const Value>(items_of(b)); }, op);
}

/// Room for `more` items, growing by halves at least.
bool reserve_items(Vm& vm, Values& items, size_t more) {
  size_t wanted = items.size() + more;
  if (wanted <= items.capacity()) return true;
  wanted = std::max(wanted, items.size() + items.size() / 2 + 4);
  if (wanted > (size_t{1} << 40) || !vm.reserve(wanted * sizeof(Value))) {
    if (!vm.failed()) vm.raise_value(vm.exc.MemoryError, make_str("list too long"));
    return false;
  }
  items.reserve(wanted);
  return true;
}

/// Repeats the items of `list` in place.
bool repeat_in_place(Vm& vm, List* list, int64_t count) {
  auto& items = list->items;
  if (count <= 0) {
    clear_list(list);
    return true;
  }
  size_t once = items.size();
  if (once == 0) return true;
  if (static_cast<uint64_t>(count) > (uint64_t{1} << 40) / once) {
    vm.raise_value(vm.exc.MemoryError, make_str("list too long"));
    return false;
  }
  if (!reserve_items(vm, items, once * static_cast<size_t>(count - 1))) return false;
  for (int64_t k = 1; k < count; ++k) {
    for (size_t i = 0; i < once; ++i) {
      incref(items[i]);
      items.push_back(items[i]);
    }
  }
  return true;
}

Ref repeat(Vm& vm, Value self, Value n) {
  int64_t count;
  if (!repeat_count(vm, n, &count)) return not_implemented();
  if (vm.failed()) return nullptr;
  Ptr<List> result = count == 0 ? make_list() : make_list(std::span<const Value>(items_of(self)));
  return repeat_in_place(vm, result.get(), count) ? Ref(result) : Ref();
}

Ref binary_list(Vm& vm, BinaryOperator op, Value a, Value b) {
  if (op == BinaryOperator::kMultiply) return repeat(vm, a, b);
  if (op != BinaryOperator::kAdd || !b.is(Kind::kList)) return not_implemented();
  Ptr<List> result = make_list();
  if (!reserve_items(vm, result->items, items_of(a).size() + items_of(b).size())) return nullptr;
  for (Value operand : {a, b}) {
    for (Value v : items_of(operand)) {
      incref(v);
      result->items.push_back(v);
    }
  }
  return result;
}

Ref rbinary_list(Vm& vm, BinaryOperator op, Value self, Value other) {
  return op == BinaryOperator::kMultiply ? repeat(vm, self, other) : not_implemented();
}

Ref inplace_list(Vm& vm, BinaryOperator op, Value self, Value other) {
  if (op == BinaryOperator::kMultiply) {
    int64_t count;
    if (!repeat_count(vm, other, &count)) return not_implemented();
    if (vm.failed() || !repeat_in_place(vm, as<List>(self), count)) return nullptr;
    return Ref::share(self);
  }
  if (op != BinaryOperator::kAdd) return not_implemented();
  if (other.is(Kind::kList) || other.is(Kind::kTuple)) {
    // A copy: `x += x`.
    std::span<const Value> from;
    if (other.is(Kind::kList)) {
      from = items_of(other);
    } else {
      from = as<Tuple>(other)->view();
    }
    std::vector<Value> added(from.begin(), from.end());
    if (!reserve_items(vm, items_of(self), added.size())) return nullptr;
    for (Value v : added) {
      incref(v);
      items_of(self).push_back(v);
    }
    return Ref::share(self);
  }
  bool ok = vm.for_each(other, [&](Ref item) {
    if (!reserve_items(vm, items_of(self), 1)) return false;
    items_of(self).push_back(item.release());
    return true;
  });
  return ok ? Ref::share(self) : Ref();
}

Ref getitem_list(Vm& vm, Value self, Value key) {
  auto& items = items_of(self);
  if (key.is(Kind::kSlice)) {
    Ref slice = settled_slice(vm, key);
    int64_t start, stop, step, count;
    if (!slice || !slice_bounds(vm, slice, static_cast<int64_t>(items.size()), &start, &stop, &step, &count))
      return nullptr;
    Ptr<List> result = make_list();
    if (!reserve_items(vm, result->items, static_cast<size_t>(count))) return nullptr;
    for (int64_t k = 0; k < count; ++k) {
      Value v = items_of(self)[static_cast<size_t>(start + k * step)];
      incref(v);
      result->items.push_back(v);
    }
    return result;
  }
  int64_t i;
  int kind = sequence_index(vm, key, self, "list index out of range", &i);
  if (kind < 0) return nullptr;
  if (kind == 0) return raise_bad_index(vm, "list", key);
  return Ref::share(items[static_cast<size_t>(i)]);
}

/// Replaces `count` items from `start` by `replacement` (borrowed).
void replace_range(Values& items, size_t start, size_t count, std::span<const Value> replacement) {
  std::vector<Value> old(items.begin() + static_cast<ptrdiff_t>(start),
                         items.begin() + static_cast<ptrdiff_t>(start + count));
  for (Value v : replacement) incref(v);
  auto at =
      items.erase(items.begin() + static_cast<ptrdiff_t>(start), items.begin() + static_cast<ptrdiff_t>(start + count));
  items.insert(at, replacement.begin(), replacement.end());
  for (size_t i = old.size(); i-- > 0;) decref(old[i]);
}

bool assign_slice(Vm& vm, Value self, Value given, Value value) {
  Ref slice = settled_slice(vm, given);
  if (!slice) return false;
  Ptr<List> replacement;
  if (value) {
    // Read first: the iterable may be the list itself.
    if (!type_of(value)->iter && !type_of(value)->getitem) {
      vm.raise(vm.exc.TypeError, "must assign iterable to extended slice");
      return false;
    }
    replacement = vm.list_of(value);
    if (!replacement) return false;
  }
  auto& items = items_of(self);
  int64_t start, stop, step, count;
  if (!slice_bounds(vm, slice, static_cast<int64_t>(items.size()), &start, &stop, &step, &count)) return false;
  if (step == 1) {
    if (start > stop) stop = start;
    std::span<const Value> fresh;
    if (replacement) fresh = replacement->items;
    if (!reserve_items(vm, items, fresh.size())) return false;
    replace_range(items, static_cast<size_t>(start), static_cast<size_t>(count), fresh);
    return true;
  }
  if (replacement && static_cast<int64_t>(replacement->items.size()) != count) {
    vm.raise(vm.exc.ValueError, "attempt to assign sequence of size {} to extended slice of size {}",
             replacement->items.size(), count);
    return false;
  }
  std::vector<Value> old;
  for (int64_t k = 0; k < count; ++k) {
    auto i = static_cast<size_t>(start + k * step);
    old.push_back(items[i]);
    items[i] = kNull;
    if (replacement) {
      items[i] = replacement->items[static_cast<size_t>(k)];
      incref(items[i]);
    }
  }
  if (!replacement) items.erase(std::remove(items.begin(), items.end(), kNull), items.end());
  for (Value v : old) decref(v);
  return true;
}

bool setitem_list(Vm& vm, Value self, Value key, Value value) {
  if (key.is(Kind::kSlice)) return assign_slice(vm, self, key, value);
  auto& items = items_of(self);
  int64_t i;
  int kind = sequence_index(vm, key, self, "list assignment index out of range", &i);
  if (kind == 0) raise_bad_index(vm, "list", key);
  if (kind <= 0) return false;
  Value old = items[static_cast<size_t>(i)];
  if (value) {
    incref(value);
    items[static_cast<size_t>(i)] = value;
  } else {
    items.erase(items.begin() + i);
  }
  decref(old);
  return true;
}

int contains_list(Vm& vm, Value self, Value item) {
  return sequence_contains(
      vm, [&] { return std::span<const Value>(items_of(self)); }, item);
}

}  // namespace

void create_sequence_types(Vm& vm) {
  create_tuple_type(vm);
  Type* type = vm.make_type({"builtins", "list", Kind::kList, kBaseType | kIsSequence, sizeof(List), nullptr});
  vm.types.list = type;
  type->destroy = destroy_list;
  type->traverse = traverse_list;
  type->clear = clear_list;
  type->construct = [](Vm& m, Type* t, Args) { return Ref::steal(m.new_object(t)); };
  type->repr = repr_list;
  type->hash = hash_unsupported;
  type->compare = compare_list;
  type->binary = binary_list;
  type->rbinary = rbinary_list;
  type->inplace = inplace_list;
  type->length = [](Vm&, Value v) { return static_cast<int64_t>(items_of(v).size()); };
  type->getitem = getitem_list;
  type->setitem = setitem_list;
  type->contains = contains_list;
  vm.finish_type(type);
}

}  // namespace loopscope::vm

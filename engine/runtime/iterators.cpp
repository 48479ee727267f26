// Iterators of the built-in containers, and iter(callable, sentinel).

#include "engine/runtime/iterators.hpp"
#include "engine/lang/source.hpp"
#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

namespace {

/// Charges the work of C++ loops, and looks whether the run is to stop. False: an exception is pending.
bool may_go_on(Vm& vm, int64_t instructions) {
  vm.charge(instructions);
  return !vm.safe_point_due() || vm.at_safe_point();
}

Ref list_next(Vm&, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  auto& items = as<List>(it->a)->items;
  if (static_cast<size_t>(it->i) < items.size()) return Ref::share(items[static_cast<size_t>(it->i++)]);
  drop(it->a);
  return nullptr;
}

Ref list_reverse_next(Vm&, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  auto& items = as<List>(it->a)->items;
  if (it->i >= 0 && static_cast<size_t>(it->i) < items.size()) return Ref::share(items[static_cast<size_t>(it->i--)]);
  drop(it->a);
  return nullptr;
}

Ref tuple_next(Vm&, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  auto* tuple = as<Tuple>(it->a);
  if (static_cast<uint32_t>(it->i) < tuple->count) return Ref::share(tuple->items[it->i++]);
  drop(it->a);
  return nullptr;
}

/// `i` counts bytes.
Ref str_next(Vm&, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  std::string_view s = view(it->a);
  auto pos = static_cast<size_t>(it->i);
  if (pos >= s.size()) {
    drop(it->a);
    return nullptr;
  }
  size_t start = pos;
  lang::next_code_point(s, pos);
  it->i = static_cast<int64_t>(pos);
  return text(s.substr(start, pos - start));
}

Ref bytes_next(Vm&, Value self) {
  auto* it = native(self);
  std::string_view s;
  if (!it->a || !bytes_view(it->a, &s)) return nullptr;
  if (static_cast<size_t>(it->i) < s.size()) {
    return Ref::share(Value::small_int(static_cast<unsigned char>(s[static_cast<size_t>(it->i++)])));
  }
  drop(it->a);
  return nullptr;
}

/// Small ranges count in `i` up to `n` by `step`; big ones add Python ints (a: next, b: remaining, c: step).
Ref range_next(Vm& vm, Value self) {
  auto* it = native(self);
  if (!it->a) {
    if (it->n <= 0) return nullptr;
    // sum(range(10**10)) runs no instruction: the iterator itself keeps the run stoppable.
    if ((--it->n & 1023) == 0 && !may_go_on(vm, 1024)) return nullptr;
    int64_t v = it->i;
    it->i += it->step;
    return Ref::share(Value::small_int(v));
  }
  if (vm.truth(it->b) != 1) return nullptr;
  Ref value = Ref::share(it->a);
  Ref next = vm.binary(lang::BinaryOperator::kAdd, it->a, it->c);
  Ref left = vm.binary(lang::BinaryOperator::kSubtract, it->b, Value::small_int(1));
  if (!next || !left) return nullptr;
  replace(it->a, std::move(next));
  replace(it->b, std::move(left));
  return value;
}

Ref iterate_range(Vm& vm, Value self) {
  auto* range = as<Range>(self);
  int64_t start = 0, step = 0;
  if (range->length >= 0 && int_value(range->start, &start) == 1 && int_value(range->step, &step) == 1 &&
      Value::fits(start)) {
    // The last value of the range fits as well, or length would not.
    __int128 end = static_cast<__int128>(start) + static_cast<__int128>(step) * range->length;
    if (end > Value::kMinInt && end < Value::kMaxInt) {
      auto it = new_native_object(vm, runtime_of(vm).types.range_iterator);
      it->i = start;
      it->n = range->length;
      it->step = step;
      return it;
    }
  }
  Ref count = vm.call(vm.getattr(self, "__len__"));
  if (!count) {
    if (!vm.clear_if(vm.exc.OverflowError)) return nullptr;
    Ref distance = vm.binary(lang::BinaryOperator::kSubtract, range->stop, range->start);
    count = vm.binary(lang::BinaryOperator::kFloorDivide, distance, range->step);
    if (!count) return nullptr;
  }
  return new_native_object(vm, runtime_of(vm).types.range_iterator, Ref::share(range->start), std::move(count),
                           Ref::share(range->step));
}

/// Anything with __getitem__ and integer indices.
Ref sequence_next(Vm& vm, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  Ref index = make_int(it->i++);
  Ref item = vm.getitem(it->a, index);
  if (item) return item;
  if (vm.clear_if(vm.exc.IndexError) || vm.clear_if(vm.exc.StopIteration)) drop(it->a);
  return nullptr;
}

Ref callable_next(Vm& vm, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  if (!may_go_on(vm, 1)) return nullptr;
  Ref value = vm.call(it->a);
  if (!value) {
    if (vm.clear_if(vm.exc.StopIteration)) drop(it->a);
    return nullptr;
  }
  int same = vm.equals(value, it->b);
  if (same < 0) return nullptr;
  if (same == 0) return value;
  drop(it->a);
  return nullptr;
}

// Dict iterators: a dict, i position, n the key version seen, step the live count seen.
enum class Part { kKey, kValue, kItem };
template <Part P>
Ref dict_next_item(Vm& vm, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  auto* dict = as<Dict>(it->a);
  if (dict->live != static_cast<uint32_t>(it->step)) {
    it->step = -1;
    return vm.raise(vm.exc.RuntimeError, "dictionary changed size during iteration");
  }
  auto position = static_cast<size_t>(it->i);
  const Dict::Entry* entry = dict_next(dict, &position);
  it->i = static_cast<int64_t>(position);
  if (!entry) {
    drop(it->a);
    return nullptr;
  }
  if (P == Part::kKey) return Ref::share(entry->key);
  if (P == Part::kValue) return Ref::share(entry->value);
  Value pair[] = {entry->key, entry->value};
  return make_tuple(std::span<const Value>(pair));
}

Ref set_next(Vm& vm, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  Dict* table = as<Set>(it->a)->table;
  if (table->live != static_cast<uint32_t>(it->step)) {
    it->step = -1;
    return vm.raise(vm.exc.RuntimeError, "Set changed size during iteration");
  }
  auto position = static_cast<size_t>(it->i);
  const Dict::Entry* entry = dict_next(table, &position);
  it->i = static_cast<int64_t>(position);
  if (entry) return Ref::share(entry->key);
  drop(it->a);
  return nullptr;
}

Ref reverse_dict_next(Vm& vm, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  auto* dict = as<Dict>(it->a);
  if (dict->live != static_cast<uint32_t>(it->step)) {
    return vm.raise(vm.exc.RuntimeError, "dictionary changed size during iteration");
  }
  while (it->i > 0) {
    auto& entry = dict->entries[static_cast<size_t>(--it->i)];
    if (!entry.key) continue;
    if (it->n == 0) return Ref::share(entry.key);
    if (it->n == 1) return Ref::share(entry.value);
    Value pair[] = {entry.key, entry.value};
    return make_tuple(std::span<const Value>(pair));
  }
  drop(it->a);
  return nullptr;
}

template <Type* RuntimeTypes::*Which>
Ref iterate(Vm& vm, Value self) {
  return new_native_object(vm, runtime_of(vm).types.*Which, Ref::share(self));
}
Ref iterate_dict(Vm& vm, Value self) { return dict_iterator(vm, runtime_of(vm).types.dict_key_iterator, self); }
Ref iterate_set(Vm& vm, Value self) {
  settle_set_order(as<Set>(self));
  auto it = new_native_object(vm, runtime_of(vm).types.set_iterator, Ref::share(self));
  it->step = as<Set>(self)->table->live;
  return it;
}

/// How many items are left, for list(it) and operator.length_hint.
Ref length_hint(Vm& vm, Value self, Args) {
  auto* it = native(self);
  RuntimeTypes& types = runtime_of(vm).types;
  Type* type = type_of(self);
  if (type == types.range_iterator) return make_int(it->a ? 0 : it->n);
  if (!it->a) return make_int(0);
  if (type == types.list_reverse_iterator) return make_int(it->i + 1);
  int64_t length = vm.length(it->a);
  if (length < 0) return nullptr;
  return make_int(length > it->i ? length - it->i : 0);
}
const MethodDef kSizedMethods[] = {{"__length_hint__", length_hint}};

}  // namespace

Ref dict_iterator(Vm& vm, Type* type, Value dict) {
  auto it = new_native_object(vm, type, Ref::share(dict));
  it->step = as<Dict>(dict)->live;
  return it;
}

Ref reversed_dict(Vm& vm, Value dict, int part) {
  auto it = new_native_object(vm, runtime_of(vm).types.reversed, Ref::share(dict));
  it->i = static_cast<int64_t>(as<Dict>(dict)->entries.size());
  it->step = as<Dict>(dict)->live;
  it->n = part;
  return it;
}

Ref sequence_iterator(Vm& vm, Value sequence) {
  return new_native_object(vm, runtime_of(vm).types.sequence_iterator, Ref::share(sequence));
}

Ref callable_iterator(Vm& vm, Value callable, Value sentinel) {
  return new_native_object(vm, runtime_of(vm).types.callable_iterator, Ref::share(callable), Ref::share(sentinel));
}

Ref list_reverse_iterator(Vm& vm, Value list) {
  auto it = new_native_object(vm, runtime_of(vm).types.list_reverse_iterator, Ref::share(list));
  it->i = static_cast<int64_t>(as<List>(list)->items.size()) - 1;
  return it;
}

void setup_iterators(Vm& vm) {
  RuntimeTypes& types = runtime_of(vm).types;
  auto make = [&](Type* RuntimeTypes::*which, const char* name, Ref (*next)(Vm&, Value), bool sized) {
    Type* type = make_iterator_type(vm, name, next);
    types.*which = type;
    if (sized) vm.add_methods(type, kSizedMethods);
    vm.finish_type(type);
  };
  make(&RuntimeTypes::list_iterator, "list_iterator", list_next, true);
  make(&RuntimeTypes::list_reverse_iterator, "list_reverseiterator", list_reverse_next, true);
  make(&RuntimeTypes::tuple_iterator, "tuple_iterator", tuple_next, true);
  make(&RuntimeTypes::str_iterator, "str_iterator", str_next, false);
  make(&RuntimeTypes::bytes_iterator, "bytes_iterator", bytes_next, true);
  make(&RuntimeTypes::range_iterator, "range_iterator", range_next, true);
  make(&RuntimeTypes::sequence_iterator, "iterator", sequence_next, false);
  make(&RuntimeTypes::callable_iterator, "callable_iterator", callable_next, false);
  make(&RuntimeTypes::dict_key_iterator, "dict_keyiterator", dict_next_item<Part::kKey>, false);
  make(&RuntimeTypes::dict_value_iterator, "dict_valueiterator", dict_next_item<Part::kValue>, false);
  make(&RuntimeTypes::dict_item_iterator, "dict_itemiterator", dict_next_item<Part::kItem>, false);
  make(&RuntimeTypes::set_iterator, "set_iterator", set_next, false);
  make(&RuntimeTypes::reversed, "dict_reversekeyiterator", reverse_dict_next, false);
  BuiltinTypes& t = vm.types;
  t.list->iter = iterate<&RuntimeTypes::list_iterator>;
  t.tuple->iter = iterate<&RuntimeTypes::tuple_iterator>;
  t.str->iter = iterate<&RuntimeTypes::str_iterator>;
  t.bytes->iter = iterate<&RuntimeTypes::bytes_iterator>;
  t.bytearray->iter = iterate<&RuntimeTypes::bytes_iterator>;
  t.range->iter = iterate_range;
  t.dict->iter = iterate_dict;
  t.set->iter = iterate_set;
  t.frozenset->iter = iterate_set;
}

}  // namespace loopscope::runtime

// collections.deque: a ring buffer; and defaultdict's missing-key method is Python's business.

#include <new>

#include "engine/runtime/modules.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"
#include "engine/vm/alloc.hpp"

namespace loopscope::runtime {

namespace {

/// Items stand in ring[(head + i) % ring.size()].
struct Deque : Instance {
  std::vector<Value> ring;  // owned; the size is a power of two or 0
  size_t head;
  size_t count;
  int64_t limit;     // maxlen, -1: none
  uint64_t version;  // changes with every change of the size
};

Deque* deque(Value v) { return static_cast<Deque*>(v.object()); }
Value& at(Deque* d, size_t i) { return d->ring[(d->head + i) & (d->ring.size() - 1)]; }

bool grow(Vm& vm, Deque* d) {
  if (d->count < d->ring.size()) return true;
  size_t size = d->ring.empty() ? 8 : d->ring.size() * 2;
  if (size > 4096 && !vm.reserve(size * sizeof(Value))) return false;
  std::vector<Value> ring(size);
  for (size_t i = 0; i < d->count; ++i) ring[i] = at(d, i);
  d->ring = std::move(ring);
  d->head = 0;
  return true;
}

Ref take_left(Deque* d) {
  Ref item = Ref::steal(std::exchange(at(d, 0), kNull));
  d->head = (d->head + 1) & (d->ring.size() - 1);
  --d->count;
  ++d->version;
  return item;
}
Ref take_right(Deque* d) {
  Ref item = Ref::steal(std::exchange(at(d, d->count - 1), kNull));
  --d->count;
  ++d->version;
  return item;
}

bool push_right(Vm& vm, Deque* d, Ref item) {
  if (d->limit == 0) return true;
  Ref dropped;
  if (d->limit > 0 && static_cast<int64_t>(d->count) >= d->limit) dropped = take_left(d);
  if (!grow(vm, d)) return false;
  ++d->count;
  ++d->version;
  at(d, d->count - 1) = item.release();
  return true;
}
bool push_left(Vm& vm, Deque* d, Ref item) {
  if (d->limit == 0) return true;
  Ref dropped;
  if (d->limit > 0 && static_cast<int64_t>(d->count) >= d->limit) dropped = take_right(d);
  if (!grow(vm, d)) return false;
  d->head = (d->head + d->ring.size() - 1) & (d->ring.size() - 1);
  ++d->count;
  ++d->version;
  at(d, 0) = item.release();
  return true;
}

void empty(Deque* d) {
  std::vector<Value> ring = std::move(d->ring);
  d->ring.clear();
  d->head = d->count = 0;
  ++d->version;
  for (Value v : ring) decref(v);
}

// --- life cycle ------------------------------------------------------------------------------------------------------

void traverse(Object* object, Visitor& visitor) {
  auto* d = static_cast<Deque*>(object);
  if (d->dict) visitor.visit(d->dict);
  for (size_t i = 0; i < d->count; ++i) visitor.visit(at(d, i));
}
void clear_slot(Object* object) {
  auto* d = static_cast<Deque*>(object);
  empty(d);
  if (Dict* dict = std::exchange(d->dict, nullptr)) decref(dict);
}
void destroy(Object* object) {
  clear_slot(object);
  std::destroy_at(&static_cast<Deque*>(object)->ring);
  free_object(object);
}
Ref construct(Vm& vm, Type* type, Args) {
  auto* d = static_cast<Deque*>(vm.new_object(type));
  new (&d->ring) std::vector<Value>();
  d->limit = -1;
  return Ref::steal(d);
}
bool init(Vm& vm, Value self, Args args) {
  Value bound[2];
  if (!vm.bind("deque", args, {"iterable", "maxlen"}, 0, bound)) return false;
  int64_t limit = -1;
  if (bound[1] && !bound[1].is_none()) {
    if (!vm.to_index(bound[1], &limit)) return false;
    if (limit < 0) {
      vm.raise(vm.exc.ValueError, "maxlen must be non-negative");
      return false;
    }
  }
  deque(self)->limit = limit;
  empty(deque(self));
  return !bound[0] || vm.for_each(bound[0], [&](Ref item) { return push_right(vm, deque(self), std::move(item)); });
}

// --- methods ---------------------------------------------------------------------------------------------------------

Ref method_append(Vm& vm, Value self, Args args) {
  return push_right(vm, deque(self), Ref::share(args[0])) ? none() : Ref();
}
Ref method_appendleft(Vm& vm, Value self, Args args) {
  return push_left(vm, deque(self), Ref::share(args[0])) ? none() : Ref();
}
Ref method_pop(Vm& vm, Value self, Args) {
  if (deque(self)->count == 0) return vm.raise(vm.exc.IndexError, "pop from an empty deque");
  return take_right(deque(self));
}
Ref method_popleft(Vm& vm, Value self, Args) {
  if (deque(self)->count == 0) return vm.raise(vm.exc.IndexError, "pop from an empty deque");
  return take_left(deque(self));
}
Ref extend(Vm& vm, Value self, Value iterable, bool (*push)(Vm&, Deque*, Ref)) {
  Ref source = iterable == self ? Ref(vm.list_of(iterable)) : Ref::share(iterable);
  bool ok = source && vm.for_each(source, [&](Ref item) { return push(vm, deque(self), std::move(item)); });
  return ok ? none() : Ref();
}
Ref method_extend(Vm& vm, Value self, Args args) { return extend(vm, self, args[0], push_right); }
Ref method_extendleft(Vm& vm, Value self, Args args) { return extend(vm, self, args[0], push_left); }
Ref method_clear(Vm&, Value self, Args) {
  empty(deque(self));
  return none();
}
Ref method_copy(Vm& vm, Value self, Args) {
  Ref limit = deque(self)->limit < 0 ? none() : make_int(deque(self)->limit);
  return vm.call(type_of(self), self, limit);
}
Ref method_rotate(Vm& vm, Value self, Args args) {
  int64_t n = 1;
  if (args.count && !vm.to_index(args[0], &n)) return nullptr;
  Deque* d = deque(self);
  if (d->count < 2) return none();
  auto size = static_cast<int64_t>(d->count);
  n %= size;
  if (n < 0) n += size;
  for (; n > 0; --n) {
    Ref item = take_right(d);
    d->head = (d->head + d->ring.size() - 1) & (d->ring.size() - 1);
    ++d->count;
    at(d, 0) = item.release();
  }
  return none();
}
/// -1: absent, -2: failed.
int64_t position_of(Vm& vm, Value self, Value wanted, int64_t start, int64_t stop) {
  Deque* d = deque(self);
  for (int64_t i = start; i < stop && i < static_cast<int64_t>(d->count); ++i) {
    Ref item = Ref::share(at(d, static_cast<size_t>(i)));
    uint64_t version = d->version;
    int same = vm.equals(item, wanted);
    if (same < 0) return -2;
    if (version != d->version) {
      vm.raise(vm.exc.RuntimeError, "deque mutated during iteration");
      return -2;
    }
    if (same) return i;
  }
  return -1;
}
void erase(Deque* d, size_t i) {
  Ref old = Ref::share(at(d, i));
  Value gone = at(d, i);
  for (; i + 1 < d->count; ++i) at(d, i) = at(d, i + 1);
  at(d, d->count - 1) = kNull;
  --d->count;
  ++d->version;
  decref(gone);
}
Ref method_remove(Vm& vm, Value self, Args args) {
  int64_t i = position_of(vm, self, args[0], 0, INT64_MAX);
  if (i == -2) return nullptr;
  if (i < 0) return vm.raise(vm.exc.ValueError, "deque.remove(x): x not in deque");
  erase(deque(self), static_cast<size_t>(i));
  return none();
}
Ref method_index(Vm& vm, Value self, Args args) {
  auto size = static_cast<int64_t>(deque(self)->count);
  int64_t start = 0, stop = size;
  if (args.count > 1 && !optional_index(vm, args[1], &start)) return nullptr;
  if (args.count > 2 && !optional_index(vm, args[2], &stop)) return nullptr;
  int64_t i = position_of(vm, self, args[0], clamp_index(start, size), clamp_index(stop, size));
  if (i == -2) return nullptr;
  return i < 0 ? vm.raise(vm.exc.ValueError, "{} is not in deque", vm.repr_text(args[0])) : make_int(i);
}
Ref method_count(Vm& vm, Value self, Args args) {
  int64_t n = 0, from = 0;
  for (;;) {
    int64_t i = position_of(vm, self, args[0], from, INT64_MAX);
    if (i == -2) return nullptr;
    if (i < 0) return make_int(n);
    ++n;
    from = i + 1;
  }
}
Ref method_insert(Vm& vm, Value self, Args args) {
  Deque* d = deque(self);
  int64_t i = 0;
  if (!vm.to_index(args[0], &i)) return nullptr;
  if (d->limit >= 0 && static_cast<int64_t>(d->count) >= d->limit) {
    return vm.raise(vm.exc.IndexError, "deque already at its maximum size");
  }
  i = clamp_index(i, static_cast<int64_t>(d->count));
  if (!push_right(vm, d, Ref::share(args[1]))) return nullptr;
  for (size_t k = d->count - 1; k > static_cast<size_t>(i); --k) std::swap(at(d, k), at(d, k - 1));
  return none();
}
Ref method_reverse(Vm&, Value self, Args) {
  Deque* d = deque(self);
  for (size_t i = 0, j = d->count; i + 1 < j; ++i) std::swap(at(d, i), at(d, --j));
  return none();
}

// --- slots -----------------------------------------------------------------------------------------------------------

Ref next_item(Vm& vm, Value self) {
  auto* it = native(self);
  if (!it->a) return nullptr;
  Deque* d = deque(it->a);
  if (d->version != static_cast<uint64_t>(it->n)) {
    return vm.raise(vm.exc.RuntimeError, "deque mutated during iteration");
  }
  if (it->i >= static_cast<int64_t>(d->count)) {
    drop(it->a);
    return nullptr;
  }
  auto i = static_cast<size_t>(it->i++);
  return Ref::share(at(d, it->step ? d->count - 1 - i : i));
}
Ref iterate(Vm& vm, Value self) {
  auto it = new_native_object(vm, runtime_of(vm).types.deque_iterator, Ref::share(self));
  it->n = static_cast<int64_t>(deque(self)->version);
  return it;
}
Ref method_reversed(Vm& vm, Value self, Args) {
  Ref it = iterate(vm, self);
  native(it)->step = 1;
  return it;
}

bool index_of(Vm& vm, Value self, Value key, size_t* out) {
  int64_t i = 0;
  if (!is_int(key) && !vm.lookup(type_of(key), vm.names.__index__)) {
    vm.raise(vm.exc.TypeError, "sequence index must be integer, not '{}'", type_name(key));
    return false;
  }
  if (!vm.to_index(key, &i)) return false;
  auto size = static_cast<int64_t>(deque(self)->count);
  if (i < 0) i += size;
  if (i < 0 || i >= size) {
    vm.raise(vm.exc.IndexError, "deque index out of range");
    return false;
  }
  *out = static_cast<size_t>(i);
  return true;
}
Ref getitem(Vm& vm, Value self, Value key) {
  size_t i = 0;
  return index_of(vm, self, key, &i) ? Ref::share(at(deque(self), i)) : Ref();
}
bool setitem(Vm& vm, Value self, Value key, Value value) {
  size_t i = 0;
  if (!index_of(vm, self, key, &i)) return false;
  if (!value) {
    erase(deque(self), i);
    return true;
  }
  incref(value);
  decref(std::exchange(at(deque(self), i), value));
  return true;
}
int contains(Vm& vm, Value self, Value item) {
  int64_t i = position_of(vm, self, item, 0, INT64_MAX);
  return i == -2 ? -1 : i >= 0;
}
Ref repr(Vm& vm, Value self) {
  Ptr<List> list = vm.list_of(self);
  Ref inner = list ? vm.repr(list) : Ref();
  if (!inner) return nullptr;
  if (deque(self)->limit < 0) return text(fmt::format("{}({})", type_name(self), view(inner)));
  return text(fmt::format("{}({}, maxlen={})", type_name(self), view(inner), deque(self)->limit));
}
Ref compare(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  if (!is_instance(b, runtime_of(vm).types.deque)) return not_implemented();
  Ptr<List> x = vm.list_of(a), y = x ? vm.list_of(b) : Ptr<List>();
  return y ? vm.compare(op, x, y) : Ref();
}
Ref binary(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  if (op == lang::BinaryOperator::kAdd && is_instance(b, runtime_of(vm).types.deque)) {
    Ref copy = method_copy(vm, a, Args{});
    return copy && extend(vm, copy, b, push_right) ? copy : Ref();
  }
  if (op == lang::BinaryOperator::kMultiply && is_int(b)) {
    Ptr<List> list = vm.list_of(a);
    Ref many = list ? vm.binary(op, list, b) : Ref();
    Ref limit = deque(a)->limit < 0 ? none() : make_int(deque(a)->limit);
    return many ? vm.call(type_of(a), many, limit) : Ref();
  }
  return not_implemented();
}
Ref inplace(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  if (op != lang::BinaryOperator::kAdd) return not_implemented();
  return extend(vm, a, b, push_right) ? Ref::share(a) : Ref();
}

/// (type, (), attributes, iterator), with the bound between them when there is one.
Ref method_reduce(Vm& vm, Value self, Args) {
  Ref empty = make_tuple(0), limit = make_int(deque(self)->limit);
  const Value bounded[] = {empty, limit};
  Ref arguments = deque(self)->limit < 0 ? empty : Ref(make_tuple(std::span<const Value>(bounded)));
  Ref state = vm.call_method(self, "__getstate__");
  Ref items = state ? vm.iter(self) : Ref();
  if (!items) return nullptr;
  const Value parts[] = {type_of(self), arguments, state, items};
  return make_tuple(std::span<const Value>(parts));
}

const MethodDef kMethods[] = {
    {"__reduce__", method_reduce},
    {"append", method_append, 1, 1},
    {"appendleft", method_appendleft, 1, 1},
    {"pop", method_pop},
    {"popleft", method_popleft},
    {"extend", method_extend, 1, 1},
    {"extendleft", method_extendleft, 1, 1},
    {"clear", method_clear},
    {"copy", method_copy},
    {"__copy__", method_copy},
    {"rotate", method_rotate, 0, 1},
    {"remove", method_remove, 1, 1},
    {"index", method_index, 1, 3},
    {"count", method_count, 1, 1},
    {"insert", method_insert, 2, 2},
    {"reverse", method_reverse},
    {"__reversed__", method_reversed},
};
const GetSetDef kGetSets[] = {
    {"maxlen", [](Vm&, Value self) { return deque(self)->limit < 0 ? none() : make_int(deque(self)->limit); }},
};

}  // namespace

bool fill_collections(Vm& vm, Module* module) {
  RuntimeTypes& types = runtime_of(vm).types;
  types.deque_iterator = make_iterator_type(vm, "_deque_iterator", next_item);
  vm.finish_type(types.deque_iterator);
  Type* type = vm.make_type({"collections", "deque", Kind::kNative, kBaseType | kIsSequence, sizeof(Deque), nullptr});
  types.deque = type;
  type->destroy = destroy;
  type->traverse = traverse;
  type->clear = clear_slot;
  type->construct = construct;
  type->init = init;
  type->repr = repr;
  type->hash = hash_unsupported;
  type->compare = compare;
  type->binary = binary;
  type->inplace = inplace;
  type->iter = iterate;
  type->length = [](Vm&, Value v) { return static_cast<int64_t>(deque(v)->count); };
  type->getitem = getitem;
  type->setitem = setitem;
  type->contains = contains;
  vm.add_methods(type, kMethods);
  vm.add_getsets(type, kGetSets);
  vm.finish_type(type);
  dict_set(module->dict, "deque", type);
  return true;
}

}  // namespace loopscope::runtime

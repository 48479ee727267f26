#include "engine/vm/sequence.hpp"

namespace loopscope::vm {

namespace {

size_t size_of(uint32_t count) { return sizeof(Tuple) + (count > 1 ? count - 1 : 0) * sizeof(Value); }

void traverse_tuple(Object* object, Visitor& visitor) {
  for (Value v : static_cast<Tuple*>(object)->view()) visitor.visit(v);
}

void destroy_tuple(Object* object) {
  auto* tuple = static_cast<Tuple*>(object);
  for (uint32_t i = tuple->count; i-- > 0;) decref(tuple->items[i]);
  free_object_sized(object, size_of(tuple->count));
}

std::span<const Value> items_of(Value v) { return as<Tuple>(v)->view(); }

Ref repr_tuple(Vm& vm, Value v) {
  Tuple* tuple = as<Tuple>(v);
  if (tuple->count == 0) return make_str("()");
  NativeDepth depth(vm, " while getting the repr of an object");
  if (!depth.ok()) return nullptr;
  ReprGuard guard(vm, v);
  if (!guard.entered()) return make_str("(...)");
  std::string out = "(";
  for (uint32_t i = 0; i < tuple->count; ++i) {
    if (i > 0) out += ", ";
    Ref item = vm.repr(tuple->items[i]);
    if (!item) return nullptr;
    out += as<Str>(item)->view();
  }
  out += tuple->count == 1 ? ",)" : ")";
  return make_str(out);
}

bool hash_tuple(Vm& vm, Value v, int64_t* out) {
  NativeDepth depth(vm, "");
  if (!depth.ok()) return false;
  uint64_t acc = 2870177450012600261ull;
  for (Value item : items_of(v)) {
    int64_t h;
    if (!vm.hash(item, &h)) return false;
    acc += static_cast<uint64_t>(h) * 14029467366897019727ull;
    acc = acc << 31 | acc >> 33;
    acc *= 11400714785074694791ull;
  }
  acc += items_of(v).size() ^ (2870177450012600261ull ^ 3527539ull);
  *out = acc == UINT64_MAX ? 1546275796 : static_cast<int64_t>(acc);
  return true;
}

Ref compare_tuple(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  if (!b.is(Kind::kTuple)) return not_implemented();
  return compare_sequences(
      vm, [&] { return items_of(a); }, [&] { return items_of(b); }, op);
}

Ref repeat(Vm& vm, Value self, Value n) {
  int64_t count;
  if (!repeat_count(vm, n, &count)) return not_implemented();
  if (vm.failed()) return nullptr;
  auto items = items_of(self);
  if (items.empty() || count == 0) return make_tuple(0u);
  if (count > static_cast<int64_t>(UINT32_MAX / items.size()))
    return vm.raise_value(vm.exc.MemoryError, make_str("tuple too long"));
  auto total = static_cast<uint32_t>(items.size() * static_cast<size_t>(count));
  if (!vm.reserve(size_of(total))) return nullptr;
  Ptr<Tuple> result = make_tuple(total);
  for (uint32_t i = 0; i < total; ++i) {
    result->items[i] = items[i % items.size()];
    incref(result->items[i]);
  }
  return result;
}

Ref binary_tuple(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  if (op == lang::BinaryOperator::kMultiply) return repeat(vm, a, b);
  if (op != lang::BinaryOperator::kAdd || !b.is(Kind::kTuple)) return not_implemented();
  auto x = items_of(a), y = items_of(b);
  Ptr<Tuple> result = make_tuple(static_cast<uint32_t>(x.size() + y.size()));
  uint32_t i = 0;
  for (auto items : {x, y}) {
    for (Value v : items) {
      incref(v);
      result->items[i++] = v;
    }
  }
  return result;
}

Ref rbinary_tuple(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  return op == lang::BinaryOperator::kMultiply ? repeat(vm, self, other) : not_implemented();
}

Ref getitem_tuple(Vm& vm, Value self, Value key) {
  auto items = items_of(self);
  auto size = static_cast<int64_t>(items.size());
  if (key.is(Kind::kSlice)) {
    int64_t start, stop, step, count;
    if (!slice_bounds(vm, key, size, &start, &stop, &step, &count)) return nullptr;
    if (count == size && step == 1 && self.object()->type == vm.types.tuple) return Ref::share(self);
    if (step == 1) return make_tuple(items.subspan(static_cast<size_t>(start), static_cast<size_t>(count)));
    Ptr<Tuple> result = make_tuple(static_cast<uint32_t>(count));
    for (int64_t k = 0; k < count; ++k) {
      Value v = items[static_cast<size_t>(start + k * step)];
      incref(v);
      result->items[k] = v;
    }
    return result;
  }
  int64_t i;
  int kind = sequence_index(vm, key, self, "tuple index out of range", &i);
  if (kind < 0) return nullptr;
  if (kind == 0) return raise_bad_index(vm, "tuple", key);
  return Ref::share(items[static_cast<size_t>(i)]);
}

int contains_tuple(Vm& vm, Value self, Value item) {
  return sequence_contains(
      vm, [&] { return items_of(self); }, item);
}

}  // namespace

Ptr<Tuple> make_tuple(uint32_t count) {
  if (count == 0) {
    Tuple*& empty = state().empty_tuple;
    if (!empty) empty = static_cast<Tuple*>(current_vm->new_object_sized(current_vm->types.tuple, size_of(0)));
    return Ptr<Tuple>::share(empty);
  }
  auto* tuple = static_cast<Tuple*>(current_vm->new_object_sized(current_vm->types.tuple, size_of(count)));
  tuple->count = count;
  return Ptr<Tuple>::steal(tuple);
}

Ptr<Tuple> make_tuple(std::span<const Value> items) {
  Ptr<Tuple> tuple = make_tuple(static_cast<uint32_t>(items.size()));
  for (size_t i = 0; i < items.size(); ++i) {
    incref(items[i]);
    tuple->items[i] = items[i];
  }
  return tuple;
}

void create_tuple_type(Vm& vm) {
  Type* type = vm.types.tuple;  // made by the bootstrap
  type->destroy = destroy_tuple;
  type->traverse = traverse_tuple;
  // No clear: a cycle always has another link, and a class still needs its bases while it dies.
  type->repr = repr_tuple;
  type->hash = hash_tuple;
  type->compare = compare_tuple;
  type->binary = binary_tuple;
  type->rbinary = rbinary_tuple;
  type->length = [](Vm&, Value v) { return static_cast<int64_t>(as<Tuple>(v)->count); };
  type->getitem = getitem_tuple;
  type->contains = contains_tuple;
  type->type_flags |= kIsSequence;
  vm.finish_type(type);
}

}  // namespace loopscope::vm

// The slots of str. `%` formatting and the methods are added by engine/runtime.

#include <cstring>

#include "engine/vm/sequence.hpp"

namespace loopscope::vm {

#pragma GCC diagnostic ignored "-Winvalid-offsetof"

namespace {

void destroy_str(Object* object) {
  free_object_sized(object, offsetof(Str, data) + static_cast<Str*>(object)->size + 1);
}

Ref repr_of_str(Vm&, Value v) { return make_str(str_repr(as<Str>(v)->view())); }

Ref str_of_str(Vm& vm, Value v) {
  return v.object()->type == vm.types.str ? Ref::share(v) : Ref(make_str(as<Str>(v)->view()));
}

bool hash_str(Vm&, Value v, int64_t* out) {
  *out = static_cast<int64_t>(hash_of(as<Str>(v)));
  return true;
}

Ref compare_str(Vm&, Value a, Value b, lang::CompareOperator op) {
  if (!b.is(Kind::kStr)) return not_implemented();
  if (op == lang::CompareOperator::kEqual) return boolean(equal(as<Str>(a), as<Str>(b)));
  if (op == lang::CompareOperator::kNotEqual) return boolean(!equal(as<Str>(a), as<Str>(b)));
  // UTF-8 sorts as its code points do.
  return boolean(ordered(op, as<Str>(a)->view().compare(as<Str>(b)->view())));
}

Ref concatenate(Vm& vm, const Str* a, const Str* b) {
  if (a->size == 0 && b->type == vm.types.str) return Ref::share(b);
  if (b->size == 0 && a->type == vm.types.str) return Ref::share(a);
  size_t size = size_t{a->size} + b->size;
  if (size > (1 << 20) && !vm.reserve(size)) return nullptr;
  if (size > UINT32_MAX) return vm.raise(vm.exc.MemoryError, "str too long");
  auto* result = static_cast<Str*>(vm.impl->heap.allocate(offsetof(Str, data) + size + 1));
  result->refs = 1;
  result->kind = Kind::kStr;
  result->flags = 0;
  result->aux = 0;
  result->type = vm.types.str;
  result->hash = 0;
  result->size = static_cast<uint32_t>(size);
  result->length = a->length + b->length;
  result->interned = false;
  std::memcpy(result->data, a->data, a->size);
  std::memcpy(result->data + a->size, b->data, size_t{b->size} + 1);
  return Ref::steal(result);
}

Ref repeat(Vm& vm, Value self, Value n) {
  int64_t count;
  if (!repeat_count(vm, n, &count)) return not_implemented();
  if (vm.failed()) return nullptr;
  std::string_view text = as<Str>(self)->view();
  if (count == 1 && self.object()->type == vm.types.str) return Ref::share(self);
  if (text.empty() || count == 0) return make_str("");
  if (count > static_cast<int64_t>(UINT32_MAX / text.size()))
    return vm.raise_value(vm.exc.MemoryError, make_str("str too long"));
  if (!vm.reserve(text.size() * static_cast<uint64_t>(count) * 2)) return nullptr;
  std::string out;
  out.reserve(text.size() * static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) out += text;
  return make_str(out);
}

Ref binary_str(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  if (op == lang::BinaryOperator::kAdd) {
    return b.is(Kind::kStr) ? concatenate(vm, as<Str>(a), as<Str>(b)) : not_implemented();
  }
  return op == lang::BinaryOperator::kMultiply ? repeat(vm, a, b) : not_implemented();
}

Ref rbinary_str(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  return op == lang::BinaryOperator::kMultiply ? repeat(vm, self, other) : not_implemented();
}

Ref slice_str(Vm& vm, const Str* s, Value slice) {
  int64_t start, stop, step, count;
  if (!slice_bounds(vm, slice, s->length, &start, &stop, &step, &count)) return nullptr;
  if (count == 0) return make_str("");
  if (step == 1) {
    if (count == s->length && s->type == vm.types.str) return Ref::share(s);
    size_t from = byte_offset(s, static_cast<size_t>(start));
    size_t to = s->is_ascii() ? static_cast<size_t>(start + count) : byte_offset(s, static_cast<size_t>(start + count));
    return make_str(s->view().substr(from, to - from));
  }
  std::string out;
  if (s->is_ascii()) {
    for (int64_t k = 0; k < count; ++k) out += s->data[start + k * step];
    return make_str(out);
  }
  std::vector<uint32_t> offsets;
  offsets.reserve(size_t{s->length} + 1);
  for (uint32_t i = 0; i < s->size; ++i) {
    if ((static_cast<unsigned char>(s->data[i]) & 0xC0) != 0x80) offsets.push_back(i);
  }
  offsets.push_back(s->size);
  for (int64_t k = 0; k < count; ++k) {
    auto i = static_cast<size_t>(start + k * step);
    out += s->view().substr(offsets[i], offsets[i + 1] - offsets[i]);
  }
  return make_str(out);
}

Ref getitem_str(Vm& vm, Value self, Value key) {
  auto* s = as<Str>(self);
  if (key.is(Kind::kSlice)) return slice_str(vm, s, key);
  int64_t i;
  int kind = sequence_index(vm, key, self, "string index out of range", &i);
  if (kind < 0) return nullptr;
  if (kind == 0)
    return vm.raise(vm.exc.TypeError, "string indices must be integers, not '{}'", type_of(key)->name->view());
  size_t from = byte_offset(s, static_cast<size_t>(i));
  size_t size = 1;
  while (from + size < s->size && (static_cast<unsigned char>(s->data[from + size]) & 0xC0) == 0x80) ++size;
  return make_str(s->view().substr(from, size));
}

int contains_str(Vm& vm, Value self, Value item) {
  if (!item.is(Kind::kStr)) {
    vm.raise(vm.exc.TypeError, "'in <string>' requires string as left operand, not {}", type_of(item)->name->view());
    return -1;
  }
  return as<Str>(self)->view().find(as<Str>(item)->view()) != std::string_view::npos;
}

}  // namespace

void create_str_type(Vm& vm) {
  Type* type = vm.types.str;  // made by the bootstrap
  type->destroy = destroy_str;
  type->repr = repr_of_str;
  type->str = str_of_str;
  type->hash = hash_str;
  type->compare = compare_str;
  type->binary = binary_str;
  type->rbinary = rbinary_str;
  type->truth = [](Vm&, Value v) { return as<Str>(v)->size != 0 ? 1 : 0; };
  type->length = [](Vm&, Value v) { return static_cast<int64_t>(as<Str>(v)->length); };
  type->getitem = getitem_str;
  type->contains = contains_str;
  vm.finish_type(type);
}

}  // namespace loopscope::vm

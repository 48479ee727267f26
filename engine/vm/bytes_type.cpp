// bytes and bytearray: storage and slots.

#include <new>

#include "engine/vm/sequence.hpp"

namespace loopscope::vm {

Ref make_bytes(std::string bytes, Type* type) {
  auto* object = static_cast<Bytes*>(current_vm->new_object(type ? type : current_vm->types.bytes));
  state().heap.account(static_cast<int64_t>(bytes.size()));
  new (&object->bytes) std::string(std::move(bytes));
  return Ref::steal(object);
}

void account_size(ByteArray* array) {
  const uint64_t size = array->bytes.size();
  state().heap.account(static_cast<int64_t>(size - array->accounted));
  array->accounted = size;
}

namespace {

using lang::BinaryOperator;

const std::string* bytes_of(Value v) {
  if (v.is(Kind::kBytes)) return &as<Bytes>(v)->bytes;
  if (v.is(Kind::kByteArray)) return &as<ByteArray>(v)->bytes;
  return nullptr;
}

Ref make_like(Vm& vm, Value self, std::string bytes) {
  if (self.is(Kind::kBytes)) return make_bytes(std::move(bytes));
  auto* object = static_cast<ByteArray*>(vm.new_object(vm.types.bytearray));
  new (&object->bytes) std::string(std::move(bytes));
  account_size(object);
  return Ref::steal(object);
}

Ref repr_of_bytes(Vm&, Value v) { return make_str(bytes_repr(as<Bytes>(v)->bytes)); }
Ref repr_of_bytearray(Vm&, Value v) { return make_str("bytearray(" + bytes_repr(as<ByteArray>(v)->bytes) + ")"); }

bool hash_bytes(Vm&, Value v, int64_t* out) {
  Ptr<Str> text = make_str(as<Bytes>(v)->bytes);
  *out = static_cast<int64_t>(hash_of(text.get()));
  return true;
}

Ref compare_bytes(Vm&, Value a, Value b, lang::CompareOperator op) {
  const std::string* y = bytes_of(b);
  if (!y) return not_implemented();
  return boolean(ordered(op, bytes_of(a)->compare(*y)));
}

Ref repeat(Vm& vm, Value self, Value n) {
  int64_t count;
  if (!repeat_count(vm, n, &count)) return not_implemented();
  if (vm.failed()) return nullptr;
  const std::string& bytes = *bytes_of(self);
  if (bytes.empty()) count = 0;
  if (count > 0 && !vm.reserve(static_cast<uint64_t>(count) > UINT64_MAX / bytes.size() / 2
                                   ? UINT64_MAX
                                   : bytes.size() * static_cast<uint64_t>(count))) {
    return nullptr;
  }
  std::string out;
  for (int64_t i = 0; i < count; ++i) out += bytes;
  return make_like(vm, self, std::move(out));
}

Ref binary_bytes(Vm& vm, BinaryOperator op, Value a, Value b) {
  if (op == BinaryOperator::kAdd) {
    const std::string* y = bytes_of(b);
    return y ? make_like(vm, a, *bytes_of(a) + *y) : not_implemented();
  }
  return op == BinaryOperator::kMultiply ? repeat(vm, a, b) : not_implemented();
}

Ref rbinary_bytes(Vm& vm, BinaryOperator op, Value self, Value other) {
  return op == BinaryOperator::kMultiply ? repeat(vm, self, other) : not_implemented();
}

Ref inplace_bytearray(Vm& vm, BinaryOperator op, Value self, Value other) {
  if (op != BinaryOperator::kAdd) return not_implemented();
  const std::string* y = bytes_of(other);
  if (!y) return vm.raise(vm.exc.TypeError, "can't concat {} to bytearray", type_of(other)->name->view());
  if (!vm.reserve(y->size())) return nullptr;
  std::string copy = *y;
  as<ByteArray>(self)->bytes += copy;
  account_size(as<ByteArray>(self));
  return Ref::share(self);
}

Ref getitem_bytes(Vm& vm, Value self, Value key) {
  const std::string& bytes = *bytes_of(self);
  if (key.is(Kind::kSlice)) {
    Ref slice = settled_slice(vm, key);
    int64_t start, stop, step, count;
    if (!slice || !slice_bounds(vm, slice, static_cast<int64_t>(bytes.size()), &start, &stop, &step, &count))
      return nullptr;
    if (step == 1) return make_like(vm, self, bytes.substr(static_cast<size_t>(start), static_cast<size_t>(count)));
    std::string out;
    for (int64_t k = 0; k < count; ++k) out += bytes[static_cast<size_t>(start + k * step)];
    return make_like(vm, self, std::move(out));
  }
  int64_t i;
  bool array = self.is(Kind::kByteArray);
  int kind = sequence_index(vm, key, self, array ? "bytearray index out of range" : "index out of range", &i);
  if (kind < 0) return nullptr;
  if (kind == 0) return raise_bad_index(vm, array ? "bytearray" : "byte", key);
  return Ref::share(Value::small_int(static_cast<unsigned char>(bytes[static_cast<size_t>(i)])));
}

bool byte_value(Vm& vm, Value v, char* out) {
  int64_t n;
  if (is_int(v) && int_value(v, &n) == 0) n = -1;
  if (!is_int(v) && !vm.to_index(v, &n)) return false;
  if (n < 0 || n > 255) {
    vm.raise(vm.exc.ValueError, "byte must be in range(0, 256)");
    return false;
  }
  *out = static_cast<char>(n);
  return true;
}

bool setitem_bytearray(Vm& vm, Value self, Value key, Value value) {
  std::string& bytes = as<ByteArray>(self)->bytes;
  if (key.is(Kind::kSlice)) {
    Ref slice = settled_slice(vm, key);
    int64_t start, stop, step, count;
    if (!slice || !slice_bounds(vm, slice, static_cast<int64_t>(bytes.size()), &start, &stop, &step, &count))
      return false;
    std::string replacement;
    if (value) {
      const std::string* y = bytes_of(value);
      if (!y) {
        vm.raise(vm.exc.TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        return false;
      }
      replacement = *y;
    }
    if (step == 1) {
      if (!vm.reserve(replacement.size())) return false;
      bytes.replace(static_cast<size_t>(start), static_cast<size_t>(count), replacement);
      account_size(as<ByteArray>(self));
      return true;
    }
    if (!value) {
      for (int64_t k = count - 1; k >= 0; --k) {
        int64_t i = step > 0 ? start + k * step : start + (count - 1 - k) * step;
        bytes.erase(static_cast<size_t>(i), 1);
      }
      return true;
    }
    if (static_cast<int64_t>(replacement.size()) != count) {
      vm.raise(vm.exc.ValueError, "attempt to assign bytes of size {} to extended slice of size {}", replacement.size(),
               count);
      return false;
    }
    for (int64_t k = 0; k < count; ++k)
      bytes[static_cast<size_t>(start + k * step)] = replacement[static_cast<size_t>(k)];
    return true;
  }
  int64_t i;
  int kind = sequence_index(vm, key, self, "bytearray index out of range", &i);
  if (kind == 0) raise_bad_index(vm, "bytearray", key);
  if (kind <= 0) return false;
  if (!value) {
    bytes.erase(static_cast<size_t>(i), 1);
    return true;
  }
  char byte;
  if (!byte_value(vm, value, &byte)) return false;
  bytes[static_cast<size_t>(i)] = byte;
  return true;
}

int contains_bytes(Vm& vm, Value self, Value item) {
  const std::string& bytes = *bytes_of(self);
  if (const std::string* part = bytes_of(item)) return bytes.find(*part) != std::string::npos;
  if (!is_int(item)) {
    vm.raise(vm.exc.TypeError, "a bytes-like object is required, not '{}'", type_of(item)->name->view());
    return -1;
  }
  char byte;
  if (!byte_value(vm, item, &byte)) return -1;
  return bytes.find(byte) != std::string::npos;
}

void destroy_bytes(Object* object) {
  auto* b = static_cast<Bytes*>(object);
  state().heap.account(-static_cast<int64_t>(b->bytes.size()));
  std::destroy_at(&b->bytes);
  free_object(object);
}
void destroy_bytearray(Object* object) {
  auto* array = static_cast<ByteArray*>(object);
  state().heap.account(-static_cast<int64_t>(array->accounted));
  std::destroy_at(&array->bytes);
  free_object(object);
}

}  // namespace

void create_bytes_types(Vm& vm) {
  Type* type = vm.make_type({"builtins", "bytes", Kind::kBytes, kBaseType, sizeof(Bytes), nullptr});
  vm.types.bytes = type;
  type->destroy = destroy_bytes;
  type->repr = repr_of_bytes;
  type->hash = hash_bytes;
  type->compare = compare_bytes;
  type->binary = binary_bytes;
  type->rbinary = rbinary_bytes;
  type->length = [](Vm&, Value v) { return static_cast<int64_t>(as<Bytes>(v)->bytes.size()); };
  type->getitem = getitem_bytes;
  type->contains = contains_bytes;
  vm.finish_type(type);

  type = vm.make_type({"builtins", "bytearray", Kind::kByteArray, kBaseType, sizeof(ByteArray), nullptr});
  vm.types.bytearray = type;
  type->destroy = destroy_bytearray;
  type->traverse = [](Object*, Visitor&) {};
  type->repr = repr_of_bytearray;
  type->hash = hash_unsupported;
  type->compare = compare_bytes;
  type->binary = binary_bytes;
  type->rbinary = rbinary_bytes;
  type->inplace = inplace_bytearray;
  type->length = [](Vm&, Value v) { return static_cast<int64_t>(as<ByteArray>(v)->bytes.size()); };
  type->getitem = getitem_bytes;
  type->setitem = setitem_bytearray;
  type->contains = contains_bytes;
  vm.finish_type(type);
}

}  // namespace loopscope::vm

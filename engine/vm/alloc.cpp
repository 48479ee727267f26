#include "engine/vm/alloc.hpp"

#include <cstdlib>
#include <new>

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

Heap::~Heap() {
  for (void* chunk : chunks_) std::free(chunk);
}

void* Heap::refill(size_t cls) {
  size_t size = cls * 16;
  if (static_cast<size_t>(bump_end_ - bump_) < size) {
    // What is left of the old chunk becomes blocks of the largest class that it holds.
    while (bump_end_ - bump_ >= 16) {
      size_t rest = static_cast<size_t>(bump_end_ - bump_) / 16;
      if (rest > kMaxSmall / 16) rest = kMaxSmall / 16;
      auto* block = reinterpret_cast<Free*>(bump_);
      block->next = free_[rest];
      free_[rest] = block;
      bump_ += rest * 16;
    }
    bump_ = static_cast<char*>(allocate_large(kChunk));
    bump_end_ = bump_ + kChunk;
    chunks_.push_back(bump_);
  }
  void* result = bump_;
  bump_ += size;
  return result;
}

void* Heap::allocate_large(size_t size) {
  void* memory = std::malloc(size);
  if (!memory) throw std::bad_alloc();
  return memory;
}

void Heap::release_large(void* memory) { std::free(memory); }

void free_object_sized(Object* object, size_t size) {
  Vm::Impl& impl = state();
  Type* type = object->type;
  if (object->flags & kTracked) untrack(impl, static_cast<GcObject*>(object));
  impl.heap.release(object, size);
  if (type->type_flags & kHeapType) decref(Value(type));
}

void free_object(Object* object) { free_object_sized(object, object->type->instance_size); }

Object* Vm::new_object_sized(Type* type, size_t size) {
  auto* object = static_cast<Object*>(impl->heap.allocate(size));
  __builtin_memset(static_cast<void*>(object), 0, size);
  object->refs = 1;
  object->kind = type->instance_kind;
  object->type = type;
  if (type->type_flags & kHeapType) ++type->refs;
  if (type->traverse) track(*impl, static_cast<GcObject*>(object));
  return object;
}

Object* Vm::new_object(Type* type) { return new_object_sized(type, type->instance_size); }

bool over_memory_limit(const Vm& vm) { return vm.impl->heap.used() > vm.limits.memory; }

bool Vm::reserve(uint64_t bytes) {
  if (bytes <= limits.memory && impl->heap.used() + bytes <= limits.memory) return true;
  // A cycle may hold what is missing.
  if (bytes <= limits.memory) collect();
  if (bytes <= limits.memory && impl->heap.used() + bytes <= limits.memory) return true;
  raise_value(exc.MemoryError, make_str(fmt::format("the program's memory cap of {} MiB is reached", limits.memory >> 20)));
  return false;
}

}  // namespace loopscope::vm

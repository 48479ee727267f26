#include "engine/vm/alloc.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

namespace {

[[maybe_unused]] constexpr size_t kRegion = size_t{64} << 30;
[[maybe_unused]] constexpr uintptr_t kFirstRegion = uintptr_t{0x100} << 32;
[[maybe_unused]] constexpr int kRegions = 64;  // machines alive at the same time that get a place of their own

/// Index and block size of the class of a medium block: sizes (4..7) * 2^n / 4.
struct Medium {
  size_t index;
  size_t size;
};
[[maybe_unused]] Medium medium_class(size_t size) {
  size_t power = 63 - static_cast<size_t>(__builtin_clzll(size - 1));  // 2^power < size <= 2^(power + 1)
  size_t step = size_t{1} << (power - 2);
  size_t quarter = (size - (size_t{1} << power) + step - 1) / step;  // 1..4
  return {(power - 9) * 4 + quarter, (size_t{1} << power) + quarter * step};
}

}  // namespace

Heap::Heap() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // sanitizers keep addresses for themselves
  for (int i = 0; i < kRegions && !region_; ++i) {
    auto* wanted = reinterpret_cast<void*>(kFirstRegion + static_cast<uintptr_t>(i) * kRegion);
    void* got = mmap(wanted, kRegion, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (got == MAP_FAILED) continue;
    if (got != wanted) {
      munmap(got, kRegion);  // kernels before 4.17 take the address as a hint
      continue;
    }
    region_ = region_next_ = static_cast<char*>(got);
    region_end_ = region_ + kRegion;
  }
#endif
}

Heap::~Heap() {
  for (void* chunk : chunks_) std::free(chunk);
  if (region_) munmap(region_, kRegion);
}

char* Heap::carve(size_t size) {
  if (used_ > pressure_at && on_pressure) on_pressure();
  if (static_cast<size_t>(region_end_ - region_next_) >= size) {
    char* result = region_next_;
    region_next_ += size;
    return result;
  }
  void* memory = std::malloc(size);
  if (!memory) throw std::bad_alloc();
  chunks_.push_back(memory);
  return static_cast<char*>(memory);
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
    bump_ = carve(kChunk);
    bump_end_ = bump_ + kChunk;
  }
  void* result = bump_;
  bump_ += size;
  return result;
}

void* Heap::allocate_large(size_t size) {
#ifndef __SANITIZE_ADDRESS__
  if (size <= kMaxMedium) {
    Medium cls = medium_class(size);
    if (Free* block = medium_[cls.index]) {
      medium_[cls.index] = block->next;
      return block;
    }
    return carve(cls.size);
  }
#endif
  if (used_ > pressure_at && on_pressure) on_pressure();
  void* memory = std::malloc(size);
  if (!memory) throw std::bad_alloc();
  return memory;
}

void Heap::release_large(void* memory, [[maybe_unused]] size_t size) {
#ifndef __SANITIZE_ADDRESS__
  if (size <= kMaxMedium) {
    Medium cls = medium_class(size);
    auto* block = static_cast<Free*>(memory);
    block->next = medium_[cls.index];
    medium_[cls.index] = block;
    return;
  }
#endif
  std::free(memory);
}

void* allocate_buffer(size_t bytes) { return state().heap.allocate(bytes); }
void release_buffer(void* memory, size_t bytes) { state().heap.release(memory, bytes); }

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
  raise_value(exc.MemoryError,
              make_str(fmt::format("the program's memory cap of {} MiB is reached", limits.memory >> 20)));
  return false;
}

}  // namespace loopscope::vm

#pragma once
// Memory of VM objects: size classes of 16 bytes up to 512 bytes, then four a power of two up to 1 MiB, carved from one
// region of address space; larger blocks come from malloc. The region starts at the same place in every run, so what a
// program prints of addresses is reproducible. Under AddressSanitizer every block comes from malloc, so that use after
// free is seen.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/vm/value.hpp"

namespace loopscope::vm {

class Heap {
 public:
  Heap();
  ~Heap();
  Heap(const Heap&) = delete;

  /// Uninitialised memory, 16-byte aligned. Aborts when the machine has no memory left; the program's own cap is
  /// checked by Vm::reserve and at safe points.
  void* allocate(size_t size) {
    used_ += size;
#ifndef __SANITIZE_ADDRESS__
    if (size <= kMaxSmall) [[likely]] {
      size_t cls = (size + 15) / 16;
      if (Free* block = free_[cls]) [[likely]] {
        free_[cls] = block->next;
        return block;
      }
      return refill(cls);
    }
#endif
    return allocate_large(size);
  }
  /// Above so many bytes in use, each new large block or chunk calls `on_pressure`.
  uint64_t pressure_at = UINT64_MAX;
  void (*on_pressure)() = nullptr;

  /// `size` as given to allocate.
  void release(void* memory, size_t size) {
    used_ -= size;
#ifndef __SANITIZE_ADDRESS__
    if (size <= kMaxSmall) [[likely]] {
      size_t cls = (size + 15) / 16;
      auto* block = static_cast<Free*>(memory);
      block->next = free_[cls];
      free_[cls] = block;
      return;
    }
#endif
    release_large(memory, size);
  }
  /// Memory that objects own outside of the heap (buffers of lists, dicts, big ints).
  void account(int64_t bytes) { used_ += static_cast<uint64_t>(bytes); }
  uint64_t used() const { return used_; }

 private:
  struct Free {
    Free* next;
  };
  static constexpr size_t kMaxSmall = 512;
  static constexpr size_t kMaxMedium = 1024 * 1024;
  static constexpr size_t kChunk = 64 * 1024;
  static constexpr size_t kMediumClasses = 44;  // four from each power of two, 512 to 1 Mi
  void* refill(size_t cls);
  void* allocate_large(size_t size);
  void release_large(void* memory, size_t size);
  /// Fresh memory from the region; null when there is none.
  char* carve(size_t size);

  Free* free_[kMaxSmall / 16 + 1] = {};
  Free* medium_[kMediumClasses + 1] = {};
  uint64_t used_ = 0;
  char* bump_ = nullptr;
  char* bump_end_ = nullptr;
  char* region_ = nullptr;
  char* region_next_ = nullptr;
  char* region_end_ = nullptr;
  std::vector<void*> chunks_;  // from malloc, when the region is missing or full
};

/// Gives back an object's memory: type->instance_size bytes, or `size` for objects with a tail. The last thing that a
/// type's destroy does; also drops the object's reference to a class made by a class statement.
void free_object(Object* object);
void free_object_sized(Object* object, size_t size);

}  // namespace loopscope::vm

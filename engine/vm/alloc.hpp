#pragma once
// Memory of VM objects: size classes of 16 bytes up to 512, carved from chunks; larger blocks come from malloc.
// Under AddressSanitizer every block comes from malloc, so that use after free is seen.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/vm/value.hpp"

namespace loopscope::vm {

class Heap {
 public:
  Heap() = default;
  ~Heap();
  Heap(const Heap&) = delete;

  /// Uninitialised memory, 16-byte aligned. Aborts when the machine has no memory left; the program's own cap is checked
  /// by Vm::reserve and at safe points.
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
    release_large(memory);
  }
  /// Memory that objects own outside of the heap (buffers of lists, dicts, big ints).
  void account(int64_t bytes) { used_ += static_cast<uint64_t>(bytes); }
  uint64_t used() const { return used_; }

 private:
  struct Free {
    Free* next;
  };
  static constexpr size_t kMaxSmall = 512;
  static constexpr size_t kChunk = 256 * 1024;
  void* refill(size_t cls);
  static void* allocate_large(size_t size);
  static void release_large(void* memory);

  Free* free_[kMaxSmall / 16 + 1] = {};
  uint64_t used_ = 0;
  char* bump_ = nullptr;
  char* bump_end_ = nullptr;
  std::vector<void*> chunks_;
};

/// Gives back an object's memory: type->instance_size bytes, or `size` for objects with a tail. The last thing that a
/// type's destroy does; also drops the object's reference to a class made by a class statement.
void free_object(Object* object);
void free_object_sized(Object* object, size_t size);

}  // namespace loopscope::vm

#pragma once
// Dense 32-bit ids, one type each so that a handle is never taken for a task. 0 is "none" everywhere; the engine hands
// out 1, 2, 3 … in the order of creation, so an id is also an index.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace loopscope {

template <class Tag>
struct Id {
  uint32_t value = 0;

  constexpr Id() = default;
  constexpr explicit Id(uint32_t v) : value(v) {}
  constexpr explicit operator bool() const { return value != 0; }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using ThreadId = Id<struct ThreadTag>;  // 1 is the main thread
using LoopId = Id<struct LoopTag>;
using TaskId = Id<struct TaskTag>;  // a task is a future: its TaskId and its FutureId have the same value
using FutureId = Id<struct FutureTag>;
using CoroId = Id<struct CoroTag>;      // coroutines, generators and async generators share one id space
using HandleId = Id<struct HandleTag>;  // timer handles too
using SyncId = Id<struct SyncTag>;      // locks, events, semaphores, conditions, queues, barriers
using CodeId = Id<struct CodeTag>;
using FileId = Id<struct FileTag>;
using StringId = Id<struct StringTag>;  // a string of the trace; 0 is none and reads as ""
using ProcessId = Id<struct ProcessTag>;

constexpr FutureId as_future(TaskId task) { return FutureId{task.value}; }
/// Right only when the future is a task; the trace knows which are.
constexpr TaskId as_task(FutureId future) { return TaskId{future.value}; }

/// A line of a file in 32 bits: 4095 files and 1,048,575 lines. Larger lines are recorded as the largest, larger
/// files as "nowhere"; neither ever reads as another valid place.
struct Place {
  uint32_t packed = 0;

  static constexpr uint32_t kLineBits = 20;
  static constexpr uint32_t kMaxLine = (1u << kLineBits) - 1;
  static constexpr uint32_t kMaxFile = (1u << (32 - kLineBits)) - 1;

  constexpr Place() = default;
  constexpr Place(FileId file, uint32_t line)
      : packed(file.value > kMaxFile ? 0 : (file.value << kLineBits) | (line > kMaxLine ? kMaxLine : line)) {}
  constexpr FileId file() const { return FileId{packed >> kLineBits}; }
  constexpr uint32_t line() const { return packed & kMaxLine; }
  constexpr explicit operator bool() const { return packed != 0; }
  friend constexpr bool operator==(const Place&, const Place&) = default;
};

}  // namespace loopscope

template <class Tag>
struct std::hash<loopscope::Id<Tag>> {
  size_t operator()(loopscope::Id<Tag> id) const noexcept { return id.value; }
};

#pragma once
// A recorded event as it travels: one fixed cell. Little-endian, no padding, all unused bytes zero, so that equal runs
// are equal byte for byte.
//
// A string is defined once, before its first use: a cell of type kStringRecord {id, length in bytes} followed by
// ceil(length / 32) cells that hold nothing but its bytes.

#include <cstddef>
#include <cstdint>

namespace loopscope::trace {

inline constexpr unsigned kMaxArgs = 5;
/// Stands for "none" where the number of an event is meant.
inline constexpr uint32_t kNoEvent = 0xFFFFFFFFu;

struct Record {
  int64_t time_ns;
  uint16_t type;    // an EventType, or kStringRecord
  uint16_t thread;  // ThreadId of the thread that did it
  uint32_t args[kMaxArgs];
};
static_assert(sizeof(Record) == 32);

inline constexpr uint16_t kStringRecord = 0;

constexpr size_t payload_cells(size_t bytes) { return (bytes + sizeof(Record) - 1) / sizeof(Record); }

}  // namespace loopscope::trace

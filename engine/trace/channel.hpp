#pragma once
// The live channel: blocks of records from one producer (the engine's thread) to one consumer (the window or the
// command line). Nothing is lost: when all blocks are in use the producer waits for the consumer and counts a stall.
//
// A block is handed over when the producer *starts* it, and `published` grows as it is filled: the consumer sees every
// event at once, and neither side locks anything but at block boundaries.

#include <atomic>
#include <cstdint>
#include <memory>

#include "engine/trace/record.hpp"

namespace loopscope::trace {

struct Block {
  static constexpr uint32_t kCapacity = 4096;
  Record records[kCapacity];
  alignas(64) std::atomic<uint32_t> published{0};
};

class Channel {
 public:
  struct Options {
    uint32_t blocks = 64;    // 8 MiB
    bool unbounded = false;  // allocate more blocks instead of waiting: for one thread that records first, reads later
  };

  struct Stats {
    uint64_t blocks = 0;   // handed over
    uint64_t stalls = 0;   // times the producer had to wait
    uint64_t dropped = 0;  // records thrown away after abandon(): the reader did not want them
  };

  Channel();
  explicit Channel(Options options);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // --- producer ------------------------------------------------------------------------------------------------------
  /// An empty block, already on its way to the consumer. May wait. nullptr once the consumer has abandoned.
  Block* next_block();
  /// No more will come.
  void close();
  void count_dropped(uint64_t records);

  // --- consumer ------------------------------------------------------------------------------------------------------
  /// The block to read now, or nullptr when nothing is there yet. Stays the same until release().
  Block* front();
  /// The front block has been read to its end; it goes back to the producer.
  void release();
  /// Waits until there may be more to read, at most this long. True when the producer has closed.
  bool wait(int64_t timeout_ns);
  /// close() was called. Whatever was recorded can still be read: finished when front() is drained too.
  bool closed() const;
  /// The consumer goes away: the producer never waits again, and what it records from now on is dropped and counted.
  void abandon();

  Stats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope::trace

#pragma once
// The live channel: blocks of records from the engine's thread to one reader, bounded, in order, without loss.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/trace/events.hpp"

namespace loopscope::trace {

struct Block {
  static constexpr size_t kCapacity = 4096;  // records
  size_t count = 0;
  Record records[kCapacity];
};

/// Single producer, single consumer. Blocks change hands by pointer, thousands of records at a time, so a mutex costs
/// nothing that matters. When the reader lags by `capacity` blocks the producer waits: a trace slows its program down
/// rather than losing a part of it.
class Channel {
 public:
  explicit Channel(size_t capacity = 256) : capacity_(capacity) {}

  /// Producer: an empty block; waits while every block is full. Null when the reader is gone (close_reader).
  std::unique_ptr<Block> take_empty();
  /// Producer: hands a block over. Its records are visible to the reader from now on.
  void push(std::unique_ptr<Block> block);
  /// Producer: nothing more will come.
  void close();

  /// Consumer: the next block, or null when none is there now.
  std::unique_ptr<Block> poll();
  /// Consumer: the next block; waits for it. Null when the channel is closed and empty.
  std::unique_ptr<Block> wait();
  /// Consumer: gives a read block back to the pool.
  void recycle(std::unique_ptr<Block> block);
  /// Consumer: nobody will read any more; the producer never waits again.
  void close_reader();

  bool closed() const;
  /// How often the producer had to wait.
  uint64_t stalls() const { return stalls_.load(std::memory_order_relaxed); }

 private:
  const size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable readable_;
  std::condition_variable writable_;
  std::deque<std::unique_ptr<Block>> full_;
  std::vector<std::unique_ptr<Block>> empty_;
  bool closed_ = false;
  bool reader_gone_ = false;
  std::atomic<uint64_t> stalls_{0};
};

}  // namespace loopscope::trace

#include "engine/trace/channel.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace loopscope::trace {

// One mutex guards everything here; it is taken once per 4096 records by each side.
struct Channel::Impl {
  mutable std::mutex mutex;
  std::condition_variable filled;  // consumer waits here
  std::condition_variable freed;   // producer waits here
  std::vector<std::unique_ptr<Block>> storage;
  std::vector<Block*> pool;
  std::deque<Block*> queue;  // oldest first; the last one is being filled
  Options options;
  Stats stats;
  bool closed = false;
  bool abandoned = false;
  bool consumer_waits = false;
  bool producer_waits = false;

  /// Blocks that are worth waking the consumer for.
  size_t enough() const { return std::max<size_t>(2, options.blocks / 4); }
};

Channel::Channel() : Channel(Options{}) {}

Channel::Channel(Options options) : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
  if (impl_->options.blocks < 2) impl_->options.blocks = 2;
}

Channel::~Channel() = default;

Block* Channel::next_block() {
  Impl& c = *impl_;
  std::unique_lock lock(c.mutex);
  if (c.pool.empty() && !c.abandoned && !c.options.unbounded && c.storage.size() >= c.options.blocks) {
    ++c.stats.stalls;
    c.producer_waits = true;
    c.freed.wait(lock, [&] { return !c.pool.empty() || c.abandoned; });
    c.producer_waits = false;
  }
  if (c.abandoned) return nullptr;
  if (c.pool.empty()) {
    // Not value-initialised: a block's records are written before they are published.
    c.storage.emplace_back(new Block);
    c.pool.push_back(c.storage.back().get());
  }
  Block* block = c.pool.back();
  c.pool.pop_back();
  block->published.store(0, std::memory_order_relaxed);
  c.queue.push_back(block);
  ++c.stats.blocks;
  // Waking a thread costs more than filling a block: the consumer is woken for a good many, and looks by itself before.
  const bool worth_waking = c.consumer_waits && c.queue.size() >= c.enough();
  lock.unlock();
  if (worth_waking) c.filled.notify_one();
  return block;
}

void Channel::close() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->closed = true;
  }
  impl_->filled.notify_one();
}

void Channel::count_dropped(uint64_t records) {
  const std::lock_guard lock(impl_->mutex);
  impl_->stats.dropped += records;
}

Block* Channel::front() {
  const std::lock_guard lock(impl_->mutex);
  return impl_->queue.empty() ? nullptr : impl_->queue.front();
}

void Channel::release() {
  bool worth_waking = false;
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->pool.push_back(impl_->queue.front());
    impl_->queue.pop_front();
    // A producer that ran out of blocks goes on with several, or when there is nothing left to read.
    worth_waking = impl_->producer_waits && (impl_->pool.size() >= impl_->enough() || impl_->queue.size() <= 1);
  }
  if (worth_waking) impl_->freed.notify_one();
}

bool Channel::wait(int64_t timeout_ns) {
  Impl& c = *impl_;
  std::unique_lock lock(c.mutex);
  // A few blocks may grow without a signal: the caller looks at them when the time is over.
  c.consumer_waits = true;
  c.filled.wait_for(lock, std::chrono::nanoseconds(timeout_ns),
                    [&] { return c.closed || c.queue.size() >= c.enough(); });
  c.consumer_waits = false;
  return c.closed;
}

bool Channel::closed() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->closed;
}

void Channel::abandon() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->abandoned = true;
  }
  impl_->freed.notify_one();
}

Channel::Stats Channel::stats() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->stats;
}

}  // namespace loopscope::trace

#include "engine/trace/channel.hpp"

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
    c.freed.wait(lock, [&] { return !c.pool.empty() || c.abandoned; });
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
  lock.unlock();
  c.filled.notify_one();
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
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->pool.push_back(impl_->queue.front());
    impl_->queue.pop_front();
  }
  impl_->freed.notify_one();
}

bool Channel::wait(int64_t timeout_ns) {
  Impl& c = *impl_;
  std::unique_lock lock(c.mutex);
  // More than one block: the first is full. One block may grow without a signal, so the caller polls it after a while.
  c.filled.wait_for(lock, std::chrono::nanoseconds(timeout_ns), [&] { return c.closed || c.queue.size() > 1; });
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

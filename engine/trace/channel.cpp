#include "engine/trace/channel.hpp"

namespace loopscope::trace {

std::unique_ptr<Block> Channel::take_empty() {
  std::unique_lock lock(mutex_);
  if (full_.size() >= capacity_ && !reader_gone_) {
    stalls_.fetch_add(1, std::memory_order_relaxed);
    writable_.wait(lock, [&] { return full_.size() < capacity_ || reader_gone_; });
  }
  if (!empty_.empty()) {
    std::unique_ptr<Block> block = std::move(empty_.back());
    empty_.pop_back();
    block->count = 0;
    return block;
  }
  lock.unlock();
  return std::make_unique<Block>();
}

void Channel::push(std::unique_ptr<Block> block) {
  {
    std::lock_guard lock(mutex_);
    if (reader_gone_) {
      empty_.push_back(std::move(block));
      return;
    }
    full_.push_back(std::move(block));
  }
  readable_.notify_one();
}

void Channel::close() {
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  readable_.notify_all();
}

std::unique_ptr<Block> Channel::poll() {
  std::unique_ptr<Block> block;
  {
    std::lock_guard lock(mutex_);
    if (full_.empty()) return nullptr;
    block = std::move(full_.front());
    full_.pop_front();
  }
  writable_.notify_one();
  return block;
}

std::unique_ptr<Block> Channel::wait() {
  std::unique_ptr<Block> block;
  {
    std::unique_lock lock(mutex_);
    readable_.wait(lock, [&] { return !full_.empty() || closed_; });
    if (full_.empty()) return nullptr;
    block = std::move(full_.front());
    full_.pop_front();
  }
  writable_.notify_one();
  return block;
}

void Channel::recycle(std::unique_ptr<Block> block) {
  std::lock_guard lock(mutex_);
  if (empty_.size() < 16) empty_.push_back(std::move(block));
}

void Channel::close_reader() {
  {
    std::lock_guard lock(mutex_);
    reader_gone_ = true;
    full_.clear();
  }
  writable_.notify_all();
}

bool Channel::closed() const {
  std::lock_guard lock(mutex_);
  return closed_ && full_.empty();
}

}  // namespace loopscope::trace

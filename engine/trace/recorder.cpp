#include "engine/trace/recorder.hpp"

#include <cstring>

namespace loopscope::trace {

StringId Recorder::intern(std::string_view text) {
  if (!active_) return {};
  const auto [id, is_new] = strings_.intern(text);
  if (is_new) define(id, text);
  return StringId{id};
}

StringId Recorder::text(std::string_view text) {
  if (!active_ || text.empty()) return {};
  // The recorder never asks for the text again: only the number is taken.
  const uint32_t id = strings_.append({});
  define(id, text);
  return StringId{id};
}

void Recorder::define(uint32_t id, std::string_view text) {
  Record* head = next_cell();
  *head = Record{};
  head->type = kStringRecord;
  head->args[0] = id;
  head->args[1] = static_cast<uint32_t>(text.size());
  while (!text.empty()) {
    Record* cell = next_cell();
    const size_t size = text.size() < sizeof(Record) ? text.size() : sizeof(Record);
    std::memset(static_cast<void*>(cell), 0, sizeof(Record));
    std::memcpy(static_cast<void*>(cell), text.data(), size);
    text.remove_prefix(size);
  }
  publish();
}

void Recorder::start_block() {
  if (discarding_) {
    discarded_ += Block::kCapacity;
  } else {
    if (block_) publish();
    Block* fresh = channel_->next_block();
    if (fresh) {
      block_ = fresh;
    } else {
      block_ = new Block;
      discarding_ = true;
    }
  }
  next_ = block_->records;
  end_ = next_ + Block::kCapacity;
}

void Recorder::at_limit() {
  if (limit_hook_) {
    limit_hook_(limit_context_, *this);
  } else {
    set_limit(kNoLimit);
  }
}

void Recorder::close() {
  if (!active_) return;
  active_ = false;
  if (discarding_) {
    channel_->count_dropped(discarded_ + static_cast<uint64_t>(next_ - block_->records));
    delete block_;
  }
  channel_->close();
}

}  // namespace loopscope::trace

#include "engine/trace/recorder.hpp"

#include <algorithm>
#include <cstring>

namespace loopscope::trace {

Recorder::Recorder(Channel* channel, const int64_t* now_ns) : channel_(channel), now_ns_(now_ns) { flush(); }

Recorder::~Recorder() {
  if (channel_) close();
}

void Recorder::flush() {
  if (!channel_) return;
  if (block_) {
    block_->count = static_cast<size_t>(next_ - block_->records);
    if (block_->count > 0) {
      channel_->push(std::move(block_));
    }
  }
  if (!block_) block_ = channel_->take_empty();
  next_ = block_->records;
  end_ = block_->records + Block::kCapacity;
}

void Recorder::close() {
  if (!channel_) return;
  block_->count = static_cast<size_t>(next_ - block_->records);
  if (block_->count > 0) channel_->push(std::move(block_));
  channel_->close();
  channel_ = nullptr;
}

StringId Recorder::string(std::string_view text) {
  if (!channel_ || text.empty()) return {};
  if (auto found = known_.find(text); found != known_.end()) return StringId{found->second};
  StringId id{++strings_};
  known_.emplace(text, id.value);
  define(id, text);
  return id;
}

StringId Recorder::fresh_string(std::string_view text) {
  if (!channel_ || text.empty()) return {};
  StringId id{++strings_};
  define(id, text);
  return id;
}

void Recorder::define(StringId id, std::string_view text) {
  if (next_ == end_) flush();
  Record& head = *next_++;
  head = Record{};
  head.time_ns = *now_ns_;
  head.type = kStringRecord;
  head.thread = thread_;
  head.arguments[0] = id.value;
  head.arguments[1] = static_cast<uint32_t>(text.size());
  while (!text.empty()) {
    // A text may run on in the next block: readers continue across blocks.
    if (next_ == end_) flush();
    size_t n = std::min(text.size(), sizeof(Record));
    *next_ = Record{};
    std::memcpy(static_cast<void*>(next_++), text.data(), n);
    text.remove_prefix(n);
  }
}

void Recorder::set_limit(uint64_t count, void (*hook)(void*), void* context) {
  limit_ = count;
  hook_ = hook;
  hook_context_ = context;
}

void Recorder::reach_limit() {
  if (hook_) hook_(hook_context_);
}

}  // namespace loopscope::trace

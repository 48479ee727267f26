#pragma once
// Where the engine writes its events. One recorder belongs to one run and is used by the engine's thread only.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/trace/channel.hpp"

namespace loopscope::trace {

/// Either inactive (default: emit() is one predictable branch) or writing to a channel.
class Recorder {
 public:
  Recorder() = default;
  /// Both must outlive the recorder; `now_ns` is read at each event.
  Recorder(Channel* channel, const int64_t* now_ns);
  ~Recorder();
  Recorder(const Recorder&) = delete;

  bool active() const { return channel_ != nullptr; }
  void set_clock(const int64_t* now_ns) { now_ns_ = now_ns; }
  void set_thread(ThreadId thread) { thread_ = static_cast<uint16_t>(thread.value); }

  template <typename E>
  void emit(const E& event) {
    if (!channel_) return;
    if (next_ == end_) [[unlikely]] flush();
    Record& record = *next_++;
    record.time_ns = *now_ns_;
    record.thread = thread_;
    pack(event, record);
    if (++emitted_ >= limit_) [[unlikely]] reach_limit();
  }

  /// The id of a text, defined in the trace before its first use. Texts are compared by content; the empty one is id 0.
  StringId string(std::string_view text);
  /// For long texts that hardly repeat (output, source): not remembered, so the table stays small.
  StringId fresh_string(std::string_view text);

  /// Hands what was recorded to the reader now. Called by itself when a block is full.
  void flush();
  /// flush(), and tells the reader that nothing follows.
  void close();

  uint64_t emitted() const { return emitted_; }
  /// `hook` runs right after the event that makes emitted() reach `count` (and after each later one while it stays
  /// there): where a stepped program parks. UINT64_MAX: never.
  void set_limit(uint64_t count, void (*hook)(void*), void* context);

 private:
  void define(StringId id, std::string_view text);
  void reach_limit();

  Channel* channel_ = nullptr;
  const int64_t* now_ns_ = nullptr;
  std::unique_ptr<Block> block_;
  Record* next_ = nullptr;
  Record* end_ = nullptr;
  uint16_t thread_ = 1;
  uint64_t emitted_ = 0;
  uint64_t limit_ = UINT64_MAX;
  void (*hook_)(void*) = nullptr;
  void* hook_context_ = nullptr;
  uint32_t strings_ = 0;
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> known_;
};

}  // namespace loopscope::trace

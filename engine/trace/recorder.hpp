#pragma once
// Where the engine writes its events. One recorder, one thread.
//
//   recorder.emit(ev::TaskStepBegin{task});
//
// costs a few nanoseconds: one cell is filled in place, without lock, allocation or virtual call. An inactive recorder
// (no channel) does nothing.

#include <atomic>
#include <cstdint>
#include <limits>
#include <string_view>

#include "engine/base/ids.hpp"
#include "engine/base/intern.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/events.hpp"
#include "engine/trace/record.hpp"

namespace loopscope::trace {

class Recorder {
 public:
  /// Called on the recording thread when the number of events reaches the limit; may wait, and may set a new limit.
  using LimitHook = void (*)(void* context, Recorder& recorder);

  /// Inactive.
  Recorder() = default;
  /// `now_ns` is read at every event; both must outlive the recorder.
  Recorder(Channel* channel, const int64_t* now_ns) : channel_(channel), now_ns_(now_ns), active_(channel != nullptr) {}
  ~Recorder() { close(); }
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  bool active() const { return active_; }
  /// The clock may only be known once the engine exists.
  void set_clock(const int64_t* now_ns) { now_ns_ = now_ns; }
  const int64_t* clock() const { return now_ns_; }
  /// The thread of the following events.
  void set_thread(ThreadId thread) { thread_ = static_cast<uint16_t>(thread.value); }
  ThreadId thread() const { return ThreadId{thread_}; }

  template <class Event>
  void emit(const Event& event) {
    if (!active_) return;
    Record* record = next_cell();
    record->time_ns = *now_ns_;
    record->type = static_cast<uint16_t>(Event::kType);
    record->thread = thread_;
    encode(event, record->args);
    publish();
    if (++event_count_ >= limit_.load(std::memory_order_relaxed)) [[unlikely]]
      at_limit();
  }

  /// The string's number, defined in the trace at its first use. 0 for "" and when inactive.
  StringId intern(std::string_view text);
  /// The same for a text that is not worth remembering: output, source, tracebacks. Always defines it anew.
  StringId text(std::string_view text);

  /// Events so far (strings are not events): the number that the next event gets in the Store.
  uint64_t event_count() const { return event_count_; }

  /// The gate: when the number of events reaches `count`, the hook runs on the recording thread. set_limit() may be
  /// called by any thread.
  void set_limit(uint64_t count) { limit_.store(count, std::memory_order_relaxed); }
  uint64_t limit() const { return limit_.load(std::memory_order_relaxed); }
  void set_limit_hook(LimitHook hook, void* context) { limit_hook_ = hook, limit_context_ = context; }
  static constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

  /// Ends the trace: the consumer learns that nothing follows. The recorder becomes inactive.
  void close();

 private:
  Record* next_cell() {
    if (next_ == end_) [[unlikely]]
      start_block();
    return next_++;
  }
  void publish() { block_->published.store(static_cast<uint32_t>(next_ - block_->records), std::memory_order_release); }
  void start_block();
  void at_limit();
  void define(uint32_t id, std::string_view text);

  Record* next_ = nullptr;
  Record* end_ = nullptr;
  Block* block_ = nullptr;
  Channel* channel_ = nullptr;
  const int64_t* now_ns_ = nullptr;
  uint64_t event_count_ = 0;
  std::atomic<uint64_t> limit_{kNoLimit};
  uint16_t thread_ = 1;
  bool active_ = false;
  bool discarding_ = false;  // the consumer has abandoned; block_ is scratch
  uint64_t discarded_ = 0;
  LimitHook limit_hook_ = nullptr;
  void* limit_context_ = nullptr;
  InternTable strings_;
};

}  // namespace loopscope::trace

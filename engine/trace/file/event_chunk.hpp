#pragma once
// The body of an EVTS chunk: strings, then events as columns of differences, each column by itself so that what
// repeats stands together. A chunk can be read without any other one.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/trace/contexts.hpp"
#include "engine/trace/file/format.hpp"
#include "engine/trace/record.hpp"

namespace loopscope::trace::file {

class EventChunkBuilder {
 public:
  static constexpr uint32_t kMostEvents = 65536;
  static constexpr uint32_t kMostText = 4u << 20;  // a chunk ends after so many bytes of strings

  /// Strings come in the order of their numbers.
  void add_string(uint32_t id, std::string_view text);
  void add_event(const Record& record);

  uint32_t events() const { return static_cast<uint32_t>(types_.size()); }
  bool empty() const { return types_.empty() && lengths_.empty(); }
  bool full() const { return events() >= kMostEvents || lengths_.size() >= kMostEvents || text_.size() >= kMostText; }
  /// Appends the body, and forgets everything but how many events there were. `range` gets all but first_event.
  void finish(std::string& body, EventRange& range);

 private:
  struct Rows {
    uint32_t count = 0;
    std::vector<uint32_t> columns[kMaxArgs];
  };
  std::vector<uint32_t> lengths_;
  std::string text_;
  uint32_t first_string_ = 0;
  std::vector<uint16_t> types_, threads_;
  std::vector<int64_t> times_;
  std::map<uint16_t, Rows> rows_;  // by type
};

/// What runs on a thread.
struct RunningThread {
  uint32_t thread = 0;
  Context context;
};

/// Takes what a chunk holds, in order.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on_string(uint32_t id, std::string_view text) = 0;
  virtual void on_event(const Record& record) = 0;
  /// Before the next event, this runs and this holds, whatever the events so far say.
  virtual void on_checkpoint(const std::vector<RunningThread>& running, std::string_view state) {
    (void)running, (void)state;
  }
};

void put_checkpoint(const std::vector<RunningThread>& running, std::string_view state, std::string& body);
/// False when the body is damaged.
bool read_checkpoint(std::string_view body, EventSink& sink);

/// More events or strings than this no chunk has: what claims more is damaged.
inline constexpr uint32_t kMostInChunk = 1u << 20;
/// False when the body is not what it should be; everything before the fault has been handed over, or nothing.
bool read_events(std::string_view body, uint32_t events, const EventRange& range, EventSink& sink);

}  // namespace loopscope::trace::file

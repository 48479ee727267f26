#pragma once
// A trace as text for people and scripts: one JSON object a line, names from events.def, strings resolved.
//
//   {"event":12,"ns":1000,"in_thread":1,"in_handle":2,"in_task":2,"type":"task_done","task":2,"outcome":"result",…}
//
// in_thread, in_handle and in_task are the event's context; the last two are left out where there is none.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/intern.hpp"
#include "engine/trace/contexts.hpp"

namespace loopscope::trace {

class Store;

/// Appends the line of one event, with its line feed.
void dump_event(const Store& store, uint32_t event, std::string& out);

/// The same lines of events that come one after the other and are not kept.
class EventLines {
 public:
  void define(uint32_t id, std::string_view text);
  /// Appends the line of the next event.
  void line(const Record& record, std::string& out);

 private:
  InternTable strings_;
  Contexts contexts_;
  uint64_t next_ = 0;
  int64_t last_time_ns_ = INT64_MIN;
};

/// All events, handed to `write` in pieces of about 64 KiB; `write(context, data, size)`.
void dump_json(const Store& store, void (*write)(void* context, const char* data, size_t size), void* context);
/// All events, appended.
void dump_json(const Store& store, std::string& out);

/// The length of the UTF-8 sequence at the beginning of a text that is not empty, or 0 when it is not a valid one.
size_t utf8_length(std::string_view text);
/// `text` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace loopscope::trace

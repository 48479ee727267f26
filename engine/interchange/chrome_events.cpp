#include "engine/interchange/chrome_events.hpp"

#include <fmt/core.h>

#include "engine/trace/dump.hpp"

namespace loopscope::interchange {

namespace {

// Microseconds are the format's unit; three decimals keep every nanosecond.
std::string micros(int64_t ns) {
  const uint64_t size = ns < 0 ? 0 - static_cast<uint64_t>(ns) : static_cast<uint64_t>(ns);
  return fmt::format("{}{}.{:03}", ns < 0 ? "-" : "", size / 1000, size % 1000);
}

}  // namespace

ChromeEvents::ChromeEvents(const std::string& path) : file_(path) {
  file_.write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
}

ChromeEvents& ChromeEvents::event(char phase, std::string_view category, std::string_view name, int64_t ns,
                                  ChromeTrack track) {
  finish_event();
  line_ += fmt::format("{}{{\"ph\":\"{}\",\"pid\":{},\"tid\":{},\"ts\":{},\"name\":", any_ ? ",\n" : "", phase,
                       track.pid, track.tid, micros(ns));
  trace::append_json_string(line_, name);
  if (!category.empty()) field("cat", category);
  any_ = true;
  return *this;
}

void ChromeEvents::name_process(uint32_t pid, std::string_view name) {
  event('M', "", "process_name", 0, {pid, 0}).arg("name", name);
  event('M', "", "process_sort_index", 0, {pid, 0}).arg("sort_index", int64_t{pid});
}

void ChromeEvents::name_thread(ChromeTrack track, std::string_view name) {
  event('M', "", "thread_name", 0, track).arg("name", name);
  event('M', "", "thread_sort_index", 0, track).arg("sort_index", int64_t{track.tid});
}

ChromeEvents& ChromeEvents::lasting(int64_t ns) { return raw("dur", micros(ns)); }

ChromeEvents& ChromeEvents::raw(std::string_view key, std::string_view json) {
  line_ += fmt::format(",\"{}\":{}", key, json);
  return *this;
}

ChromeEvents& ChromeEvents::field(std::string_view key, std::string_view text) {
  line_ += fmt::format(",\"{}\":", key);
  trace::append_json_string(line_, text);
  return *this;
}

void ChromeEvents::arg_key(std::string_view key) {
  line_ += in_args_ ? "," : ",\"args\":{";
  in_args_ = true;
  line_ += fmt::format("\"{}\":", key);
}

ChromeEvents& ChromeEvents::arg(std::string_view key, std::string_view text) {
  if (text.empty()) return *this;
  arg_key(key);
  trace::append_json_string(line_, text);
  return *this;
}

ChromeEvents& ChromeEvents::arg(std::string_view key, int64_t number) {
  arg_key(key);
  line_ += fmt::format("{}", number);
  return *this;
}

void ChromeEvents::finish_event() {
  if (line_.empty()) return;
  line_ += in_args_ ? "}}" : "}";
  in_args_ = false;
  file_.write(line_);
  line_.clear();
}

bool ChromeEvents::close(std::string_view program, std::string* error) {
  finish_event();
  std::string end = "\n],\"otherData\":{\"exporter\":\"loopscope\",\"program\":";
  trace::append_json_string(end, program);
  file_.write(end + "}}\n");
  return file_.close(error);
}

}  // namespace loopscope::interchange

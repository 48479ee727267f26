#pragma once
// Writes events in the Chrome trace format, one after the other, with nothing kept in memory.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/interchange/out_file.hpp"

namespace loopscope::interchange {

/// A row of the viewer.
struct ChromeTrack {
  uint32_t pid = 0, tid = 0;
};

class ChromeEvents {
 public:
  explicit ChromeEvents(const std::string& path);

  /// Begins an event; fields and arguments follow, arguments last, until the next event.
  ChromeEvents& event(char phase, std::string_view category, std::string_view name, int64_t ns, ChromeTrack track);
  /// The name of a process or a thread, and where it stands.
  void name_process(uint32_t pid, std::string_view name);
  void name_thread(ChromeTrack track, std::string_view name);
  ChromeEvents& lasting(int64_t ns);                                 // of an X: its duration
  ChromeEvents& raw(std::string_view key, std::string_view json);    // a field whose value is JSON already
  ChromeEvents& field(std::string_view key, std::string_view text);  // any other field
  ChromeEvents& arg(std::string_view key, std::string_view text);    // left out when empty
  ChromeEvents& arg(std::string_view key, int64_t number);
  bool close(std::string_view program, std::string* error);

 private:
  void finish_event();
  void arg_key(std::string_view key);

  OutFile file_;
  std::string line_;
  bool any_ = false, in_args_ = false;
};

}  // namespace loopscope::interchange

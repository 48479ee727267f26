#pragma once
// Reads a file in the Chrome trace format, in one pass and with bounded memory: what is kept is a small record for each
// slice and instant. Nothing of the file is trusted.

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/intern.hpp"

namespace loopscope::interchange {

/// As much as is taken of one file: about 500 MB.
inline constexpr size_t kMostChromeEvents = 10'000'000;
/// No text of a file may be longer, and all names together no longer than eight times as much.
inline constexpr size_t kLongestText = size_t{32} << 20;

struct ChromeEvent {
  enum class Kind : uint8_t { kBegin, kEnd, kWhole, kAsyncBegin, kAsyncEnd, kInstant };
  int64_t ns = 0;
  int64_t dur_ns = 0;  // of kWhole
  uint32_t name = 0;   // of ChromeFile::texts
  uint32_t track = 0;  // of ChromeFile::tracks; of async events: of the process
  uint32_t id = 0;     // of async events: texts, which of one name
  uint32_t category = 0;
  Kind kind = Kind::kWhole;
};

struct ChromeTrackName {
  std::string process;  // pid, as the file has it
  std::string name;     // of the thread, if the file tells, else "thread TID"
};

struct ChromeFile {
  InternTable texts;
  std::vector<ChromeEvent> events;  // as they stand in the file
  std::vector<ChromeTrackName> tracks;
  struct Source {
    std::string path, text;
  };
  std::vector<Source> sources;     // that the file carries, as VizTracer's do
  std::vector<std::string> notes;  // what was left out, a sentence each
};

/// False, with "PATH: what, where, what to do" in `error`, when the file is none. `stop`, if given, ends the reading.
bool read_chrome(const std::string& path, ChromeFile& file, std::string* error,
                 const std::atomic<bool>* stop = nullptr);
/// Whether a file begins as one does: by its name and its first characters.
bool looks_like_chrome(const std::string& path);

}  // namespace loopscope::interchange

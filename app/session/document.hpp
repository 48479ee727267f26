#pragma once

// The open file, and how its run stands.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/session/selection.hpp"
#include "app/source/highlight.hpp"

namespace loopscope::app {

struct Document {
  std::filesystem::path path;
  std::string title;  // of the lesson, or the file's name
  std::string docstring;
  bool is_foreign = false;  // a trace too, but in the Chrome trace format
  bool is_trace = false;    // a recorded trace, and lines are the source within it
  std::string error;        // why it cannot be read, or ""
  std::vector<SourceLine> lines;
  std::size_t first_code_line = 0;    // index of the first line behind the docstring
  std::filesystem::path counterpart;  // the other half of a lesson's pair, or empty
  bool is_fixed_half = false;
  std::vector<std::int64_t> interrupts;  // virtual times in ns at which Ctrl-C is pressed
  std::uint32_t trace_file = 0;          // its FileId in the trace, 0 until the trace knows it
};

struct RunStatus {
  bool running = false;      // the engine has not ended
  bool catching_up = false;  // events are still being taken over
  bool stopped = false;      // by the user
  bool from_file = false;    // nothing runs: a recorded trace is read
  bool held = false;         // stands still because the trace has grown large; Space lets it go on
  int exit_status = 0;       // once it has ended
  std::uint64_t events = 0;
  Instant last;
  std::string message;  // what went wrong, or ""
};

// Whether a file begins as a trace does.
bool is_trace_file(const std::filesystem::path& path);
// Whether it looks like a file in the Chrome trace format, by its name and its beginning.
bool is_foreign_trace(const std::filesystem::path& path);
// Reads the file; on failure `error` says why and `lines` is empty. A text is anything without NUL bytes up to 16 MiB.
// Of a trace nothing is read but that it is one: its source comes with its events.
Document read_document(const std::filesystem::path& path);
// The text, with what is derived from it.
void set_text(Document& document, const std::string& text);

}  // namespace loopscope::app

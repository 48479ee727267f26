#pragma once

// What the panels show of one instant, as plain data. session/observe.cpp makes it from the trace; panels only read it,
// so that they can be tested with snapshots made by hand.

#include <cstdint>
#include <string>
#include <vector>

#include "app/session/selection.hpp"
#include "app/theme/palette.hpp"

namespace loopscope::app {

struct SourcePlace {
  std::uint32_t file = 0;  // FileId of the trace, 0: nowhere
  std::uint32_t line = 0;  // from 1
  std::string file_name;   // shown
  std::string function;
  explicit operator bool() const { return line != 0; }
};

// A line on which a live frame stands.
struct FrameMark {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::string owner;  // "Task-1"
  Selection subject;
  bool running = false;   // it is the innermost frame of what runs now
  bool innermost = true;  // false: an awaiting frame further out
  Color color = Color::suspended;
};

enum class Stream : std::uint8_t { out, err, log, warning };

struct ConsoleLine {
  Stream stream = Stream::out;
  Instant at;
  std::string text;   // without the line ending
  std::string owner;  // the task that wrote it, or ""
};

struct ReadyItem {
  std::string label;
  std::string detail;
  Selection subject;
  bool running = false;
  bool cancelled = false;
};

struct TimerItem {
  std::int64_t when_ns = 0;
  std::string label;
  std::string detail;
  Selection subject;
  bool cancelled = false;
};

struct LoopView {
  bool exists = false;
  std::string phase;
  std::uint32_t tick = 0;
  bool debug = false;
  bool closed = false;
  std::int64_t slow_ns = 0;       // 0: not known
  std::vector<ReadyItem> ready;   // in the order in which they will run
  std::vector<TimerItem> timers;  // in the order in which they fall due
  std::vector<std::string> selector;
};

struct Fact {
  std::string label;
  std::string value;
  Selection link;     // subject none: no link
  SourcePlace place;  // line 0: no place
};

struct ChainRow {
  SourcePlace place;
  std::string what;  // "main()", "Future pending"
  bool innermost = false;
};

struct HistoryRow {
  Instant at;
  std::string text;
  Color color = Color::text_dim;
  Selection link;
};

// One selected thing, or the instant itself when nothing is selected.
struct InspectorView {
  std::string title;
  std::string kind;   // "task", "asynchronous generator"
  std::string state;  // "suspended"
  Color state_color = Color::suspended;
  std::vector<HistoryRow> told;  // the findings about it, in plain sentences
  std::vector<HistoryRow> why;   // plain sentences, the nearest cause first; empty when nothing is recorded
  std::vector<Fact> facts;
  std::vector<ChainRow> chain;  // outermost first
  std::vector<HistoryRow> history;
};

enum class Severity : std::uint8_t { info, warning, error };

struct FindingRow {
  Severity severity = Severity::warning;
  std::string title;
  std::string sentence;
  Instant at;
  Selection subject;
  SourcePlace place;
  Instant until = at;                 // of what lasts
  std::vector<Selection> about = {};  // everything that it concerns, the subject first
};

struct Snapshot {
  Instant at;
  std::uint64_t event_count = 0;  // recorded so far
  std::string event_text;         // the event under the cursor, in words
  std::vector<FrameMark> frames;
  LoopView loop;
  InspectorView inspector;
};

}  // namespace loopscope::app

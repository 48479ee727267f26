// docs/events.md is made from events.def: this test fails when it is out of date, and rewrites it when the environment
// variable LOOPSCOPE_REGENERATE is set.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/trace/events.hpp"

namespace loopscope::trace {
namespace {

struct Section {
  unsigned first;
  const char* title;
};
constexpr Section kSections[] = {
    {1, "Program and source"},
    {10, "Threads and the GIL"},
    {20, "Event loops"},
    {50, "Handles"},
    {65, "Tasks"},
    {90, "Coroutines, generators, async generators"},
    {120, "Futures"},
    {140, "Locks, events, semaphores, conditions, queues, barriers"},
    {160, "Output"},
    {180, "Executors, signals, processes"},
};

std::string describe() {
  std::string out =
      "# Events of a trace\n\n"
      "Made from `engine/trace/events.def` by `events_doc_test`; run the tests with `LOOPSCOPE_REGENERATE=1` to "
      "rewrite "
      "it.\n\n"
      "An event is one cell of 32 bytes: the time in nanoseconds (int64), the number of its type (u16), its thread "
      "(u16) and five arguments (u32 each); little-endian, unused bytes zero. A field of kind `Ns` fills two "
      "arguments, low half first. A string is defined before its first use by a cell of type 0 (its number, its length "
      "in bytes) and as many cells of text as it needs.\n\n"
      "The running handle and task of an event are not recorded: readers derive them from `handle_begin`/`handle_end` "
      "and `task_step_begin`/`task_step_end` of the same thread. \"The context\" below is this task, else this handle, "
      "else the program outside of the loop. Ids count from 1, 0 is none; a task's id is its future's too.\n";
  size_t section = 0;
  for (unsigned type = 1; type < kEventTypeLimit; ++type) {
    const EventInfo* info = event_info(type);
    if (!info) continue;
    if (section < std::size(kSections) && type >= kSections[section].first) {
      out += std::string("\n## ") + kSections[section].title +
             "\n\n| no. | event | fields | meaning |\n|--:|---|---|---|\n";
      ++section;
    }
    std::string fields;
    for (const FieldInfo& field : info->fields) {
      if (!fields.empty()) fields += ", ";
      fields += std::string("`") + field.name + "` " + kind_name(field.kind);
    }
    out += "| " + std::to_string(type) + " | `" + info->name + "` | " + fields + " | " + info->prose + " |\n";
  }
  out += "\n## Kinds with names\n\n| kind | values, from 0 |\n|---|---|\n";
  for (unsigned kind = static_cast<unsigned>(FieldKind::Ns) + 1; kind < 256; ++kind) {
    const auto field_kind = static_cast<FieldKind>(kind);
    if (!enum_text(field_kind, 0)) break;
    std::string values;
    for (uint32_t value = 0; enum_text(field_kind, value); ++value) {
      values += (value ? ", `" : "`") + std::string(enum_text(field_kind, value)) + "`";
    }
    out += std::string("| ") + kind_name(field_kind) + " | " + values + " |\n";
  }
  return out;
}

TEST(EventsDoc, IsUpToDate) {
  const std::string path = LOOPSCOPE_SOURCE_DIR "/docs/events.md";
  const std::string expected = describe();
  if (std::getenv("LOOPSCOPE_REGENERATE")) {
    std::ofstream(path, std::ios::binary) << expected;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path;
  const std::string found((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(found, expected) << "run the tests with LOOPSCOPE_REGENERATE=1";
}

}  // namespace
}  // namespace loopscope::trace

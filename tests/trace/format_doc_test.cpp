// The table of events in docs/trace-format.md is made from events.def: this test fails when it is out of date, and
// rewrites it when the environment variable LOOPSCOPE_REGENERATE is set.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/trace/events.hpp"

namespace loopscope::trace {
namespace {

constexpr std::string_view kBegin = "rewrites it -->\n", kEnd = "<!-- end -->";

std::string table() {
  std::string out = "| type | event | arguments |\n|--:|---|---|\n";
  for (unsigned type = 1; type < kEventTypeLimit; ++type) {
    const EventInfo* info = event_info(type);
    if (!info) continue;
    std::string arguments;
    for (const FieldInfo& field : info->fields) {
      if (!arguments.empty()) arguments += ", ";
      arguments += field.name;
      if (field.kind == FieldKind::Ns) arguments += " (2)";
    }
    out += "| " + std::to_string(type) + " | `" + info->name + "` | " + std::to_string(info->cells) +
           (arguments.empty() ? "" : ": ") + arguments + " |\n";
  }
  return out;
}

TEST(TraceFormatDoc, IsUpToDate) {
  const std::string path = LOOPSCOPE_SOURCE_DIR "/docs/trace-format.md";
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path;
  const std::string found((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const size_t begin = found.find(kBegin), end = found.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const std::string expected = found.substr(0, begin + kBegin.size()) + table() + found.substr(end);
  if (std::getenv("LOOPSCOPE_REGENERATE")) {
    std::ofstream(path, std::ios::binary) << expected;
    return;
  }
  EXPECT_EQ(found, expected) << "run the tests with LOOPSCOPE_REGENERATE=1";
}

}  // namespace
}  // namespace loopscope::trace

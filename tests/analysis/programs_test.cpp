// Realistic programs that hang (tests/programs), run until somebody presses Ctrl-C: the findings say what hangs and
// why.

#include <gtest/gtest.h>

#include "engine/analysis/findings.hpp"
#include "tests/analysis/run_lesson.hpp"

namespace loopscope::analysis {
namespace {

std::string findings_of(const char* program) {
  trace::Store store;
  testing::run_lesson(std::filesystem::path(LOOPSCOPE_SOURCE_DIR) / "tests/programs" / program, store, 1'000'000'000);
  Model model(store);
  model.advance(store.size());
  std::string out;
  for (const Finding& finding : find_all(model)) {
    out += std::string(finding.kind->name()) + ": " + finding.kind->explain(model, finding) + "\n";
  }
  return out;
}

bool has(const std::string& text, const char* piece) { return text.find(piece) != std::string::npos; }

TEST(Programs, DeadlockNamesTheCircle) {
  const std::string found = findings_of("deadlock.py");
  EXPECT_TRUE(has(found,
                  "deadlock: counter 2 waits for lock 1, which counter 1 holds; counter 1 waits for lock 2, which "
                  "counter 2 holds: none of them can ever go on"))
      << found;
}

TEST(Programs, APipelineNamesTheStageThatIsGone) {
  const std::string found = findings_of("pipeline.py");
  EXPECT_TRUE(has(found, "stuck-task: producer has waited since")) << found;
  EXPECT_TRUE(has(found,
                  "for room in queue 1, which is full (10): the last to take something from it was converter, "
                  "which ended with ValueError"))
      << found;
}

TEST(Programs, ACrawlerNamesTheRequestWithoutAnAnswer) {
  const std::string found = findings_of("crawler.py");
  EXPECT_TRUE(has(found, "for StreamReader.read()")) << found;
  EXPECT_TRUE(has(found, "in join() of queue 1: not everything that was taken from it was reported as done")) << found;
  EXPECT_TRUE(has(found, "at crawler.py:27, for")) << found;  // the server's side
  EXPECT_FALSE(has(found, "crawler 0 has waited")) << "a worker without work is no trouble\n" << found;
}

TEST(Programs, AChatNamesTheGuestWhoDoesNotRead) {
  const std::string found = findings_of("chat_server.py");
  EXPECT_TRUE(has(found, "at chat_server.py:20, for")) << found;
  EXPECT_TRUE(has(found, "for StreamWriter.drain()")) << found;
}

TEST(Programs, WhatEndsByItselfDoesNotHang) {
  const std::string found = findings_of("ping_service.py");
  EXPECT_FALSE(has(found, "stuck-task")) << found;
  EXPECT_FALSE(has(found, "deadlock")) << found;
}

}  // namespace
}  // namespace loopscope::analysis

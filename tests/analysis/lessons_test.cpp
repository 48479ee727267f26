// Every lesson on the trace: the broken half shows its symptom as a finding, the fixed half shows none at all.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "engine/analysis/findings.hpp"
#include "tests/analysis/run_lesson.hpp"

namespace loopscope::analysis {
namespace {

namespace fs = std::filesystem;

// What a lesson is about. One that is not listed must show something, whatever it is.
const std::map<std::string, std::set<std::string>> kSymptoms = {
    {"01_debug_mode", {"never-awaited", "slow-callback"}},
    {"02_slow_callback", {"slow-callback"}},
    {"03_slow_selector", {"slow-selector"}},
    {"04_wrong_thread", {"wrong-thread-call"}},
    {"05_coroutine_from_thread", {"wrong-thread-call"}},
    {"06_executor", {"slow-callback"}},
    {"07_signals", {"unhandled-exception"}},
    {"08_worker_processes", {"loop-waits-for-gil"}},
    {"09_blocking_code", {"slow-callback"}},
    {"10_log_handlers", {"blocking-log-handler", "slow-callback"}},
    {"11_never_awaited", {"never-awaited"}},
    {"12_never_retrieved", {"never-retrieved"}},
    {"13_left_open", {"asyncgen-finalizer"}},
    {"14_finalization_order", {"asyncgen-finalizer"}},
    {"15_before_the_loop", {"asyncgen-without-loop", "unhandled-exception"}},
    {"16_concurrent_asend", {"concurrent-asend"}},
    {"17_generator_exit", {"generator-exit-ignored", "unhandled-exception"}},
    {"18_destroyed_pending", {"leaked-task"}},
    {"19_fire_and_forget", {"leaked-task"}},
    {"20_left_unclosed", {"never-closed"}},
};

using testing::lessons;

struct Found {
  std::set<std::string> kinds;
  std::string sentences;
};

Found findings_of(const fs::path& path) {
  trace::Store store;
  testing::run_lesson(path, store);
  Model model(store);
  model.advance();
  Found found;
  for (const Finding& finding : find_all(model)) {
    found.kinds.insert(finding.kind->name());
    found.sentences += std::string(finding.kind->name()) + ": " + finding.kind->explain(model, finding) + "\n";
  }
  return found;
}

class Lessons : public ::testing::TestWithParam<fs::path> {};

TEST_P(Lessons, ShowsItsSymptomOrNone) {
  std::string stem = GetParam().stem().string();
  const Found found = findings_of(GetParam());
  constexpr std::string_view kFixed = "_fixed";
  if (stem.ends_with(kFixed)) {
    EXPECT_EQ(found.sentences, "") << "a mended program must not show any symptom";
    return;
  }
  EXPECT_FALSE(found.kinds.empty()) << "a lesson must show something";
  if (const auto wanted = kSymptoms.find(stem); wanted != kSymptoms.end()) {
    EXPECT_EQ(found.kinds, wanted->second) << found.sentences;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Lessons, ::testing::ValuesIn(lessons()),
                         [](const auto& lesson) { return "L" + lesson.param.stem().string(); });

}  // namespace
}  // namespace loopscope::analysis

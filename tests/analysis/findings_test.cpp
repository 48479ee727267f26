#include <gtest/gtest.h>

#include <set>

#include "engine/analysis/findings.hpp"
#include "tests/analysis/finalization_script.hpp"

namespace loopscope::analysis {
namespace {

namespace ev = testing::ev;

class FindingsTest : public ::testing::Test {
 protected:
  FindingsTest() {
    file = script.file("demo.py", "");
    code = script.code("worker", file, 3);
    script.loop();
  }
  /// "name: sentence" of everything found.
  std::vector<std::string> found() {
    Model model(script.store());
    model.advance();
    std::vector<std::string> out;
    for (const Finding& finding : find_all(model)) {
      out.push_back(std::string(finding.kind->name()) + ": " + finding.kind->explain(model, finding));
    }
    return out;
  }
  using Expected = std::vector<std::string>;

  testing::Script script;
  FileId file;
  CodeId code;
};

TEST_F(FindingsTest, ACleanRunHasNone) {
  const auto made = script.task("Task-1", script.coro(code));
  script.tick(1, [&] {
    script.step(made.handle, made.task, [&] {
      script.emit(ev::TaskDone{made.task, trace::Outcome::kResult, script.str("None")});
    });
  });
  EXPECT_EQ(found(), Expected{});
}

TEST_F(FindingsTest, SlowCallback) {
  const HandleId slow = script.soon("slow_cb()");
  const HandleId quick = script.soon("quick_cb()");
  script.tick(2, [&] {
    script.handle(slow, [&] {
      script.emit(ev::ThreadBlocked{trace::BlockReason::kSleep, script.str("time.sleep(0.15)"), 150'000'000});
      script.pass(150'000'000);
      script.emit(ev::ThreadUnblocked{});
    });
    script.handle(quick, [&] { script.pass(99'999'999); });
  });
  EXPECT_EQ(found(), Expected{"slow-callback: slow_cb() held the loop for 0.15 s, blocked in time.sleep(0.15): nothing "
                              "else could run"});
}

TEST_F(FindingsTest, NeverAwaited) {
  const CoroId coro = script.coro(code, trace::CoroKind::kCoroutine, Place(file, 9));
  script.emit(ev::CoroNeverAwaited{coro});
  EXPECT_EQ(found(),
            Expected{"never-awaited: worker() was called at demo.py:9 but never awaited: its body did not run"});
}

TEST_F(FindingsTest, LeakedTask) {
  const auto made = script.task("Task-1", script.coro(code));
  script.tick(1, [&] {
    script.step(made.handle, made.task, [&] {
      script.emit(ev::TaskSuspended{made.task, script.future("sleep(9)"), {}});
    });
  });
  script.emit(ev::TaskPendingAtClose{made.task, LoopId{1}});
  script.emit(ev::LoopClosed{LoopId{1}});
  EXPECT_EQ(found(), Expected{"leaked-task: Task-1 worker() was still pending when its loop was closed while it waited "
                              "for sleep(9)"});
}

TEST_F(FindingsTest, ConcurrentAsend) {
  const CoroId gen = script.coro(code, trace::CoroKind::kAsyncGenerator);
  const auto first = script.task("Task-2", {});
  const auto second = script.task("Task-3", {});
  script.tick(2, [&] {
    script.step(first.handle, first.task, [&] { script.emit(ev::AsyncgenOpBegin{gen, trace::AsyncgenOp::kAsend}); });
    script.step(second.handle, second.task, [&] {
      script.emit(ev::AsyncgenBusy{gen, trace::AsyncgenOp::kAsend, first.task});
    });
  });
  const auto all = found();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0],
            "concurrent-asend: Task-3 called asend() on worker() while Task-2 was still inside it: an async generator "
            "serves one at a time");
}

TEST_F(FindingsTest, UnhandledException) {
  const auto made = script.task("Task-1", script.coro(code));
  script.emit(ev::UnhandledError{trace::ErrorKind::kLoopHandler,
                                 script.str("Task exception was never retrieved"),
                                 script.str("ValueError('x')"),
                                 as_future(made.task),
                                 {}});
  script.emit(ev::UnhandledError{trace::ErrorKind::kMain, {}, script.str("KeyError('y')"), {}, {}});
  EXPECT_EQ(found(), (Expected{"unhandled-exception: ValueError('x') in Task-1 reached only the loop's exception "
                               "handler, which says: \"Task exception was never retrieved\"",
                               "unhandled-exception: KeyError('y') left the program: nobody handled it"}));
}

TEST(Findings, GeneratorsLeftToTheCollector) {
  testing::FinalizationScript script;
  Model model(script.store());
  model.advance();
  const auto all = find_all(model);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].kind->explain(model, all[0]),
            "inner() was left unfinished, and closed by the garbage-collection hook in Task-2 (number 1 to close); "
            "outer() began to close before it was done");
  EXPECT_EQ(all[0].at.tick, 2u);
  EXPECT_EQ(all[1].coro, script.outer);
}

TEST(Findings, EveryKindIsNamedAndSummarises) {
  std::set<std::string> names;
  for (const auto& kind : finding_kinds()) {
    EXPECT_TRUE(names.insert(kind->name()).second);
    EXPECT_NE(kind->summarise(1), kind->summarise(3));
    EXPECT_EQ(kind->summarise(3).rfind("3 ", 0), 0u);
  }
  EXPECT_EQ(names.size(), 6u);
}

}  // namespace
}  // namespace loopscope::analysis

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

TEST_F(FindingsTest, SlowCallbackTellsWhoWasLate) {
  const auto monitor = script.task("monitor", script.coro(code));
  const HandleId slow = script.soon("slow_cb()");
  const FutureId nap = script.future("sleep(0.05)");
  script.tick(2, [&] {
    script.step(monitor.handle, monitor.task, [&] {
      script.timer("_set_result_unless_cancelled", 50'000'000, nap);
      script.emit(ev::FutureCallbackAdded{nap, {}, monitor.task});
      script.emit(ev::TaskSuspended{monitor.task, nap, {}});
    });
    script.handle(slow, [&] { script.pass(300'000'000); });
  });
  EXPECT_EQ(found(), Expected{"slow-callback: slow_cb() held the loop for 0.3 s: monitor was late by 0.25 s"});
}

TEST_F(FindingsTest, SlowSelector) {
  script.emit(ev::SelectBegin{LoopId{1}, 0});
  script.pass(150'000'000);
  script.emit(ev::SelectEnd{LoopId{1}, 0});
  script.emit(ev::SelectSlow{LoopId{1}, 150'000'000});
  EXPECT_EQ(found(), Expected{"slow-selector: the selector took 0.15 s, though the loop had asked it not to wait at "
                              "all: nothing else could run"});
}

TEST_F(FindingsTest, BlockingLogHandler) {
  const CodeId emit = script.code("emit", file, 20), quick = script.code("format", file, 30);
  const auto log = [&](CodeId handler) {
    script.emit(ev::LogRecorded{20, script.str("shop"), script.str("hello"), Place(file, 5)});
    script.emit(ev::LineReached{handler, 21, {}});
    script.emit(
        ev::ThreadBlocked{trace::BlockReason::kSleep, script.str("time.sleep(0.05)"), script.now() + 50'000'000});
    script.pass(50'000'000);
    script.emit(ev::ThreadUnblocked{});
  };
  const HandleId first = script.soon("first"), second = script.soon("second");
  script.tick(2, [&] {
    script.handle(first, [&] { log(emit); });
    script.handle(second, [&] { log(quick); });  // blocks, but in no handler
  });
  EXPECT_EQ(found(), Expected{"blocking-log-handler: logging \"hello\" at demo.py:5 took 50 ms: its handler called "
                              "time.sleep(0.05), and the whole loop waited for it"});
}

TEST_F(FindingsTest, NeverRetrieved) {
  const FutureId future = script.future("answer");
  script.at(10'000'000);
  script.emit(ev::FutureResolved{future, trace::Outcome::kException, script.str("KeyError('x')")});
  script.at(30'000'000);
  script.emit(ev::FutureNeverRetrieved{future, script.str("KeyError('x')")});
  script.emit(ev::UnhandledError{trace::ErrorKind::kLoopHandler,
                                 script.str("Future exception was never retrieved"),
                                 script.str("KeyError('x')"),
                                 future,
                                 {}});
  EXPECT_EQ(found(),
            Expected{"never-retrieved: answer ended with KeyError('x') at 10 ms, and nobody ever asked for its "
                     "result: that came out 20 ms later, when its last reference went"});
}

TEST_F(FindingsTest, GeneratorWithoutHooks) {
  const CoroId alone = script.coro(code, trace::CoroKind::kAsyncGenerator);
  const CoroId adopted = script.coro(code, trace::CoroKind::kAsyncGenerator);
  script.emit(ev::CoroFirstIteration{alone, {}});
  script.emit(ev::CoroFirstIteration{adopted, LoopId{1}});
  const auto all = found();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].rfind("asyncgen-without-loop: worker() was first iterated by the main program", 0), 0u);
}

TEST_F(FindingsTest, GeneratorExitIgnored) {
  const CoroId gen = script.coro(code, trace::CoroKind::kAsyncGenerator);
  script.emit(ev::CoroFirstIteration{gen, LoopId{1}});
  script.emit(ev::CoroCloseBegin{gen, trace::CloseBy::kExplicit});
  script.emit(ev::CoroGeneratorExitIgnored{gen, 7});
  const auto all = found();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].rfind("generator-exit-ignored: worker() was being closed by the main program and went on to "
                         "demo.py:7",
                         0),
            0u);
}

TEST_F(FindingsTest, NeverClosed) {
  script.emit(
      ev::WarningIssued{script.str("ResourceWarning"), script.str("unclosed transport <T fd=6>"), Place(file, 4), {}});
  script.emit(ev::WarningIssued{script.str("UserWarning"), script.str("unclosed door"), Place(file, 5), {}});
  EXPECT_EQ(found(), Expected{"never-closed: the last reference to an open transport was dropped at demo.py:4, and "
                              "nobody had called its close(): <T fd=6>"});
}

TEST_F(FindingsTest, WrongThreadCall) {
  const ThreadId other{2};
  script.emit(ev::ThreadStarted{other, script.str("sensor"), false});
  script.soon("before_the_loop_runs()");
  script.emit(ev::LoopRunBegin{LoopId{1}});
  script.on_thread(other);
  const HandleId wrong = script.soon("show()");
  script.emit(ev::HandleScheduledThreadsafe{HandleId{99}, LoopId{1}, script.str("right()"), {}, {}});
  script.pass(40'000'000);
  script.on_thread(ThreadId{1});
  script.tick(1, [&] { script.handle(wrong, [] {}); });
  EXPECT_EQ(found(),
            Expected{"wrong-thread-call: thread sensor put show() into the loop's queue without waking the loop, "
                     "which belongs to another thread, and it ran 40 ms later: call_soon_threadsafe() wakes it"});
}

TEST_F(FindingsTest, LoopWaitsForGil) {
  const ThreadId busy{2};
  script.emit(ev::ThreadStarted{busy, script.str("adder"), false});
  script.emit(ev::LoopRunBegin{LoopId{1}});
  for (int i = 0; i < 3; ++i) {
    script.emit(ev::GilWaitBegin{busy});
    script.pass(5'000'000);
    script.emit(ev::GilAcquired{});
  }
  script.on_thread(busy);  // that one may wait as long as it likes: no loop runs on it
  script.emit(ev::GilWaitBegin{ThreadId{1}});
  script.pass(50'000'000);
  script.emit(ev::GilAcquired{});
  EXPECT_EQ(
      found(),
      Expected{"loop-waits-for-gil: the main thread, on which the loop runs, had to wait for the interpreter lock "
               "3 times, 15 ms in all and up to 5 ms at once, the first time because thread adder was computing: "
               "threads that compute take turns with the loop"});
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
  EXPECT_EQ(names.size(), 16u);
}

}  // namespace
}  // namespace loopscope::analysis

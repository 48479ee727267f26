#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "tests/runtime/run_program.hpp"

namespace loopscope::runtime {
namespace {

using Clock = std::chrono::steady_clock;

/// Waits for a condition that another thread makes true.
template <typename F>
bool eventually(F&& condition) {
  for (auto end = Clock::now() + std::chrono::seconds(20); Clock::now() < end;) {
    if (condition()) return true;
    std::this_thread::yield();
  }
  return false;
}

TEST(Control, StopsAnEndlessLoop) {
  Control control;
  RunOptions options;
  options.control = &control;
  Ran ran;
  std::thread engine([&] { ran = run_program("print('begin')\nwhile True:\n  pass\n", options); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  control.stop();
  engine.join();
  EXPECT_TRUE(ran.result.stopped);
  EXPECT_EQ(ran.err, "");
}

TEST(Control, StopsLoopsThatRunNoInstruction) {
  for (const char* source : {"sum(range(10**15))\n", "any(iter(int, 1))\n", "max(map(abs, range(10**15)))\n"}) {
    Control control;
    RunOptions options;
    options.control = &control;
    Ran ran;
    std::thread engine([&] { ran = run_program(source, options); });
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    control.stop();
    engine.join();
    EXPECT_TRUE(ran.result.stopped) << source;
  }
}

TEST(Control, StopsBeforeTheFirstLine) {
  Control control;
  control.stop();
  RunOptions options;
  options.control = &control;
  Ran ran = run_program("print('never')\n", options);
  EXPECT_TRUE(ran.result.stopped);
  EXPECT_EQ(ran.out, "");
}

TEST(Control, NothingThatTheProgramCatchesKeepsItAlive) {
  Control control;
  RunOptions options;
  options.control = &control;
  Ran ran;
  std::thread engine([&] {
    ran = run_program("while True:\n  try:\n    while True: pass\n  except BaseException: pass\n  finally: pass\n",
                      options);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  control.stop();
  engine.join();
  EXPECT_TRUE(ran.result.stopped);
}

// The test reads `ran` after `done`, and the recorder while the engine waits.
struct Stepped {
  trace::Channel channel{trace::Channel::Options{.blocks = 4, .unbounded = true}};
  int64_t start = 0;
  trace::Recorder recorder{&channel, &start};
  Control control;
  Ran ran;
  std::atomic<bool> done{false};
  std::thread engine;

  explicit Stepped(std::string source) {
    control.pause();
    engine = std::thread([this, program = std::move(source)] {
      RunOptions options;
      options.control = &control;
      options.recorder = &recorder;
      ran = run_program(program, options);
      done = true;
    });
  }
  ~Stepped() {
    control.stop();
    engine.join();
  }
  bool waits() {
    return eventually([&] { return control.waiting(); });
  }
  bool waits_or_ends() {
    return eventually([&] { return control.waiting() || done; });
  }
};

TEST(Control, StepsEventByEvent) {
  Stepped stepped("x = 1\ny = 2\nz = 3\n");
  ASSERT_TRUE(stepped.waits());
  uint64_t before = stepped.recorder.event_count();
  for (uint64_t n = 1; n <= 3; ++n) {
    stepped.control.step_event();
    ASSERT_TRUE(stepped.waits());
    EXPECT_EQ(stepped.recorder.event_count(), before + n);
  }
}

constexpr const char* kTwoTasks =
    "import asyncio\n"
    "async def worker(n):\n"
    "  for i in range(3):\n"
    "    await asyncio.sleep(0)\n"
    "async def main():\n"
    "  await asyncio.gather(worker(1), worker(2))\n"
    "asyncio.run(main())\n";

int steps_to_the_end(Step how) {
  Stepped stepped(kTwoTasks);
  for (int steps = 0; steps < 1000; ++steps) {
    if (!stepped.waits_or_ends()) return -1;
    if (stepped.done) return steps;
    stepped.control.step(how);
  }
  return 1000;
}

TEST(Control, StepsTaskByTaskToTheEnd) {
  // Three tasks, the main one and two workers of four steps each; the end of asyncio.run() adds a few.
  int steps = steps_to_the_end(Step::kTaskStep);
  EXPECT_GE(steps, 10);
  EXPECT_LE(steps, 20);
}

TEST(Control, StepsTickByTickToTheEnd) {
  int steps = steps_to_the_end(Step::kTick);
  EXPECT_GE(steps, 5);
  EXPECT_LE(steps, 20);
}

TEST(Control, ResumeRunsToTheEnd) {
  Stepped stepped("print('done')\n");
  ASSERT_TRUE(stepped.waits());
  stepped.control.resume();
  ASSERT_TRUE(eventually([&] { return stepped.done.load(); }));
  EXPECT_EQ(stepped.ran.out, "done\n");
}

}  // namespace
}  // namespace loopscope::runtime

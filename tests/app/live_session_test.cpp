#include "app/session/live_session.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace loopscope::app {
namespace {

using namespace std::chrono_literals;

class Live : public ::testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::temp_directory_path() / ("loopscope-live-" + std::to_string(::getpid()) + ".py");
  }
  void TearDown() override { std::filesystem::remove(file_); }

  LiveOptions program(const char* source) {
    std::ofstream(file_) << source;
    LiveOptions options;
    options.path = file_.string();
    return options;
  }

  // Pumps until the condition holds; false after half a minute.
  template <class Condition>
  static bool until(LiveSession& session, Condition condition) {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < end) {
      session.pump(5);
      if (condition()) return true;
      std::this_thread::sleep_for(1ms);
    }
    return false;
  }
  static bool finished(const RunStatus& s) { return !s.running && !s.catching_up; }

  std::filesystem::path file_;
};

constexpr const char* kTwoTasks = R"(import asyncio

async def worker(n):
    await asyncio.sleep(n)
    print("worker", n)

async def main():
    await asyncio.gather(worker(2), worker(1))

asyncio.run(main())
)";

constexpr const char* kForever = R"(import asyncio

async def main():
    while True:
        await asyncio.sleep(1)

asyncio.run(main())
)";

TEST_F(Live, RunsAProgramToItsEndInVirtualTime) {
  LiveSession session(program(kTwoTasks));
  ASSERT_TRUE(until(session, [&] { return finished(session.status()); }));
  EXPECT_EQ(session.status().exit_status, 0);
  ASSERT_EQ(session.console().size(), 2U);
  EXPECT_EQ(session.console()[0].text, "worker 1");
  EXPECT_EQ(session.console()[1].text, "worker 2");
  EXPECT_GE(session.last().ns, 2'000'000'000);
  EXPECT_EQ(session.last().seq + 1, session.status().events);
  EXPECT_NE(session.trace_file(), 0U);
  const auto targets = session.targets();
  EXPECT_GE(targets.size(), 3U);
}

TEST_F(Live, TheSameProgramGivesTheSameTrace) {
  LiveSession first(program(kTwoTasks)), second(program(kTwoTasks));
  ASSERT_TRUE(until(first, [&] { return finished(first.status()); }));
  ASSERT_TRUE(until(second, [&] { return finished(second.status()); }));
  ASSERT_EQ(first.last(), second.last());
  for (std::uint32_t event = 0; event <= first.last().seq; ++event) {
    ASSERT_EQ(first.instant(event), second.instant(event));
  }
}

TEST_F(Live, AnErrorEndsWithItsStatusAndItsTraceback) {
  LiveSession session(program("import asyncio\nasync def main():\n    raise KeyError('x')\nasyncio.run(main())\n"));
  ASSERT_TRUE(until(session, [&] { return finished(session.status()); }));
  EXPECT_EQ(session.status().exit_status, 1);
  ASSERT_FALSE(session.console().empty());
  EXPECT_EQ(session.console().back().text, "KeyError: 'x'");
  EXPECT_EQ(session.console().back().stream, Stream::err);
}

TEST_F(Live, PausingStepsAndGoesOn) {
  LiveSession session(program(kForever));
  ASSERT_TRUE(until(session, [&] { return session.status().events > 500; }));
  session.set_paused(true);
  // What was on its way still arrives; then it stands still.
  std::uint64_t count = 0;
  ASSERT_TRUE(until(session, [&] {
    const bool same = session.status().events == count;
    count = session.status().events;
    std::this_thread::sleep_for(20ms);
    return same && !session.status().catching_up;
  }));
  session.step_live(Stride::tick);
  ASSERT_TRUE(until(session, [&] { return session.status().events > count; }));
  std::this_thread::sleep_for(50ms);
  session.pump(5);
  EXPECT_LT(session.status().events, count + 200) << "one iteration is a few events";
  const std::uint64_t stepped = session.status().events;
  session.set_paused(false);
  ASSERT_TRUE(until(session, [&] { return session.status().events > stepped + 1000; }));
  session.stop();
  ASSERT_TRUE(until(session, [&] { return finished(session.status()); }));
  EXPECT_TRUE(session.status().stopped);
}

TEST_F(Live, AnEndlessProgramCanBeLeftAtOnce) {
  const auto begin = std::chrono::steady_clock::now();
  {
    LiveSession session(program("while True:\n    pass\n"));
    std::this_thread::sleep_for(50ms);
    session.pump(5);
    EXPECT_TRUE(session.status().running);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

}  // namespace
}  // namespace loopscope::app

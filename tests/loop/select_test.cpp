// What the trace and the log say of the selector.

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "engine/runtime/session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope {
namespace {

namespace ev = trace::ev;
using trace::EventType;

struct Recorded {
  trace::Store store;
  std::string err;

  template <class Event>
  std::vector<Event> all(EventType type) const {
    std::vector<Event> out;
    for (uint32_t i = 0; i < store.size(); ++i) {
      if (store.type(i) == type) out.push_back(store.get<Event>(i));
    }
    return out;
  }
};

void record(std::string source, bool log_slow_select, Recorded* out) {
  trace::Channel channel;
  std::thread engine([&] {
    static constexpr int64_t kStart = 0;
    trace::Recorder recorder(&channel, &kStart);
    runtime::RunOptions options;
    options.path = "program.py";
    options.source = std::move(source);
    options.recorder = &recorder;
    options.log_slow_select = log_slow_select;
    options.on_stderr = [&](std::string_view text) { out->err += text; };
    runtime::run(options);
    recorder.close();
  });
  out->store.drain(channel);
  engine.join();
}

std::string slow(bool debug) {
  std::string source = R"(
import asyncio, selectors, time
class Slow(selectors.DefaultSelector):
    def select(self, timeout=None):
        time.sleep(0.3)
        return super().select(timeout)
loop = asyncio.SelectorEventLoop(Slow())
)";
  if (debug) source += "loop.set_debug(True)\n";
  return source + "loop.run_until_complete(asyncio.sleep(0.01))\nloop.close()\n";
}

TEST(SlowSelect, IsAlwaysTraced) {
  for (bool debug : {false, true}) {
    Recorded ran;
    record(slow(debug), false, &ran);
    auto events = ran.all<ev::SelectSlow>(EventType::kSelectSlow);
    ASSERT_FALSE(events.empty());
    for (const auto& e : events) EXPECT_GE(e.took, 300'000'000);
    EXPECT_EQ(ran.err, "");
  }
}

TEST(SlowSelect, IsLoggedInDebugModeWhenAskedFor) {
  Recorded quiet, told;
  record(slow(false), true, &quiet);
  EXPECT_EQ(quiet.err, "");
  record(slow(true), true, &told);
  EXPECT_EQ(told.err.find("poll 0.000 ms took 300."), 0u) << told.err;
  EXPECT_NE(told.err.find(" ms: timeout\n"), std::string::npos);
}

TEST(SlowSelect, WaitingAsLongAsAskedIsNotSlow) {
  Recorded ran;
  record("import asyncio\nasyncio.run(asyncio.sleep(5), debug=True)\n", true, &ran);
  EXPECT_TRUE(ran.all<ev::SelectSlow>(EventType::kSelectSlow).empty());
  EXPECT_EQ(ran.err, "");
}

TEST(Selector, RegistrationsAndReadinessAreTraced) {
  Recorded ran;
  record(R"(
import asyncio, os
async def main():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    def readable():
        os.read(r, 1)
    loop.add_reader(r, readable)
    loop.call_later(0.5, os.write, w, b"x")
    await asyncio.sleep(1)
    loop.remove_reader(r)
    os.close(r); os.close(w)
asyncio.run(main())
)",
         false, &ran);
  auto registered = ran.all<ev::SelectorRegistered>(EventType::kSelectorRegistered);
  auto ready = ran.all<ev::SelectorReady>(EventType::kSelectorReady);
  auto unregistered = ran.all<ev::SelectorUnregistered>(EventType::kSelectorUnregistered);
  ASSERT_EQ(registered.size(), 1u);
  ASSERT_EQ(ready.size(), 1u);
  ASSERT_EQ(unregistered.size(), 1u);
  EXPECT_EQ(registered[0].interest, 1u);
  EXPECT_EQ(ran.store.text(registered[0].what), "main.<locals>.readable");
  EXPECT_EQ(ready[0].handle.value, registered[0].handle.value);
  EXPECT_EQ(ready[0].fd, registered[0].fd);
  EXPECT_EQ(unregistered[0].fd, registered[0].fd);
  auto begun = ran.all<ev::HandleBegin>(EventType::kHandleBegin);
  EXPECT_EQ(std::count_if(begun.begin(), begun.end(),
                          [&](const auto& e) { return e.handle.value == registered[0].handle.value; }),
            1);
}

TEST(Selector, BlockingReadsAreTraced) {
  Recorded ran;
  record(R"(
import _thread, os, time
r, w = os.pipe()
def writer():
    time.sleep(0.2)
    os.write(w, b"x")
_thread.start_new_thread(writer, ())
os.read(r, 1)
)",
         false, &ran);
  auto blocked = ran.all<ev::ThreadBlocked>(EventType::kThreadBlocked);
  EXPECT_TRUE(std::any_of(blocked.begin(), blocked.end(), [&](const auto& e) {
    return e.reason == trace::BlockReason::kIo && ran.store.text(e.what) == "pipe 3";
  }));
}

}  // namespace
}  // namespace loopscope

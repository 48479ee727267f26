// What the engine really records, read by the analysis: the two must agree on the meaning of every event.

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/state_index.hpp"
#include "engine/analysis/text_timeline.hpp"
#include "engine/runtime/session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/dump.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis {
namespace {

namespace ev = trace::ev;
using trace::EventType;

void record(std::string source, trace::Store& store) {
  trace::Channel channel;
  std::thread engine([&] {
    static constexpr int64_t kStart = 0;
    trace::Recorder recorder(&channel, &kStart);
    runtime::RunOptions options;
    options.path = "demo.py";
    options.source = std::move(source);
    options.recorder = &recorder;
    runtime::run(options);
    recorder.close();
  });
  store.drain(channel);
  engine.join();
}

std::string dump(const std::string& source) {
  trace::Store store;
  record(source, store);
  std::string out;
  trace::dump_json(store, out);
  return out;
}

constexpr const char* kProgram = R"(import asyncio

async def rows():
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0.1)

async def worker(delay):
    await asyncio.sleep(delay)
    return delay

async def main():
    task = asyncio.create_task(worker(0.2), name='worker')
    victim = asyncio.create_task(worker(9), name='victim')
    async for row in rows():
        break
    print(await task)
    victim.cancel()
    try:
        await victim
    except asyncio.CancelledError:
        print('cancelled')

asyncio.run(main())
)";

class EngineTrace : public ::testing::Test {
 protected:
  EngineTrace() {
    record(kProgram, store);
    model.advance();
  }
  const TaskLane& task(std::string_view name) {
    for (const TaskLane& lane : model.tasks()) {
      if (model.text(lane.name) == name) return lane;
    }
    ADD_FAILURE() << "no task " << name;
    return model.tasks().front();
  }

  trace::Store store;
  Model model{store};
};

TEST_F(EngineTrace, TheSameRunIsTheSameTraceByteForByte) { EXPECT_EQ(dump(kProgram), dump(kProgram)); }

TEST_F(EngineTrace, TasksLiveAsTheyShould) {
  const TaskLane& worker = task("worker");
  EXPECT_EQ(worker.end, TaskEnd::kReturned);
  EXPECT_EQ(model.text(worker.value), "0.2");
  EXPECT_EQ(worker.steps, 2u);
  EXPECT_EQ(worker.created_at.line(), 15u);
  EXPECT_NEAR(static_cast<double>(worker.suspended_ns), 0.2e9, 1e6);
  bool slept = false;
  for (const TaskInterval& interval : worker.intervals) {
    slept |= interval.state == TaskState::kSuspended && model.text(interval.label).starts_with("sleep(0.2) until 0.2");
  }
  EXPECT_TRUE(slept);

  const TaskLane& victim = task("victim");
  EXPECT_EQ(victim.end, TaskEnd::kCancelled);
  EXPECT_EQ(victim.intervals[victim.intervals.size() - 2].state, TaskState::kCancelling);
  EXPECT_TRUE(victim.intervals.back().throwing);
}

TEST_F(EngineTrace, TheAsyncGeneratorIsClosedByTheHook) {
  const CoroLane* rows = nullptr;
  for (const CoroLane& lane : model.coros()) {
    if (model.text(lane.name) == "rows()") rows = &lane;
  }
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->end, CoroEnd::kClosedGcHook);
  EXPECT_EQ(rows->finalization, 1u);
  EXPECT_TRUE(rows->loop);
  EXPECT_TRUE(rows->closer);
  std::set<GenState> states;
  for (const GenInterval& interval : rows->intervals) states.insert(interval.state);
  EXPECT_EQ(states.size(), 4u);
}

TEST_F(EngineTrace, EveryEventIsInItsPlace) {
  std::set<uint32_t> queued, running, tasks, done;
  int64_t now = 0;
  for (uint32_t event = 0; event < store.size(); ++event) {
    EXPECT_GE(store.time(event), now);
    now = store.time(event);
    const auto args = store.args(event);
    switch (store.type(event)) {
      case EventType::kHandleScheduled:
      case EventType::kHandleScheduledThreadsafe:
      case EventType::kTimerScheduled:
        EXPECT_TRUE(queued.insert(args[0]).second);
        break;
      case EventType::kHandleBegin:
        EXPECT_TRUE(queued.count(args[0]));
        EXPECT_TRUE(running.insert(args[0]).second);
        break;
      case EventType::kHandleEnd:
        EXPECT_TRUE(running.count(args[0]));
        break;
      case EventType::kTaskCreated:
        EXPECT_TRUE(tasks.insert(args[0]).second);
        break;
      case EventType::kTaskStepBegin:
        EXPECT_TRUE(tasks.count(args[0]));
        EXPECT_TRUE(store.handle(event));
        EXPECT_FALSE(done.count(args[0]));
        break;
      case EventType::kTaskDone:
        EXPECT_TRUE(done.insert(args[0]).second);
        break;
      default:
        break;
    }
  }
  EXPECT_EQ(tasks, done);
  EXPECT_GT(store.count(EventType::kLineReached), 10u);
  EXPECT_EQ(store.count(EventType::kProgramStarted), 1u);
  EXPECT_EQ(store.count(EventType::kProgramEnded), 1u);
  EXPECT_EQ(store.type(store.size() - 1), EventType::kProgramEnded);
}

TEST_F(EngineTrace, TheStateKnowsTheChainWhileItWaits) {
  // Just before the timer of worker's sleep: everybody waits.
  StateIndex index(store);
  const State& state = index.at_time(150'000'000);
  const TaskInfo* main = state.tasks.find(model.tasks()[0].task.value);
  ASSERT_TRUE(main);
  EXPECT_EQ(main->state, TaskState::kSuspended);
  EXPECT_EQ(state.waiting_for(store, *main), "worker");
  const auto chain = state.await_chain(store, *state.tasks.find(task("worker").task.value));
  ASSERT_GE(chain.size(), 2u);
  EXPECT_EQ(chain[0].function, "worker");
  EXPECT_EQ(chain[0].place.line(), 11u);
  EXPECT_EQ(chain[1].function, "sleep");
  EXPECT_EQ(state.loops.find(1)->timers.size(), 2u);
}

TEST_F(EngineTrace, TheTextTellsIt) {
  const std::string page = text_timeline(model);
  for (const char* line : {
           "creates worker for worker()                            15 │ task = asyncio.create_task(worker(…",
           "the finalizer hook asks the loop to close rows()       18 │ break",
           "① begins to close rows(), for the garbage-collection hook",
           "waits for sleep(0.1) until 0.1",  // and what the imports have taken
           "8 │ await asyncio.sleep(0.1)",
           "waits for worker                                       19 │ print(await task)",
           "prints  0.2                                            19 │ print(await task)",
           "asks victim to cancel, and with it sleep(9)            20 │ victim.cancel()",
           "CancelledError is thrown in: Task-1 asked it to cancel",
           "Async generator not closed where it was used: rows() was left unfinished",
       }) {
    EXPECT_NE(page.find(line), std::string::npos) << line << "\n" << page;
  }
}

TEST(EngineTraces, AnUncaughtExceptionIsAFinding) {
  trace::Store store;
  record("raise KeyError('x')\n", store);
  Model model(store);
  model.advance();
  const auto found = find_all(model);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind->explain(model, found[0]), "KeyError('x') left the program: nobody handled it");
}

TEST(EngineTraces, ANeverAwaitedCoroutineHasALane) {
  trace::Store store;
  record("async def forgotten():\n    pass\n\nforgotten()\n", store);
  Model model(store);
  model.advance();
  ASSERT_EQ(model.coros().size(), 1u);
  EXPECT_EQ(model.coros()[0].end, CoroEnd::kNeverAwaited);
  EXPECT_EQ(model.coros()[0].created_at.line(), 4u);
}

}  // namespace
}  // namespace loopscope::analysis

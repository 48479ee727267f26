#include <gtest/gtest.h>

#include <random>

#include "engine/analysis/state_index.hpp"
#include "engine/analysis/text_timeline.hpp"
#include "engine/analysis/why.hpp"
#include "tests/analysis/finalization_script.hpp"

namespace loopscope::analysis {
namespace {

using trace::EventType;

// Everything that a state says, as a text to compare.
std::string digest(const trace::Store& store, const State& state) {
  std::string out = std::to_string(state.applied) + " " + std::to_string(state.tick);
  state.tasks.each([&](const TaskInfo& task) {
    const TaskTimes times = state.times(task);
    out += "\ntask " + std::to_string(task.id.value) + " " + text_of(task.shown()) + " " +
           state.waiting_for(store, task) + " " + std::to_string(times.running_ns) + " " +
           std::to_string(times.ready_ns) + " " + std::to_string(times.suspended_ns);
    for (const ChainLink& link : state.await_chain(store, task)) {
      out += " > " + link.function + link.what + ":" + std::to_string(link.place.line());
    }
  });
  state.loops.each([&](const LoopInfo& loop) {
    out += "\nloop " + std::string(text_of(loop.phase)) + " " + std::to_string(loop.iteration) + " ready";
    for (const HandleId handle : loop.ready.items()) out += " " + std::to_string(handle.value);
    out += " timers";
    for (const TimerEntry& timer : loop.timers.items()) out += " " + std::to_string(timer.when_ns);
  });
  state.coros.each([&](const CoroInfo& coro) {
    out +=
        "\ncoro " + std::to_string(coro.id.value) + " " + text_of(State::shown(coro)) + " " + std::to_string(coro.line);
  });
  state.futures.each([&](const FutureInfo& future) {
    out += "\nfuture " + std::to_string(future.id.value) + " " + text_of(future.state);
  });
  out += "\nhandles " + std::to_string(state.handles.size()) + " outputs " + std::to_string(state.outputs);
  return out;
}

class StateTest : public ::testing::Test {
 protected:
  const State& before(EventType type, uint32_t k) { return index.at(store.nth(type, k) - 1); }
  const State& after(EventType type, uint32_t k) { return index.at(store.nth(type, k)); }

  testing::FinalizationScript script;
  const trace::Store& store = script.store();
  StateIndex index{store};
};

TEST_F(StateTest, TheReadyQueueIsInOrder) {
  const State& state = after(EventType::kRunBegin, 1);
  const LoopInfo* loop = state.loops.find(1);
  ASSERT_EQ(loop->ready.size(), 2u);
  EXPECT_EQ(loop->ready.items()[0], script.close_inner.handle);
  EXPECT_EQ(loop->ready.items()[1], script.close_outer.handle);
  EXPECT_EQ(loop->phase, LoopPhase::kRun);
  EXPECT_EQ(loop->iteration, 2u);
  EXPECT_EQ(state.tasks.find(script.close_outer.task.value)->state, TaskState::kReady);
}

TEST_F(StateTest, ASleepingTaskTellsWhatItWaitsForAndWhere) {
  const State& state = before(EventType::kIterationBegin, 2);
  const TaskInfo* task = state.tasks.find(script.close_inner.task.value);
  ASSERT_TRUE(task);
  EXPECT_EQ(task->state, TaskState::kSuspended);
  EXPECT_EQ(state.waiting_for(store, *task), "sleep(0.1) until 0.1 s");
  const auto chain = state.await_chain(store, *task);
  ASSERT_EQ(chain.size(), 3u);
  EXPECT_EQ(chain[0].function, "inner");
  EXPECT_EQ(chain[0].place.line(), 13u);
  EXPECT_EQ(chain[1].function, "sleep");
  EXPECT_EQ(chain[2].what, "sleep(0.1) until 0.1 s");
  const LoopInfo* loop = state.loops.find(1);
  ASSERT_EQ(loop->timers.size(), 1u);
  EXPECT_EQ(loop->timers.items()[0].when_ns, 100'000'000);
}

TEST_F(StateTest, TimesAddUp) {
  const State& state = index.at(store.size() - 1);
  const TaskInfo* task = state.tasks.find(script.close_inner.task.value);
  EXPECT_EQ(state.times(*task).suspended_ns, 100'000'000);
  EXPECT_EQ(task->state, TaskState::kDone);
  EXPECT_EQ(task->steps, 2u);
  EXPECT_EQ(store.text(task->value), "None");
}

TEST_F(StateTest, WhoClosesIsDerivedFromTheHook) {
  const CoroInfo* gen = index.at(store.size() - 1).coros.find(script.inner.value);
  EXPECT_EQ(gen->close_by, trace::CloseBy::kGcHook);
  EXPECT_EQ(gen->finalization, 1u);
  EXPECT_EQ(gen->last_reference.line(), 18u);
  EXPECT_EQ(gen->state, CoroState::kFinished);
}

TEST_F(StateTest, BeforeTheFirstEventThereIsNothing) {
  EXPECT_EQ(index.at(kNoEvent).entities(), 0u);
  EXPECT_EQ(index.at_time(-5).entities(), 0u);
  EXPECT_EQ(index.at(1'000'000).applied, store.size());
}

TEST(StateIndex, AnyOrderOfQuestionsGivesTheSameAnswers) {
  testing::Script script;
  std::mt19937 random(11);
  const FileId file = script.file("a.py", "x\n");
  const CodeId code = script.code("work", file, 1);
  script.loop();
  std::vector<testing::Script::Made> ready;
  std::vector<std::pair<HandleId, TaskId>> next;
  for (int i = 0; i < 40; ++i) {
    const auto made = script.task("Task-" + std::to_string(i + 1), script.coro(code));
    next.push_back({made.handle, made.task});
  }
  for (int round = 0; round < 60; ++round) {
    auto now = std::move(next);
    next.clear();
    script.tick(static_cast<uint32_t>(now.size()), [&] {
      for (const auto& [handle, task] : now) {
        script.pass(random() % 50);
        script.step(handle, task, [&] {
          script.emit(testing::ev::LineReached{code, static_cast<uint32_t>(random() % 40 + 1), CoroId{task.value}});
          if (random() % 100 == 0) return;  // waits for ever
          script.emit(testing::ev::TaskSuspended{task, {}, {}});
          next.push_back({script.soon(task), task});
        });
      }
    });
  }
  const trace::Store& store = script.store();
  ASSERT_GT(store.size(), 3 * StateIndex::kInterval);
  std::vector<std::string> expected;
  State state;
  const uint32_t stride = 97;
  while (state.applied < store.size()) {
    state.apply(store);
    if ((state.applied - 1) % stride == 0) expected.push_back(digest(store, state));
  }
  StateIndex index(store);
  for (int i = 0; i < 300; ++i) {
    const auto k = static_cast<uint32_t>(random() % expected.size());
    ASSERT_EQ(digest(store, index.at(k * stride)), expected[k]) << k * stride;
  }
  EXPECT_GE(index.checkpoints(), 2u);
}

TEST(State, EventsOfUnknownThingsDoNoHarm) {
  testing::Script script;
  std::mt19937 random(3);
  // Every event there is, with ids that nobody introduced and arguments out of range.
  for (int round = 0; round < 2'000; ++round) {
    const unsigned type = random() % (trace::kEventTypeLimit + 3);
    trace::Record record{};
    record.type = static_cast<uint16_t>(type == trace::kStringRecord ? 1 : type);
    record.thread = static_cast<uint16_t>(random() % 4);
    for (uint32_t& arg : record.args) arg = random() % 7;
    const_cast<trace::Store&>(script.store()).ingest(&record, 1);
  }
  const trace::Store& store = script.store();
  Model model(store);
  model.advance();
  EXPECT_EQ(model.size(), store.size());
  EXPECT_FALSE(digest(store, model.state()).empty());
  EXPECT_FALSE(text_timeline(model).empty());
  for (uint32_t event = 0; event < store.size(); ++event) EXPECT_LE(why(store, event).size(), 12u);
}

}  // namespace
}  // namespace loopscope::analysis

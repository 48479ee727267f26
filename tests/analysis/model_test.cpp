#include <gtest/gtest.h>

#include "engine/analysis/lanes.hpp"
#include "engine/analysis/why.hpp"
#include "tests/analysis/finalization_script.hpp"

namespace loopscope::analysis {
namespace {

// "ready running suspended:sleep(0.1) until 0.1 s running"
std::string story(const Model& model, const TaskLane& lane) {
  std::string out;
  for (const TaskInterval& interval : lane.intervals) {
    if (!out.empty()) out += ' ';
    out += text_of(interval.state);
    if (interval.label) out += ":" + std::string(model.text(interval.label));
  }
  return out;
}

std::string story(const CoroLane& lane) {
  std::string out;
  for (const GenInterval& interval : lane.intervals)
    out += (out.empty() ? "" : ", ") + std::string(text_of(interval.state));
  return out;
}

class ModelTest : public ::testing::Test {
 protected:
  ModelTest() { model.advance(); }

  testing::FinalizationScript script;
  Model model{script.store()};
};

TEST_F(ModelTest, TaskLanesTellTheirLives) {
  ASSERT_EQ(model.tasks().size(), 3u);
  const TaskLane& inner = *model.task(script.close_inner.task);
  EXPECT_EQ(story(model, inner), "created ready running suspended:sleep(0.1) until 0.1 s ready running");
  EXPECT_EQ(inner.end, TaskEnd::kReturned);
  EXPECT_EQ(inner.parent, script.first.task);
  EXPECT_EQ(model.text(inner.name), "Task-2");
  EXPECT_EQ(inner.steps, 2u);
  EXPECT_EQ(inner.suspended_ns, 100'000'000);
  EXPECT_EQ(inner.death.ns, 100'000'000);
  EXPECT_EQ(inner.intervals[3].begin.tick, 2u);
  EXPECT_EQ(inner.intervals[3].end.tick, 3u);
}

TEST_F(ModelTest, IntervalsFollowEachOther) {
  for (const TaskLane& lane : model.tasks()) {
    for (size_t i = 1; i < lane.intervals.size(); ++i) {
      EXPECT_EQ(lane.intervals[i - 1].end.event, lane.intervals[i].begin.event);
    }
    EXPECT_EQ(lane.intervals.back().end.event, lane.death.event);
  }
}

TEST_F(ModelTest, TheAwaitChainUnfolds) {
  const TaskLane& inner = *model.task(script.close_inner.task);
  ASSERT_EQ(inner.chain.size(), 2u);
  ASSERT_EQ(inner.chain[0].size(), 1u);
  EXPECT_EQ(model.text(inner.chain[0][0].label), "sleep()");
  EXPECT_EQ(inner.chain[0][0].place.line(), 13u);
  EXPECT_EQ(model.text(inner.chain[1][0].label), "sleep(0.1)");
  EXPECT_NE(inner.chain[1][0].end.event, kNoEvent);
}

TEST_F(ModelTest, AsyncGeneratorsAreNumberedAsTheyClose) {
  const CoroLane& inner = *model.coro(script.inner);
  EXPECT_EQ(story(inner), "created, running, suspended at yield, running, awaiting, running");
  EXPECT_EQ(inner.end, CoroEnd::kClosedGcHook);
  EXPECT_EQ(inner.finalization, 1u);
  EXPECT_EQ(inner.closer, script.close_inner.task);
  EXPECT_EQ(inner.loop, LoopId{1});
  EXPECT_EQ(model.coro(script.outer)->finalization, 2u);
  EXPECT_EQ(model.coro(script.main), nullptr);
}

TEST_F(ModelTest, TheLoopLaneHasPhasesAndRuns) {
  ASSERT_EQ(model.loops().size(), 1u);
  const LoopLane& loop = model.loops()[0];
  ASSERT_EQ(loop.iterations.size(), 4u);
  const Iteration& third = loop.iterations[2];
  EXPECT_EQ(third.select_end.ns - third.select_begin.ns, 100'000'000);
  EXPECT_EQ(third.runs, 1u);
  EXPECT_EQ(loop.runs[third.first_run].handle, script.timer_handle);
  EXPECT_EQ(loop.iterations[1].runs, 2u);
  EXPECT_EQ(model.text(loop.runs[1].label), "Task-2 step");
  EXPECT_NE(loop.death.event, kNoEvent);
}

TEST_F(ModelTest, EdgesLeadFromCausesToEffects) {
  const auto edges = model.edges_of(script.close_inner.task, 0, kNoEvent);
  ASSERT_FALSE(edges.empty());
  EXPECT_EQ(edges[0].kind, EdgeKind::kCreated);
  EXPECT_EQ(edges[0].from_task, script.first.task);
  EXPECT_EQ(model.edges_of(script.outer).size(), 1u);
}

TEST_F(ModelTest, WhyWalksBackToTheBeginning) {
  const trace::Store& store = script.store();
  const uint32_t last_step = store.nth(trace::EventType::kTaskStepBegin, 3);
  const auto steps = why(store, last_step);
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[0].sentence, "Task-2 runs – sleep(0.1) is over: its timer fell due at 0.1 s.");
  EXPECT_EQ(steps[1].sentence, "timer of sleep(0.1) runs – its timer fell due at 0.1 s; set by Task-2.");
  EXPECT_EQ(steps[2].sentence, "Task-2 runs – its first step; created by Task-1.");
  EXPECT_EQ(steps[3].sentence, "Task-1 runs – its first step; created by the main program at line 21.");
  EXPECT_TRUE(why(store, kNoEvent).empty());
}

TEST(Model, GrowsInPieces) {
  testing::FinalizationScript script;
  Model whole(script.store()), pieces(script.store());
  whole.advance();
  while (pieces.advance(7) != 0) {
  }
  ASSERT_EQ(pieces.tasks().size(), whole.tasks().size());
  for (size_t i = 0; i < whole.tasks().size(); ++i) {
    EXPECT_EQ(story(pieces, pieces.tasks()[i]), story(whole, whole.tasks()[i]));
  }
  EXPECT_EQ(pieces.edges().size(), whole.edges().size());
}

TEST(Model, ACancelledTaskIsCancellingUntilItLearnsOfIt) {
  testing::Script script;
  script.loop();
  const auto worker = script.task("worker", {});
  const auto boss = script.task("boss", {});
  FutureId future;
  HandleId again;
  script.tick(2, [&] {
    script.step(worker.handle, worker.task, [&] {
      future = script.future();
      script.emit(testing::ev::TaskSuspended{worker.task, future, {}});
    });
    script.step(boss.handle, boss.task, [&] {
      script.emit(testing::ev::TaskCancelRequested{worker.task, {}, future, 1});
      script.emit(testing::ev::FutureResolved{future, trace::Outcome::kCancelled, {}});
      again = script.soon(worker.task, future);
      script.emit(testing::ev::TaskDone{boss.task, trace::Outcome::kResult, {}});
    });
  });
  script.tick(1, [&] {
    script.step(
        again, worker.task,
        [&] {
          script.emit(testing::ev::TaskDone{worker.task, trace::Outcome::kCancelled, {}});
        },
        "CancelledError()");
  });
  Model model(script.store());
  model.advance();
  const TaskLane& lane = *model.task(worker.task);
  EXPECT_EQ(story(model, lane),
            "created ready running suspended:Future 3 cancelling:Future 3 running:CancelledError()");
  EXPECT_EQ(lane.end, TaskEnd::kCancelled);
  const auto steps = why(script.store(), script.store().nth(trace::EventType::kTaskStepBegin, 2), 1);
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].sentence, "worker runs – boss cancelled it.");
}

}  // namespace
}  // namespace loopscope::analysis

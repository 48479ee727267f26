#include "app/session/trace_session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "app/timeline/scene.hpp"
#include "tests/app/demo_trace.hpp"

namespace loopscope::app {
namespace {

using testing::DemoTrace;

const Fact* find(const InspectorView& view, std::string_view label) {
  const auto at = std::find_if(view.facts.begin(), view.facts.end(), [&](const Fact& f) { return f.label == label; });
  return at == view.facts.end() ? nullptr : &*at;
}

Selection task(TaskId id) { return {Subject::task, id.value, 0, 0}; }

TEST(TraceSession, StepsThroughEventsTaskStepsAndTicks) {
  const DemoTrace trace;
  EXPECT_EQ(trace.first().seq, 0U);
  EXPECT_EQ(trace.next(trace.first(), Stride::event).seq, 1U);
  const Instant tick1 = trace.next(trace.first(), Stride::tick);
  EXPECT_EQ(trace.at_tick(1)->seq, tick1.seq);
  const Instant tick3 = *trace.at_tick(3);
  EXPECT_EQ(trace.previous(tick3, Stride::tick).seq, trace.at_tick(2)->seq);
  EXPECT_FALSE(trace.at_tick(6));
  // Four task steps, and no fifth.
  Instant at = trace.first();
  for (int i = 0; i < 4; ++i) {
    const Instant next = trace.next(at, Stride::task_step);
    EXPECT_GT(next.seq, at.seq);
    at = next;
  }
  EXPECT_EQ(trace.next(at, Stride::task_step).seq, at.seq);
  EXPECT_EQ(trace.next(trace.last(), Stride::event).seq, trace.last().seq);
  EXPECT_EQ(trace.previous(trace.first(), Stride::event).seq, 0U);
}

TEST(TraceSession, ConsoleJoinsPiecesAndKnowsLogRecordsFromErrors) {
  const DemoTrace trace;
  ASSERT_EQ(trace.console().size(), 3U);
  EXPECT_EQ(trace.console()[0].text, "started");
  EXPECT_EQ(trace.console()[0].stream, Stream::out);
  EXPECT_EQ(trace.console()[0].owner, "Task-1");
  EXPECT_EQ(trace.console()[1].stream, Stream::log);
  EXPECT_EQ(trace.console()[2].text, "ValueError: no rows");
  EXPECT_EQ(trace.console()[2].stream, Stream::err);
  EXPECT_EQ(trace.console()[2].owner, "");
}

TEST(TraceSession, LoopShowsQueueTimersAndPhase) {
  const DemoTrace trace;
  // Within the third iteration's select the worker's timer is the only thing there is.
  const Instant waiting = trace.instant(trace.at_tick(3)->seq + 1);
  const LoopView loop = trace.observe(waiting, {}).loop;
  ASSERT_TRUE(loop.exists);
  EXPECT_EQ(loop.phase, "select");
  EXPECT_EQ(loop.tick, 3U);
  EXPECT_TRUE(loop.debug);
  EXPECT_TRUE(loop.ready.empty());
  ASSERT_EQ(loop.timers.size(), 1U);
  EXPECT_EQ(loop.timers[0].label, "sleep(0.1)");
  EXPECT_EQ(loop.timers[0].detail, "wakes Task-2");
  EXPECT_EQ(loop.timers[0].subject, task(DemoTrace::kWorker));
  // Before the second one the worker's first step is ready.
  const LoopView before = trace.observe(*trace.at_tick(2), {}).loop;
  ASSERT_EQ(before.ready.size(), 1U);
  EXPECT_EQ(before.ready[0].label, "Task-2");
  EXPECT_EQ(before.ready[0].detail, "first step");
}

TEST(TraceSession, FramesStandOnTheirLines) {
  const DemoTrace trace;
  const auto frames = trace.observe(*trace.at_tick(3), {}).frames;
  const auto on = [&frames](std::uint32_t line) {
    return std::find_if(frames.begin(), frames.end(), [line](const FrameMark& m) { return m.line == line; });
  };
  ASSERT_NE(on(10), frames.end());
  EXPECT_EQ(on(10)->owner, "Task-1");
  EXPECT_FALSE(on(10)->running);
  ASSERT_NE(on(3), frames.end());
  EXPECT_EQ(on(3)->owner, "Task-2");
  EXPECT_EQ(on(3)->file, trace.trace_file());
}

TEST(TraceSession, InspectorTellsATasksLife) {
  const DemoTrace trace;
  const InspectorView suspended = trace.observe(*trace.at_tick(3), task(DemoTrace::kWorker)).inspector;
  EXPECT_EQ(suspended.state, "suspended");
  ASSERT_NE(find(suspended, "Waits for"), nullptr);
  EXPECT_NE(find(suspended, "Waits for")->value.find("sleep(0.1)"), std::string::npos);
  ASSERT_NE(find(suspended, "Created by"), nullptr);
  EXPECT_EQ(find(suspended, "Created by")->link, task(DemoTrace::kMain));
  EXPECT_EQ(find(suspended, "Created by")->place.line, 8U);
  ASSERT_FALSE(suspended.chain.empty());
  EXPECT_TRUE(suspended.chain.back().innermost);

  const InspectorView done = trace.observe(trace.last(), task(DemoTrace::kWorker)).inspector;
  EXPECT_EQ(done.state, "returned");
  EXPECT_EQ(find(done, "Result")->value, "42");
  EXPECT_EQ(find(done, "Steps")->value, "2");
  const bool woken = std::any_of(done.history.begin(), done.history.end(),
                                 [](const HistoryRow& row) { return row.text.find("is woken") != std::string::npos; });
  EXPECT_TRUE(woken);

  EXPECT_EQ(trace.observe(trace.first(), task(DemoTrace::kWorker)).inspector.title, "Not there at this instant");
}

TEST(TraceSession, InspectorKnowsEveryKindOfThing) {
  const DemoTrace trace;
  for (const Subject subject : {Subject::none, Subject::event, Subject::task, Subject::coro, Subject::future,
                                Subject::handle, Subject::loop, Subject::thread, Subject::area}) {
    for (std::uint32_t event = 0; event <= trace.last().seq; ++event) {
      for (const std::uint32_t id : {0U, 1U, 3U, 4'000'000'000U}) {
        const Snapshot snapshot = trace.observe(trace.instant(event), {subject, id, 0, 1'000'000});
        EXPECT_EQ(snapshot.at.seq, event);
      }
    }
  }
  EXPECT_EQ(trace.observe(trace.last(), {Subject::coro, DemoTrace::kRows.value, 0, 0}).inspector.title, "rows()");
}

TEST(TraceSession, LinesLeadToInstants) {
  const DemoTrace trace;
  const auto first = trace.next_at_line(trace.first(), DemoTrace::kFile, 3);
  ASSERT_TRUE(first);
  EXPECT_GT(first->seq, trace.at_tick(2)->seq);
  // From behind its only visit it goes around.
  EXPECT_EQ(trace.next_at_line(trace.last(), DemoTrace::kFile, 3)->seq, first->seq);
  EXPECT_FALSE(trace.next_at_line(trace.first(), DemoTrace::kFile, 99));
  EXPECT_FALSE(trace.next_at_line(trace.first(), 2, 3));
}

TEST(TraceSession, BetweenTwoEventsTheCursorStandsWhereItWasPut) {
  const DemoTrace trace;
  const Instant half_way = trace.at_time(50'000'000);
  EXPECT_EQ(half_way.ns, 50'000'000);
  EXPECT_LT(trace.instant(half_way.seq).ns, half_way.ns);
  EXPECT_GT(trace.instant(half_way.seq + 1).ns, half_way.ns);
  EXPECT_EQ(trace.observe(half_way, {}).at, half_way);
  EXPECT_EQ(trace.at_time(-5).seq, 0U);
  EXPECT_EQ(trace.at_time(INT64_MAX), trace.last());
}

TEST(TraceSession, TargetsNameTasksAndGenerators) {
  const DemoTrace trace;
  const auto targets = trace.targets();
  const auto has = [&targets](std::string_view label) {
    return std::any_of(targets.begin(), targets.end(), [label](const Target& t) { return t.label == label; });
  };
  EXPECT_TRUE(has("Task-1"));
  EXPECT_TRUE(has("Task-2"));
  EXPECT_TRUE(has("rows()"));
}

}  // namespace
}  // namespace loopscope::app

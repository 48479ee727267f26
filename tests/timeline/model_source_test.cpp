// A small recorded program through store and model into lanes.

#include "app/timeline/model_source.hpp"

#include <gtest/gtest.h>

#include "app/timeline/hit.hpp"
#include "app/timeline/layout.hpp"
#include "app/timeline/overview.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"
#include "tests/timeline/source_checks.hpp"

namespace loopscope::timeline {
namespace {

namespace ev = trace::ev;

// A task creates another, waits for a sleep, is woken in the second tick and returns; an async generator is closed by
// the hook; a coroutine is never awaited; the other task is still pending when the loop closes.
class Program {
 public:
  Program() {
    trace::Channel channel(trace::Channel::Options{.unbounded = true});
    trace::Recorder recorder(&channel, &now_);
    record(recorder);
    recorder.close();
    store_.drain(channel);
  }
  const trace::Store& store() const { return store_; }

 private:
  void record(trace::Recorder& r) {
    const LoopId loop{1};
    const TaskId first{1}, second{2};
    const FutureId sleep{3};
    const CoroId main{1}, worker{2}, rows{3}, forgotten{4};
    const auto at = [&](std::int64_t us) { now_ = us * 1000; };
    r.emit(ev::ProgramStarted{r.intern("app.py")});
    r.emit(ev::CodeDefined{CodeId{1}, r.intern("main"), r.intern("main"), {}});
    r.emit(ev::CodeDefined{CodeId{2}, r.intern("worker"), r.intern("worker"), {}});
    r.emit(ev::CodeDefined{CodeId{3}, r.intern("rows"), r.intern("rows"), {}});
    r.emit(ev::CodeDefined{CodeId{4}, r.intern("forgotten"), r.intern("forgotten"), {}});
    at(10);
    r.emit(ev::LoopCreated{loop, r.intern("loop 1")});
    r.emit(ev::CoroCreated{main, trace::CoroKind::kCoroutine, CodeId{1}, {}});
    r.emit(ev::TaskCreated{first, main, loop, r.intern("Task-1"), {}});
    r.emit(ev::HandleScheduled{HandleId{1}, loop, {}, first, {}});
    r.emit(ev::LoopRunBegin{loop});
    iteration(r, 1, 20, 20);
    r.emit(ev::HandleBegin{HandleId{1}, loop});
    r.emit(ev::TaskStepBegin{first, {}});
    r.emit(ev::CoroResumed{main, trace::ResumeHow::kSend});
    at(30);
    r.emit(ev::CoroCreated{worker, trace::CoroKind::kCoroutine, CodeId{2}, {}});
    r.emit(ev::TaskCreated{second, worker, loop, r.intern("Task-2"), {}});
    r.emit(ev::HandleScheduled{HandleId{2}, loop, {}, second, {}});
    r.emit(ev::CoroCreated{rows, trace::CoroKind::kAsyncGenerator, CodeId{3}, {}});
    r.emit(ev::CoroFirstIteration{rows, loop});
    r.emit(ev::AsyncgenOpBegin{rows, trace::AsyncgenOp::kAnext});
    at(40);
    r.emit(ev::CoroYielded{rows, 12, {}});
    r.emit(ev::AsyncgenOpEnd{rows, trace::AsyncgenOp::kAnext});
    r.emit(ev::CoroCreated{forgotten, trace::CoroKind::kCoroutine, CodeId{4}, {}});
    r.emit(ev::FutureCreated{sleep, loop, r.intern("sleep(0.1)"), {}});
    r.emit(ev::TimerScheduled{HandleId{3}, loop, r.intern("wake"), 100'000'000});
    r.emit(ev::TimerAimed{HandleId{3}, sleep});
    r.emit(ev::TaskSuspended{first, sleep, r.intern("sleep(0.1)")});
    at(50);
    r.emit(ev::CoroSuspended{main, 5});
    r.emit(ev::TaskStepEnd{first});
    r.emit(ev::HandleEnd{HandleId{1}});
    r.emit(ev::IterationEnd{loop, 1});
    iteration(r, 2, 60, 60);
    r.emit(ev::HandleBegin{HandleId{2}, loop});
    r.emit(ev::TaskStepBegin{second, {}});
    at(70);
    r.emit(ev::TaskSuspended{second, FutureId{4}, r.intern("forever")});
    r.emit(ev::TaskStepEnd{second});
    r.emit(ev::HandleEnd{HandleId{2}});
    r.emit(ev::IterationEnd{loop, 2});
    iteration(r, 3, 80, 100'000);
    r.emit(ev::HandleBegin{HandleId{3}, loop});
    r.emit(ev::FutureResolved{sleep, trace::Outcome::kResult, {}});
    r.emit(ev::HandleScheduled{HandleId{4}, loop, {}, first, sleep});
    r.emit(ev::HandleEnd{HandleId{3}});
    r.emit(ev::IterationEnd{loop, 3});
    iteration(r, 4, 100'010, 100'010);
    r.emit(ev::HandleBegin{HandleId{4}, loop});
    r.emit(ev::TaskStepBegin{first, {}});
    at(100'050);
    r.emit(ev::CoroLastReference{rows, {}});
    r.emit(ev::AsyncgenHookCalled{rows, loop});
    r.emit(ev::CoroCloseBegin{rows, trace::CloseBy::kGcHook});
    r.emit(ev::CoroFinished{rows, trace::FinishHow::kClosed, {}});
    r.emit(ev::CoroNeverAwaited{forgotten});
    r.emit(ev::TaskDone{first, trace::Outcome::kResult, r.intern("None")});
    r.emit(ev::TaskStepEnd{first});
    r.emit(ev::HandleEnd{HandleId{4}});
    r.emit(ev::IterationEnd{loop, 4});
    at(100'060);
    r.emit(ev::LoopRunEnd{loop});
    r.emit(ev::TaskPendingAtClose{second, loop});
    r.emit(ev::LoopClosed{loop});
    at(100'070);
    r.emit(ev::ProgramEnded{0});
  }
  void iteration(trace::Recorder& r, std::uint32_t number, std::int64_t from_us, std::int64_t to_us) {
    now_ = from_us * 1000;
    r.emit(ev::IterationBegin{LoopId{1}, number});
    r.emit(ev::SelectBegin{LoopId{1}, 0});
    now_ = to_us * 1000;
    r.emit(ev::SelectEnd{LoopId{1}, 0});
    r.emit(ev::TimersBegin{LoopId{1}});
    r.emit(ev::RunBegin{LoopId{1}, 1});
  }

  std::int64_t now_ = 0;
  trace::Store store_;
};

std::vector<State> states(const LaneSource& source, LaneKey key, std::uint8_t row = 0) {
  std::vector<State> out;
  const std::uint32_t lane = source.find(key);
  for (std::size_t i = 0; i < source.interval_count(lane, row); ++i) out.push_back(source.interval(lane, row, i).state);
  return out;
}

TEST(ModelSource, ShowsWhatWasRecorded) {
  Program program;
  analysis::Model model(program.store());
  model.advance();
  ModelSource source(model);
  test::expect_sound(source);

  const LaneKey first{LaneKind::task, 1}, second{LaneKind::task, 2}, rows{LaneKind::asyncgen, 3};
  const std::uint32_t lane = source.find(first);
  ASSERT_NE(lane, kNoLane);
  EXPECT_EQ(source.lane(lane).name, "Task-1");
  EXPECT_EQ(source.lane(lane).end, End::returned);
  EXPECT_EQ(source.lane(source.find(second)).end, End::leaked);
  const std::vector<State> seen = states(source, first);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), State::running), 2);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), State::suspended), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), State::ready), 2);

  ASSERT_NE(source.find(rows), kNoLane);
  EXPECT_EQ(source.lane(source.find(rows)).end, End::closed_gc_hook);
  EXPECT_EQ(source.lane(source.find(rows)).number, 1);
  const std::vector<State> generator = states(source, rows);
  EXPECT_NE(std::find(generator.begin(), generator.end(), State::gen_suspended), generator.end());

  const LaneKey forgotten{LaneKind::coroutine, 4};
  ASSERT_NE(source.find(forgotten), kNoLane);
  EXPECT_EQ(source.lane(source.find(forgotten)).end, End::never_awaited);
}

TEST(ModelSource, TheLoopHasItsPhasesAndHandles) {
  Program program;
  analysis::Model model(program.store());
  model.advance();
  ModelSource source(model);
  const std::uint32_t loop = source.find({LaneKind::loop, 1});
  ASSERT_EQ(source.interval_count(loop, 0), 12u) << "four iterations of three phases";
  EXPECT_EQ(source.interval(loop, 0, 6).state, State::select);
  EXPECT_EQ(source.interval(loop, 0, 6).end.ns - source.interval(loop, 0, 6).begin.ns, 99'920'000);
  EXPECT_EQ(source.interval_count(loop, 1), 4u);
  TickMap ticks;
  ticks.update(source);
  EXPECT_EQ(ticks.column_count(), 6u) << "before, four iterations, after";
  EXPECT_EQ(ticks.column(1).tick, 1u);
  EXPECT_TRUE(ticks.column(5).outside);
}

TEST(ModelSource, AWakeUpHasACause) {
  Program program;
  analysis::Model model(program.store());
  model.advance();
  ModelSource source(model);
  const std::uint32_t lane = source.find({LaneKind::task, 2});
  std::vector<Arrow> arrows;
  source.arrows(select_whole_lane(source, lane), arrows);
  const auto created =
      std::find_if(arrows.begin(), arrows.end(), [](const Arrow& a) { return a.kind == ArrowKind::created; });
  ASSERT_NE(created, arrows.end());
  EXPECT_TRUE(created->cause);
  EXPECT_EQ(created->from_lane, source.find({LaneKind::task, 1}));
}

TEST(ModelSource, TimesAndEventsFindEachOther) {
  Program program;
  analysis::Model model(program.store());
  model.advance();
  ModelSource source(model);
  for (std::uint32_t event = 0; event < model.size(); ++event) {
    const Instant at = source.at_event(event, {});
    EXPECT_EQ(at.seq, event);
    EXPECT_GE(source.at_time(at.ns).seq, event) << "everything of that instant has happened";
  }
}

TEST(ModelSource, GrowsWithTheModel) {
  Program program;
  analysis::Model growing(program.store());
  ModelSource source(growing);
  Layout layout;
  LayoutInput input;
  input.width = 900;
  input.height = 500;
  EXPECT_EQ(source.lane_count(), 0u);
  while (growing.advance(1) > 0) {
    test::expect_sound(source);
    layout.update(source, {}, {}, 1);
    input.by_tick = growing.size() % 2 == 0;
    input.window = whole_trace(layout, input.by_tick);
    layout.compute(input);
  }
  // In the end the same as what is laid out at once.
  analysis::Model whole(program.store());
  whole.advance();
  ModelSource other(whole);
  Layout fresh;
  fresh.update(other, {}, {}, 1);
  for (const bool by_tick : {false, true}) {
    input.by_tick = by_tick;
    input.window = whole_trace(fresh, by_tick);
    const Frame& a = layout.compute(input);
    const Frame& b = fresh.compute(input);
    ASSERT_EQ(a.quads.size(), b.quads.size());
    for (std::size_t i = 0; i < a.quads.size(); ++i) {
      EXPECT_EQ(a.quads[i].ink, b.quads[i].ink);
      EXPECT_FLOAT_EQ(a.quads[i].x0, b.quads[i].x0);
    }
    EXPECT_EQ(a.sprites.size(), b.sprites.size());
  }
}

}  // namespace
}  // namespace loopscope::timeline

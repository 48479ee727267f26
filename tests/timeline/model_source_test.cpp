// A small recorded program through store and model into lanes.

#include "app/timeline/model_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "app/timeline/hit.hpp"
#include "app/timeline/layout.hpp"
#include "app/timeline/overview.hpp"
#include "engine/analysis/lanes.hpp"
#include "tests/timeline/recorded_program.hpp"
#include "tests/timeline/source_checks.hpp"

namespace loopscope::timeline {
namespace {

std::vector<State> states(const LaneSource& source, LaneKey key, std::uint8_t row = 0) {
  std::vector<State> out;
  const std::uint32_t lane = source.find(key);
  for (std::size_t i = 0; i < source.interval_count(lane, row); ++i) out.push_back(source.interval(lane, row, i).state);
  return out;
}

TEST(ModelSource, ShowsWhatWasRecorded) {
  test::Program program;
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
  test::Program program;
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
  test::Program program;
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

TEST(ModelSource, ARejectionTellsWhoHeldTheGenerator) {
  test::Program program;
  analysis::Model model(program.store());
  model.advance();
  ModelSource source(model);
  const std::uint32_t holder = source.find({LaneKind::task, 1}), refused = source.find({LaneKind::task, 2});
  const std::uint32_t generator = source.find({LaneKind::asyncgen, 3});
  const auto arrow = [&](std::uint32_t lane, ArrowKind kind) {
    std::vector<Arrow> arrows;
    source.arrows(select_whole_lane(source, lane), arrows);
    const auto it = std::find_if(arrows.begin(), arrows.end(), [&](const Arrow& a) { return a.kind == kind; });
    return it == arrows.end() ? Arrow{} : *it;
  };
  EXPECT_EQ(arrow(refused, ArrowKind::holds).from_lane, holder);
  EXPECT_TRUE(arrow(refused, ArrowKind::holds).cause);
  EXPECT_EQ(arrow(refused, ArrowKind::rejected).to_lane, generator);
  EXPECT_EQ(arrow(holder, ArrowKind::holds).to_lane, refused);
  EXPECT_FALSE(arrow(holder, ArrowKind::holds).cause);
  EXPECT_EQ(arrow(generator, ArrowKind::rejected).from_lane, refused);
}

TEST(ModelSource, TimesAndEventsFindEachOther) {
  test::Program program;
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
  test::Program program;
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
    input.window = whole_trace(layout, input.by_tick, input.width, 1);
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
    input.window = whole_trace(fresh, by_tick, input.width, 1);
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

#include "app/timeline/layout.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "app/timeline/hit.hpp"
#include "app/timeline/lay_parts.hpp"
#include "app/timeline/overview.hpp"
#include "tests/timeline/preview_scene.hpp"

namespace loopscope::timeline {
namespace {

constexpr std::int64_t kMs = 1'000'000;

struct Fixture {
  MemorySource source;
  Layout layout;
  LayoutInput input;
  std::set<LaneKey> pinned, unfolded;

  Fixture() {
    input.width = 1000;
    input.height = 600;
  }
  const Frame& frame() {
    layout.update(source, pinned, unfolded, input.ui_scale);
    if (input.window.length <= 1) input.window = whole_trace(layout, input.by_tick, input.width, 1);
    return layout.compute(input);
  }
};

struct Lesson : Fixture {
  Lesson() { test::fill_lesson(source); }
};

std::vector<Quad> quads_of(const Frame& frame, const LaneBox& box) {
  std::vector<Quad> out;
  for (const Quad& q : frame.quads)
    if (q.y0 >= box.y && q.y1 <= box.y + box.row0) out.push_back(q);
  return out;
}

const LaneBox& box_of(const Frame& frame, LaneKey key) {
  for (const LaneBox& box : frame.lanes)
    if (box.info.key == key) return box;
  throw std::runtime_error("no such lane in the frame");
}

bool has(const std::vector<Quad>& quads, Shape shape, Ink ink) {
  return std::any_of(quads.begin(), quads.end(), [&](const Quad& q) { return q.shape == shape && q.ink == ink; });
}

TEST(Layout, FourStatesDifferInColourAndInShape) {
  const State states[] = {State::ready, State::running, State::suspended, State::cancelling};
  for (const State a : states) {
    for (const State b : states) {
      if (a == b) continue;
      EXPECT_NE(style_of(a).shape, style_of(b).shape);
      EXPECT_NE(style_of(a).ink, style_of(b).ink);
    }
  }
  Lesson lesson;
  const Frame& frame = lesson.frame();
  const auto task3 = quads_of(frame, box_of(frame, {LaneKind::task, 3}));
  EXPECT_TRUE(has(task3, Shape::solid, Ink::running));
  EXPECT_TRUE(has(task3, Shape::dotted, Ink::ready));
  EXPECT_TRUE(has(task3, Shape::rail, Ink::suspended));
  EXPECT_TRUE(has(quads_of(frame, box_of(frame, {LaneKind::task, 2})), Shape::hatched, Ink::cancelling));
}

TEST(Layout, SlotsGiveBackTheirStates) {
  for (const auto& [kind, row, state] : {std::tuple{LaneKind::task, 0, State::cancelling},
                                         {LaneKind::asyncgen, 0, State::gen_awaiting},
                                         {LaneKind::loop, 0, State::run},
                                         {LaneKind::loop, 1, State::slow_handle},
                                         {LaneKind::thread, 0, State::thread_blocked},
                                         {LaneKind::task, 2, State::frame_waiting},
                                         {LaneKind::sync, 0, State::contended}})
    EXPECT_EQ(state_of_slot(kind, static_cast<std::uint8_t>(row), slot_of(state)), state);
}

TEST(Layout, WhatIsAwaitedIsNamedWhereThereIsRoom) {
  Lesson lesson;
  const auto named = [&](std::string_view text) {
    const Frame& frame = lesson.frame();
    return std::any_of(frame.texts.begin(), frame.texts.end(), [&](const TextRun& t) { return t.text == text; });
  };
  EXPECT_TRUE(named("queue.get()"));
  lesson.input.window = {0, 0, 40000.0 * kMs};
  EXPECT_FALSE(named("queue.get()")) << "no room";
}

TEST(Layout, ALabelStaysInSightWhileItsIntervalIs) {
  Lesson lesson;
  lesson.frame();
  lesson.input.window = {200 * kMs, 0, 20.0 * kMs};
  const Frame& frame = lesson.frame();
  int found = 0;
  for (const TextRun& t : frame.texts) {
    EXPECT_GE(t.x, 0);
    EXPECT_LE(t.x + t.w, 1000.5F);
    found += t.text == "sleep(3600)";
  }
  EXPECT_EQ(found, 1);
}

TEST(Layout, ALeakIsTornAndNeverEnds) {
  Lesson lesson;
  const Frame& frame = lesson.frame();
  const auto quads = quads_of(frame, box_of(frame, {LaneKind::task, 5}));
  EXPECT_TRUE(has(quads, Shape::torn, Ink::leaked));
  const auto fading = std::find_if(quads.begin(), quads.end(), [](const Quad& q) { return q.shape == Shape::fading; });
  ASSERT_NE(fading, quads.end());
  EXPECT_GE(fading->x1, 1000) << "to the edge of the view";
}

TEST(Layout, EveryEndHasItsMark) {
  Lesson lesson;
  const Frame& frame = lesson.frame();
  const auto end_of = [&](LaneKey key) {
    for (const Sprite& s : frame.sprites)
      if (s.kind == MarkKind::end && frame.lanes[0].info.key != key && box_of(frame, key).lane == s.lane) return s;
    throw std::runtime_error("no end");
  };
  EXPECT_EQ(end_of({LaneKind::task, 1}).end, End::returned);
  EXPECT_EQ(end_of({LaneKind::task, 2}).end, End::cancelled);
  EXPECT_EQ(end_of({LaneKind::task, 4}).end, End::raised);
  EXPECT_EQ(end_of({LaneKind::asyncgen, 6}).end, End::closed_gc_hook);
  EXPECT_EQ(end_of({LaneKind::asyncgen, 6}).number, 1);
  EXPECT_EQ(end_of({LaneKind::asyncgen, 7}).number, 2);
}

TEST(Layout, FoldingNeverHidesALeakAnErrorOrAFinding) {
  Fixture f;
  auto& lane = f.source.add_lane(LaneKind::task, 1, "Task-1");
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    lane.rows[0].push_back({{i * 100, i}, {i * 100 + 100, i + 1}, i % 2 ? State::running : State::ready, 0, 0});
    lane.marks.push_back({{i * 100, i}, MarkKind::note, End::open, 0, 0, 0});
    if (i == 100'000)
      for (const MarkKind kind :
           {MarkKind::error, MarkKind::leak, MarkKind::finding, MarkKind::slow, MarkKind::rejected})
        lane.marks.push_back({{i * 100, i}, kind, End::open, 0, 0, 0});
  }
  f.source.set_range({0, 0}, {20'000'000, 200'000});
  for (const bool by_tick : {false, true}) {
    f.input.by_tick = by_tick;
    f.input.window = {};
    const Frame& frame = f.frame();
    for (const MarkKind kind : {MarkKind::error, MarkKind::leak, MarkKind::finding, MarkKind::slow, MarkKind::rejected})
      EXPECT_EQ(
          std::count_if(frame.sprites.begin(), frame.sprites.end(), [&](const Sprite& s) { return s.kind == kind; }),
          1);
    Overview overview;
    lay_overview(f.layout, by_tick, 1000, 44, 1, 256, overview);
    EXPECT_EQ(overview.marks.size(), 5u);
    EXPECT_LT(frame.quads.size(), 4000u);
    std::uint64_t counted = 0;
    for (const Density& d : frame.densities) counted += d.sums.total_count();
    EXPECT_EQ(counted, 200'000u) << "density tells of all";
  }
}

TEST(Layout, ALonelyStepIsSeenFromFarAway) {
  Fixture f;
  auto& lane = f.source.add_lane(LaneKind::task, 1, "Task-1");
  lane.rows[0] = {{{0, 0}, {500 * kMs, 1}, State::suspended, 0, 0},
                  {{500 * kMs, 1}, {500 * kMs + 10, 2}, State::running, 0, 0},
                  {{500 * kMs + 10, 2}, {1000 * kMs, 3}, State::suspended, 0, 0}};
  f.source.set_range({0, 0}, {1000 * kMs, 3});
  const Frame& frame = f.frame();
  const auto it =
      std::find_if(frame.quads.begin(), frame.quads.end(), [](const Quad& q) { return q.ink == Ink::running; });
  ASSERT_NE(it, frame.quads.end());
  EXPECT_GE(it->x1 - it->x0, 1.4F);
  EXPECT_EQ(it->alpha, 255);
  EXPECT_EQ(it, frame.quads.end() - 1) << "above the rails";
}

TEST(Layout, OnlyLanesInSightAreLaidOut) {
  Fixture f;
  test::fill_many(f.source, 2000, 20'000);
  EXPECT_LT(f.frame().lanes.size(), 25u);
  f.input.scroll_y = f.layout.lane_top(1500);
  const Frame& frame = f.frame();
  EXPECT_EQ(frame.lanes.front().lane, 1500u);
  EXPECT_LE(frame.lanes.front().y, 0.5F);
}

TEST(Layout, PinnedLanesStandOnTopInEveryScroll) {
  Fixture f;
  test::fill_many(f.source, 200, 2000);
  f.pinned.insert(f.source.lane(100).key);
  f.frame();
  f.input.scroll_y = 3000;
  const Frame& frame = f.frame();
  ASSERT_EQ(frame.pinned.lanes_end - frame.pinned.lanes, 1u);
  EXPECT_EQ(frame.lanes[frame.pinned.lanes].lane, 100u);
  EXPECT_EQ(frame.lanes[frame.pinned.lanes].y, 0);
  for (std::size_t i = frame.scrolled.lanes; i < frame.scrolled.lanes_end; ++i) EXPECT_NE(frame.lanes[i].lane, 100u);
  EXPECT_GT(frame.scrolled.top, 0);
}

TEST(Layout, TheAwaitChainUnfolds) {
  Lesson lesson;
  const float folded = box_of(lesson.frame(), {LaneKind::task, 1}).h;
  EXPECT_TRUE(box_of(lesson.frame(), {LaneKind::task, 1}).foldable);
  EXPECT_FALSE(box_of(lesson.frame(), {LaneKind::task, 3}).foldable);
  lesson.unfolded.insert({LaneKind::task, 1});
  const LaneBox& box = box_of(lesson.frame(), {LaneKind::task, 1});
  EXPECT_EQ(box.sub_rows, 2);
  EXPECT_GT(box.h, folded);
}

TEST(Layout, ASlowCallbackShowsWhatItDelayed) {
  Lesson lesson;
  lesson.frame();
  lesson.input.selection = select_interval(lesson.source, 0, 1, 7);
  const Frame& frame = lesson.frame();
  int delayed = 0;
  for (const Highlight& h : frame.highlights) delayed += h.emphasis == Emphasis::delayed;
  EXPECT_EQ(delayed, 1) << "Task-1 was ready while it ran";
}

TEST(Layout, ArrowsOnlyForTheSelectedThing) {
  Lesson lesson;
  EXPECT_TRUE(lesson.frame().arrows.empty());
  lesson.input.selection = select_whole_lane(lesson.source, 3);
  EXPECT_EQ(lesson.frame().arrows.size(), 3u);
  lesson.input.selection = select_interval(lesson.source, 3, 0, 6);
  ASSERT_EQ(lesson.frame().arrows.size(), 1u);
  EXPECT_EQ(lesson.frame().arrows[0].kind, ArrowKind::woke);
  EXPECT_TRUE(lesson.frame().arrows[0].cause);
}

TEST(Layout, ASelectedMarkIsOutlinedWhereItIsPainted) {
  Lesson lesson;
  const std::uint32_t output = lesson.source.find({LaneKind::output, 1});
  for (std::size_t i = 0; i < lesson.source.mark_count(output); ++i) {
    lesson.frame();
    lesson.input.selection = select_mark(lesson.source, output, i);
    const Frame& frame = lesson.frame();
    ASSERT_EQ(frame.highlights.size(), 1u) << i;
    const float x = (frame.highlights[0].x0 + frame.highlights[0].x1) / 2;
    EXPECT_TRUE(std::any_of(frame.sprites.begin(), frame.sprites.end(), [&](const Sprite& s) {
      return s.lane == output && std::abs(s.x - x) < 0.5F;
    })) << i;
  }
}

TEST(Layout, OutputOfOneInstantStandsSideBySide) {
  Fixture f;
  auto& lane = f.source.add_lane(LaneKind::output, 1, "output");
  for (const MarkKind kind : {MarkKind::stderr_text, MarkKind::log_record, MarkKind::error})
    lane.marks.push_back({{500, 5}, kind, End::open, 0, 0, 0});
  f.source.set_range({0, 0}, {1000, 10});
  const Frame& frame = f.frame();
  ASSERT_EQ(frame.sprites.size(), 3u);
  EXPECT_GE(frame.sprites[1].x, frame.sprites[0].x + 10);
  EXPECT_GE(frame.sprites[2].x, frame.sprites[1].x + 10);
  EXPECT_EQ(frame.sprites[0].kind, MarkKind::stderr_text) << "in the order of the program";
}

TEST(Layout, BirthsAreTiedToTheirCreators) {
  Lesson lesson;
  const Frame& frame = lesson.frame();
  const LaneBox& parent = box_of(frame, {LaneKind::task, 1});
  const LaneBox& child = box_of(frame, {LaneKind::task, 3});
  const double x = lesson.layout.projection(lesson.input).px(child.info.birth);
  EXPECT_TRUE(std::any_of(frame.ties.begin(), frame.ties.end(), [&](const Tie& t) {
    return std::abs(t.x - x) < 8 && t.y0 > parent.y && t.y0 < parent.y + parent.h && t.y1 > child.y &&
           t.y1 < child.y + child.h;
  }));
}

TEST(Layout, LanesStandByKindHoweverTheyCame) {
  Fixture f;
  f.source.add_lane(LaneKind::output, 1, "output");
  f.source.add_lane(LaneKind::task, 1, "Task-1");
  f.source.add_lane(LaneKind::loop, 1, "loop");
  f.source.set_range({0, 0}, {1000, 1});
  const Frame& frame = f.frame();
  ASSERT_EQ(frame.lanes.size(), 3u);
  EXPECT_EQ(frame.lanes[0].info.key.kind, LaneKind::loop);
  EXPECT_EQ(frame.lanes[2].info.key.kind, LaneKind::output);
}

TEST(Layout, FollowsATraceThatGrows) {
  Fixture f;
  auto& lane = f.source.add_lane(LaneKind::task, 1, "Task-1");
  lane.rows[0].push_back({{0, 0}, {0, kOpenSeq}, State::running, 0, 0});
  f.source.set_range({0, 0}, {1000, 10});
  f.input.window = {0, 0, 2000};
  EXPECT_NEAR(f.frame().quads.at(0).x1, 500, 2) << "open until now";
  lane.rows[0].back().end = {1200, 12};
  lane.rows[0].push_back({{1200, 12}, {0, kOpenSeq}, State::suspended, 0, 0});
  f.source.set_range({0, 0}, {1500, 20});
  const Frame& frame = f.frame();
  ASSERT_EQ(frame.quads.size(), 2u);
  EXPECT_NEAR(frame.quads[0].x1, 600, 2);
  EXPECT_NEAR(frame.quads[1].x1, 750, 2);
}

TEST(Layout, NothingIsDoneTwice) {
  Lesson lesson;
  const Quad* first = lesson.frame().quads.data();
  const_cast<Quad*>(first)->ink = Ink::accent;
  EXPECT_EQ(lesson.frame().quads[0].ink, Ink::accent) << "the same frame again";
  lesson.input.window = moved(lesson.input.window, 1000);
  EXPECT_NE(lesson.frame().quads[0].ink, Ink::accent);
}

TEST(Hit, FindsWhatIsPainted) {
  Lesson lesson;
  const Frame& frame = lesson.frame();
  const Projection projection = lesson.layout.projection(lesson.input);
  const LaneBox& box = box_of(frame, {LaneKind::task, 3});
  for (std::size_t i = 0; i < lesson.source.interval_count(3, 0); ++i) {
    const Interval interval = lesson.source.interval(3, 0, i);
    const double x = (projection.px(interval.begin) + projection.px(interval.end)) / 2;
    const Hit hit = hit_test(lesson.layout, frame, lesson.input, static_cast<float>(x), box.y + 16);
    EXPECT_EQ(hit.selection.pick, Pick::interval);
    EXPECT_EQ(hit.selection.index, i);
    EXPECT_EQ(hit.selection.lane, (LaneKey{LaneKind::task, 3}));
  }
  const Sprite* end = nullptr;
  for (const Sprite& s : frame.sprites)
    if (s.lane == box.lane && s.kind == MarkKind::end) end = &s;
  ASSERT_NE(end, nullptr);
  const Hit hit = hit_test(lesson.layout, frame, lesson.input, sprite_center_x(*end, Metrics(1)), end->y);
  EXPECT_EQ(hit.selection.pick, Pick::mark);
  EXPECT_EQ(hit_test(lesson.layout, frame, lesson.input, 5, box.y + 16).selection.pick, Pick::lane);
  EXPECT_EQ(hit_test(lesson.layout, frame, lesson.input, 5, 599).selection.pick, Pick::none);
}

TEST(Hit, StepsOfALane) {
  Lesson lesson;
  lesson.frame();
  const auto& s = lesson.source;
  std::size_t i = next_step_index(s, 3, {INT64_MIN, 0});
  std::vector<std::size_t> seen;
  while (i < s.interval_count(3, 0)) {
    seen.push_back(i);
    i = next_step_index(s, 3, s.interval(3, 0, i).begin);
  }
  EXPECT_EQ(seen, (std::vector<std::size_t>{1, 4, 6}));
  EXPECT_EQ(previous_step_index(s, 3, s.interval(3, 0, 6).begin), 4u);
  EXPECT_EQ(previous_step_index(s, 3, s.interval(3, 0, 1).begin), s.interval_count(3, 0));
}

}  // namespace
}  // namespace loopscope::timeline

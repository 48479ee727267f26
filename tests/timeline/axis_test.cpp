#include "app/timeline/axis.hpp"

#include <gtest/gtest.h>

#include "app/timeline/motion.hpp"
#include "tests/timeline/random_source.hpp"

namespace loopscope::timeline {
namespace {

// Far from zero, where a double no longer tells neighbouring nanoseconds apart.
constexpr std::int64_t kFar = std::int64_t{1} << 61;

TEST(Scale, TellsNanosecondsApartFarIntoATrace) {
  const Scale scale{{kFar, 0, 100}, 1000};
  EXPECT_DOUBLE_EQ(scale.px(kFar + 1), 10);
  EXPECT_DOUBLE_EQ(scale.px(kFar + 2), 20);
  EXPECT_EQ(scale.axis(25), kFar + 2);
  EXPECT_EQ(scale.axis(-1), kFar - 1);
}

TEST(Window, ZoomKeepsTheAnchorInPlace) {
  for (const double anchor : {0.0, 0.25, 0.5, 1.0}) {
    const Window from{kFar, 0.5, 1000};
    const Window to = zoomed(from, 0.1, anchor);
    const auto under = [&](const Window& w) {
      return static_cast<double>(w.origin - kFar) + w.fraction + w.length * anchor;
    };
    EXPECT_NEAR(under(from), under(to), 1e-9);
    EXPECT_DOUBLE_EQ(to.length, 100);
    EXPECT_GE(to.fraction, 0);
    EXPECT_LT(to.fraction, 1);
  }
}

TEST(Window, MovesByLessThanAUnitAndBack) {
  Window w{10, 0, 5};
  for (int i = 0; i < 10; ++i) w = moved(w, -0.25);
  EXPECT_EQ(w.origin, 7);
  EXPECT_DOUBLE_EQ(w.fraction, 0.5);
}

TEST(Window, MixedBeginsAndEndsWhereItShould) {
  const Window a{0, 0, 1000}, b{400, 0.5, 10};
  EXPECT_EQ(mixed(a, b, 0), a);
  const Window end = mixed(a, b, 1);
  EXPECT_NEAR(static_cast<double>(end.origin) + end.fraction, 400.5, 1e-6);
  EXPECT_NEAR(end.length, 10, 1e-9);
}

TEST(Motion, ArrivesAndSkips) {
  Window w{0, 0, 1000};
  Motion motion;
  motion.glide({500, 0, 100});
  for (int i = 0; i < 120 && motion.moving(); ++i) motion.step(w, 1.0F / 60, 1000, true);
  EXPECT_FALSE(motion.moving());
  EXPECT_EQ(w, (Window{500, 0, 100}));
  motion.glide({0, 0, 1000});
  motion.step(w, 1.0F / 60, 1000, false);
  EXPECT_EQ(w, (Window{0, 0, 1000}));
}

TEST(Motion, TheTraceStaysInSight) {
  const Bounds bounds{100, 1100, 8};
  for (const double to : {-1e9, 1e9}) {
    const Window w = bounded(moved({100, 0, 500}, to), bounds);
    EXPECT_LT(w.origin, bounds.end);
    EXPECT_GT(static_cast<double>(w.origin) + w.length, 100);
  }
  EXPECT_DOUBLE_EQ(bounded({100, 0, 1e12}, bounds).length, bounds.max_length());
  EXPECT_DOUBLE_EQ(bounded({100, 0, 1}, bounds).length, 8);
}

MemorySource two_ticks() {
  MemorySource source;
  source.add_tick_step({{100, 10}, true, 1});
  source.add_tick_step({{100, 12}, false, 0});
  source.add_tick_step({{100, 20}, false, 0});
  source.add_tick_step({{100, 22}, true, 2});
  source.add_tick_step({{900'000, 30}, false, 0});
  source.set_range({0, 0}, {900'000, 40});
  return source;
}

TEST(TickMap, EveryIterationIsAColumnAndEveryStepASlot) {
  const MemorySource source = two_ticks();
  TickMap map;
  map.update(source);
  ASSERT_EQ(map.column_count(), 3u);
  EXPECT_TRUE(map.column(0).outside);
  EXPECT_EQ(map.column(1).tick, 1u);
  EXPECT_EQ(map.column(2).tick, 2u);
  EXPECT_EQ(map.axis({100, 10}), kTickUnit);
  EXPECT_EQ(map.axis({100, 12}), kTickUnit + kTickUnit / 3);
  EXPECT_EQ(map.axis({100, 20}), kTickUnit + 2 * kTickUnit / 3);
  EXPECT_EQ(map.axis({100, 22}), 2 * kTickUnit);
  EXPECT_EQ(map.axis({900'000, 30}), 2 * kTickUnit + kTickUnit / 2);
  EXPECT_EQ(map.end(), 3 * kTickUnit);
}

TEST(TickMap, EventsOfOneInstantStandApart) {
  const MemorySource source = two_ticks();
  TickMap map;
  map.update(source);
  std::int64_t last = -1;
  for (std::uint32_t seq = 10; seq <= 22; ++seq) {
    const std::int64_t at = map.axis({100, seq});
    EXPECT_GT(at, last) << seq;
    last = at;
  }
}

TEST(TickMap, ComesBackToTheSameEvent) {
  const MemorySource source = two_ticks();
  TickMap map;
  map.update(source);
  for (std::uint32_t seq = 10; seq <= 22; ++seq) EXPECT_EQ(map.instant(map.axis({100, seq})), (Instant{100, seq}));
}

TEST(TickMap, HintsAndGrowthChangeNothing) {
  for (std::uint32_t seed = 1; seed < 20; ++seed) {
    MemorySource whole;
    test::fill_random(whole, seed, 300, false);
    TickMap fresh;
    fresh.update(whole);
    // The same steps, a few at a time.
    MemorySource growing;
    TickMap grown;
    for (std::size_t i = 0; i < whole.tick_step_count(); ++i) {
      growing.add_tick_step(whole.tick_step(i));
      growing.set_range(whole.first(), i + 1 == whole.tick_step_count() ? whole.last() : whole.tick_step(i).at);
      if (i % 3 == 0) grown.update(growing);
    }
    growing.touch();
    grown.update(growing);
    ASSERT_EQ(grown.column_count(), fresh.column_count());
    std::size_t hint = 0;
    std::int64_t last = 0;
    for (std::size_t i = 0; i < whole.interval_count(0, 0); ++i) {
      const Instant at = whole.interval(0, 0, i).begin;
      const std::int64_t axis = fresh.axis(at);
      EXPECT_EQ(axis, fresh.axis(at, &hint));
      EXPECT_EQ(axis, grown.axis(at));
      EXPECT_GE(axis, last) << "order is kept";
      last = axis;
    }
  }
}

TEST(TickMap, WithoutALoopThereIsOneColumn) {
  MemorySource source;
  source.set_range({0, 0}, {1000, 10});
  TickMap map;
  map.update(source);
  EXPECT_EQ(map.column_count(), 1u);
  EXPECT_EQ(map.axis({500, 5}), kTickUnit / 2);
}

}  // namespace
}  // namespace loopscope::timeline

#include "app/timeline/ruler.hpp"

#include <gtest/gtest.h>

#include "app/timeline/format.hpp"
#include "app/timeline/memory_source.hpp"

namespace loopscope::timeline {
namespace {

TEST(Format, DurationsInTheUnitThatReadsBest) {
  EXPECT_EQ(format_duration(0), "0");
  EXPECT_EQ(format_duration(850), "850 ns");
  EXPECT_EQ(format_duration(1'200'000), "1.20 ms");
  EXPECT_EQ(format_duration(999'999), "1.00 ms");
  EXPECT_EQ(format_duration(12'400'000'000), "12.4 s");
  EXPECT_EQ(format_duration(260'000'000), "260 ms");
  EXPECT_EQ(format_duration(185'000'000'000), "3 min 05 s");
  EXPECT_EQ(format_duration(7'260'000'000'000), "2 h 01 min");
  EXPECT_EQ(format_duration(-1'500), "-1.50 \xC2\xB5s");
  EXPECT_EQ(format_duration(INT64_MIN).substr(0, 1), "-");
}

TEST(Format, TimesWithTheDigitsOfTheStep) {
  EXPECT_EQ(format_time(1'500'000, 100'000), "1.5 ms");
  EXPECT_EQ(format_time(1'500'000, 1'000'000), "2 ms");
  EXPECT_EQ(format_time(120'000'000, 20'000'000), "120 ms");
  EXPECT_EQ(format_time(1'200'000'000, 100'000'000), "1.2 s");
  EXPECT_EQ(format_time(0, 1000), "0");
}

TEST(Format, CountsInThousands) {
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(1'234'567), "1,234,567");
}

TEST(Ruler, StepsAreRound) {
  EXPECT_EQ(nice_step(0.1), 1);
  EXPECT_EQ(nice_step(3), 5);
  EXPECT_EQ(nice_step(11), 20);
  EXPECT_EQ(nice_step(1e6), 1'000'000);
  EXPECT_GT(nice_step(9e18), 0);
}

TEST(Ruler, LabelsStandApartAndCoverTheView) {
  for (const double length : {9.0, 1e3, 5e5, 3.7e8, 2e12}) {
    const Scale scale{{1'000'000, 0.3, length}, 1000};
    std::vector<RulerTick> ticks;
    time_ruler(scale, 90, 8, ticks);
    double last = -1e9;
    int majors = 0;
    for (const RulerTick& tick : ticks) {
      if (!tick.major) continue;
      ++majors;
      EXPECT_FALSE(tick.label.empty());
      EXPECT_GE(tick.x - last, 89.9);
      last = tick.x;
    }
    EXPECT_GE(majors, 4) << length;
    EXPECT_LE(majors, 13) << length;
    EXPECT_GT(last, 700);
  }
}

TEST(Ruler, FarIntoATraceLabelsCountFromARoundPoint) {
  const Scale scale{{3'600'000'000'000, 0, 5000}, 1000};
  std::vector<RulerTick> ticks;
  time_ruler(scale, 90, 8, ticks);
  int relative = 0;
  for (const RulerTick& tick : ticks) relative += !tick.label.empty() && tick.label[0] == '+';
  EXPECT_GE(relative, 3);
}

TEST(Ruler, TicksAreNumberedAsAsyncioWould) {
  MemorySource source;
  for (std::uint32_t i = 0; i < 1000; ++i) source.add_tick_step({{i * 100, i * 3}, true, i + 1});
  source.set_range({0, 0}, {100'000, 3000});
  TickMap map;
  map.update(source);
  std::vector<RulerTick> ticks;
  tick_ruler(Scale{{0, 0, static_cast<double>(4 * kTickUnit)}, 1000}, map, 70, 6, ticks);
  ASSERT_GE(ticks.size(), 4u);
  EXPECT_EQ(ticks[0].label, "tick 1");
  EXPECT_EQ(ticks[1].label, "tick 2");
  EXPECT_EQ(ticks[1].x, 250);
  EXPECT_NE(ticks[0].band, ticks[1].band);
  tick_ruler(Scale{{0, 0, static_cast<double>(1000 * kTickUnit)}, 1000}, map, 70, 6, ticks);
  double last = -1e9;
  for (const RulerTick& tick : ticks) {
    if (tick.label.empty()) continue;
    EXPECT_GE(tick.x - last, 70);
    last = tick.x;
  }
  EXPECT_LT(ticks.size(), 200u);
}

}  // namespace
}  // namespace loopscope::timeline

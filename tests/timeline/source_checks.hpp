#pragma once

// What every LaneSource promises, checked over all that it has.

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "app/timeline/scene.hpp"

namespace loopscope::timeline::test {

inline void expect_sound(const LaneSource& source) {
  const Instant last = source.last();
  for (std::uint32_t lane = 0; lane < source.lane_count(); ++lane) {
    const LaneInfo info = source.lane(lane);
    SCOPED_TRACE(std::string(info.name));
    EXPECT_EQ(source.find(info.key), lane);
    EXPECT_GE(info.rows, 1);
    for (std::uint8_t row = 0; row < info.rows; ++row) {
      const std::size_t count = source.interval_count(lane, row);
      Instant until{INT64_MIN, 0};
      for (std::size_t i = 0; i < count; ++i) {
        const Interval interval = source.interval(lane, row, i);
        ASSERT_FALSE(before(interval.begin, until)) << "row " << int{row} << " interval " << i << " overlaps";
        ASSERT_FALSE(before(last, interval.begin));
        if (interval.end.seq == kOpenSeq) {
          ASSERT_EQ(i + 1, count) << "row " << int{row} << ": only the last may be open";
        } else {
          ASSERT_FALSE(before(interval.end, interval.begin)) << "row " << int{row} << " interval " << i;
          until = interval.end;
        }
        source.text(interval.label);
      }
    }
    std::map<MarkKind, Instant> until;
    for (std::size_t i = 0; i < source.mark_count(lane); ++i) {
      const Mark mark = source.mark(lane, i);
      const auto [it, is_first] = until.emplace(mark.kind, mark.at);
      ASSERT_FALSE(!is_first && before(mark.at, it->second)) << "mark " << i;
      it->second = mark.at;
    }
    Selection whole;
    whole.pick = Pick::lane;
    whole.lane = info.key;
    whole.end = last;
    std::vector<Arrow> arrows;
    source.arrows(whole, arrows);
    for (const Arrow& arrow : arrows) {
      EXPECT_TRUE(arrow.from_lane == kNoLane || arrow.from_lane < source.lane_count());
      EXPECT_TRUE(arrow.to_lane == kNoLane || arrow.to_lane < source.lane_count());
      EXPECT_FALSE(before(arrow.to, arrow.from)) << "causes come first";
    }
  }
  for (std::size_t i = 1; i < source.tick_step_count(); ++i)
    ASSERT_FALSE(before(source.tick_step(i).at, source.tick_step(i - 1).at)) << "step " << i;
}

}  // namespace loopscope::timeline::test

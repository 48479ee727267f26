#pragma once

// What lies under a point of the view.

#include "app/timeline/layout.hpp"

namespace loopscope::timeline {

struct Hit {
  const LaneBox* box = nullptr;          // of the frame
  Selection selection;                   // a mark, an interval, or the lane
  std::uint32_t folded = 0;              // intervals that are drawn as one here; 0 or 1: none
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // px of what was hit
};

Hit hit_test(Layout& layout, const Frame& frame, const LayoutInput& input, float x, float y);

// Selections made from a place in the source.
Selection select_interval(const LaneSource& source, std::uint32_t lane, std::uint8_t row, std::size_t index);
Selection select_mark(const LaneSource& source, std::uint32_t lane, std::size_t index);
Selection select_whole_lane(const LaneSource& source, std::uint32_t lane);

// Steps: intervals in which the thing itself runs. From `at`, the next one that begins later or the one before.
std::size_t next_step_index(const LaneSource& source, std::uint32_t lane, Instant at);
std::size_t previous_step_index(const LaneSource& source, std::uint32_t lane, Instant at);

}  // namespace loopscope::timeline

#pragma once

// The whole trace in a strip: a thin row for each lane, or for several when there are many, and the important marks.

#include "app/timeline/layout.hpp"

namespace loopscope::timeline {

struct OverviewMark {
  float x;
  MarkKind kind;
  std::uint32_t count;
};

struct Overview {
  std::vector<Quad> quads;  // y from the top of the strip
  std::vector<OverviewMark> marks;
};

// The window that shows the whole trace on so many px, on the axis of either ruler, with room for the marks of births
// and of ends.
Window whole_trace(const Layout& layout, bool by_tick, double width, double ui_scale);

// Lays the whole trace on `width` by `height` px. `max_lanes`: of so many at most the rows are drawn, spread evenly;
// marks are taken from all.
void lay_overview(Layout& layout, bool by_tick, float width, float height, float ui_scale, std::uint32_t max_lanes,
                  Overview& out);

}  // namespace loopscope::timeline

#pragma once

// Where the ruler's labels and the grid's lines stand.

#include <string>
#include <vector>

#include "app/timeline/fold.hpp"

namespace loopscope::timeline {

struct RulerTick {
  double x = 0;      // px
  double width = 0;  // until the next one of its kind, for clipping the label
  bool major = false;
  bool band = false;  // tick ruler: every other column has a ground of its own
  std::string label;  // empty: a line only
  std::string sub;    // tick ruler: the time at which the column begins
};

// Labels are at least `label_px` apart, lines at least `line_px`.
void time_ruler(const Scale& scale, double label_px, double line_px, std::vector<RulerTick>& out);
void tick_ruler(const Scale& scale, const TickMap& ticks, double label_px, double line_px, std::vector<RulerTick>& out);

// The smallest of 1, 2, 5 times a power of ten that is at least `units`.
std::int64_t nice_step(double units);

// Whether the whole trace on so many px is easier to read by tick: most steps would be too narrow to see by time.
bool better_by_tick(const LaneSource& source, const TickMap& ticks, float px);

}  // namespace loopscope::timeline

#pragma once

// Sizes, in px of the view. Unscaled they lie on a grid of four.

#include "app/timeline/scene.hpp"

namespace loopscope::timeline {

struct Metrics {
  explicit Metrics(float ui_scale) : s(ui_scale) {}
  float s;

  float overview() const { return 44 * s; }
  float ruler() const { return 28 * s; }
  float chevron() const { return 16 * s; }
  float lane_gap() const { return 1; }
  float sub_row() const { return 20 * s; }
  // Row 0 of a lane, with the rows that always stand inside it.
  float row0(LaneKind kind) const {
    switch (kind) {
      case LaneKind::loop:
        return 56 * s;
      case LaneKind::output:
        return 28 * s;
      default:
        return 32 * s;
    }
  }
  float bar() const { return 16 * s; }
  float rail() const { return 2 * s > 1.5F ? 2 * s : 1.5F; }
  float mark() const { return 14 * s; }
  // From which width an interval stands by itself, and how wide the bins are that hold the rest.
  double min_interval() const { return 1.5 * s; }
  double bin() const { return 2.0 * s; }
  double mark_bin() const { return 10.0 * s; }
  float min_label() const { return 30 * s; }
};

}  // namespace loopscope::timeline

#pragma once

// How each state looks, and small things that the parts of the layout share.

#include "app/timeline/frame.hpp"
#include "app/timeline/metrics.hpp"

namespace loopscope::timeline {

struct StateStyle {
  Ink ink;
  Shape shape;
  float height;       // of what the shape fills, in share of the bar
  bool label_clears;  // its label stands on a rail
  int rank;           // in a bin of folded intervals the higher rank stands below, in full
};
const StateStyle& style_of(State state);

// The state that a slot of a summary stands for, given the kind of lane and the row.
State state_of_slot(LaneKind kind, std::uint8_t row, int slot);

// The words for a state, as asyncio would say them.
const char* state_name(State state);
const char* end_name(End end);
const char* kind_name(LaneKind kind);

// The colours of marks and of endings.
Ink ink_of(End end);
Ink ink_of(MarkKind kind);

// The first row that stands below the lane's row 0 and folds away.
inline std::uint8_t first_sub_row(LaneKind kind) { return kind == LaneKind::loop ? 2 : 1; }

// Births stand this far before their instant.
inline float birth_offset(const Metrics& m) { return 5 * m.s; }

// Where a mark is painted: births stand before their instant and ends after it, so that both leave the bar free.
inline float sprite_center_x(const Sprite& sprite, const Metrics& m) {
  if (sprite.kind == MarkKind::birth) return sprite.x - birth_offset(m);
  if (sprite.kind == MarkKind::slow) return sprite.x + 11 * m.s;
  if (sprite.kind == MarkKind::end || sprite.kind == MarkKind::leak) return sprite.x + m.mark() / 2 + 2 * m.s;
  return sprite.x;
}

}  // namespace loopscope::timeline

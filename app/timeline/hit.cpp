#include "app/timeline/hit.hpp"

#include <algorithm>
#include <cmath>

#include "app/timeline/lay_parts.hpp"

namespace loopscope::timeline {
namespace {

// How far from a thin thing the pointer may be, in unscaled px.
constexpr float kReach = 3;

bool is_step(State state) {
  switch (state) {
    case State::running:
    case State::cancelling:
    case State::gen_running:
    case State::handle:
    case State::slow_handle:
    case State::thread_running:
    case State::held:
    case State::contended:
      return true;
    default:
      return false;
  }
}

// The row of a lane whose intervals are its steps.
std::uint8_t step_row(const LaneSource& source, std::uint32_t lane) {
  return source.lane(lane).key.kind == LaneKind::loop && source.interval_count(lane, 1) > 0 ? 1 : 0;
}

int row_at(const LaneBox& box, const Metrics& m, float y) {
  const float in = y - box.y;
  if (in < box.row0 - 2 * m.s || box.sub_rows == 0) {
    if (box.info.key.kind == LaneKind::loop && box.info.rows > 1 && in > 20 * m.s) return 1;
    return 0;
  }
  const int sub = static_cast<int>((in - (box.row0 - 2 * m.s)) / m.sub_row());
  return first_sub_row(box.info.key.kind) + std::clamp(sub, 0, box.sub_rows - 1);
}

}  // namespace

Selection select_interval(const LaneSource& source, std::uint32_t lane, std::uint8_t row, std::size_t index) {
  const Interval interval = source.interval(lane, row, index);
  Selection s;
  s.pick = Pick::interval;
  s.lane = source.lane(lane).key;
  s.row = row;
  s.index = index;
  s.begin = interval.begin;
  s.end = interval.end.seq == kOpenSeq ? source.last() : interval.end;
  s.ref = interval.ref;
  return s;
}

Selection select_mark(const LaneSource& source, std::uint32_t lane, std::size_t index) {
  const Mark mark = source.mark(lane, index);
  Selection s;
  s.pick = Pick::mark;
  s.lane = source.lane(lane).key;
  s.index = index;
  s.begin = s.end = mark.at;
  s.ref = mark.ref;
  return s;
}

Selection select_whole_lane(const LaneSource& source, std::uint32_t lane) {
  const LaneInfo info = source.lane(lane);
  Selection s;
  s.pick = Pick::lane;
  s.lane = info.key;
  s.begin = info.birth;
  s.end = info.end == End::open || info.end == End::leaked || info.end == End::never_closed ||
                  info.end == End::never_awaited
              ? source.last()
              : info.death;
  return s;
}

std::size_t next_step_index(const LaneSource& source, std::uint32_t lane, Instant at) {
  const std::uint8_t row = step_row(source, lane);
  const std::size_t count = source.interval_count(lane, row);
  std::size_t i = first_ending_after(source, lane, row, at);
  // What has no length ends where it begins: it was passed over, and so was what holds `at`.
  for (; i < count; ++i) {
    const Interval interval = source.interval(lane, row, i);
    if (before(at, interval.begin) && is_step(interval.state)) return i;
  }
  return count;
}

std::size_t previous_step_index(const LaneSource& source, std::uint32_t lane, Instant at) {
  const std::uint8_t row = step_row(source, lane);
  const std::size_t count = source.interval_count(lane, row);
  std::size_t i = std::min(count, first_ending_after(source, lane, row, at) + 1);
  while (i-- > 0) {
    const Interval interval = source.interval(lane, row, i);
    if (before(interval.begin, at) && is_step(interval.state)) return i;
  }
  return count;
}

Hit hit_test(Layout& layout, const Frame& frame, const LayoutInput& input, float x, float y) {
  Hit hit;
  const LaneSource* source = layout.source();
  if (!source) return hit;
  const Metrics m(input.ui_scale);
  const bool in_pinned = y < frame.pinned.bottom;
  const Part& part = in_pinned ? frame.pinned : frame.scrolled;
  for (std::size_t i = part.lanes; i < part.lanes_end; ++i) {
    const LaneBox& box = frame.lanes[i];
    if (y >= box.y && y < box.y + box.h) hit.box = &box;
  }
  if (!hit.box) return hit;
  const LaneBox& box = *hit.box;
  hit.selection = select_whole_lane(*source, box.lane);
  hit.x0 = 0, hit.x1 = input.width, hit.y0 = box.y, hit.y1 = box.y + box.h;
  if (x < 0) return hit;

  // Marks stand above intervals; the nearest wins, of equals the one painted last.
  const float reach = m.mark() / 2 + 1;
  float best = reach;
  for (std::size_t i = part.sprites; i < part.sprites_end; ++i) {
    const Sprite& sprite = frame.sprites[i];
    if (sprite.lane != box.lane || std::abs(sprite.y - y) > reach) continue;
    const float center = sprite_center_x(sprite, m);
    const float distance = std::abs(center - x);
    if (distance > best) continue;
    best = distance;
    hit.selection = select_mark(*source, box.lane, sprite.index);
    hit.folded = sprite.count;
    hit.x0 = center - reach, hit.x1 = center + reach, hit.y0 = sprite.y - reach, hit.y1 = sprite.y + reach;
  }
  if (hit.selection.pick == Pick::mark) return hit;

  int row = row_at(box, m, y);
  const auto frame_row = [&](int r) {
    const LaneKind kind = box.info.key.kind;
    const int sub = r - first_sub_row(kind);
    if (sub >= 0) {
      hit.y0 = box.y + box.row0 - 2 * m.s + static_cast<float>(sub) * m.sub_row() + m.s;
      hit.y1 = hit.y0 + m.sub_row() - 2 * m.s;
    } else if (kind == LaneKind::loop) {
      hit.y0 = box.y + (r == 0 ? 4 : 24) * m.s;
      hit.y1 = box.y + box.row0 - (r == 0 ? 4 : 8) * m.s;
    } else {
      hit.y0 = box.y + (box.row0 - m.bar()) / 2;
      hit.y1 = hit.y0 + m.bar();
    }
  };
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto r = static_cast<std::uint8_t>(row);
    for (const Density& d : frame.densities) {
      if (d.lane != box.lane || d.row != r || x < d.x0 - kReach * m.s || x > d.x1 + kReach * m.s) continue;
      if (x >= d.x0 && x <= d.x1) {
        hit.selection = select_interval(*source, box.lane, r, d.first);
        hit.folded = d.sums.total_count();
        hit.x0 = d.x0, hit.x1 = d.x1;
        frame_row(row);
        return hit;
      }
    }
    const Projection projection = layout.projection(input);
    // The pixel has a width: whatever begins within the reach of the pointer counts, the exact place first.
    for (const float offset : {0.0F, 1.0F, -1.0F, kReach * m.s, -kReach * m.s}) {
      const std::size_t index = interval_at_px(*source, box.lane, r, projection, static_cast<double>(x + offset));
      if (index >= source->interval_count(box.lane, r)) continue;
      hit.selection = select_interval(*source, box.lane, r, index);
      hit.x0 = static_cast<float>(projection.px(hit.selection.begin));
      hit.x1 = static_cast<float>(projection.px(hit.selection.end));
      frame_row(row);
      return hit;
    }
    // Between handles the phase of the loop counts.
    if (box.info.key.kind != LaneKind::loop || row != 1) break;
    row = 0;
  }
  return hit;
}

}  // namespace loopscope::timeline

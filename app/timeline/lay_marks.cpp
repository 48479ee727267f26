// Marks, ends and arrows of a frame.

#include <algorithm>
#include <cmath>

#include "app/timeline/lay_parts.hpp"
#include "app/timeline/layout.hpp"

namespace loopscope::timeline {

void Layout::lay_marks(const Projection& projection, const LaneBox& box) {
  const float middle = box.y + box.row0 / 2;
  const std::size_t first_sprite = frame_.sprites.size();
  const MarkIndex& index = marks(box.lane);
  // The important last, so that they stand above the others.
  for (int k = 0; k < kMarkKinds; ++k) {
    const auto kind = static_cast<MarkKind>(k);
    const auto& list = index.of(kind);
    // A wake-up is told by the arrow of what is selected and by the end of the rail: a mark would only be in the way.
    if (list.empty() || kind == MarkKind::wake) continue;
    folded_marks_.clear();
    fold_marks(*source_, box.lane, list, projection, metrics_.mark_bin(), folded_marks_);
    for (const FoldedMark& folded : folded_marks_) {
      Sprite sprite;
      sprite.x = static_cast<float>(folded.x);
      sprite.y = middle;
      if (kind == MarkKind::slow) {
        // On the loop's handle; on a task small above the bar, where the end of the task stands free.
        const bool on_handle = box.info.key.kind == LaneKind::loop;
        sprite.y = box.y + (on_handle ? 36 : 8) * metrics_.s;
        sprite.size = on_handle ? 1 : 0.7F;
      }
      sprite.kind = kind;
      sprite.end = folded.mark.end;
      sprite.number = folded.mark.number;
      sprite.count = folded.count;
      sprite.lane = box.lane;
      sprite.index = static_cast<std::uint32_t>(folded.index);
      sprite.reach = box.row0 / 2;
      frame_.sprites.push_back(sprite);
    }
  }
  if (box.info.key.kind == LaneKind::output) {
    // A line on stderr, its log record and its error come at one instant: side by side they can be told apart.
    std::sort(frame_.sprites.begin() + static_cast<std::ptrdiff_t>(first_sprite), frame_.sprites.end(),
              [](const Sprite& a, const Sprite& b) { return a.x != b.x ? a.x < b.x : a.index < b.index; });
    const float apart = 11 * metrics_.s, most = 33 * metrics_.s;
    for (std::size_t i = first_sprite + 1; i < frame_.sprites.size(); ++i) {
      Sprite& sprite = frame_.sprites[i];
      const Sprite& last = frame_.sprites[i - 1];
      if (sprite.kind != last.kind && sprite.x < last.x + apart) sprite.x = std::min(last.x + apart, sprite.x + most);
    }
  }
  const Selection& selection = input_.selection;
  if (selection.pick != Pick::mark || !box.selected) return;
  for (std::size_t i = first_sprite; i < frame_.sprites.size(); ++i) {
    const Sprite& sprite = frame_.sprites[i];
    const auto& list = index.of(sprite.kind);
    const auto at = std::lower_bound(list.begin(), list.end(), sprite.index);
    const auto chosen = std::lower_bound(at, list.end(), selection.index);
    if (chosen == list.end() || *chosen != selection.index || chosen - at >= sprite.count) continue;
    const float x = sprite_center_x(sprite, metrics_), r = metrics_.mark() * 0.5F + 3 * metrics_.s;
    frame_.highlights.push_back({x - r, sprite.y - r, x + r, sprite.y + r, Emphasis::selected});
  }
}

void Layout::lay_end(const Projection& projection, const LaneBox& box) {
  // What leaked never ends: its rail is torn where the loop closed, and fades on to the edge of the view.
  const End end = box.info.end;
  if (end != End::leaked && end != End::never_closed && end != End::never_awaited) return;
  const double width = projection.scale().width;
  // A coroutine that was never awaited is a birth and nothing after it.
  const bool unborn = end == End::never_awaited && source_->interval_count(box.lane, 0) == 0;
  const double x = projection.px(unborn ? box.info.birth : box.info.death);
  if (x > width + 16) return;
  const float half = metrics_.bar() / 2;
  const float middle = box.y + box.row0 / 2;
  const auto left = static_cast<float>(std::max(x, -16.0));
  if (end != End::never_awaited && x > -16) {
    Quad torn{left - 8 * metrics_.s, middle - half, left + 2 * metrics_.s, middle + half, Ink::leaked, Shape::torn};
    frame_.quads.push_back(torn);
  }
  const double until = std::max(width, x + 40 * metrics_.s);
  Quad fading{left,          middle - half, static_cast<float>(std::min(until, width + 16)),
              middle + half, Ink::leaked,   Shape::fading};
  // The shape fades over its own length, so it begins where it would if all of it could be seen.
  fading.phase = static_cast<float>(left - x);
  if (fading.x1 > fading.x0) frame_.quads.push_back(fading);
}

void Layout::lay_ties(const Projection& projection) {
  // Beyond this many births in sight the ties would be a curtain; the arrows of what is selected remain.
  constexpr std::size_t kMaxTies = 48;
  const Part& part = frame_.scrolled;
  for (std::size_t i = part.lanes; i < part.lanes_end; ++i) {
    const LaneBox& box = frame_.lanes[i];
    if (box.info.parent == kNoLane) continue;
    const double x = projection.px(box.info.birth) - birth_offset(metrics_);
    if (x < 0 || x > projection.scale().width) continue;
    for (std::size_t k = part.lanes; k < part.lanes_end; ++k) {
      const LaneBox& parent = frame_.lanes[k];
      if (parent.lane != box.info.parent) continue;
      const bool below = box.y > parent.y;
      const float from = parent.y + parent.row0 / 2 + (below ? metrics_.bar() / 2 : -metrics_.bar() / 2);
      const float to = box.y + box.row0 / 2 + (below ? -4.5F : 4.5F) * metrics_.s;
      frame_.ties.push_back({static_cast<float>(x), from, to});
      break;
    }
  }
  if (frame_.ties.size() > kMaxTies) frame_.ties.clear();
}

void Layout::lay_arrows(const Projection& projection) {
  if (input_.selection.pick == Pick::none || input_.selection.pick == Pick::area) return;
  arrows_.clear();
  source_->arrows(input_.selection, arrows_);
  const auto place = [&](std::uint32_t lane, float& y, bool& hidden) {
    for (const LaneBox& box : frame_.lanes) {
      if (box.lane != lane) continue;
      const Part& part = box.pinned ? frame_.pinned : frame_.scrolled;
      y = box.info.key.kind == LaneKind::loop ? box.y + box.row0 * 0.6F : box.y + box.row0 / 2;
      hidden = y < part.top || y > part.bottom;
      y = std::clamp(y, part.top, part.bottom);
      return;
    }
    hidden = true;
    const bool above = lane == kNoLane || lane_top(lane) < input_.scroll_y;
    y = above ? frame_.scrolled.top : frame_.scrolled.bottom;
  };
  // More than this many arrows are a tangle; those nearest to the selection tell most.
  constexpr std::size_t kMaxArrows = 64;
  if (arrows_.size() > kMaxArrows) arrows_.resize(kMaxArrows);
  for (const Arrow& arrow : arrows_) {
    const double limit = 8.0 * projection.scale().width;
    ArrowPath path;
    path.x0 = static_cast<float>(std::clamp(projection.px(arrow.from), -limit, limit));
    path.x1 = static_cast<float>(std::clamp(projection.px(arrow.to), -limit, limit));
    path.kind = arrow.kind;
    path.cause = arrow.cause;
    place(arrow.from_lane, path.y0, path.from_hidden);
    place(arrow.to_lane, path.y1, path.to_hidden);
    const float width = static_cast<float>(projection.scale().width);
    if ((path.x0 < 0 && path.x1 < 0) || (path.x0 > width && path.x1 > width)) continue;
    frame_.arrows.push_back(path);
  }
}

}  // namespace loopscope::timeline

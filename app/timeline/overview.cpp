#include "app/timeline/overview.hpp"

#include <algorithm>
#include <cmath>

#include "app/timeline/lay_parts.hpp"

namespace loopscope::timeline {
namespace {

bool is_active(State state) { return style_of(state).rank >= 4 && state != State::run; }

}  // namespace

Window whole_trace(const Layout& layout, bool by_tick, double width, double ui_scale) {
  const std::int64_t begin = layout.axis_begin(by_tick), end = layout.axis_end(by_tick);
  const double length = std::max(1.0, static_cast<double>(end - begin));
  const double left = std::min(14 * ui_scale, width * 0.1), right = std::min(48 * ui_scale, width * 0.2);
  const double per_px = length / std::max(1.0, width - left - right);
  return moved({begin, 0, per_px * std::max(1.0, width)}, -left * per_px);
}

void lay_overview(Layout& layout, bool by_tick, float width, float height, float ui_scale, std::uint32_t max_lanes,
                  Overview& out) {
  out.quads.clear();
  out.marks.clear();
  const LaneSource* source = layout.source();
  if (!source || width <= 0 || height <= 0) return;
  LayoutInput input;
  input.window = whole_trace(layout, by_tick, width, ui_scale);
  input.width = width;
  input.by_tick = by_tick;
  const Projection projection = layout.projection(input);

  const std::uint32_t count = source->lane_count();
  std::vector<std::uint32_t> lanes;
  for (const std::uint32_t i : layout.order())
    if (source->lane(i).key.kind != LaneKind::output) lanes.push_back(i);
  const float mark_room = 8 * ui_scale;
  const float room = height - mark_room - 4 * ui_scale;
  const float row_px = 3 * ui_scale;
  const auto rows = std::max<std::size_t>(1, std::min(lanes.size(), static_cast<std::size_t>(room / row_px)));
  const float pitch = std::min(room / static_cast<float>(rows), 7 * ui_scale);
  const std::size_t stride = std::max<std::size_t>(1, (lanes.size() + max_lanes - 1) / std::max(1U, max_lanes));

  FoldedRow folded;
  for (std::size_t k = 0; k < lanes.size(); k += stride) {
    const std::uint32_t lane = lanes[k];
    const LaneKind kind = source->lane(lane).key.kind;
    // Of a loop the handles tell where the work is.
    const std::uint8_t row = kind == LaneKind::loop && source->interval_count(lane, 1) > 0 ? 1 : 0;
    const float y0 = mark_room + pitch * static_cast<float>(k * rows / std::max<std::size_t>(1, lanes.size()));
    const float y1 = y0 + std::max(pitch - ui_scale, 1.0F);
    fold_row(*source, lane, row, layout.summary(lane, row), projection, source->last(), 2 * ui_scale, 2 * ui_scale,
             folded);
    const float middle = (y0 + y1) / 2;
    const auto put = [&](double x0, double x1, State state, double share) {
      const StateStyle& style = style_of(state);
      const auto left = static_cast<float>(std::max(x0, 0.0)), right = static_cast<float>(std::min<double>(x1, width));
      if (right <= left) return;
      Quad quad{left, y0, right, y1, style.ink, Shape::plain};
      if (is_active(state)) {
        // In quarters, so that equal neighbours are drawn as one.
        quad.alpha = static_cast<std::uint8_t>(95 + 40 * std::ceil(share * 4));
      } else {
        quad.alpha = 110;
        quad.y0 = middle - 0.5F * ui_scale;
        quad.y1 = middle + 0.5F * ui_scale;
      }
      if (!out.quads.empty()) {
        Quad& last = out.quads.back();
        if (last.y0 == quad.y0 && last.y1 == quad.y1 && last.ink == quad.ink && last.alpha == quad.alpha &&
            last.x1 >= quad.x0 - 0.01F) {
          last.x1 = std::max(last.x1, quad.x1);
          return;
        }
      }
      out.quads.push_back(quad);
    };
    for (const WideInterval& wide : folded.wide) put(wide.x0, wide.x1, wide.interval.state, 1);
    for (const Bin& bin : folded.bins) {
      int best = -1;
      for (int slot = 0; slot < kSlots; ++slot) {
        if (bin.sums.count[static_cast<std::size_t>(slot)] == 0) continue;
        if (best < 0 || style_of(state_of_slot(kind, row, slot)).rank > style_of(state_of_slot(kind, row, best)).rank)
          best = slot;
      }
      if (best < 0) continue;
      double total = 0;
      for (const float ns : bin.sums.ns) total += ns;
      const double share = total > 0 ? bin.sums.ns[static_cast<std::size_t>(best)] / total : 1;
      put(bin.x0, bin.x1, state_of_slot(kind, row, best), std::clamp(share, 0.0, 1.0));
    }
  }

  std::vector<FoldedMark> marks;
  for (std::uint32_t lane = 0; lane < count; ++lane) {
    const MarkIndex& index = layout.marks(lane);
    for (int k = static_cast<int>(MarkKind::rejected); k < kMarkKinds; ++k) {
      const auto& list = index.of(static_cast<MarkKind>(k));
      if (list.empty()) continue;
      marks.clear();
      fold_marks(*source, lane, list, projection, 5 * ui_scale, marks);
      for (const FoldedMark& m : marks) out.marks.push_back({static_cast<float>(m.x), m.mark.kind, m.count});
    }
  }
}

}  // namespace loopscope::timeline

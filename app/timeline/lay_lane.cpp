// One lane of a frame: its box, its rows of intervals with their labels, and what lies folded between them.

#include <algorithm>
#include <cmath>

#include "app/timeline/lay_parts.hpp"
#include "app/timeline/layout.hpp"

namespace loopscope::timeline {
namespace {

// How far outside of the view records may reach; keeps floats small.
constexpr double kClip = 16;
// Pattern periods divide this many unscaled px.
constexpr double kPatternPx = 240;

}  // namespace

void Layout::lay_lane(const LayoutInput& input, const Projection& projection, std::uint32_t lane, float y) {
  const Slot& slot = lanes_[lane];
  LaneBox box;
  box.lane = lane;
  box.info = source_->lane(lane);
  box.y = y;
  box.h = static_cast<float>(slot.height);
  box.row0 = metrics_.row0(slot.key.kind);
  const std::uint8_t fixed = first_sub_row(slot.key.kind);
  box.foldable = box.info.rows > fixed;
  box.unfolded = box.foldable && slot.unfolded;
  box.sub_rows = box.unfolded ? static_cast<std::uint8_t>(slot.rows - std::min(slot.rows, fixed)) : 0;
  box.pinned = slot.pinned;
  box.selected =
      input.selection.pick != Pick::none && input.selection.pick != Pick::area && input.selection.lane == slot.key;
  frame_.lanes.push_back(box);

  const float s = metrics_.s;
  if (slot.key.kind == LaneKind::loop) {
    lay_row(projection, box, 0, y + 4 * s, y + box.row0 - 4 * s);
    if (box.info.rows > 1) lay_row(projection, box, 1, y + 24 * s, y + box.row0 - 8 * s);
  } else {
    const float middle = y + box.row0 / 2;
    lay_row(projection, box, 0, middle - metrics_.bar() / 2, middle + metrics_.bar() / 2);
  }
  float sub = y + box.row0 - 2 * s;
  for (std::uint8_t r = 0; r < box.sub_rows; ++r) {
    lay_row(projection, box, static_cast<std::uint8_t>(fixed + r), sub + s, sub + metrics_.sub_row() - s);
    sub += metrics_.sub_row();
  }
  lay_end(projection, box);
  lay_marks(projection, box);
}

void Layout::lay_row(const Projection& projection, const LaneBox& box, std::uint8_t row, float y0, float y1) {
  const float s = metrics_.s;
  const double width = projection.scale().width;
  const double pattern = kPatternPx * s;
  const LaneKind kind = box.info.key.kind;
  const bool loop_phases = kind == LaneKind::loop && row == 0;
  fold_row(*source_, box.lane, row, summary(box.lane, row), projection, source_->last(), metrics_.min_interval(),
           metrics_.bin(), folded_);
  const float middle = (y0 + y1) / 2;

  for (const WideInterval& wide : folded_.wide) {
    const StateStyle& style = style_of(wide.interval.state);
    const double x0 = std::clamp(wide.x0, -kClip, width + kClip);
    double x1 = std::clamp(wide.x1, -kClip, width + kClip);
    // Neighbours stand apart by a line of ground, where there is room for it.
    const bool filled = style.shape == Shape::solid || style.shape == Shape::band || style.shape == Shape::hatched ||
                        style.shape == Shape::outline;
    if (filled && wide.x1 - wide.x0 > 5 * s && x1 == wide.x1) x1 -= std::max(1.0F, s);
    const float half = (y1 - y0) / 2 * style.height;
    Quad quad{static_cast<float>(x0), middle - half, static_cast<float>(x1), middle + half, style.ink, style.shape};
    quad.phase = static_cast<float>(std::fmod(x0 - wide.x0, pattern));
    frame_.quads.push_back(quad);

    const bool ready = wide.interval.state == State::ready;
    if (has_delay_ && ready && before(wide.interval.begin, delay_end_) && before(delay_begin_, wide.interval.end))
      frame_.highlights.push_back({quad.x0, y0 - 2 * s, quad.x1, y1 + 2 * s, Emphasis::delayed});
    const Selection& sel = input_.selection;
    if (sel.pick == Pick::interval && box.selected && sel.row == row && sel.begin == wide.interval.begin &&
        sel.index == wide.index)
      frame_.highlights.push_back(
          {quad.x0, middle - std::max(half, 6 * s), quad.x1, middle + std::max(half, 6 * s), Emphasis::selected});

    // The label stays in sight while any of its interval is.
    const double left = std::max(wide.x0, 0.0), right = std::min(wide.x1, width);
    const double pad = (style.label_clears ? 12 : 6) * s;
    // Room for the mark that stands first: the sign of slowness, the first iteration of a generator.
    const bool marked = wide.interval.state == State::slow_handle || wide.interval.state == State::gen_suspended;
    const double lead = marked ? 24 * s : pad;
    if (right - left < metrics_.min_label() + lead + pad) continue;
    std::string_view text = source_->text(wide.interval.label);
    if (text.empty() && loop_phases) text = state_name(wide.interval.state);
    if (text.empty()) continue;
    TextRun run;
    run.x = static_cast<float>(left + lead);
    run.y = loop_phases ? y0 + 9 * s : middle;
    run.w = static_cast<float>(right - left - lead - pad);
    run.text = text;
    run.small = true;
    run.clears = style.label_clears;
    run.ink = style.shape == Shape::solid ? Ink::on_fill : style.shape == Shape::hatched ? Ink::text : Ink::text_dim;
    frame_.texts.push_back(run);
  }

  // After the wide ones: a sliver must not vanish under the rails around it.
  lay_bins(projection, box, row, y0, y1);
}

}  // namespace loopscope::timeline

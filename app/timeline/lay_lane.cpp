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
    const double lead = wide.interval.state == State::slow_handle ? 24 * s : pad;  // its mark stands first
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

  // Bins after wide intervals: a sliver must not vanish under the rails around it. Layers stand on each other by
  // their share, the state that matters most at the bottom; none that occurs is thinner than two pixels.
  const float height = y1 - y0;
  for (const Bin& bin : folded_.bins) {
    Density density{box.lane, row, static_cast<float>(bin.x0), static_cast<float>(bin.x1), bin.first, bin.sums};
    const std::uint32_t n = bin.sums.total_count();
    if (n == 1) {
      density.x0 = static_cast<float>(bin.at);
      density.x1 = static_cast<float>(bin.at + metrics_.min_interval());
    }
    frame_.densities.push_back(density);
    int order[kSlots];
    int used = 0;
    double total = 0;
    const bool by_count = projection.by_tick();
    for (int k = 0; k < kSlots; ++k) {
      const auto i = static_cast<std::size_t>(k);
      if (bin.sums.count[i] == 0) continue;
      order[used++] = k;
      total += by_count ? bin.sums.count[i] : bin.sums.ns[i];
    }
    std::sort(order, order + used, [&](int a, int b) {
      return style_of(state_of_slot(kind, row, a)).rank > style_of(state_of_slot(kind, row, b)).rank;
    });
    float bottom = y1;
    for (int k = 0; k < used; ++k) {
      const auto i = static_cast<std::size_t>(order[k]);
      const StateStyle& style = style_of(state_of_slot(kind, row, order[k]));
      const double weight = by_count ? bin.sums.count[i] : bin.sums.ns[i];
      const bool rest = k + 1 == used;
      // By the square root, so that little is seen beside much; in eighths, so that equal neighbours are drawn as one.
      const double share = total > 0 ? std::sqrt(weight / total) : 1.0 / used;
      float h = static_cast<float>(height * share);
      h = std::max(std::round(h / height * 8) / 8 * height, 2 * s);
      float top = rest ? y0 : std::max(y0, bottom - h);
      float low = bottom;
      Quad quad{density.x0, top, density.x1, low, style.ink, Shape::plain};
      const bool quiet = style.shape == Shape::rail || style.shape == Shape::double_rail ||
                         style.shape == Shape::outline || style.shape == Shape::band;
      quad.alpha = quiet ? 72 : 255;
      if (quiet && used == 1) {
        // Only rails are folded here: a rail it stays.
        quad.y0 = middle - height / 4;
        quad.y1 = middle + height / 4;
      }
      Quad* last = nullptr;
      for (std::size_t back = 1; back <= kSlots && back <= frame_.quads.size(); ++back) {
        Quad& q = frame_.quads[frame_.quads.size() - back];
        if (q.shape != Shape::plain) break;
        if (q.x1 == quad.x0 && q.y0 == quad.y0 && q.y1 == quad.y1 && q.ink == quad.ink && q.alpha == quad.alpha) {
          last = &q;
          break;
        }
      }
      if (last)
        last->x1 = quad.x1;
      else
        frame_.quads.push_back(quad);
      bottom = top;
      if (bottom <= y0) break;
    }
  }
}

}  // namespace loopscope::timeline

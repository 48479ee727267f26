// Density: what lies folded between the wide intervals of a row.

#include <algorithm>
#include <cmath>

#include "app/timeline/lay_parts.hpp"
#include "app/timeline/layout.hpp"

namespace loopscope::timeline {
namespace {

// Unscaled px: with so much free space on both sides a bin stands alone and is drawn in full.
constexpr double kAlonePx = 8;
// The palest that something folded may be.
constexpr double kPalest = 0.4;

struct Layers {
  int slots[kSlots];
  int count = 0;
  double weight[kSlots];
  double total = 0;
};

// The slots that occur in a bin, the state that matters most first.
Layers layers_of(const Bin& bin, LaneKind kind, std::uint8_t row, bool by_count) {
  Layers out;
  for (int k = 0; k < kSlots; ++k) {
    const auto i = static_cast<std::size_t>(k);
    if (bin.sums.count[i] == 0) continue;
    out.slots[out.count++] = k;
    out.weight[k] = by_count ? bin.sums.count[i] : bin.sums.ns[i];
    out.total += out.weight[k];
  }
  std::sort(out.slots, out.slots + out.count, [&](int a, int b) {
    return style_of(state_of_slot(kind, row, a)).rank > style_of(state_of_slot(kind, row, b)).rank;
  });
  return out;
}

bool is_quiet(Shape shape) {
  return shape == Shape::rail || shape == Shape::double_rail || shape == Shape::outline || shape == Shape::band;
}

}  // namespace

void Layout::lay_bins(const Projection& projection, const LaneBox& box, std::uint8_t row, float y0, float y1) {
  const float s = metrics_.s, height = y1 - y0, middle = (y0 + y1) / 2;
  const LaneKind kind = box.info.key.kind;
  const bool by_count = projection.by_tick();
  const double ns_per_px = by_count ? 0 : 1 / projection.scale().px_per_unit();
  const std::vector<Bin>& bins = folded_.bins;
  for (std::size_t b = 0; b < bins.size(); ++b) {
    const Bin& bin = bins[b];
    Density density{box.lane, row, static_cast<float>(bin.x0), static_cast<float>(bin.x1), bin.first, bin.sums};
    if (bin.sums.total_count() == 1) {
      density.x0 = static_cast<float>(bin.at);
      density.x1 = static_cast<float>(bin.at + metrics_.min_interval());
    }
    frame_.densities.push_back(density);
    const Layers layers = layers_of(bin, kind, row, by_count);

    // One lonely step of a microsecond is seen in full from afar. Among many of its like it is as strong as the time
    // that they really take, so that a lane with little to do does not look busy.
    const double left = b > 0 ? bin.x0 - bins[b - 1].x1 : kAlonePx * s;
    const double right = b + 1 < bins.size() ? bins[b + 1].x0 - bin.x1 : kAlonePx * s;
    const double alone = std::clamp(std::max(left, right) / (kAlonePx * s), 0.0, 1.0);
    const double cover = by_count ? 1 : std::clamp(layers.total / ((bin.x1 - bin.x0) * ns_per_px), 0.0, 1.0);
    const double strength = std::max(alone, kPalest + (1 - kPalest) * std::sqrt(cover));

    float bottom = y1;
    for (int k = 0; k < layers.count; ++k) {
      const StateStyle& style = style_of(state_of_slot(kind, row, layers.slots[k]));
      // Layers stand on each other by the square root of their share, so that little is seen beside much; none is
      // thinner than two pixels. In eighths, as the strength, so that equal neighbours are drawn as one.
      const double share =
          layers.total > 0 ? std::sqrt(layers.weight[layers.slots[k]] / layers.total) : 1.0 / layers.count;
      const float h = std::max(static_cast<float>(std::round(share * 8) / 8) * height, 2 * s);
      const float top = k + 1 == layers.count ? y0 : std::max(y0, bottom - h);
      Quad quad{density.x0, top, density.x1, bottom, style.ink, Shape::plain};
      const bool quiet = is_quiet(style.shape);
      quad.alpha = quiet ? 72 : static_cast<std::uint8_t>(std::ceil(strength * 8) / 8 * 255);
      if (quiet && layers.count == 1) {
        // Only rails are folded here: a rail it stays.
        quad.y0 = middle - height / 4;
        quad.y1 = middle + height / 4;
      }
      Quad* same = nullptr;
      for (std::size_t back = 1; back <= kSlots && back <= frame_.quads.size(); ++back) {
        Quad& q = frame_.quads[frame_.quads.size() - back];
        if (q.shape != Shape::plain) break;
        if (q.x1 == quad.x0 && q.y0 == quad.y0 && q.y1 == quad.y1 && q.ink == quad.ink && q.alpha == quad.alpha) {
          same = &q;
          break;
        }
      }
      if (same)
        same->x1 = quad.x1;
      else
        frame_.quads.push_back(quad);
      bottom = top;
      if (bottom <= y0) break;
    }
  }
}

}  // namespace loopscope::timeline

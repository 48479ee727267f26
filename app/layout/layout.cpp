#include "app/layout/layout.hpp"

#include <algorithm>
#include <cmath>

namespace loopscope::app {
namespace {

constexpr float kGap = 4;
constexpr float kMinLeft = 160, kMinRight = 160, kMinBottom = 96;

// How much of the window the sides may take at most. On a small window, or a large scale, the timeline comes first.
struct Shares {
  float left, right, bottom;
};
Shares shares(float width, float scale) {
  return width / scale >= 1100 ? Shares{0.32F, 0.28F, 0.42F} : Shares{0.27F, 0.24F, 0.34F};
}
constexpr float kSmallestSplit = 0.15F;

// A side is never wider than its share of the window, whatever the file or an earlier, larger window said.
float fit(float wanted, float smallest, float most) {
  return std::max(std::min(wanted, most), std::min(smallest, most));
}

}  // namespace

Arrangement arrange(const Layout& layout, float width, float height, float scale, bool with_tabs) {
  Arrangement out;
  const float gap = std::round(kGap * scale);
  const float top = std::round(kTopBarHeight * scale);
  out.top = {0, 0, width, top};
  const float tabs = with_tabs ? std::round(kTabsHeight * scale) : 0;
  out.tabs = {0, top, tabs > 0 ? width : 0, tabs};
  const float body_y = top + tabs;
  const float body_h = std::max(0.0F, height - body_y);

  const Shares most = shares(width, scale);
  const auto px = [scale](float v) { return std::round(v * scale); };
  const float left = layout.show_left ? std::round(fit(px(layout.left_width), px(kMinLeft), width * most.left)) : 0;
  const float right =
      layout.show_right ? std::round(fit(px(layout.right_width), px(kMinRight), width * most.right)) : 0;
  const float bottom =
      layout.show_bottom ? std::round(fit(px(layout.bottom_height), px(kMinBottom), body_h * most.bottom)) : 0;

  const float upper_h = body_h - (bottom > 0 ? bottom + gap : 0);
  const float centre_x = left > 0 ? left + gap : 0;
  const float centre_w = width - centre_x - (right > 0 ? right + gap : 0);
  const float right_x = width - right;

  const auto at = [&out](Area a) -> Rect& { return out.area[static_cast<std::size_t>(a)]; };
  at(Area::centre) = {centre_x, body_y, std::max(0.0F, centre_w), std::max(0.0F, upper_h)};
  if (left > 0) {
    at(Area::left) = {0, body_y, left, upper_h};
    out.splitters.push_back({SplitterId::left, {left, body_y, gap, upper_h}, true});
  }
  if (right > 0) {
    const float split = std::clamp(layout.right_split, kSmallestSplit, 1 - kSmallestSplit);
    const float first = std::round((upper_h - gap) * split);
    at(Area::right_top) = {right_x, body_y, right, first};
    at(Area::right_bottom) = {right_x, body_y + first + gap, right, upper_h - first - gap};
    out.splitters.push_back({SplitterId::right, {right_x - gap, body_y, gap, upper_h}, true});
    out.splitters.push_back({SplitterId::right_split, {right_x, body_y + first, right, gap}, false});
  }
  if (bottom > 0) {
    const float y = height - bottom;
    const float split = std::clamp(layout.bottom_split, kSmallestSplit, 1 - kSmallestSplit);
    const float first = std::round((width - gap) * split);
    at(Area::bottom_left) = {0, y, first, bottom};
    at(Area::bottom_right) = {first + gap, y, width - first - gap, bottom};
    out.splitters.push_back({SplitterId::bottom, {0, y - gap, width, gap}, false});
    out.splitters.push_back({SplitterId::bottom_split, {first, y, gap, bottom}, true});
  }
  return out;
}

void drag_splitter(Layout& layout, SplitterId id, float pixels, float width, float height, float scale) {
  const float body_h = std::max(1.0F, height - kTopBarHeight * scale);
  const Shares most = shares(width, scale);
  const float moved = pixels / scale;
  const auto within = [](float v, float lo, float hi) { return std::max(lo, std::min(v, hi)); };
  switch (id) {
    case SplitterId::left:
      layout.left_width =
          within(std::min(layout.left_width, width * most.left / scale) + moved, kMinLeft, width * most.left / scale);
      break;
    case SplitterId::right:
      layout.right_width = within(std::min(layout.right_width, width * most.right / scale) - moved, kMinRight,
                                  width * most.right / scale);
      break;
    case SplitterId::bottom:
      layout.bottom_height = within(std::min(layout.bottom_height, body_h * most.bottom / scale) - moved, kMinBottom,
                                    body_h * most.bottom / scale);
      break;
    case SplitterId::right_split: {
      const float bottom = layout.show_bottom ? layout.bottom_height * scale : 0;
      layout.right_split =
          within(layout.right_split + pixels / std::max(1.0F, body_h - bottom), kSmallestSplit, 1 - kSmallestSplit);
      break;
    }
    case SplitterId::bottom_split:
      layout.bottom_split =
          within(layout.bottom_split + pixels / std::max(1.0F, width), kSmallestSplit, 1 - kSmallestSplit);
      break;
  }
}

}  // namespace loopscope::app

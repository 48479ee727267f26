#pragma once

// Where everything stands: areas, splitters, tabs. No GUI library here; painting is in app/workbench.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::app {

enum class Area : std::uint8_t { left, centre, right_top, right_bottom, bottom_left, bottom_right };
inline constexpr int kAreaCount = 6;

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
  bool empty() const { return w <= 0 || h <= 0; }
  bool contains(float px, float py) const { return px >= x && py >= y && px < x + w && py < y + h; }
};

// Pixels here are unscaled; fractions are of the space that the two sides share.
struct Layout {
  float left_width = 400;
  float right_width = 360;
  float bottom_height = 232;
  float right_split = 0.60F;
  float bottom_split = 0.58F;
  bool show_left = true;
  bool show_right = true;
  bool show_bottom = true;
  std::array<std::string, kAreaCount> active;  // the panel shown in each area, "" for its first
  std::string maximised;                       // the panel that has the whole window, or ""
};

enum class SplitterId : std::uint8_t { left, right, bottom, right_split, bottom_split };

struct Splitter {
  SplitterId id;
  Rect rect;      // where it can be grabbed
  bool vertical;  // a vertical line, moved sideways
};

struct Arrangement {
  Rect top;
  Rect tabs;  // below the top bar, empty when one file is open
  std::array<Rect, kAreaCount> area;
  std::vector<Splitter> splitters;
};

inline constexpr float kTopBarHeight = 44;
inline constexpr float kTabsHeight = 30;

// `scale` multiplies every unscaled pixel. The centre always keeps some room: the sides give way first.
Arrangement arrange(const Layout& layout, float width, float height, float scale, bool with_tabs = false);

// Moves a splitter by `pixels` (scaled) in a window of this size, within what arrange() would allow.
void drag_splitter(Layout& layout, SplitterId id, float pixels, float width, float height, float scale);

}  // namespace loopscope::app

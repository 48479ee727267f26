#pragma once

// Painting a Frame and what stands around it with Dear ImGui draw lists. Internal to the timeline.

#include <imgui.h>

#include <span>
#include <string_view>

#include "app/timeline/frame.hpp"
#include "app/timeline/lay_parts.hpp"
#include "app/timeline/metrics.hpp"
#include "app/timeline/overview.hpp"
#include "app/timeline/palette.hpp"
#include "app/timeline/ruler.hpp"
#include "app/timeline/view.hpp"

namespace loopscope::timeline {

struct Rect {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  float w() const { return x1 - x0; }
  float h() const { return y1 - y0; }
  bool contains(ImVec2 p) const { return p.x >= x0 && p.x < x1 && p.y >= y0 && p.y < y1; }
};

// What every painting function needs.
struct Canvas {
  ImDrawList* list;
  const Palette& palette;
  ImFont* text;
  ImFont* small;
  Metrics m;
  float text_px, small_px;
  float s() const { return m.s; }
  Color color(Ink ink, float alpha = 1) const { return alpha == 1 ? palette[ink] : with_alpha(palette[ink], alpha); }
};

float font_px(ImFont* font);
ImVec2 text_size(ImFont* font, float px, std::string_view text);
// Writes with an ellipsis where `width` is too small; returns the width used. `y` is the middle of the line.
float write(const Canvas& c, bool small, float x, float y, float width, Color color, std::string_view text);
bool would_elide(const Canvas& c, bool small, float width, std::string_view text);

void paint_quads(const Canvas& c, std::span<const Quad> quads, ImVec2 origin);
void paint_texts(const Canvas& c, std::span<const TextRun> runs, ImVec2 origin, const Rect& clip);
void paint_sprite(const Canvas& c, const Sprite& sprite, ImVec2 origin);
void paint_highlights(const Canvas& c, std::span<const Highlight> highlights, ImVec2 origin);
void paint_arrows(const Canvas& c, std::span<const ArrowPath> arrows, ImVec2 origin);
void paint_kind_icon(const Canvas& c, LaneKind kind, ImVec2 center, Color color);
// The sign of how a lane ended, in a circle.
void paint_end(const Canvas& c, End end, ImVec2 center, float radius);

struct HeaderZones {
  Rect chevron, pin;
};
HeaderZones header_zones(const Metrics& m, const LaneBox& box, const Rect& header);
void paint_header(const Canvas& c, const LaneBox& box, const Rect& header, bool hovered, bool chevron_hovered,
                  bool pin_hovered);

void paint_ruler(const Canvas& c, std::span<const RulerTick> ticks, const Rect& ruler);
void paint_grid(const Canvas& c, std::span<const RulerTick> ticks, const Rect& lanes, bool bands);
// The two words of the ruler's switch; returns where each stands.
struct RulerSwitch {
  Rect time, tick;
};
RulerSwitch ruler_switch(const Canvas& c, const Rect& cell);
void paint_ruler_switch(const Canvas& c, const Rect& cell, Ruler ruler, ImVec2 mouse);
void paint_overview(const Canvas& c, const Overview& overview, const Rect& strip, float brush0, float brush1);
void paint_empty(const Canvas& c, const Rect& area, const char* title, const char* hint);
void paint_area(const Canvas& c, const Rect& lanes, float x0, float x1, std::string_view label, bool final);
void paint_cursor(const Canvas& c, const Rect& ruler, const Rect& lanes, float x, std::string_view label);
void paint_user_mark(const Canvas& c, const Rect& ruler, const Rect& lanes, float x);

}  // namespace loopscope::timeline

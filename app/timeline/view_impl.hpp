#pragma once

// What the parts of the view share. Internal to the timeline.

#include <string>

#include "app/timeline/gl_quads.hpp"
#include "app/timeline/hit.hpp"
#include "app/timeline/motion.hpp"
#include "app/timeline/paint.hpp"
#include "app/timeline/view.hpp"

namespace loopscope::timeline {

struct View::Impl {
  enum class Drag { none, area, pan, ruler, brush, brush_left, brush_right, brush_new, header, scrollbar };

  Layout layout;
  Overview overview;
  Motion motion;
  GlQuads gl;
  std::vector<RulerTick> ruler_ticks;

  // Of the last draw.
  const LaneSource* source = nullptr;
  LayoutInput input;
  Inputs inputs;
  Rect whole, overview_cell, overview_strip, ruler_cell, ruler, header_column, lanes, scrollbar;
  float pointer_x = -1;  // px in the lanes, < 0: the pointer is elsewhere
  bool drawn = false;

  // The strip is made anew when its size changes, and at most every so often while a trace grows.
  std::uint64_t overview_revision = ~std::uint64_t{0}, overview_epoch = 0;
  float overview_width = 0, overview_scale = 0;
  bool overview_by_tick = false;
  float overview_age = 0;
  const LaneSource* overview_source = nullptr;

  Drag drag = Drag::none;
  bool drag_moved = false;
  ImVec2 drag_from{};
  Window drag_window;
  float drag_scroll = 0, drag_value = 0;
  std::int64_t area_from = 0, area_to = 0;  // axis
  Hit pressed_on;
  std::optional<Ruler> wanted_ruler;  // the switch was clicked
  bool focus_again = false;           // F was the last thing done: the next one fits all
  Selection focused;

  Bounds bounds(const ViewState& state) const;
  Window fitting(const ViewState& state) const {
    return whole_trace(layout, state.ruler == Ruler::tick, lanes.w(), inputs.scale);
  }
  bool by_tick(const ViewState& state) const { return state.ruler == Ruler::tick; }
  Projection projection() const { return layout.projection(input); }
  Instant instant_at(float px) const;
  Instant instant_of(std::int64_t axis) const;
  std::string cursor_label(const ViewState& state, Instant at) const;

  void go(ViewState& state, const Window& to);
  void zoom(ViewState& state, double factor, double anchor);
  double zoom_anchor() const;
  void pan(ViewState& state, double px);

  void place(const ViewState& state, ImVec2 min, ImVec2 size);
  void refresh_overview(const ViewState& state, float seconds);
  void mouse(ViewState& state, Intents& intents);
  void wheel(ViewState& state);
  void press(ViewState& state, Intents& intents);
  void dragging(ViewState& state, Intents& intents);
  void release(ViewState& state, Intents& intents);
  void click_header(ViewState& state, Intents& intents, ImVec2 at);
  float overview_px(std::int64_t axis, double fraction = 0) const;
  std::int64_t overview_axis(float px) const;

  void paint(ViewState& state, const Intents& intents, ImDrawList* list);
  void paint_lanes(const Canvas& c, const Frame& frame);
  void tooltip(const ViewState& state, const Canvas& c, const Frame& frame, ImVec2 mouse_at);
};

}  // namespace loopscope::timeline

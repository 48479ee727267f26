// The mouse: what a press begins, what a drag does, what a release means.

#include <algorithm>
#include <cmath>

#include "app/timeline/view_impl.hpp"

namespace loopscope::timeline {
namespace {

constexpr float kDragPx = 4;         // unscaled: less than this is a click
constexpr double kWheelZoom = 1.25;  // a notch
constexpr float kWheelPx = 64;       // unscaled, a notch
constexpr float kEdgePx = 6;         // unscaled: how near an edge can be grabbed

}  // namespace

float View::Impl::overview_px(std::int64_t axis, double fraction) const {
  const Scale scale{whole_trace(layout, input.by_tick, overview_strip.w(), inputs.scale), overview_strip.w()};
  return overview_strip.x0 + static_cast<float>(scale.px(axis) + fraction * scale.px_per_unit());
}

std::int64_t View::Impl::overview_axis(float px) const {
  const double width = std::max(1.0F, overview_strip.w());
  const Scale scale{whole_trace(layout, input.by_tick, width, inputs.scale), width};
  return scale.axis(px - overview_strip.x0);
}

void View::Impl::wheel(ViewState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseWheel == 0 && io.MouseWheelH == 0) return;
  const bool on_overview = overview_strip.contains(io.MousePos);
  if (io.KeyCtrl) {
    const double anchor =
        on_overview || pointer_x < 0 ? 0.5 : static_cast<double>(pointer_x / std::max(1.0F, input.width));
    zoom(state, std::pow(kWheelZoom, -static_cast<double>(io.MouseWheel)), anchor);
  } else if (io.KeyShift || on_overview || ruler.contains(io.MousePos)) {
    pan(state, -static_cast<double>(io.MouseWheel + io.MouseWheelH) * kWheelPx * inputs.scale);
  } else {
    state.scroll_y -= io.MouseWheel * kWheelPx * inputs.scale;
    if (io.MouseWheelH != 0) pan(state, -static_cast<double>(io.MouseWheelH) * kWheelPx * inputs.scale);
  }
  focus_again = false;
}

void View::Impl::click_header(ViewState& state, Intents& intents, ImVec2 at) {
  const Hit hit = hit_test(layout, layout.compute(input), input, -1, at.y - lanes.y0);
  if (!hit.box) return;
  const Rect header{header_column.x0, lanes.y0 + hit.box->y, header_column.x1, lanes.y0 + hit.box->y + hit.box->h};
  const HeaderZones zones = header_zones(Metrics(inputs.scale), *hit.box, header);
  const LaneKey key = hit.box->info.key;
  if (hit.box->foldable && zones.chevron.contains(at)) {
    if (!state.unfolded.erase(key)) state.unfolded.insert(key);
  } else if (zones.pin.contains(at)) {
    if (!state.pinned.erase(key)) state.pinned.insert(key);
  } else {
    intents.selection = hit.selection;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
      intents.activate = true;
      if (hit.box->foldable && !state.unfolded.erase(key)) state.unfolded.insert(key);
    }
  }
}

void View::Impl::press(ViewState& state, Intents& intents) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 at = io.MousePos;
  drag = Drag::none;
  drag_moved = false;
  drag_from = at;
  drag_window = motion.moving() ? motion.target() : state.window;
  drag_scroll = state.scroll_y;
  const bool left = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  const float edge = kEdgePx * inputs.scale;
  if (left && std::abs(at.x - header_column.x1) <= edge && at.y >= ruler.y0) {
    drag = Drag::header;
    drag_value = state.header_width;
    return;
  }
  if (!source) return;
  if (!left) {
    if (lanes.contains(at) || ruler.contains(at)) drag = Drag::pan;
    return;
  }
  if (overview_strip.contains(at)) {
    const float b0 = overview_px(state.window.origin, state.window.fraction);
    const float b1 = overview_px(state.window.origin, state.window.fraction + state.window.length);
    area_from = area_to = overview_axis(at.x);
    if (std::abs(at.x - b0) <= edge)
      drag = Drag::brush_left;
    else if (std::abs(at.x - b1) <= edge)
      drag = Drag::brush_right;
    else if (at.x > b0 && at.x < b1)
      drag = Drag::brush;
    else
      drag = Drag::brush_new;
  } else if (scrollbar.contains(at)) {
    drag = Drag::scrollbar;
  } else if (ruler.contains(at) && io.KeyCtrl) {
    // The nearest mark under the pointer is taken away.
    float best = 8 * inputs.scale;
    for (const UserMark& mark : inputs.marks) {
      const float distance = std::abs(lanes.x0 + static_cast<float>(projection().px(mark.at)) - at.x);
      if (distance > best) continue;
      best = distance;
      intents.remove_mark = mark.at;
    }
  } else if (ruler.contains(at)) {
    drag = Drag::ruler;
    intents.cursor = instant_at(at.x - lanes.x0);
  } else if (ruler_cell.contains(at)) {
    const Canvas c{nullptr,
                   *inputs.palette,
                   inputs.fonts.text,
                   inputs.fonts.small,
                   Metrics(inputs.scale),
                   font_px(inputs.fonts.text),
                   font_px(inputs.fonts.small)};
    const RulerSwitch z = ruler_switch(c, ruler_cell);
    if (z.time.contains(at)) wanted_ruler = Ruler::time;
    if (z.tick.contains(at)) wanted_ruler = Ruler::tick;
  } else if (header_column.contains(at)) {
    click_header(state, intents, at);
  } else if (lanes.contains(at)) {
    if (io.KeyShift) {
      drag = Drag::pan;
      return;
    }
    drag = Drag::area;
    area_from = area_to = projection().scale().axis(at.x - lanes.x0);
    pressed_on = hit_test(layout, layout.compute(input), input, at.x - lanes.x0, at.y - lanes.y0);
    pressed_on.box = nullptr;  // belongs to a frame that will be gone
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && pressed_on.selection.pick != Pick::none) {
      intents.selection = pressed_on.selection;
      intents.activate = true;
      drag = Drag::none;
    }
  }
}

void View::Impl::dragging(ViewState& state, Intents& intents) {
  const ImVec2 at = ImGui::GetIO().MousePos;
  const float dx = at.x - drag_from.x, dy = at.y - drag_from.y;
  if (std::abs(dx) >= kDragPx * inputs.scale || std::abs(dy) >= kDragPx * inputs.scale) drag_moved = true;
  const auto set_window = [&](const Window& to) {
    state.fitted = false;
    focus_again = false;
    motion.jump(state.window, bounded(to, bounds(state)));
  };
  switch (drag) {
    case Drag::none:
      break;
    case Drag::header:
      state.header_width =
          std::clamp(drag_value + dx / inputs.scale, 72.0F, std::max(72.0F, whole.w() / inputs.scale * 0.6F));
      break;
    case Drag::pan:
      if (!drag_moved) break;
      set_window(moved(drag_window, -static_cast<double>(dx) * drag_window.length / std::max(1.0F, input.width)));
      state.scroll_y = drag_scroll - dy;
      break;
    case Drag::ruler:
      intents.cursor = instant_at(std::clamp(at.x - lanes.x0, 0.0F, input.width));
      break;
    case Drag::area: {
      if (!drag_moved) break;
      const float x = at.x - lanes.x0;
      area_to = projection().scale().axis(std::clamp(x, 0.0F, input.width));
      // Near an edge the window follows.
      const float over = x < 0 ? x : x > input.width ? x - input.width : 0;
      if (over != 0) pan(state, static_cast<double>(over) * std::min(0.2F, inputs.delta_seconds * 4));
      break;
    }
    case Drag::brush: {
      const double units = static_cast<double>(overview_axis(at.x) - overview_axis(drag_from.x));
      if (drag_moved) set_window(moved(drag_window, units));
      break;
    }
    case Drag::brush_left:
    case Drag::brush_right: {
      const double units = static_cast<double>(overview_axis(at.x) - overview_axis(drag_from.x));
      Window w = drag_window;
      const double least = bounds(state).min_length;
      if (drag == Drag::brush_left) {
        const double by = std::min(units, w.length - least);
        w = moved(w, by);
        w.length -= by;
      } else {
        w.length = std::max(least, w.length + units);
      }
      if (drag_moved) set_window(w);
      break;
    }
    case Drag::brush_new:
      if (drag_moved) {
        area_to = overview_axis(at.x);
        const std::int64_t a = std::min(area_from, area_to), b = std::max(area_from, area_to);
        set_window({a, 0, std::max(bounds(state).min_length, static_cast<double>(b - a))});
      }
      break;
    case Drag::scrollbar: {
      const double room = input.height - layout.pinned_height();
      const double content = layout.content_height();
      if (scrollbar.h() > 0 && content > room)
        state.scroll_y = drag_scroll + static_cast<float>(dy * content / scrollbar.h());
      break;
    }
  }
}

void View::Impl::release(ViewState& state, Intents& intents) {
  const ImVec2 at = ImGui::GetIO().MousePos;
  switch (drag) {
    case Drag::area:
      if (drag_moved && area_from != area_to) {
        Selection area;
        area.pick = Pick::area;
        const std::int64_t a = std::min(area_from, area_to), b = std::max(area_from, area_to);
        area.begin = instant_of(a);
        area.end = instant_of(b);
        intents.selection = area;
      } else if (!drag_moved) {
        intents.selection = pressed_on.selection;
      }
      focus_again = false;
      break;
    case Drag::brush_new:
      if (!drag_moved) {
        // A click beside the brush brings the brush there.
        const std::int64_t middle = overview_axis(at.x);
        go(state, moved({middle, 0, state.window.length}, -state.window.length / 2));
      }
      break;
    default:
      break;
  }
  drag = Drag::none;
  drag_moved = false;
}

void View::Impl::mouse(ViewState& state, Intents& intents) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool hovered = ImGui::IsItemHovered();
  const bool active = ImGui::IsItemActive();
  pointer_x = hovered && lanes.contains(io.MousePos) ? io.MousePos.x - lanes.x0 : -1;
  if (hovered && source) wheel(state);
  if (ImGui::IsItemActivated()) press(state, intents);
  if (active) dragging(state, intents);
  if (ImGui::IsItemDeactivated()) release(state, intents);

  if (!source) return;
  if (hovered && lanes.contains(io.MousePos)) {
    intents.pointer_at = instant_at(io.MousePos.x - lanes.x0);
    if (drag == Drag::none)
      intents.hovered =
          hit_test(layout, layout.compute(input), input, io.MousePos.x - lanes.x0, io.MousePos.y - lanes.y0).selection;
  }
  const float edge = kEdgePx * inputs.scale;
  const bool on_header_edge =
      hovered && std::abs(io.MousePos.x - header_column.x1) <= edge && io.MousePos.y >= ruler.y0;
  if (drag == Drag::header || (drag == Drag::none && on_header_edge)) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (drag == Drag::pan && drag_moved) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  if (drag == Drag::brush_left || drag == Drag::brush_right) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
}

}  // namespace loopscope::timeline

#include <algorithm>

#include "app/timeline/lay_parts.hpp"
#include "app/timeline/paint.hpp"

namespace loopscope::timeline {
namespace {

void paint_pin(const Canvas& c, ImVec2 p, Color color, bool filled) {
  const float s = c.s();
  if (filled)
    c.list->AddCircleFilled({p.x, p.y - 2 * s}, 3.5F * s, color, 14);
  else
    c.list->AddCircle({p.x, p.y - 2 * s}, 3.2F * s, color, 14, 1.4F * s);
  c.list->AddLine({p.x, p.y + s}, {p.x, p.y + 6 * s}, color, 1.5F * s);
}

}  // namespace

HeaderZones header_zones(const Metrics& m, const LaneBox& box, const Rect& header) {
  HeaderZones z;
  const float y = header.y0 + box.row0 / 2;
  const float indent = 10 * m.s * static_cast<float>(std::min<int>(box.info.indent, 6));
  const float x = header.x0 + 2 * m.s + indent;
  z.chevron = {x, y - 10 * m.s, x + m.chevron(), y + 10 * m.s};
  z.pin = {header.x1 - 20 * m.s, y - 10 * m.s, header.x1 - 2 * m.s, y + 10 * m.s};
  return z;
}

void paint_header(const Canvas& c, const LaneBox& box, const Rect& header, bool hovered, bool chevron_hovered,
                  bool pin_hovered) {
  const float s = c.s();
  const HeaderZones z = header_zones(c.m, box, header);
  const float y = header.y0 + box.row0 / 2;
  if (box.selected) {
    c.list->AddRectFilled({header.x0, header.y0}, {header.x1, header.y1 - 1}, c.color(Ink::selection));
    c.list->AddRectFilled({header.x0, header.y0}, {header.x0 + 3 * s, header.y1 - 1}, c.color(Ink::accent));
  } else if (hovered) {
    c.list->AddRectFilled({header.x0, header.y0}, {header.x1, header.y1 - 1}, c.color(Ink::hover));
  }
  if (box.foldable) {
    const ImVec2 p{(z.chevron.x0 + z.chevron.x1) / 2, y};
    const Color color = c.color(chevron_hovered ? Ink::text : Ink::text_dim);
    const float r = 3.5F * s;
    if (box.unfolded)
      c.list->AddTriangleFilled({p.x - r, p.y - r * 0.6F}, {p.x + r, p.y - r * 0.6F}, {p.x, p.y + r * 0.9F}, color);
    else
      c.list->AddTriangleFilled({p.x - r * 0.6F, p.y - r}, {p.x + r * 0.9F, p.y}, {p.x - r * 0.6F, p.y + r}, color);
  }
  const End end = box.info.end;
  float right = header.x1 - 6 * s;
  if (hovered || box.pinned || pin_hovered) {
    paint_pin(c, {(z.pin.x0 + z.pin.x1) / 2, y}, c.color(pin_hovered || box.pinned ? Ink::accent : Ink::text_faint),
              box.pinned);
    right = z.pin.x0 - 2 * s;
  }
  if (end != End::open) {
    paint_end(c, end, {right - 7 * s, y}, 6 * s);
    right -= 18 * s;
  }
  Ink icon = Ink::text_dim;
  switch (box.info.key.kind) {
    case LaneKind::loop:
      icon = Ink::handle;
      break;
    case LaneKind::task:
      icon = Ink::running;
      break;
    case LaneKind::asyncgen:
      icon = Ink::gen_running;
      break;
    case LaneKind::coroutine:
      icon = Ink::leaked;
      break;
    case LaneKind::thread:
      icon = Ink::thread_running;
      break;
    case LaneKind::sync:
      icon = Ink::held;
      break;
    case LaneKind::output:
      break;
  }
  float x = z.chevron.x1 + 8 * s;
  paint_kind_icon(c, box.info.key.kind, {x, y}, c.color(icon));
  x += 14 * s;
  if (right <= x) return;
  const bool tall = box.row0 > 44 * s && !box.info.detail.empty();
  const float used = write(c, false, x, tall ? y - c.text_px * 0.55F : y, right - x, c.color(Ink::text), box.info.name);
  if (tall) {
    write(c, true, x, y + c.small_px * 0.75F, right - x, c.color(Ink::text_faint), box.info.detail);
  } else if (!box.info.detail.empty() && used + 8 * s + 3 * c.small_px < right - x) {
    const float from = x + used + 8 * s;
    write(c, true, from, y + 0.5F * s, right - from, c.color(Ink::text_faint), box.info.detail);
  }
}

}  // namespace loopscope::timeline

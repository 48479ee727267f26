// What stands around the lanes: ruler, grid, overview, cursor, the selected area.

#include <algorithm>
#include <cmath>

#include "app/timeline/paint.hpp"

namespace loopscope::timeline {

void paint_ruler(const Canvas& c, std::span<const RulerTick> ticks, const Rect& ruler) {
  const float s = c.s();
  c.list->AddRectFilled({ruler.x0, ruler.y0}, {ruler.x1, ruler.y1}, c.color(Ink::header));
  c.list->PushClipRect({ruler.x0, ruler.y0}, {ruler.x1, ruler.y1}, true);
  for (const RulerTick& tick : ticks) {
    const float x = ruler.x0 + static_cast<float>(tick.x);
    const float height = tick.major ? 8 * s : 4 * s;
    c.list->AddRectFilled({x, ruler.y1 - height}, {x + 1, ruler.y1}, c.color(tick.major ? Ink::text_dim : Ink::border));
    if (tick.label.empty()) continue;
    const float room = static_cast<float>(tick.width) - 10 * s;
    const float y = (ruler.y0 + ruler.y1) / 2 - 2 * s;
    // A label that the edge would cut says another number.
    if (x + 5 * s + text_size(c.small, c.small_px, tick.label).x > ruler.x1) continue;
    const float used = write(c, true, x + 5 * s, y, room, c.color(Ink::text_dim), tick.label);
    const float sub = text_size(c.small, c.small_px, tick.sub).x;
    if (!tick.sub.empty() && used + sub + 14 * s < room)
      write(c, true, x + used + 14 * s, y, room - used - 14 * s, c.color(Ink::text_faint), tick.sub);
  }
  c.list->PopClipRect();
  c.list->AddRectFilled({ruler.x0, ruler.y1 - 1}, {ruler.x1, ruler.y1}, c.color(Ink::border));
}

void paint_grid(const Canvas& c, std::span<const RulerTick> ticks, const Rect& lanes, bool bands) {
  for (const RulerTick& tick : ticks) {
    const float x = lanes.x0 + static_cast<float>(tick.x);
    if (bands && tick.band && tick.width > 3)
      c.list->AddRectFilled({x, lanes.y0}, {x + static_cast<float>(tick.width), lanes.y1}, c.color(Ink::stripe));
    if (tick.major) c.list->AddRectFilled({x, lanes.y0}, {x + 1, lanes.y1}, c.color(Ink::grid));
  }
}

RulerSwitch ruler_switch(const Canvas& c, const Rect& cell) {
  const float pad = 8 * c.s();
  const float y0 = cell.y0 + 4 * c.s(), y1 = cell.y1 - 5 * c.s();
  const float time = text_size(c.small, c.small_px, "time").x + 2 * pad;
  const float tick = text_size(c.small, c.small_px, "tick").x + 2 * pad;
  RulerSwitch z;
  z.tick = {cell.x1 - 6 * c.s() - tick, y0, cell.x1 - 6 * c.s(), y1};
  z.time = {z.tick.x0 - time, y0, z.tick.x0, y1};
  return z;
}

void paint_ruler_switch(const Canvas& c, const Rect& cell, Ruler ruler, ImVec2 mouse) {
  const float s = c.s();
  c.list->AddRectFilled({cell.x0, cell.y0}, {cell.x1, cell.y1}, c.color(Ink::header));
  c.list->AddRectFilled({cell.x0, cell.y1 - 1}, {cell.x1, cell.y1}, c.color(Ink::border));
  const RulerSwitch z = ruler_switch(c, cell);
  if (z.time.x0 < cell.x0) return;
  c.list->AddRect({z.time.x0, z.time.y0}, {z.tick.x1, z.tick.y1}, c.color(Ink::border), 4 * s, 0, std::max(1.0F, s));
  for (const bool is_tick : {false, true}) {
    const Rect& r = is_tick ? z.tick : z.time;
    const bool on = (ruler == Ruler::tick) == is_tick;
    if (on) c.list->AddRectFilled({r.x0, r.y0}, {r.x1, r.y1}, c.color(Ink::selection), 4 * s);
    if (on) c.list->AddRect({r.x0, r.y0}, {r.x1, r.y1}, c.color(Ink::accent), 4 * s, 0, std::max(1.0F, s));
    const Ink ink = on || r.contains(mouse) ? Ink::text : Ink::text_dim;
    write(c, true, r.x0 + 8 * s, (r.y0 + r.y1) / 2, r.w(), c.color(ink), is_tick ? "tick" : "time");
  }
  const float label = z.time.x0 - cell.x0 - 20 * s;
  write(c, true, cell.x0 + 12 * s, (cell.y0 + cell.y1) / 2, label, c.color(Ink::text_faint), "ruler");
}

void paint_overview(const Canvas& c, const Overview& overview, const Rect& strip, float brush0, float brush1) {
  const float s = c.s();
  c.list->AddRectFilled({strip.x0, strip.y0}, {strip.x1, strip.y1}, c.color(Ink::header));
  const float b0 = std::clamp(brush0, strip.x0, strip.x1);
  const float b1 = std::clamp(std::max(brush1, brush0 + 2), strip.x0, strip.x1);
  c.list->AddRectFilled({b0, strip.y0}, {b1, strip.y1 - 1}, c.color(Ink::ground));
  c.list->PushClipRect({strip.x0, strip.y0}, {strip.x1, strip.y1}, true);
  paint_quads(c, overview.quads, {strip.x0, strip.y0});
  for (const OverviewMark& mark : overview.marks) {
    const float x = strip.x0 + mark.x, y = strip.y0 + 2 * s;
    const Color color = c.color(ink_of(mark.kind));
    c.list->AddRectFilled({x - 0.5F, y}, {x + 0.5F, strip.y1 - 2 * s}, with_alpha(color, 0.45F));
    c.list->AddTriangleFilled({x - 3.5F * s, y}, {x + 3.5F * s, y}, {x, y + 5.5F * s}, color);
  }
  // What is out of the window is veiled, what is in it has an edge to grab.
  const Color veil = c.color(Ink::header, 0.55F);
  if (b0 > strip.x0) c.list->AddRectFilled({strip.x0, strip.y0}, {b0, strip.y1}, veil);
  if (b1 < strip.x1) c.list->AddRectFilled({b1, strip.y0}, {strip.x1, strip.y1}, veil);
  const float edge = std::max(1.0F, s);
  c.list->AddRect({b0, strip.y0 + edge / 2}, {b1, strip.y1 - 1}, c.color(Ink::accent, 0.75F), 2 * s, 0, edge);
  for (const float x : {b0, b1})
    c.list->AddRectFilled({x - 1.5F * s, strip.y0 + strip.h() * 0.3F}, {x + 1.5F * s, strip.y0 + strip.h() * 0.7F},
                          c.color(Ink::accent), 1.5F * s);
  c.list->PopClipRect();
  c.list->AddRectFilled({strip.x0, strip.y1 - 1}, {strip.x1, strip.y1}, c.color(Ink::border));
}

void paint_area(const Canvas& c, const Rect& lanes, float x0, float x1, std::string_view label, bool final) {
  const float s = c.s();
  if (x1 < x0) std::swap(x0, x1);
  c.list->PushClipRect({lanes.x0, lanes.y0}, {lanes.x1, lanes.y1}, true);
  c.list->AddRectFilled({x0, lanes.y0}, {x1, lanes.y1}, c.color(Ink::accent, final ? 0.08F : 0.14F));
  c.list->AddRectFilled({x0, lanes.y0}, {x0 + 1, lanes.y1}, c.color(Ink::accent, 0.8F));
  c.list->AddRectFilled({x1 - 1, lanes.y0}, {x1, lanes.y1}, c.color(Ink::accent, 0.8F));
  const ImVec2 size = text_size(c.text, c.text_px, label);
  const float pad = 6 * s, half = size.y / 2 + 3 * s;
  const float left = std::clamp((x0 + x1) / 2 - size.x / 2, lanes.x0 + pad + 2 * s,
                                std::max(lanes.x0 + pad + 2 * s, lanes.x1 - size.x - pad - 12 * s));
  const float y = lanes.y0 + half + 4 * s;
  c.list->AddRectFilled({left - pad, y - half}, {left + size.x + pad, y + half}, c.color(Ink::header), 4 * s);
  c.list->AddRect({left - pad, y - half}, {left + size.x + pad, y + half}, c.color(Ink::accent), 4 * s);
  // A line between the edges, so that the number is read as a length.
  if (x1 - x0 > size.x + 4 * pad) {
    c.list->AddRectFilled({x0, y}, {left - pad, y + 1}, c.color(Ink::accent, 0.8F));
    c.list->AddRectFilled({left + size.x + pad, y}, {x1, y + 1}, c.color(Ink::accent, 0.8F));
  }
  write(c, false, left, y, size.x + 1, c.color(Ink::text), label);
  c.list->PopClipRect();
}

void paint_cursor(const Canvas& c, const Rect& ruler, const Rect& lanes, float x, std::string_view label) {
  const float s = c.s();
  if (x < lanes.x0 - 1 || x > lanes.x1 + 1) return;
  x = static_cast<float>(static_cast<int>(x));
  const float w = std::max(1.0F, 1.5F * s);
  c.list->AddRectFilled({x - w / 2, ruler.y0}, {x + w / 2, lanes.y1}, c.color(Ink::accent));
  const ImVec2 size = text_size(c.small, c.small_px, label);
  const float pad = 5 * s;
  const float room = std::max(ruler.x0, ruler.x1 - size.x - 2 * pad);
  const float left = std::clamp(x - size.x / 2 - pad, ruler.x0, room);
  const float y0 = ruler.y0 + 3 * s, y1 = y0 + size.y + 4 * s;
  c.list->AddRectFilled({left, y0}, {left + size.x + 2 * pad, y1}, c.color(Ink::accent), 3 * s);
  const Color on = c.palette.is_dark ? rgb(0x0E1016) : rgb(0xFFFFFF);
  write(c, true, left + pad, (y0 + y1) / 2, size.x + 1, on, label);
  c.list->AddTriangleFilled({x - 4 * s, y1}, {x + 4 * s, y1}, {x, y1 + 5 * s}, c.color(Ink::accent));
}

void paint_user_mark(const Canvas& c, const Rect& ruler, const Rect& lanes, float x) {
  const float s = c.s();
  if (x < lanes.x0 - 8 * s || x > lanes.x1 + 8 * s) return;
  const Color color = c.color(Ink::out_log);
  for (float y = lanes.y0; y < lanes.y1; y += 8 * s)
    c.list->AddRectFilled({x, y}, {x + std::max(1.0F, s), std::min(y + 4 * s, lanes.y1)}, with_alpha(color, 0.7F));
  const float top = ruler.y1 - 12 * s;
  const ImVec2 flag[] = {
      {x, top}, {x + 9 * s, top}, {x + 6.5F * s, top + 3.5F * s}, {x + 9 * s, top + 7 * s}, {x, top + 7 * s}};
  c.list->AddConvexPolyFilled(flag, 5, color);
  c.list->AddRectFilled({x, top}, {x + std::max(1.0F, 1.5F * s), ruler.y1}, color);
}

void paint_highlights(const Canvas& c, std::span<const Highlight> highlights, ImVec2 origin) {
  const float s = c.s();
  for (const Highlight& h : highlights) {
    ImVec2 a{origin.x + h.x0 - s, origin.y + h.y0 - s}, b{origin.x + h.x1 + s, origin.y + h.y1 + s};
    if (h.emphasis == Emphasis::delayed) {
      c.list->AddRectFilled(a, b, c.color(Ink::slow, 0.25F), 3 * s);
      c.list->AddRect(a, b, c.color(Ink::slow), 3 * s, 0, 1.5F * s);
      continue;
    }
    const bool hovered = h.emphasis == Emphasis::hovered;
    c.list->AddRect({a.x - s, a.y - s}, {b.x + s, b.y + s}, c.color(Ink::ground, 0.8F), 4 * s, 0, s);
    c.list->AddRect(a, b, hovered ? c.color(Ink::text, 0.45F) : c.color(Ink::text), 3 * s, 0, hovered ? s : 2 * s);
  }
}

void paint_arrows(const Canvas& c, std::span<const ArrowPath> arrows, ImVec2 origin) {
  const float s = c.s();
  for (const ArrowPath& arrow : arrows) {
    Ink ink = Ink::arrow_created;
    const char* words = "";
    switch (arrow.kind) {
      case ArrowKind::created:
        words = "created";
        break;
      case ArrowKind::woke:
        ink = Ink::arrow_woke, words = "woke";
        break;
      case ArrowKind::cancelled:
        ink = Ink::arrow_cancelled, words = "cancelled";
        break;
      case ArrowKind::rejected:
        ink = Ink::raised, words = "rejected";
        break;
      case ArrowKind::holds:
        ink = Ink::gen_awaiting, words = "holds it";
        break;
      case ArrowKind::closed:
        ink = Ink::gen_running, words = "closed";
        break;
      case ArrowKind::other:
        break;
    }
    const Color color = c.color(ink, arrow.cause ? 1 : 0.75F);
    const ImVec2 a{origin.x + arrow.x0, origin.y + arrow.y0}, b{origin.x + arrow.x1, origin.y + arrow.y1};
    const float dx = b.x - a.x, dy = b.y - a.y;
    // Leaves to the right and arrives from the left, as time goes; short ones bulge a little so that they can be seen.
    const float bulge = std::clamp(std::max(dx * 0.5F, 0.0F), 14 * s, 90 * s);
    ImVec2 p1{a.x + bulge, a.y}, p2{b.x - bulge, b.y};
    if (std::max(dy, -dy) < 4 * s) {
      p1 = {a.x + dx * 0.2F, a.y - 22 * s};
      p2 = {b.x - dx * 0.2F, b.y - 22 * s};
    }
    const Color halo = c.color(Ink::ground, 0.85F);
    c.list->AddBezierCubic(a, p1, p2, b, halo, 5 * s, 32);
    c.list->AddBezierCubic(a, p1, p2, b, color, 2 * s, 32);
    if (!arrow.from_hidden) c.list->AddCircleFilled(a, 3 * s, color, 12);
    const ImVec2 in = p2.x == b.x && p2.y == b.y ? a : p2;
    const float ex = b.x - in.x, ey = b.y - in.y;
    const float length = std::max(1e-3F, std::sqrt(ex * ex + ey * ey));
    const float ux = ex / length, uy = ey / length;
    const float head = 8 * s, wide = 4 * s;
    c.list->AddTriangleFilled(b, {b.x - ux * head - uy * wide, b.y - uy * head + ux * wide},
                              {b.x - ux * head + uy * wide, b.y - uy * head - ux * wide}, color);
    if (*words != 0) {
      // At the middle of the curve, off the line.
      const ImVec2 m{(a.x + 3 * p1.x + 3 * p2.x + b.x) / 8, (a.y + 3 * p1.y + 3 * p2.y + b.y) / 8};
      const ImVec2 size = text_size(c.small, c.small_px, words);
      const ImVec2 at{m.x + 6 * s, m.y - size.y / 2};
      c.list->AddRectFilled({at.x - 3 * s, at.y - s}, {at.x + size.x + 3 * s, at.y + size.y + s},
                            c.color(Ink::ground, 0.9F), 3 * s);
      c.list->AddText(c.small, c.small_px, at, color, words);
    }
  }
}

}  // namespace loopscope::timeline

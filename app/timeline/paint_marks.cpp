// Marks on lanes, the signs of how lives end, icons of the kinds of lanes. All are drawn, none is a glyph of a font,
// so that they look the same with any font and at any scale.

#include <cmath>
#include <cstdio>

#include "app/timeline/lay_parts.hpp"
#include "app/timeline/paint.hpp"

namespace loopscope::timeline {
namespace {

void number_in_circle(const Canvas& c, ImVec2 center, int number) {
  const float r = 8 * c.s();
  char text[8];
  std::snprintf(text, sizeof text, "%d", number);
  c.list->AddCircleFilled(center, r, c.color(Ink::ground), 20);
  c.list->AddCircle(center, r, c.color(Ink::text), 20, 1.25F * c.s());
  const float px = c.small_px * (number < 100 ? 0.92F : 0.72F);
  const ImVec2 size = text_size(c.small, px, text);
  c.list->AddText(c.small, px, {center.x - size.x / 2, center.y - size.y / 2}, c.color(Ink::text), text);
}

void diamond(const Canvas& c, ImVec2 p, float r, Color color) {
  c.list->AddQuadFilled({p.x, p.y - r}, {p.x + r, p.y}, {p.x, p.y + r}, {p.x - r, p.y}, color);
}

// A triangle that points to where something happened on the lane.
void flag(const Canvas& c, ImVec2 at, float reach, Color color, const char* sign) {
  const float s = c.s();
  const float top = at.y - reach + 2 * s, r = 6 * s;
  c.list->AddLine({at.x, top + 2 * r}, {at.x, at.y + reach - 3 * s}, with_alpha(color, 0.8F), 1.5F * s);
  const ImVec2 center{at.x, top + r};
  c.list->AddCircleFilled(center, r + s, c.color(Ink::ground), 20);
  c.list->AddCircleFilled(center, r, color, 20);
  const float px = c.small_px;
  const ImVec2 size = text_size(c.small, px, sign);
  c.list->AddText(c.small, px, {center.x - size.x / 2, center.y - size.y / 2}, c.color(Ink::on_fill), sign);
}

void count_badge(const Canvas& c, ImVec2 at, std::uint32_t count) {
  char text[12];
  if (count > 99)
    std::snprintf(text, sizeof text, "99+");
  else
    std::snprintf(text, sizeof text, "%u", count);
  const float px = c.small_px * 0.85F;
  const ImVec2 size = text_size(c.small, px, text);
  const float pad = 2 * c.s();
  c.list->AddRectFilled({at.x, at.y - size.y / 2}, {at.x + size.x + 2 * pad, at.y + size.y / 2},
                        c.color(Ink::ground, 0.85F), 2 * c.s());
  c.list->AddText(c.small, px, {at.x + pad, at.y - size.y / 2}, c.color(Ink::text_dim), text);
}

}  // namespace

void paint_end(const Canvas& c, End end, ImVec2 p, float r) {
  const float s = r / 7;
  const Color color = c.color(ink_of(end));
  const Color sign = c.color(Ink::on_fill);
  const float w = 1.8F * s;
  if (end == End::open) return;
  if (end == End::leaked || end == End::never_closed || end == End::never_awaited) {
    // A torn ring: open on the right.
    c.list->PathArcTo(p, r - s, 0.6F, 5.68F, 20);
    c.list->PathStroke(color, 0, 2 * s);
    if (end == End::never_awaited) {
      c.list->AddRectFilled({p.x - 0.9F * s, p.y - 3.6F * s}, {p.x + 0.9F * s, p.y + 0.8F * s}, color);
      c.list->AddCircleFilled({p.x, p.y + 3 * s}, 1.1F * s, color, 8);
    } else {
      c.list->AddLine({p.x - s, p.y}, {p.x + 5 * s, p.y}, color, w);
      c.list->AddLine({p.x + 2.5F * s, p.y - 2.5F * s}, {p.x + 5 * s, p.y}, color, w);
      c.list->AddLine({p.x + 2.5F * s, p.y + 2.5F * s}, {p.x + 5 * s, p.y}, color, w);
    }
    return;
  }
  c.list->AddCircleFilled(p, r + 1.5F * s, c.color(Ink::ground), 24);
  c.list->AddCircleFilled(p, r, color, 24);
  switch (end) {
    case End::returned:
    case End::exhausted:
    case End::closed:
    case End::closed_aclosing: {
      const ImVec2 points[] = {
          {p.x - 3.4F * s, p.y + 0.2F * s}, {p.x - s, p.y + 2.8F * s}, {p.x + 3.4F * s, p.y - 2.6F * s}};
      c.list->AddPolyline(points, 3, sign, 0, w);
      break;
    }
    case End::raised:
      c.list->AddLine({p.x - 2.8F * s, p.y - 2.8F * s}, {p.x + 2.8F * s, p.y + 2.8F * s}, sign, w);
      c.list->AddLine({p.x - 2.8F * s, p.y + 2.8F * s}, {p.x + 2.8F * s, p.y - 2.8F * s}, sign, w);
      break;
    case End::cancelled:
      // A square stop sign: not the cross of an error.
      c.list->AddRectFilled({p.x - 2.8F * s, p.y - 2.8F * s}, {p.x + 2.8F * s, p.y + 2.8F * s}, sign);
      break;
    case End::closed_gc_hook:
    case End::closed_dealloc:
      // A sweep: an arc with a head.
      c.list->PathArcTo(p, 3 * s, 0.6F, 5.2F, 16);
      c.list->PathStroke(sign, 0, w * 0.9F);
      c.list->AddTriangleFilled({p.x + 3.9F * s, p.y - 3.4F * s}, {p.x + 3.3F * s, p.y + 0.2F * s},
                                {p.x + 0.4F * s, p.y - 2.2F * s}, sign);
      break;
    case End::closed_shutdown:
      // The sign of a switch.
      c.list->PathArcTo(p, 3.2F * s, -0.9F, 4.05F, 16);
      c.list->PathStroke(sign, 0, w * 0.85F);
      c.list->AddLine({p.x, p.y - 4.2F * s}, {p.x, p.y - 0.4F * s}, sign, w * 0.9F);
      break;
    default:
      break;
  }
}

void paint_sprite(const Canvas& c, const Sprite& sprite, ImVec2 origin) {
  const float s = c.s();
  const ImVec2 p{origin.x + sprite_center_x(sprite, c.m), origin.y + sprite.y};
  const Color color = c.color(ink_of(sprite.kind));
  switch (sprite.kind) {
    case MarkKind::birth:
      c.list->AddCircleFilled(p, 4.5F * s, c.color(Ink::ground), 16);
      c.list->AddCircle(p, 3.5F * s, c.color(Ink::text_dim), 16, 1.75F * s);
      break;
    case MarkKind::end:
      paint_end(c, sprite.end, p, c.m.mark() / 2);
      if (sprite.number > 0) number_in_circle(c, {p.x + c.m.mark() + 3 * s, p.y}, sprite.number);
      break;
    case MarkKind::first_iteration:
      c.list->AddTriangleFilled({p.x - 2.5F * s, p.y - 4 * s}, {p.x - 2.5F * s, p.y + 4 * s}, {p.x + 3.5F * s, p.y},
                                c.color(Ink::text));
      break;
    case MarkKind::close_call:
      c.list->AddLine({p.x, p.y - 8 * s}, {p.x, p.y + 8 * s}, c.color(Ink::text), 2 * s);
      if (sprite.number > 0) number_in_circle(c, {p.x + 11 * s, p.y}, sprite.number);
      break;
    case MarkKind::cancel_request:
      c.list->AddTriangleFilled({p.x - 4.5F * s, p.y - 13 * s}, {p.x + 4.5F * s, p.y - 13 * s}, {p.x, p.y - 7 * s},
                                color);
      c.list->AddLine({p.x, p.y - 8 * s}, {p.x, p.y + 8 * s}, color, 1.5F * s);
      break;
    case MarkKind::stdout_text:
      c.list->AddRectFilled({p.x - s, p.y - 7 * s}, {p.x + s, p.y + 7 * s}, color, s);
      break;
    case MarkKind::stderr_text:
      c.list->AddRectFilled({p.x - 1.5F * s, p.y - 9 * s}, {p.x + 1.5F * s, p.y + 9 * s}, color, s);
      c.list->AddRectFilled({p.x - 4 * s, p.y - 9 * s}, {p.x + 4 * s, p.y - 6.5F * s}, color);
      break;
    case MarkKind::log_record:
      c.list->AddRect({p.x - 4 * s, p.y - 5 * s}, {p.x + 4 * s, p.y + 5 * s}, color, s, 0, 1.5F * s);
      c.list->AddLine({p.x - 2 * s, p.y - 1.5F * s}, {p.x + 2 * s, p.y - 1.5F * s}, color, s);
      c.list->AddLine({p.x - 2 * s, p.y + 1.5F * s}, {p.x + 2 * s, p.y + 1.5F * s}, color, s);
      break;
    case MarkKind::warning:
      c.list->AddTriangleFilled({p.x, p.y - 6 * s}, {p.x + 6 * s, p.y + 5 * s}, {p.x - 6 * s, p.y + 5 * s}, color);
      c.list->AddRectFilled({p.x - 0.75F * s, p.y - 2.5F * s}, {p.x + 0.75F * s, p.y + 1.5F * s},
                            c.color(Ink::on_fill));
      c.list->AddRectFilled({p.x - 0.75F * s, p.y + 2.5F * s}, {p.x + 0.75F * s, p.y + 4 * s}, c.color(Ink::on_fill));
      break;
    case MarkKind::note:
    case MarkKind::wake:
      diamond(c, p, 4 * s, color);
      break;
    case MarkKind::rejected: {
      // An arrow that hits the bar from above and goes no further; sparks fly.
      const float tip = p.y - c.m.bar() / 2 + 3 * s;
      const Color halo = c.color(Ink::ground);
      const ImVec2 tail{p.x - 20 * s, tip - 15 * s}, neck{p.x - 5 * s, tip - 3.75F * s};
      c.list->AddLine(tail, neck, halo, 5.5F * s);
      c.list->AddLine(tail, neck, color, 2.5F * s);
      c.list->AddTriangleFilled({p.x, tip}, {p.x - 10.5F * s, tip - 2.5F * s}, {p.x - 4.5F * s, tip - 10 * s}, color);
      for (int i = 0; i < 4; ++i) {
        const float angle = 0.15F - 0.62F * static_cast<float>(i);
        const float dx = std::cos(angle), dy = std::sin(angle);
        c.list->AddLine({p.x + dx * 4 * s, tip + dy * 4 * s}, {p.x + dx * 10 * s, tip + dy * 10 * s}, color, 2 * s);
      }
      break;
    }
    case MarkKind::signal: {
      // A flash: two wedges that meet.
      c.list->AddTriangleFilled({p.x + 3 * s, p.y - 9 * s}, {p.x + 1.5F * s, p.y + 1.5F * s},
                                {p.x - 5 * s, p.y + 1.5F * s}, color);
      c.list->AddTriangleFilled({p.x - 3 * s, p.y + 9 * s}, {p.x - 1.5F * s, p.y - 1.5F * s},
                                {p.x + 5 * s, p.y - 1.5F * s}, color);
      break;
    }
    case MarkKind::error:
      flag(c, p, sprite.reach, color, "!");
      break;
    case MarkKind::leak:
      c.list->AddCircleFilled(p, c.m.mark() / 2 + 2 * s, c.color(Ink::ground), 24);
      paint_end(c, sprite.end == End::open ? End::leaked : sprite.end, p, c.m.mark() / 2);
      break;
    case MarkKind::finding:
      flag(c, p, sprite.reach, color, "?");
      break;
    case MarkKind::slow: {
      const float k = s * sprite.size, r = 7 * k;
      const Color ground = c.color(Ink::ground);
      c.list->AddTriangleFilled({p.x, p.y - r - 3 * k}, {p.x + r + 3 * k, p.y + r}, {p.x - r - 3 * k, p.y + r}, ground);
      c.list->AddTriangleFilled({p.x, p.y - r}, {p.x + r, p.y + 0.8F * r}, {p.x - r, p.y + 0.8F * r}, color);
      c.list->AddRectFilled({p.x - 0.9F * k, p.y - 3 * k}, {p.x + 0.9F * k, p.y + 1.5F * k}, c.color(Ink::on_fill));
      c.list->AddRectFilled({p.x - 0.9F * k, p.y + 2.6F * k}, {p.x + 0.9F * k, p.y + 4.2F * k}, c.color(Ink::on_fill));
      break;
    }
  }
  const bool counted = sprite.count > 1 && sprite.kind != MarkKind::birth && sprite.kind != MarkKind::stdout_text;
  if (counted) count_badge(c, {p.x + 7 * s, p.y + sprite.reach - 6 * s}, sprite.count);
}

void paint_kind_icon(const Canvas& c, LaneKind kind, ImVec2 p, Color color) {
  const float s = c.s();
  const float w = 1.5F * s;
  switch (kind) {
    case LaneKind::loop:  // a circle that goes round
      c.list->PathArcTo(p, 5 * s, -0.4F, 4.6F, 20);
      c.list->PathStroke(color, 0, w);
      c.list->AddTriangleFilled({p.x - 2.5F * s, p.y - 7.5F * s}, {p.x - 2.5F * s, p.y - 2 * s},
                                {p.x + 2.5F * s, p.y - 5 * s}, color);
      break;
    case LaneKind::task:  // a bar on a rail
      c.list->AddLine({p.x - 6 * s, p.y}, {p.x + 6 * s, p.y}, color, w);
      c.list->AddRectFilled({p.x - 2.5F * s, p.y - 4 * s}, {p.x + 3.5F * s, p.y + 4 * s}, color, s);
      break;
    case LaneKind::asyncgen:  // values one after the other
      for (int i = -1; i <= 1; ++i)
        c.list->AddCircleFilled({p.x + 4.5F * s * static_cast<float>(i), p.y}, i == 1 ? 2.2F * s : 1.7F * s, color, 10);
      c.list->AddCircle(p, 7 * s, with_alpha(color, 0.55F), 20, s);
      break;
    case LaneKind::coroutine:  // brackets with nothing in them
      c.list->PathArcTo({p.x + 3 * s, p.y}, 7 * s, 2.35F, 3.93F, 10);
      c.list->PathStroke(color, 0, w);
      c.list->PathArcTo({p.x - 3 * s, p.y}, 7 * s, -0.79F, 0.79F, 10);
      c.list->PathStroke(color, 0, w);
      break;
    case LaneKind::thread:  // a thread
      for (int i = 0; i < 3; ++i) {
        const float x = p.x - 5 * s + 4 * s * static_cast<float>(i);
        c.list->AddLine({x, p.y + 4 * s}, {x + 2 * s, p.y - 4 * s}, color, w);
        if (i < 2) c.list->AddLine({x + 2 * s, p.y - 4 * s}, {x + 4 * s, p.y + 4 * s}, color, w);
      }
      break;
    case LaneKind::sync:  // a lock
      c.list->AddRectFilled({p.x - 4.5F * s, p.y - s}, {p.x + 4.5F * s, p.y + 5.5F * s}, color, s);
      c.list->PathArcTo({p.x, p.y - s}, 3.2F * s, 3.1416F, 6.2832F, 12);
      c.list->PathStroke(color, 0, w);
      break;
    case LaneKind::output:  // lines of text
      c.list->AddLine({p.x - 5 * s, p.y - 4 * s}, {p.x + 5 * s, p.y - 4 * s}, color, w);
      c.list->AddLine({p.x - 5 * s, p.y}, {p.x + 2 * s, p.y}, color, w);
      c.list->AddLine({p.x - 5 * s, p.y + 4 * s}, {p.x + 4 * s, p.y + 4 * s}, color, w);
      break;
  }
}

}  // namespace loopscope::timeline

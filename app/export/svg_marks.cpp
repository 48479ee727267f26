// Marks, the signs of how lives end, icons of the kinds of lanes.

#include <fmt/core.h>

#include <cmath>

#include "app/export/svg_shapes.hpp"
#include "app/timeline/lay_parts.hpp"

namespace loopscope::app {

using timeline::End;
using timeline::Ink;
using timeline::LaneKind;
using timeline::MarkKind;

namespace {

constexpr float kPi = 3.14159265F;

void number_in_circle(Svg& svg, SvgPoint p, int number) {
  svg.circle(p, 8, Ink::ground);
  svg.ring(p, 8, Ink::text, 1.25F);
  svg.text(p.x, p.y, fmt::format("{}", number), SvgFont::tiny, Ink::text, false, "middle");
}

// A flag on a pole that points to where something happened on the lane.
void flag(Svg& svg, SvgPoint p, float reach, Ink ink, std::string_view sign) {
  const SvgPoint head{p.x, p.y - reach + 8};
  svg.line({p.x, head.y + 6}, {p.x, p.y + reach - 3}, ink, 1.5F);
  svg.circle(head, 7, Ink::ground);
  svg.circle(head, 6, ink);
  svg.text(head.x, head.y, sign, SvgFont::tiny, Ink::on_fill, false, "middle");
}

}  // namespace

void draw_end(Svg& svg, End end, SvgPoint p, float r) {
  if (end == End::open) return;
  const float s = r / 7, w = 1.8F * s;
  const Ink ink = timeline::ink_of(end);
  if (end == End::leaked || end == End::never_closed || end == End::never_awaited) {
    // A torn ring: open on the right.
    svg.arc(p, r - s, 0.6F, 5.68F, ink, 2 * s);
    if (end == End::never_awaited) {
      svg.rect(p.x - 0.9F * s, p.y - 3.6F * s, p.x + 0.9F * s, p.y + 0.8F * s, ink);
      svg.circle({p.x, p.y + 3 * s}, 1.1F * s, ink);
    } else {
      svg.line({p.x - s, p.y}, {p.x + 5 * s, p.y}, ink, w);
      svg.polyline({{p.x + 2.5F * s, p.y - 2.5F * s}, {p.x + 5 * s, p.y}, {p.x + 2.5F * s, p.y + 2.5F * s}}, ink, w);
    }
    return;
  }
  svg.circle(p, r + 1.5F * s, Ink::ground);
  svg.circle(p, r, ink);
  switch (end) {
    case End::returned:
    case End::exhausted:
    case End::closed:
    case End::closed_aclosing:
      svg.polyline({{p.x - 3.4F * s, p.y + 0.2F * s}, {p.x - s, p.y + 2.8F * s}, {p.x + 3.4F * s, p.y - 2.6F * s}},
                   Ink::on_fill, w);
      break;
    case End::raised:
      svg.line({p.x - 2.8F * s, p.y - 2.8F * s}, {p.x + 2.8F * s, p.y + 2.8F * s}, Ink::on_fill, w);
      svg.line({p.x - 2.8F * s, p.y + 2.8F * s}, {p.x + 2.8F * s, p.y - 2.8F * s}, Ink::on_fill, w);
      break;
    case End::cancelled:
      svg.rect(p.x - 2.8F * s, p.y - 2.8F * s, p.x + 2.8F * s, p.y + 2.8F * s, Ink::on_fill);
      break;
    case End::closed_gc_hook:
    case End::closed_dealloc:
      svg.arc(p, 3 * s, 0.6F, 5.2F, Ink::on_fill, w * 0.9F);
      svg.polygon(
          {{p.x + 3.9F * s, p.y - 3.4F * s}, {p.x + 3.3F * s, p.y + 0.2F * s}, {p.x + 0.4F * s, p.y - 2.2F * s}},
          Ink::on_fill);
      break;
    case End::closed_shutdown:
      svg.arc(p, 3.2F * s, -0.9F, 4.05F, Ink::on_fill, w * 0.85F);
      svg.line({p.x, p.y - 4.2F * s}, {p.x, p.y - 0.4F * s}, Ink::on_fill, w * 0.9F);
      break;
    default:
      break;
  }
}

void draw_sprite(Svg& svg, const timeline::Sprite& sprite, SvgPoint origin) {
  const timeline::Metrics metrics(1);
  const SvgPoint p{origin.x + timeline::sprite_center_x(sprite, metrics), origin.y + sprite.y};
  const Ink ink = timeline::ink_of(sprite.kind);
  switch (sprite.kind) {
    case MarkKind::birth:
      svg.circle(p, 4.5F, Ink::ground);
      svg.ring(p, 3.5F, Ink::text_dim, 1.75F);
      break;
    case MarkKind::end:
      draw_end(svg, sprite.end, p, metrics.mark() / 2);
      if (sprite.number > 0) number_in_circle(svg, {p.x + metrics.mark() + 3, p.y}, sprite.number);
      break;
    case MarkKind::first_iteration:
      svg.polygon({{p.x - 2.5F, p.y - 4}, {p.x - 2.5F, p.y + 4}, {p.x + 3.5F, p.y}}, Ink::text);
      break;
    case MarkKind::close_call:
      svg.line({p.x, p.y - 8}, {p.x, p.y + 8}, Ink::text, 2);
      if (sprite.number > 0) number_in_circle(svg, {p.x + 11, p.y}, sprite.number);
      break;
    case MarkKind::cancel_request:
      svg.polygon({{p.x - 4.5F, p.y - 13}, {p.x + 4.5F, p.y - 13}, {p.x, p.y - 7}}, ink);
      svg.line({p.x, p.y - 8}, {p.x, p.y + 8}, ink, 1.5F);
      break;
    case MarkKind::stdout_text:
      svg.rect(p.x - 1, p.y - 7, p.x + 1, p.y + 7, ink, 1, 1);
      break;
    case MarkKind::stderr_text:
      svg.rect(p.x - 1.5F, p.y - 9, p.x + 1.5F, p.y + 9, ink, 1, 1);
      svg.rect(p.x - 4, p.y - 9, p.x + 4, p.y - 6.5F, ink);
      break;
    case MarkKind::log_record:
      svg.frame(p.x - 4.5F, p.y - 5.5F, p.x + 4.5F, p.y + 5.5F, ink, 1);
      svg.line({p.x - 2, p.y - 1.5F}, {p.x + 2, p.y - 1.5F}, ink, 1);
      svg.line({p.x - 2, p.y + 1.5F}, {p.x + 2, p.y + 1.5F}, ink, 1);
      break;
    case MarkKind::warning:
      svg.polygon({{p.x, p.y - 6}, {p.x + 6, p.y + 5}, {p.x - 6, p.y + 5}}, ink);
      svg.rect(p.x - 0.75F, p.y - 2.5F, p.x + 0.75F, p.y + 1.5F, Ink::on_fill);
      svg.rect(p.x - 0.75F, p.y + 2.5F, p.x + 0.75F, p.y + 4, Ink::on_fill);
      break;
    case MarkKind::note:
    case MarkKind::wake:
      svg.polygon({{p.x, p.y - 4}, {p.x + 4, p.y}, {p.x, p.y + 4}, {p.x - 4, p.y}}, ink);
      break;
    case MarkKind::rejected: {
      // An arrow that hits the bar from above and goes no further; sparks fly.
      const float tip = p.y - metrics.bar() / 2 + 3;
      svg.line({p.x - 20, tip - 15}, {p.x - 5, tip - 3.75F}, Ink::ground, 5.5F);
      svg.line({p.x - 20, tip - 15}, {p.x - 5, tip - 3.75F}, ink, 2.5F);
      svg.polygon({{p.x, tip}, {p.x - 10.5F, tip - 2.5F}, {p.x - 4.5F, tip - 10}}, ink);
      for (int i = 0; i < 4; ++i) {
        const float angle = 0.15F - 0.62F * static_cast<float>(i), dx = std::cos(angle), dy = std::sin(angle);
        svg.line({p.x + dx * 4, tip + dy * 4}, {p.x + dx * 10, tip + dy * 10}, ink, 2);
      }
      break;
    }
    case MarkKind::signal:
      svg.polygon({{p.x + 3, p.y - 9}, {p.x + 1.5F, p.y + 1.5F}, {p.x - 5, p.y + 1.5F}}, ink);
      svg.polygon({{p.x - 3, p.y + 9}, {p.x - 1.5F, p.y - 1.5F}, {p.x + 5, p.y - 1.5F}}, ink);
      break;
    case MarkKind::error:
      flag(svg, p, sprite.reach, ink, "!");
      break;
    case MarkKind::leak:
      svg.circle(p, metrics.mark() / 2 + 2, Ink::ground);
      draw_end(svg, sprite.end == End::open ? End::leaked : sprite.end, p, metrics.mark() / 2);
      break;
    case MarkKind::finding:
      flag(svg, p, sprite.reach, ink, "?");
      break;
    case MarkKind::slow: {
      const float k = sprite.size, r = 7 * k;
      svg.polygon({{p.x, p.y - r - 3 * k}, {p.x + r + 3 * k, p.y + r}, {p.x - r - 3 * k, p.y + r}}, Ink::ground);
      svg.polygon({{p.x, p.y - r}, {p.x + r, p.y + 0.8F * r}, {p.x - r, p.y + 0.8F * r}}, ink);
      svg.rect(p.x - 0.9F * k, p.y - 3 * k, p.x + 0.9F * k, p.y + 1.5F * k, Ink::on_fill);
      svg.rect(p.x - 0.9F * k, p.y + 2.6F * k, p.x + 0.9F * k, p.y + 4.2F * k, Ink::on_fill);
      break;
    }
  }
  const bool counted = sprite.count > 1 && sprite.kind != MarkKind::birth && sprite.kind != MarkKind::stdout_text;
  if (!counted) return;
  const std::string count = sprite.count > 99 ? "99+" : fmt::format("{}", sprite.count);
  svg.text(p.x + 9, p.y + sprite.reach - 6, count, SvgFont::tiny, Ink::text_dim, true);
}

void draw_kind(Svg& svg, LaneKind kind, SvgPoint p) {
  const float w = 1.5F;
  switch (kind) {
    case LaneKind::loop:
      svg.arc(p, 5, -0.4F, 4.6F, Ink::handle, w);
      svg.polygon({{p.x - 2.5F, p.y - 7.5F}, {p.x - 2.5F, p.y - 2}, {p.x + 2.5F, p.y - 5}}, Ink::handle);
      break;
    case LaneKind::task:
      svg.line({p.x - 6, p.y}, {p.x + 6, p.y}, Ink::running, w);
      svg.rect(p.x - 2.5F, p.y - 4, p.x + 3.5F, p.y + 4, Ink::running, 1, 1);
      break;
    case LaneKind::asyncgen:
      for (int i = -1; i <= 1; ++i)
        svg.circle({p.x + 4.5F * static_cast<float>(i), p.y}, i == 1 ? 2.2F : 1.7F, Ink::gen_running);
      break;
    case LaneKind::coroutine:
      svg.arc({p.x + 3, p.y}, 7, 2.35F, 3.93F, Ink::leaked, w);
      svg.arc({p.x - 3, p.y}, 7, -0.79F, 0.79F, Ink::leaked, w);
      break;
    case LaneKind::thread:
      svg.polyline({{p.x - 5, p.y + 4},
                    {p.x - 3, p.y - 4},
                    {p.x - 1, p.y + 4},
                    {p.x + 1, p.y - 4},
                    {p.x + 3, p.y + 4},
                    {p.x + 5, p.y - 4}},
                   Ink::thread_running, w);
      break;
    case LaneKind::sync:
      svg.rect(p.x - 4.5F, p.y - 1, p.x + 4.5F, p.y + 5.5F, Ink::held, 1, 1);
      svg.arc({p.x, p.y - 1}, 3.2F, kPi, 2 * kPi - 0.001F, Ink::held, w);
      break;
    case LaneKind::output:
      svg.line({p.x - 5, p.y - 4}, {p.x + 5, p.y - 4}, Ink::text_dim, w);
      svg.line({p.x - 5, p.y}, {p.x + 2, p.y}, Ink::text_dim, w);
      svg.line({p.x - 5, p.y + 4}, {p.x + 4, p.y + 4}, Ink::text_dim, w);
      break;
  }
}

}  // namespace loopscope::app

// Intervals and their labels.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "app/export/svg_shapes.hpp"

namespace loopscope::app {

using timeline::Ink;
using timeline::Shape;

void draw_quad(Svg& svg, const timeline::Quad& q, SvgPoint origin) {
  const float x0 = origin.x + q.x0, y0 = origin.y + q.y0, x1 = origin.x + q.x1, y1 = origin.y + q.y1;
  const float alpha = static_cast<float>(q.alpha) / 255, middle = (y0 + y1) / 2;
  const float radius = std::min({2.0F, (x1 - x0) / 2, (y1 - y0) / 2});
  if (!(x1 > x0)) return;
  switch (q.shape) {
    case Shape::solid:
      svg.rect(x0, y0, x1, y1, q.ink, alpha, radius);
      break;
    case Shape::plain:
      svg.rect(x0, y0, x1, y1, q.ink, alpha);
      break;
    case Shape::rail:
      svg.rect(x0, middle - 1, x1, middle + 1, q.ink, alpha);
      break;
    case Shape::dotted:
      svg.rect(x0, y0, x1, y1, q.ink, alpha * 0.16F);
      if (x1 - x0 > 4) svg.line({x0 + 2, middle}, {x1 - 2, middle}, q.ink, 4, "0 8", std::fmod(q.phase, 8.0F) - 2);
      break;
    case Shape::hatched:
      svg.rect(x0, y0, x1, y1, q.ink, alpha * 0.22F, radius);
      svg.hatch(x0, y0, x1, y1, q.ink);
      svg.frame(x0, y0, x1, y1, q.ink, radius);
      break;
    case Shape::outline:
      svg.rect(x0, y0, x1, y1, q.ink, alpha * 0.12F, radius);
      svg.frame(x0, y0, x1, y1, q.ink, radius);
      break;
    case Shape::double_rail:
      svg.rect(x0, y0, x1, y0 + 1.5F, q.ink, alpha);
      svg.rect(x0, y1 - 1.5F, x1, y1, q.ink, alpha);
      break;
    case Shape::band:
      svg.rect(x0, y0, x1, y1, q.ink, alpha * 0.2F, radius);
      svg.rect(x0, y0, x1, y0 + 1, q.ink, alpha);
      svg.rect(x0, y1 - 1, x1, y1, q.ink, alpha);
      break;
    case Shape::torn: {
      const float w = x1 - x0, step = (y1 - y0) / 4, far = x0 + w * 0.95F, near = x0 + w * 0.35F;
      svg.polygon(
          {{x0, y0}, {far, y0}, {near, y0 + step}, {far, y0 + 2 * step}, {near, y0 + 3 * step}, {far, y1}, {x0, y1}},
          q.ink);
      break;
    }
    case Shape::fading:
      for (float k = std::floor(q.phase / 10) * 10; k - q.phase < x1 - x0; k += 10) {
        const float a = std::max(x0 + k - q.phase, x0), b = std::min(x0 + k - q.phase + 5, x1);
        const float t = std::clamp(k / 160, 0.0F, 1.0F);
        svg.rect(a, middle - 1, b, middle + 1, q.ink, 0.9F - 0.55F * t);
      }
      break;
  }
}

void draw_text(Svg& svg, const timeline::TextRun& run, SvgPoint origin) {
  const SvgFont font = run.small ? SvgFont::small : SvgFont::text;
  svg.text(origin.x + run.x, origin.y + run.y, fitting(font, run.text, run.w), font, run.ink, run.clears);
}

}  // namespace loopscope::app

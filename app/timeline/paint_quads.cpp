// The shapes of intervals without OpenGL. Sizes are those of the shader in gl_quads.cpp.

#include <algorithm>
#include <cmath>

#include "app/timeline/paint.hpp"

namespace loopscope::timeline {
namespace {

void rounded(const Canvas& c, ImVec2 a, ImVec2 b, Color color) {
  c.list->AddRectFilled(a, b, color, std::min({2 * c.s(), (b.x - a.x) / 2, (b.y - a.y) / 2}));
}

void hatch(const Canvas& c, ImVec2 a, ImVec2 b, float phase, Color color) {
  const float period = 8 * c.s(), height = b.y - a.y;
  const float width = std::max(1.0F, 2.4F * c.s());
  c.list->PushClipRect(a, b, true);
  // Stripes run down to the left: x + y is constant along one.
  for (float k = std::floor(phase / period) * period; k - phase < b.x - a.x + height; k += period) {
    const float x = a.x + k - phase;
    c.list->AddLine({x + 1, a.y - 1}, {x - height - 1, b.y + 1}, color, width);
  }
  c.list->PopClipRect();
}

}  // namespace

void paint_quads(const Canvas& c, std::span<const Quad> quads, ImVec2 origin) {
  const float s = c.s();
  for (const Quad& q : quads) {
    const ImVec2 a{origin.x + q.x0, origin.y + q.y0}, b{origin.x + q.x1, origin.y + q.y1};
    const Color color = q.alpha == 255 ? c.color(q.ink) : c.color(q.ink, static_cast<float>(q.alpha) / 255);
    const auto pale = [&](float share) { return with_alpha(color, share); };
    const float middle = (a.y + b.y) / 2;
    const float rail = std::max(0.75F, s);
    switch (q.shape) {
      case Shape::solid:
        rounded(c, a, b, color);
        break;
      case Shape::plain:
        c.list->AddRectFilled(a, b, color);
        break;
      case Shape::rail:
        c.list->AddRectFilled({a.x, middle - rail}, {b.x, middle + rail}, color);
        break;
      case Shape::dotted: {
        c.list->AddRectFilled(a, b, pale(0.16F));
        const float period = 8 * s;
        c.list->PushClipRect(a, b, true);
        for (float x = period / 2 - std::fmod(q.phase, period) - period; x < b.x - a.x + period; x += period)
          c.list->AddCircleFilled({a.x + x, middle}, 2 * s, color, 8);
        c.list->PopClipRect();
        break;
      }
      case Shape::hatched:
        rounded(c, a, b, pale(0.22F));
        hatch(c, a, b, q.phase, color);
        c.list->AddRect(a, b, color, 2 * s, 0, std::max(1.0F, s));
        break;
      case Shape::outline:
        rounded(c, a, b, pale(0.12F));
        c.list->AddRect(a, b, color, std::min(2 * s, (b.x - a.x) / 2), 0, std::max(1.0F, s));
        break;
      case Shape::double_rail: {
        const float thick = 1.5F * s;
        c.list->AddRectFilled(a, {b.x, a.y + thick}, color);
        c.list->AddRectFilled({a.x, b.y - thick}, b, color);
        break;
      }
      case Shape::band: {
        rounded(c, a, b, pale(0.20F));
        const float thin = std::max(1.0F, s);
        c.list->AddRectFilled(a, {b.x, a.y + thin}, color);
        c.list->AddRectFilled({a.x, b.y - thin}, b, color);
        break;
      }
      case Shape::torn: {
        const float w = b.x - a.x, step = (b.y - a.y) / 4;
        for (int i = 0; i < 4; ++i) {
          const float y = a.y + step * static_cast<float>(i);
          const float x0 = a.x + w * (i % 2 == 0 ? 0.95F : 0.35F), x1 = a.x + w * (i % 2 == 0 ? 0.35F : 0.95F);
          c.list->AddQuadFilled({a.x, y}, {x0, y}, {x1, y + step}, {a.x, y + step}, color);
        }
        break;
      }
      case Shape::fading: {
        const float period = 10 * s;
        for (float k = std::floor(q.phase / period) * period; k - q.phase < b.x - a.x; k += period) {
          const float x0 = std::max(a.x + k - q.phase, a.x), x1 = std::min(a.x + k - q.phase + 5 * s, b.x);
          if (x1 <= x0) continue;
          const float t = std::clamp(k / (160 * s), 0.0F, 1.0F);
          c.list->AddRectFilled({x0, middle - rail}, {x1, middle + rail}, pale(0.9F + (0.35F - 0.9F) * t));
        }
        break;
      }
    }
  }
}

}  // namespace loopscope::timeline

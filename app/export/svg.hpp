#pragma once

// A vector drawing as SVG text: the few shapes that the timeline is made of, in the colours of a palette.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "app/timeline/frame.hpp"
#include "app/timeline/palette.hpp"

namespace loopscope::app {

struct SvgPoint {
  float x = 0, y = 0;
};

enum class SvgFont : std::uint8_t { title, text, small, tiny };
float font_size(SvgFont font);
// What a text takes, about: a drawing does not know its fonts.
float text_width(SvgFont font, std::string_view text);
// As much of it as fits, with an ellipsis; "" when that would say nothing.
std::string fitting(SvgFont font, std::string_view text, float width);
std::string escaped(std::string_view text);

class Svg {
 public:
  explicit Svg(const timeline::Palette& palette) : palette_(palette) {}
  const timeline::Palette& palette() const { return palette_; }

  // Fills; `alpha` multiplies.
  void rect(float x0, float y0, float x1, float y1, timeline::Ink ink, float alpha = 1, float radius = 0);
  void circle(SvgPoint center, float r, timeline::Ink ink);
  void polygon(std::initializer_list<SvgPoint> points, timeline::Ink ink);
  // Strokes.
  void line(SvgPoint a, SvgPoint b, timeline::Ink ink, float width, std::string_view dashes = {}, float offset = 0);
  void polyline(std::initializer_list<SvgPoint> points, timeline::Ink ink, float width);
  void ring(SvgPoint center, float r, timeline::Ink ink, float width);
  void arc(SvgPoint center, float r, float from, float to, timeline::Ink ink, float width);  // radians, clockwise
  void frame(float x0, float y0, float x1, float y1, timeline::Ink ink, float radius = 0);
  void hatch(float x0, float y0, float x1, float y1, timeline::Ink ink);
  // `y` is the middle of the line. `halo`: the ground shows around it.
  void text(float x, float y, std::string_view text, SvgFont font, timeline::Ink ink, bool halo = false,
            const char* anchor = "start");

  void open(std::string_view attributes, std::string_view title = {});
  void close() { body_ += "</g>\n"; }
  void clip(float x0, float y0, float x1, float y1);  // opens a group
  // The whole drawing, of this size.
  std::string document(float width, float height, std::string_view title) const;

 private:
  std::string paint(const char* property, timeline::Ink ink, float alpha = 1) const;

  const timeline::Palette& palette_;
  std::string body_, patterns_;
  std::uint64_t hatched_ = 0;  // inks that have their pattern
  int clips_ = 0;
};

}  // namespace loopscope::app

#pragma once

// The colours of the window, apart from any GUI library, so that their contrast can be tested.

#include <cstdint>
#include <string_view>

namespace loopscope::app {

enum class Theme : std::uint8_t { dark, light };

enum class Color : std::uint8_t {
#define LOOPSCOPE_COLOR(name, dark, light, doc) name,
#include "app/theme/palette.def"
#undef LOOPSCOPE_COLOR
  count_
};

inline constexpr int kColorCount = static_cast<int>(Color::count_);

struct Rgb {
  std::uint8_t r = 0, g = 0, b = 0;
};

Rgb color_of(Theme theme, Color color);
std::string_view color_name(Color color);

// The colour as Dear ImGui packs it: 0xAABBGGRR. `alpha` runs from 0 to 1.
std::uint32_t packed(Theme theme, Color color, float alpha = 1.0F);

// WCAG 2.1 contrast ratio, 1 to 21.
double contrast(Rgb a, Rgb b);

// What a dichromat sees, linear-light projection. Used to check that states stay apart.
enum class Vision : std::uint8_t { protanopia, deuteranopia, tritanopia };
Rgb simulate(Rgb color, Vision vision);

// CIE76 difference in L*a*b*: about 2.3 is just noticeable.
double difference(Rgb a, Rgb b);

}  // namespace loopscope::app

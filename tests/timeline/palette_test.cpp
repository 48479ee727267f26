// Contrast of the timeline's own palettes, by WCAG 2.1: 4.5 for text, 3 for what is drawn.

#include "app/timeline/palette.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace loopscope::timeline {
namespace {

double linear(std::uint32_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double luminance(Color c) {
  return 0.2126 * linear(c & 255) + 0.7152 * linear(c >> 8 & 255) + 0.0722 * linear(c >> 16 & 255);
}
double contrast(Color a, Color b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

class Palettes : public testing::TestWithParam<const Palette*> {};

TEST_P(Palettes, EveryInkIsSet) {
  for (int i = 0; i < kInkCount; ++i) EXPECT_EQ(GetParam()->ink[static_cast<std::size_t>(i)] >> 24, 255u) << i;
}

TEST_P(Palettes, TextCanBeRead) {
  const Palette& p = *GetParam();
  for (const Ink text : {Ink::text, Ink::text_dim, Ink::text_faint})
    for (const Ink under : {Ink::ground, Ink::header, Ink::stripe, Ink::selection, Ink::hover})
      EXPECT_GE(contrast(p[text], p[under]), 4.5) << static_cast<int>(text) << " on " << static_cast<int>(under);
  for (const Ink fill : {Ink::running, Ink::gen_running, Ink::handle, Ink::thread_running, Ink::held, Ink::slow,
                         Ink::raised, Ink::leaked, Ink::out_warning})
    EXPECT_GE(contrast(p[Ink::on_fill], p[fill]), 4.5) << static_cast<int>(fill);
}

TEST_P(Palettes, WhatIsDrawnCanBeSeen) {
  const Palette& p = *GetParam();
  for (int i = static_cast<int>(Ink::created); i < static_cast<int>(Ink::on_fill); ++i)
    EXPECT_GE(contrast(p[static_cast<Ink>(i)], p[Ink::ground]), 3) << i;
  EXPECT_GE(contrast(p[Ink::accent], p[Ink::ground]), 4.5);
}

INSTANTIATE_TEST_SUITE_P(, Palettes, testing::Values(&dark_palette(), &light_palette()),
                         [](const auto& palette) { return palette.param->is_dark ? "dark" : "light"; });

}  // namespace
}  // namespace loopscope::timeline

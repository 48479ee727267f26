#include "app/theme/palette.hpp"

#include <gtest/gtest.h>

#include <array>

namespace loopscope::app {
namespace {

constexpr std::array kThemes = {Theme::dark, Theme::light};

// WCAG 2.1: 4.5 for text, 3 for shapes that carry meaning.
constexpr double kText = 4.5;
constexpr double kShape = 3.0;

void expect_contrast(Color front, Color ground, double least) {
  for (const Theme theme : kThemes) {
    EXPECT_GE(contrast(color_of(theme, front), color_of(theme, ground)), least)
        << color_name(front) << " on " << color_name(ground) << (theme == Theme::dark ? ", dark" : ", light");
  }
}

TEST(Palette, ContrastFormulaIsWcags) {
  EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21.0, 1e-9);
  EXPECT_NEAR(contrast({119, 119, 119}, {255, 255, 255}), 4.478, 1e-3);
  EXPECT_NEAR(contrast({255, 255, 255}, {255, 255, 255}), 1.0, 1e-9);
}

TEST(Palette, TextIsReadableOnEveryGroundItStandsOn) {
  for (const Color text : {Color::text, Color::text_dim}) {
    for (const Color ground : {Color::window, Color::panel, Color::sunken, Color::header, Color::raised, Color::hover,
                               Color::stripe, Color::selection, Color::current_line}) {
      expect_contrast(text, ground, kText);
    }
  }
  for (const Color ground :
       {Color::panel, Color::sunken, Color::header, Color::stripe, Color::current_line, Color::raised}) {
    expect_contrast(Color::text_faint, ground, kText);
  }
  for (const Color ground : {Color::panel, Color::sunken, Color::header, Color::raised, Color::selection}) {
    expect_contrast(Color::accent, ground, kText);
  }
  expect_contrast(Color::on_accent, Color::accent_fill, kText);
}

TEST(Palette, CodeAndOutputAreReadable) {
  for (const Color text : {Color::code_keyword, Color::code_string, Color::code_number, Color::code_comment,
                           Color::code_name, Color::code_builtin, Color::code_decorator, Color::out_stdout,
                           Color::out_stderr, Color::out_log, Color::out_warning}) {
    expect_contrast(text, Color::sunken, kText);
    expect_contrast(text, Color::current_line, kText);
  }
}

TEST(Palette, StatesAreReadableAsTextAndVisibleAsShapes) {
  for (const Color state : {Color::running, Color::ready, Color::cancelling, Color::returned, Color::raised_error,
                            Color::cancelled, Color::leaked, Color::asyncgen}) {
    expect_contrast(state, Color::panel, kText);
    expect_contrast(state, Color::sunken, kText);
    expect_contrast(state, Color::raised, kText);
  }
  for (const Color shape : {Color::suspended, Color::phase_select, Color::phase_timers, Color::slow}) {
    expect_contrast(shape, Color::sunken, kShape);
  }
}

TEST(Palette, StatesStayApartForDichromats) {
  // Each also has its shape; the hues must not be the same all the same.
  constexpr std::array kStates = {Color::running, Color::ready, Color::suspended, Color::cancelling};
  for (const Theme theme : kThemes) {
    for (const Vision vision : {Vision::protanopia, Vision::deuteranopia, Vision::tritanopia}) {
      for (std::size_t i = 0; i < kStates.size(); ++i) {
        for (std::size_t j = i + 1; j < kStates.size(); ++j) {
          const Rgb a = simulate(color_of(theme, kStates[i]), vision);
          const Rgb b = simulate(color_of(theme, kStates[j]), vision);
          EXPECT_GE(difference(a, b), 10.0)
              << color_name(kStates[i]) << " and " << color_name(kStates[j])
              << (theme == Theme::dark ? ", dark" : ", light") << ", vision " << static_cast<int>(vision);
        }
      }
    }
  }
}

TEST(Palette, PacksAsDearImGuiExpects) {
  const Rgb c = color_of(Theme::dark, Color::accent);
  const std::uint32_t v = packed(Theme::dark, Color::accent, 0.5F);
  EXPECT_EQ(v & 0xFF, c.r);
  EXPECT_EQ(v >> 8 & 0xFF, c.g);
  EXPECT_EQ(v >> 16 & 0xFF, c.b);
  EXPECT_EQ(v >> 24, 128U);
}

}  // namespace
}  // namespace loopscope::app

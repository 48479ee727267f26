#pragma once

// The palette as Dear ImGui colours, and the measures of the 4-pixel grid.

#include <imgui.h>

#include "app/theme/palette.hpp"

namespace loopscope::app {

// Sets every colour and measure of the current ImGui context.
void apply_style(Theme theme, float scale);

// A palette colour for drawing in the current theme.
struct Paint {
  Theme theme = Theme::dark;
  ImU32 operator()(Color color, float alpha = 1.0F) const { return packed(theme, color, alpha); }
  ImVec4 vec(Color color, float alpha = 1.0F) const {
    return ImGui::ColorConvertU32ToFloat4(packed(theme, color, alpha));
  }
};

}  // namespace loopscope::app

#pragma once

// Dear ImGui around a workbench: context, fonts, style and one frame, without a window system.

#include <cstdint>
#include <functional>

#include "app/theme/fonts.hpp"
#include "app/workbench/workbench.hpp"

struct ImGuiContext;

namespace loopscope::app {

class Frontend {
 public:
  explicit Frontend(Workbench& workbench);
  ~Frontend();
  Frontend(const Frontend&) = delete;
  Frontend& operator=(const Frontend&) = delete;

  // Rebuilds fonts and style when the scale or the theme has changed since the last call. Call between frames.
  // Returns true when the font texture must be uploaded again.
  bool prepare();
  // NewFrame, the workbench, Render. `seconds` is the time since the last frame.
  void frame(float width, float height, float seconds);
  const Fonts& fonts() const { return fonts_; }

 private:
  Workbench& workbench_;
  ImGuiContext* context_;
  Fonts fonts_;
  float scale_ = 0;
  int theme_ = -1;
};

}  // namespace loopscope::app

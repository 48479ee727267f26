#include "app/window/frontend.hpp"

#include <imgui.h>

#include <algorithm>

#include "app/theme/style.hpp"

namespace loopscope::app {

Frontend::Frontend(Workbench& workbench) : workbench_(workbench) {
  IMGUI_CHECKVERSION();
  context_ = ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // the layout is ours to keep
  io.LogFilename = nullptr;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
}

Frontend::~Frontend() { ImGui::DestroyContext(context_); }

bool Frontend::prepare() {
  const float scale = workbench_.scale();
  const int theme = static_cast<int>(workbench_.settings().theme);
  const bool new_fonts = scale != scale_;
  if (new_fonts) fonts_ = load_fonts(scale);
  if (new_fonts || theme != theme_) apply_style(workbench_.settings().theme, scale);
  scale_ = scale;
  theme_ = theme;
  return new_fonts;
}

void Frontend::frame(float width, float height, float seconds) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(width, height);
  io.DeltaTime = std::max(seconds, 1e-5F);
  ImGui::NewFrame();
  workbench_.frame(width, height, seconds, fonts_);
  ImGui::Render();
}

}  // namespace loopscope::app

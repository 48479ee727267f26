#pragma once

// A GLFW window with an OpenGL 3.3 core context, and nothing of Dear ImGui.

#include <string>

struct GLFWwindow;

namespace loopscope::app {

struct GlOptions {
  int width = 1600;
  int height = 1000;
  bool visible = true;
  bool vsync = true;
};

class GlWindow {
 public:
  // On failure `window()` is null and `error()` says why, in words for the user.
  explicit GlWindow(const GlOptions& options);
  ~GlWindow();
  GlWindow(const GlWindow&) = delete;
  GlWindow& operator=(const GlWindow&) = delete;

  GLFWwindow* window() const { return window_; }
  const std::string& error() const { return error_; }
  // The display could not be reached at all, as opposed to lacking OpenGL 3.3.
  bool no_display() const { return no_display_; }

 private:
  GLFWwindow* window_ = nullptr;
  bool initialised_ = false;
  bool no_display_ = false;
  std::string error_;
};

}  // namespace loopscope::app

#include "app/window/gl.hpp"

#include <glad/gl.h>
// GLFW after glad, which brings the OpenGL declarations.
#include <GLFW/glfw3.h>
#include <spdlog/spdlog.h>

namespace loopscope::app {
namespace {

std::string g_last_error;

void on_error(int code, const char* text) {
  g_last_error = text;
  spdlog::debug("GLFW error {:#x}: {}", code, text);
}

}  // namespace

GlWindow::GlWindow(const GlOptions& options) {
  glfwSetErrorCallback(on_error);
  if (glfwInit() != GLFW_TRUE) {
    no_display_ = true;
    error_ = g_last_error.empty() ? "no display" : g_last_error;
    return;
  }
  initialised_ = true;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_VISIBLE, options.visible ? GLFW_TRUE : GLFW_FALSE);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "loopscope");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "loopscope");
  window_ = glfwCreateWindow(options.width, options.height, "Loopscope", nullptr, nullptr);
  if (window_ == nullptr) {
    error_ = "this display gives no OpenGL 3.3 context: " + g_last_error;
    return;
  }
  glfwMakeContextCurrent(window_);
  if (gladLoadGL(glfwGetProcAddress) == 0) {
    error_ = "the functions of OpenGL 3.3 could not be loaded";
    glfwDestroyWindow(window_);
    window_ = nullptr;
    return;
  }
  glfwSwapInterval(options.vsync ? 1 : 0);
  spdlog::info("OpenGL {} on {}", reinterpret_cast<const char*>(glGetString(GL_VERSION)),
               reinterpret_cast<const char*>(glGetString(GL_RENDERER)));
}

GlWindow::~GlWindow() {
  if (window_ != nullptr) glfwDestroyWindow(window_);
  if (initialised_) glfwTerminate();
}

}  // namespace loopscope::app

#include "app/window/window.hpp"

#include <glad/gl.h>
// GLFW after glad, which brings the OpenGL declarations.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/window/frontend.hpp"
#include "app/window/gl.hpp"
#include "app/window/keys.hpp"
#include "app/window/state_dump.hpp"

namespace loopscope::app {
namespace {

// Dear ImGui needs a frame or two after an input to settle; then the loop sleeps until the next one.
constexpr int kFramesAfterInput = 4;
constexpr double kIdleWait = 0.5;
constexpr double kFrameSeconds = 1.0 / 60;

struct Shared {
  Workbench* workbench;
  int frames_left = kFramesAfterInput;
};

Shared& shared(GLFWwindow* window) { return *static_cast<Shared*>(glfwGetWindowUserPointer(window)); }

// Our callbacks stand before Dear ImGui's backend, which calls on to them.
void install_callbacks(GLFWwindow* window) {
  glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
    feed_key(shared(w).workbench->keys(), key, scancode, action, mods);
    shared(w).frames_left = kFramesAfterInput;
  });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned codepoint) {
    feed_char(shared(w).workbench->keys(), codepoint);
    shared(w).frames_left = kFramesAfterInput;
  });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int, int) { shared(w).frames_left = kFramesAfterInput; });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { shared(w).frames_left = kFramesAfterInput; });
  glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { shared(w).frames_left = kFramesAfterInput; });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int focused) {
    if (focused == GLFW_FALSE) shared(w).workbench->keys().release_all();
    shared(w).frames_left = kFramesAfterInput;
  });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { shared(w).frames_left = kFramesAfterInput; });
  glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
    for (int i = 0; i < count; ++i) shared(w).workbench->open_in_tab(paths[i]);
    shared(w).frames_left = kFramesAfterInput;
  });
}

void write_state(const std::string& path, const std::string& state) {
  const std::string beside = path + ".part";
  {
    std::ofstream out(beside);
    out << state << '\n';
  }
  std::error_code error;
  std::filesystem::rename(beside, path, error);
  if (error) spdlog::warn("{}: {}", path, error.message());
}

}  // namespace

int run_window(Workbench& workbench, const WindowOptions& options, std::string* error, bool* no_display) {
  GlOptions gl_options;
  gl_options.width = workbench.settings().window_width;
  gl_options.height = workbench.settings().window_height;
  const GlWindow gl(gl_options);
  *no_display = gl.no_display();
  if (gl.window() == nullptr) {
    *error = gl.error();
    return 1;
  }
  GLFWwindow* window = gl.window();
  glfwSetWindowSizeLimits(window, 640, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
  Shared state{&workbench};
  glfwSetWindowUserPointer(window, &state);
  install_callbacks(window);

  Frontend frontend(workbench);
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 330 core");
  workbench.set_gl(true);
  bool first = true;
  double last = glfwGetTime();
  std::string last_state;
  std::string last_title;
  while (glfwWindowShouldClose(window) == GLFW_FALSE && !workbench.wants_quit()) {
    const double begin = glfwGetTime();
    if (workbench.idle() && state.frames_left <= 0) {
      glfwWaitEventsTimeout(kIdleWait);
    } else {
      glfwPollEvents();
    }
    float scale_x = 1, scale_y = 1;
    glfwGetWindowContentScale(window, &scale_x, &scale_y);
    workbench.set_monitor_scale(std::clamp(scale_x, 1.0F, 4.0F));
    if (frontend.prepare()) {
      state.frames_left = kFramesAfterInput;
      if (first) {
        if (!frontend.fonts().notes.empty()) spdlog::warn("fonts: {}", frontend.fonts().notes);
      } else {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
      }
      first = false;
    }
    int width = 0, height = 0, pixels_x = 0, pixels_y = 0;
    glfwGetWindowSize(window, &width, &height);
    glfwGetFramebufferSize(window, &pixels_x, &pixels_y);
    if (pixels_x == 0 || pixels_y == 0) {  // minimised
      glfwWaitEventsTimeout(kIdleWait);
      continue;
    }
    workbench.settings().window_width = width;
    workbench.settings().window_height = height;

    const double now = glfwGetTime();
    const auto seconds = static_cast<float>(std::min(now - last, 0.1));
    last = now;
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    frontend.frame(static_cast<float>(width), static_cast<float>(height), seconds);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, pixels_x, pixels_y);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window);
    if (state.frames_left > 0) --state.frames_left;

    const std::string title =
        workbench.document() == nullptr ? "Loopscope" : workbench.document()->path.filename().string() + " - Loopscope";
    if (title != last_title) glfwSetWindowTitle(window, title.c_str());
    last_title = title;
    if (!options.state_out.empty()) {
      const std::string now_state = state_json(workbench);
      if (now_state != last_state) write_state(options.state_out, now_state);
      last_state = now_state;
    }
    // Some drivers do not wait for the screen; a frame then takes its time by waiting for events.
    const double spare = kFrameSeconds - (glfwGetTime() - begin);
    if (spare > 0.002) glfwWaitEventsTimeout(spare - 0.001);
  }
  workbench.set_gl(false);
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  if (!options.settings_file.empty()) {
    const std::string failed = save_settings(options.settings_file, workbench.settings());
    if (!failed.empty()) spdlog::warn("settings not saved: {}", failed);
  }
  return 0;
}

}  // namespace loopscope::app

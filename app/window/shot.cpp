#include "app/window/shot.hpp"

#include <fmt/core.h>
#include <glad/gl.h>
// GLFW after glad, which brings the OpenGL declarations.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <thread>

#include "app/window/capture.hpp"
#include "app/window/frontend.hpp"
#include "app/window/gl.hpp"

namespace loopscope::app {
namespace {

// Windows, tables and scrolling settle within a few frames.
constexpr int kSettle = 5;
constexpr float kFrame = 1.0F / 60;

// "0.12", "0.12s", "120ms", "5us", "7ns" in nanoseconds.
std::optional<std::int64_t> parse_time(const std::string& text) {
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  const std::string unit(rest, text.data() + text.size());
  double factor = 0;
  if (unit.empty() || unit == "s") factor = 1e9;
  if (unit == "ms") factor = 1e6;
  if (unit == "us") factor = 1e3;
  if (unit == "ns") factor = 1;
  const double ns = value * factor;
  if (factor == 0 || std::abs(ns) > 9e18) return std::nullopt;
  return static_cast<std::int64_t>(std::llround(ns));
}

std::optional<std::uint32_t> parse_number(const std::string& text, const char* prefix) {
  const std::string head = prefix;
  if (text.compare(0, head.size(), head) != 0) return std::nullopt;
  std::uint32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + head.size(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

std::string go(Workbench& workbench, const ShotOptions& options) {
  const Session* session = workbench.session();
  if (session == nullptr) return "";
  const std::string& at = options.at;
  if (at == "end") {
    workbench.seek(session->last());
  } else if (at == "start") {
    workbench.seek(session->first());
  } else if (const auto tick = parse_number(at, "tick:")) {
    const auto instant = session->at_tick(*tick);
    if (!instant) return fmt::format("--at {}: the loop had no such iteration", at);
    workbench.seek(*instant);
  } else if (const auto event = parse_number(at, "event:")) {
    if (*event > session->last().seq)
      return fmt::format("--at {}: the trace ends at event {}", at, session->last().seq);
    workbench.seek(session->instant(*event));
  } else if (const auto finding = parse_number(at, "finding:")) {
    const std::vector<FindingRow>& findings = session->findings();
    if (*finding == 0 || *finding > findings.size()) {
      return fmt::format("--at {}: there are {} findings", at, findings.size());
    }
    workbench.seek(findings[*finding - 1].at);
    workbench.select(findings[*finding - 1].subject);
  } else if (const auto ns = parse_time(at)) {
    workbench.seek(session->at_time(*ns));
  } else {
    return fmt::format("--at {}: not a time, tick:N, event:N, finding:N, start or end", at);
  }
  if (!options.select.empty()) {
    for (const Target& target : session->targets()) {
      if (target.label == options.select && target.subject.subject != Subject::none) {
        workbench.select(target.subject);
        return "";
      }
    }
    return fmt::format("--select {}: nothing of that name in the trace", options.select);
  }
  return "";
}

}  // namespace

std::string take_shot(Workbench& workbench, const ShotOptions& options, bool* no_display) {
  GlOptions gl_options;
  gl_options.visible = false;
  gl_options.vsync = false;
  gl_options.width = 64;
  gl_options.height = 64;
  const GlWindow gl(gl_options);
  *no_display = gl.no_display();
  if (gl.window() == nullptr) return gl.error();
  const Framebuffer target(options.width, options.height);
  if (!target.ok()) return fmt::format("{}x{} is more than this display can render", options.width, options.height);

  workbench.set_animations(false);
  Frontend frontend(workbench);
  frontend.prepare();
  ImGui_ImplOpenGL3_Init("#version 330 core");
  workbench.set_gl(true);
  const auto draw = [&](int frames) {
    for (int i = 0; i < frames; ++i) {
      ImGui_ImplOpenGL3_NewFrame();
      target.bind();
      glClearColor(0, 0, 0, 1);
      glClear(GL_COLOR_BUFFER_BIT);
      frontend.frame(static_cast<float>(options.width), static_cast<float>(options.height), kFrame);
      target.bind();
      ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    }
  };

  const auto deadline = std::chrono::steady_clock::now() + std::chrono::duration<double>(options.patience_s);
  draw(2);
  while (workbench.session() != nullptr &&
         (workbench.session()->status().running || workbench.session()->status().catching_up) &&
         !workbench.session()->status().held && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    draw(1);
  }
  std::string error = go(workbench, options);
  if (error.empty()) {
    draw(1);
    const bool ticks = workbench.timeline_view().state.ruler == timeline::Ruler::tick;
    if (!options.ruler.empty() && ticks != (options.ruler == "tick")) workbench.fire({Command::ruler_mode, false, 0});
    if (options.help) workbench.fire({Command::help, false, 0});
    if (options.palette) workbench.fire({Command::palette, false, 0});
    draw(kSettle);
    glFinish();
    error = write_png(options.out, target.read());
  }
  workbench.set_gl(false);
  ImGui_ImplOpenGL3_Shutdown();
  return error;
}

}  // namespace loopscope::app

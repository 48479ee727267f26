// Renders the timeline alone to a PNG, from a made-up trace: for looking at it while working on it.
//   timeline_preview OUT.png [--light] [--scale S] [--size WxH] [--tick] [--many LANES STEPS] [--select
//   lane|step|slow|area]
//                    [--zoom FROM TO] [--no-gl] [--unfold] [--empty] [--recorded]

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <glad/gl.h>
#include <imgui.h>
#include <png.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "app/timeline/model_source.hpp"
#include "app/timeline/view.hpp"
#include "engine/analysis/lanes.hpp"
#include "tests/timeline/preview_scene.hpp"
#include "tests/timeline/recorded_program.hpp"

namespace tl = loopscope::timeline;

namespace {

bool write_png(const char* path, int w, int h, const std::vector<unsigned char>& rgba) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(w);
  image.height = static_cast<png_uint_32>(h);
  image.format = PNG_FORMAT_RGBA;
  return png_image_write_to_file(&image, path, 0, rgba.data(), -w * 4, nullptr) != 0;
}

ImFont* font(const char* path, float px) {
  if (FILE* f = std::fopen(path, "rb")) {
    std::fclose(f);
    return ImGui::GetIO().Fonts->AddFontFromFileTTF(path, px);
  }
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  const char* out = "timeline.png";
  int w = 1280, h = 560;
  float scale = 1;
  bool light = false, tick = false, gl = true, unfold = false, empty = false, recorded = false;
  std::string select;
  unsigned lanes = 0, steps = 0;
  double zoom[2] = {0, 0};
  float mouse[2] = {-1, -1};
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (a == "--light")
      light = true;
    else if (a == "--tick")
      tick = true;
    else if (a == "--no-gl")
      gl = false;
    else if (a == "--unfold")
      unfold = true;
    else if (a == "--empty")
      empty = true;
    else if (a == "--recorded")
      recorded = true;
    else if (a == "--scale" && i + 1 < argc)
      scale = static_cast<float>(std::atof(argv[++i]));
    else if (a == "--size" && i + 1 < argc)
      std::sscanf(argv[++i], "%dx%d", &w, &h);
    else if (a == "--select" && i + 1 < argc)
      select = argv[++i];
    else if (a == "--many" && i + 2 < argc)
      lanes = static_cast<unsigned>(std::atoi(argv[i + 1])), steps = static_cast<unsigned>(std::atoi(argv[i + 2])),
      i += 2;
    else if (a == "--zoom" && i + 2 < argc)
      zoom[0] = std::atof(argv[i + 1]), zoom[1] = std::atof(argv[i + 2]), i += 2;
    else if (a == "--mouse" && i + 2 < argc)
      mouse[0] = static_cast<float>(std::atof(argv[i + 1])), mouse[1] = static_cast<float>(std::atof(argv[i + 2])),
      i += 2;
    else
      out = argv[i];
  }
  if (!glfwInit()) return std::fprintf(stderr, "no display\n"), 1;
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  GLFWwindow* window = glfwCreateWindow(w, h, "timeline", nullptr, nullptr);
  if (!window) return std::fprintf(stderr, "no OpenGL 3.3\n"), 1;
  glfwMakeContextCurrent(window);
  gladLoadGL(glfwGetProcAddress);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  tl::Fonts fonts;
  const char* inter = "/usr/share/fonts/opentype/inter/Inter-Regular.otf";
  const char* fallback = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
  fonts.text = font(inter, 14 * scale);
  if (!fonts.text) fonts.text = font(fallback, 13 * scale);
  fonts.small = font(inter, 12 * scale);
  if (!fonts.small) fonts.small = font(fallback, 11 * scale);
  ImGui_ImplGlfw_InitForOpenGL(window, false);
  ImGui_ImplOpenGL3_Init("#version 330 core");

  tl::MemorySource source;
  if (lanes > 0)
    tl::test::fill_many(source, lanes, steps);
  else if (!empty)
    tl::test::fill_lesson(source);

  {
    tl::View view;
    tl::Inputs in;
    const tl::test::Program program;
    loopscope::analysis::Model model(program.store());
    model.advance();
    const tl::ModelSource lanes_of_model(model);
    in.source = empty ? nullptr : &source;
    if (recorded) in.source = &lanes_of_model;
    in.palette = light ? &tl::light_palette() : &tl::dark_palette();
    in.fonts = fonts;
    in.scale = scale;
    in.animate = false;
    in.use_gl = gl;
    if (in.source)
      in.cursor = in.source->at_time(in.source->first().ns + (in.source->last().ns - in.source->first().ns) * 2 / 5);
    const tl::UserMark mark{source.at_time(215'000'000), "look"};
    in.marks = {&mark, 1};
    if (unfold) view.state.unfolded.insert({tl::LaneKind::task, 1});
    if (select == "pin") view.state.pinned.insert({tl::LaneKind::task, 3});
    std::vector<unsigned char> pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 4);
    double total = 0, drawn = 0;
    const int frames = 30;
    for (int frame = 0; frame < frames; ++frame) {
      ImGui_ImplOpenGL3_NewFrame();
      ImGuiIO& io = ImGui::GetIO();
      io.DisplaySize = {static_cast<float>(w), static_cast<float>(h)};
      io.DeltaTime = 1.0F / 60;
      io.MousePos = {mouse[0], mouse[1]};
      ImGui::NewFrame();
      ImGui::SetNextWindowPos({0, 0});
      ImGui::SetNextWindowSize(io.DisplaySize);
      ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0, 0});
      ImGui::Begin("t", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
      const auto start = std::chrono::steady_clock::now();
      view.draw(in);
      if (frame == 1 && tick) view.toggle_ruler();
      if (frame == 2 && zoom[1] > zoom[0])
        view.state.fitted = false,
        view.state.window = {static_cast<std::int64_t>(zoom[0] * 1e6), 0, (zoom[1] - zoom[0]) * 1e6};
      if (frame == 2) {
        if (select == "lane") in.selection = *view.select_lane({tl::LaneKind::task, 3});
        if (select == "step")
          in.selection = *view.select_lane({tl::LaneKind::task, 3}, tl::Instant{310'000'000, 31000});
        if (select == "slow") {
          in.selection = *view.select_lane({tl::LaneKind::loop, 1});
          in.selection.pick = tl::Pick::interval;
          in.selection.row = 1;
          in.selection.index = 7;
          in.selection.begin = source.interval(0, 1, 7).begin;
          in.selection.end = source.interval(0, 1, 7).end;
        }
        if (select == "area") in.selection = {tl::Pick::area, {}, 0, 0, {100'000'000, 10000}, {250'000'000, 25000}, 0};
      }
      // Move a little, so that each frame is laid out anew.
      if (frame > 3 && frame + 1 < frames && lanes > 0) view.pan_right(frame % 2 ? 0.01F : -0.01F);
      if (frame > 3)
        drawn += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
      ImGui::End();
      ImGui::PopStyleVar();
      ImGui::Render();
      glViewport(0, 0, w, h);
      glClear(GL_COLOR_BUFFER_BIT);
      ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
      glFinish();
      if (frame > 3)
        total += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    }
    glReadPixels(0, 0, w, h, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    if (!write_png(out, w, h, pixels)) return 1;
    std::printf("%s: %.2f ms a frame, %.2f of it not on the GPU\n", out, total / (frames - 4), drawn / (frames - 4));
  }
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwTerminate();
}

#pragma once

// The workbench in a Dear ImGui context without window, graphics or backend.

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/compat.hpp"
#include "app/window/frontend.hpp"
#include "tests/app/fake_session.hpp"

namespace loopscope::app::testing {

class Headless {
 public:
  static constexpr float kWidth = 1600, kHeight = 1000, kSeconds = 1.0F / 60;

  explicit Headless(Gallery gallery = {})
      : file_(std::filesystem::temp_directory_path() / ("loopscope-headless-" + std::to_string(::getpid()) + ".py")),
        workbench_(Settings(), std::move(gallery),
                   [this](const Document&) {
                     auto session = std::make_unique<FakeSession>();
                     session_ = session.get();
                     return session;
                   }),
        frontend_(workbench_) {
    std::ofstream(file_) << "\"\"\"A lesson.\n\nIt has one sentence.\n\"\"\"\nx = 1\ny = 2\n";
    workbench_.set_animations(false);
    compat::number_keys(ImGui::GetIO());
    frontend_.prepare();
    move_mouse(-1, -1);
  }
  ~Headless() { std::filesystem::remove(file_); }

  void open() {
    workbench_.open(file_);
    frames(2);
  }
  void frames(int count = 1) {
    for (int i = 0; i < count; ++i) {
      frontend_.prepare();
      frontend_.frame(kWidth, kHeight, kSeconds);
    }
  }
  void key(const char* chord) {
    workbench_.keys().key(parse_chord(chord).value(), KeyRouter::Action::press, 1);
    workbench_.keys().key(parse_chord(chord).value(), KeyRouter::Action::release, 1);
    frames(2);
  }
  void move_mouse(float x, float y) { compat::feed_mouse_pos(ImGui::GetIO(), x, y); }
  void click(float x, float y) {
    move_mouse(x, y);
    frames(2);
    compat::feed_mouse_button(ImGui::GetIO(), 0, true);
    frames(2);
    compat::feed_mouse_button(ImGui::GetIO(), 0, false);
    frames(2);
  }
  void drag(float x, float y, float dx, float dy) {
    move_mouse(x, y);
    frames(2);
    compat::feed_mouse_button(ImGui::GetIO(), 0, true);
    frames(2);
    move_mouse(x + dx, y + dy);
    frames(2);
    compat::feed_mouse_button(ImGui::GetIO(), 0, false);
    frames(2);
  }
  void type(const char* text) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
    frames(2);
  }
  void press(compat::Key key) {
    compat::feed_key(ImGui::GetIO(), key, true);
    frames(1);
    compat::feed_key(ImGui::GetIO(), key, false);
    frames(1);
  }

  Workbench& workbench() { return workbench_; }
  FakeSession& session() { return *session_; }
  const std::filesystem::path& file() const { return file_; }
  int vertices() const { return ImGui::GetDrawData()->TotalVtxCount; }

 private:
  std::filesystem::path file_;
  FakeSession* session_ = nullptr;
  Workbench workbench_;
  Frontend frontend_;
};

}  // namespace loopscope::app::testing

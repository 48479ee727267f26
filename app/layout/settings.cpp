#include "app/layout/settings.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

namespace loopscope::app {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kMostRecent = 12;

float number(const json& object, const char* name, float fallback, float lo, float hi) {
  const auto it = object.find(name);
  if (it == object.end() || !it->is_number()) return fallback;
  return std::clamp(it->get<float>(), lo, hi);
}

bool flag(const json& object, const char* name, bool fallback) {
  const auto it = object.find(name);
  return it != object.end() && it->is_boolean() ? it->get<bool>() : fallback;
}

std::string text(const json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

Layout read_layout(const json& object) {
  Layout layout;
  layout.left_width = number(object, "left_width", layout.left_width, 80, 4000);
  layout.right_width = number(object, "right_width", layout.right_width, 80, 4000);
  layout.bottom_height = number(object, "bottom_height", layout.bottom_height, 60, 4000);
  layout.right_split = number(object, "right_split", layout.right_split, 0.1F, 0.9F);
  layout.bottom_split = number(object, "bottom_split", layout.bottom_split, 0.1F, 0.9F);
  layout.show_left = flag(object, "show_left", true);
  layout.show_right = flag(object, "show_right", true);
  layout.show_bottom = flag(object, "show_bottom", true);
  layout.maximised = text(object, "maximised");
  if (const auto it = object.find("active"); it != object.end() && it->is_array()) {
    for (std::size_t i = 0; i < std::min<std::size_t>(it->size(), kAreaCount); ++i) {
      if ((*it)[i].is_string()) layout.active[i] = (*it)[i].get<std::string>();
    }
  }
  return layout;
}

json write_layout(const Layout& layout) {
  return {{"left_width", layout.left_width},       {"right_width", layout.right_width},
          {"bottom_height", layout.bottom_height}, {"right_split", layout.right_split},
          {"bottom_split", layout.bottom_split},   {"show_left", layout.show_left},
          {"show_right", layout.show_right},       {"show_bottom", layout.show_bottom},
          {"maximised", layout.maximised},         {"active", layout.active}};
}

}  // namespace

fs::path settings_path() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && config[0] == '/') {
    return fs::path(config) / "loopscope" / "window.json";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/') {
    return fs::path(home) / ".config" / "loopscope" / "window.json";
  }
  return {};
}

Settings load_settings(const fs::path& path, std::string* note) {
  Settings settings;
  std::ifstream in(path);
  if (!in) return settings;
  const json object = json::parse(in, nullptr, false);
  if (!object.is_object()) {
    if (note != nullptr) *note = fmt::format("{} is not a settings file; using the usual layout", path.string());
    return settings;
  }
  settings.theme = text(object, "theme") == "light" ? Theme::light : Theme::dark;
  settings.interface_scale = number(object, "interface_scale", 1.0F, 0.75F, 4.0F);
  settings.window_width = static_cast<int>(number(object, "window_width", 1600, 480, 16384));
  settings.window_height = static_cast<int>(number(object, "window_height", 1000, 320, 16384));
  settings.skip_gaps = flag(object, "skip_gaps", true);
  if (const auto it = object.find("layout"); it != object.end() && it->is_object()) settings.layout = read_layout(*it);
  if (const auto it = object.find("recent"); it != object.end() && it->is_array()) {
    for (const json& each : *it) {
      if (each.is_string() && settings.recent.size() < kMostRecent) settings.recent.push_back(each.get<std::string>());
    }
  }
  return settings;
}

std::string save_settings(const fs::path& path, const Settings& settings) {
  if (path.empty()) return "no folder for settings: neither XDG_CONFIG_HOME nor HOME is set";
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return fmt::format("{}: {}", path.parent_path().string(), error.message());
  const json object = {{"theme", settings.theme == Theme::light ? "light" : "dark"},
                       {"interface_scale", settings.interface_scale},
                       {"window_width", settings.window_width},
                       {"window_height", settings.window_height},
                       {"skip_gaps", settings.skip_gaps},
                       {"recent", settings.recent},
                       {"layout", write_layout(settings.layout)}};
  const fs::path beside = fmt::format("{}.{}", path.string(), ::getpid());
  {
    std::ofstream out(beside);
    out << object.dump(2, ' ', false, json::error_handler_t::replace) << '\n';
    out.flush();
    if (!out) {
      fs::remove(beside, error);
      return fmt::format("{}: cannot be written", beside.string());
    }
  }
  fs::rename(beside, path, error);
  return error ? fmt::format("{}: {}", path.string(), error.message()) : std::string();
}

}  // namespace loopscope::app

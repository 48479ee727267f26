#pragma once

// What the window remembers between runs, in $XDG_CONFIG_HOME/loopscope/window.json.

#include <filesystem>
#include <string>
#include <vector>

#include "app/layout/layout.hpp"
#include "app/theme/palette.hpp"

namespace loopscope::app {

struct Settings {
  Theme theme = Theme::dark;
  float interface_scale = 1.0F;  // on top of the monitor's own scale
  int window_width = 1600;
  int window_height = 1000;
  bool skip_gaps = true;
  Layout layout;
  std::vector<std::string> recent;  // files, the latest first
};

// $XDG_CONFIG_HOME/loopscope/window.json, else ~/.config/…; empty when neither variable is set.
std::filesystem::path settings_path();

// Values outside their range are brought back into it. A file that is missing gives the defaults; one that cannot be
// read as settings gives the defaults and a sentence in `note`.
Settings load_settings(const std::filesystem::path& path, std::string* note);

// Writes beside the file and renames, so that a crash leaves the old file or the new one. Returns "" or what failed.
std::string save_settings(const std::filesystem::path& path, const Settings& settings);

}  // namespace loopscope::app

#pragma once

// The window as a picture, without showing it.

#include <string>

#include "app/workbench/workbench.hpp"

namespace loopscope::app {

struct ShotOptions {
  int width = 1600;
  int height = 1000;
  std::string out;
  // "end", "start", "tick:N", "event:N", or a time such as "0.12" or "0.12s" or "120ms" on the script's clock.
  std::string at = "end";
  std::string select;      // "Task-2": the thing of that name, or ""
  bool help = false;       // with the help over it
  bool palette = false;    // with the command palette over it
  bool ticks = false;      // the ruler in ticks
  double patience_s = 60;  // how long the program may take
};

// Returns "" or what failed. `no_display` tells that there is no display at all.
std::string take_shot(Workbench& workbench, const ShotOptions& options, bool* no_display);

}  // namespace loopscope::app

#pragma once

// The visible window's life: events, frames, sleep while nothing happens.

#include <string>

#include "app/workbench/workbench.hpp"

namespace loopscope::app {

struct WindowOptions {
  // Where to write the state as JSON when it has changed and at the end, for tests; empty: nowhere.
  std::string state_out;
  // Where the settings are kept; empty: not at all.
  std::string settings_file;
};

// Returns the exit status; `error` says why no window opened. `no_display` tells that there is no display at all.
int run_window(Workbench& workbench, const WindowOptions& options, std::string* error, bool* no_display);

}  // namespace loopscope::app

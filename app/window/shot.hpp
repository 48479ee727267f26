#pragma once

// The window as a picture, without showing it.

#include <string>

#include "app/window/shot_options.hpp"
#include "app/workbench/workbench.hpp"

namespace loopscope::app {

// Returns "" or what failed. `no_display` tells that there is no display at all.
std::string take_shot(Workbench& workbench, const ShotOptions& options, bool* no_display);

}  // namespace loopscope::app

#pragma once

#include <string>

#include "app/workbench/workbench.hpp"

namespace loopscope::app {

// What a test needs to know of the window, as one line of JSON: cursor, selection, visible range, theme, scale,
// what is open over it.
std::string state_json(Workbench& workbench);

}  // namespace loopscope::app

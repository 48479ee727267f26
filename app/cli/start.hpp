#pragma once

// What the window and the pictures have in common: how a run begins, and the look that the command line asks for.

#include "app/cli/options.hpp"
#include "app/workbench/workbench.hpp"

namespace loopscope::app {

Workbench::StartSession session_starter(const CliOptions& options);
void apply_look(const CliOptions& options, Settings& settings);

}  // namespace loopscope::app

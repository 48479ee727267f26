#pragma once

// What the subcommands have in common: how a run begins, and the look that the command line asks for.

#include "app/cli/options.hpp"
#include "app/session/live_session.hpp"
#include "app/workbench/workbench.hpp"

namespace loopscope::app {

LiveOptions live_options(const CliOptions& options, const std::string& path);
// The script's arguments go to the file of the command line only, not to what is opened later.
Workbench::StartSession session_starter(const CliOptions& options);
void apply_look(const CliOptions& options, Settings& settings);

}  // namespace loopscope::app

#pragma once

// What the subcommands do. Each returns the exit status of the process.

#include "app/cli/options.hpp"

namespace loopscope::app {

int run_command(const CliOptions& options);     // cli/run.cpp
int shot_command(const CliOptions& options);    // cli/shot.cpp
int info_command(const CliOptions& options);    // cli/trace_files.cpp
int record_command(const CliOptions& options);  // cli/record.cpp
int fidelity_command(const CliOptions& options);
int diff_command(const CliOptions& options);  // cli/diff.cpp
int dump_command(const CliOptions& options);
int cut_command(const CliOptions& options);
int export_command(const CliOptions& options);  // cli/export.cpp
int window_command(const CliOptions& options);  // cli/open.cpp

}  // namespace loopscope::app

#pragma once

// The command line, parsed. What follows FILE belongs to the script, but for our own options directly after it.

#include <cstdint>
#include <string>
#include <vector>

#include "app/window/shot_options.hpp"

namespace loopscope::app {

enum class Mode { window, run, shot, info, dump, cut, diff, record, fidelity, export_trace, finished };

struct CliOptions {
  Mode mode = Mode::window;
  int status = 0;  // of a `finished` parse: --help, --version or an error that has been told
  std::string file;
  std::vector<std::string> script_args;
  std::string log_level = "warn";

  // run, and what it shares with the window and shot
  bool dump = false;
  bool text = false;
  std::string trace_out;  // run: where the trace goes; cut and export: where the result goes
  bool dev = false;
  bool log_slow_select = false;
  std::vector<std::string> x_options;
  std::vector<std::string> warning_filters;
  std::vector<double> interrupts;  // seconds of virtual time
  bool wall_clock = false;
  std::uint64_t seed = 0;
  std::int64_t max_instructions = 0;  // 0: the engine's own limit
  std::uint64_t max_memory = 0;
  std::uint32_t max_recursion = 0;

  std::string python;  // fidelity: the interpreter to compare with
  bool view = false;   // the window, and script_args are further files

  // info, cut and export
  bool json = false;
  double from_s = 0, to_s = -1;  // to < 0: to the end
  std::string format;            // of export; "": as the name of the file says

  // shot and the window
  ShotOptions shot;
  bool gallery = false;
  float scale = 0;    // 0: remembered, or 1
  std::string theme;  // "", "dark" or "light"
  std::string maximise;
  std::string state_out;
};

// Prints help, version and errors itself.
CliOptions parse_command_line(int argc, char** argv);

}  // namespace loopscope::app

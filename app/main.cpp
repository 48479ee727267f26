#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "app/cli/commands.hpp"

int main(int argc, char** argv) {
  using namespace loopscope::app;
  const CliOptions options = parse_command_line(argc, argv);
  // Our own diagnostics go to stderr and nowhere else: stdout is the script's.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("loopscope"));
  spdlog::set_pattern("loopscope %l: %v");
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  switch (options.mode) {
    case Mode::window:
      return window_command(options);
    case Mode::run:
      return run_command(options);
    case Mode::shot:
      return shot_command(options);
    case Mode::info:
      return info_command(options);
    case Mode::dump:
      return dump_command(options);
    case Mode::record:
      return record_command(options);
    case Mode::fidelity:
      return fidelity_command(options);
    case Mode::diff:
      return diff_command(options);
    case Mode::cut:
      return cut_command(options);
    case Mode::export_trace:
      return export_command(options);
    case Mode::finished:
      break;
  }
  return options.status;
}

#include "app/cli/start.hpp"

#include <cmath>

#include "app/session/file_session.hpp"
#include "app/session/import_session.hpp"

namespace loopscope::app {

LiveOptions live_options(const CliOptions& options, const std::string& path) {
  LiveOptions live;
  live.path = path;
  if (path == options.file) live.args = options.script_args;
  live.seed = options.seed;
  live.max_instructions = options.max_instructions;
  live.max_memory = options.max_memory;
  live.max_recursion = options.max_recursion;
  for (const double seconds : options.interrupts) live.interrupts.push_back(std::llround(seconds * 1e9));
  live.wall_clock = options.wall_clock;
  live.dev_mode = options.dev;
  live.log_slow_select = options.log_slow_select;
  live.x_options = options.x_options;
  live.warning_filters = options.warning_filters;
  return live;
}

Workbench::StartSession session_starter(const CliOptions& options) {
  return [options](const Document& document) -> std::unique_ptr<Session> {
    if (document.is_foreign) return std::make_unique<ImportSession>(document.path.string());
    if (document.is_trace) return std::make_unique<FileSession>(document.path.string());
    LiveOptions live = live_options(options, document.path.string());
    live.interrupts.insert(live.interrupts.end(), document.interrupts.begin(), document.interrupts.end());
    return std::make_unique<LiveSession>(live);
  };
}

void apply_look(const CliOptions& options, Settings& settings) {
  if (options.scale > 0) settings.interface_scale = options.scale;
  if (options.theme == "light") settings.theme = Theme::light;
  if (options.theme == "dark") settings.theme = Theme::dark;
}

}  // namespace loopscope::app

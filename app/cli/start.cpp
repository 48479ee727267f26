#include "app/cli/start.hpp"

namespace loopscope::app {

Workbench::StartSession session_starter(const CliOptions&) {
  return [](const Document&) { return std::unique_ptr<Session>(); };
}

void apply_look(const CliOptions& options, Settings& settings) {
  if (options.scale > 0) settings.interface_scale = options.scale;
  if (options.theme == "light") settings.theme = Theme::light;
  if (options.theme == "dark") settings.theme = Theme::dark;
}

}  // namespace loopscope::app

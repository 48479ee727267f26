#include <cstdio>

#include "app/cli/commands.hpp"
#include "app/cli/start.hpp"
#include "app/window/shot.hpp"

namespace loopscope::app {

int shot_command(const CliOptions& options) {
  // A picture depends on its arguments alone, never on what a window remembered.
  Settings settings;
  apply_look(options, settings);
  settings.layout.maximised = options.maximise;
  Workbench workbench(settings, read_gallery(scenarios_folder()), session_starter(options));
  if (!options.gallery) {
    workbench.open(options.file);
    if (!workbench.document()->error.empty()) {
      std::fprintf(stderr, "loopscope: %s\n", workbench.document()->error.c_str());
      return 2;
    }
  }
  bool no_display = false;
  const std::string error = take_shot(workbench, options.shot, &no_display);
  if (error.empty()) return 0;
  if (no_display) {
    std::fputs("loopscope: no display to render with; try  xvfb-run -a loopscope shot ...\n", stderr);
  } else {
    std::fprintf(stderr, "loopscope: %s\n", error.c_str());
  }
  return 1;
}

}  // namespace loopscope::app

#include <spdlog/spdlog.h>

#include <cstdio>

#include "app/cli/commands.hpp"
#include "app/cli/start.hpp"
#include "app/window/window.hpp"

namespace loopscope::app {

int window_command(const CliOptions& options) {
  std::vector<std::string> files;
  if (!options.file.empty()) files.push_back(options.file);
  if (options.view) files.insert(files.end(), options.script_args.begin(), options.script_args.end());
  for (const std::string& file : files) {
    const Document document = read_document(file);
    if (document.error.empty()) continue;
    std::fprintf(stderr, "loopscope: %s\n", document.error.c_str());
    return 2;
  }
  const std::filesystem::path path = settings_path();
  std::string note;
  Settings settings = load_settings(path, &note);
  if (!note.empty()) spdlog::warn("{}", note);
  apply_look(options, settings);
  Workbench workbench(settings, read_gallery(scenarios_folder()), session_starter(options));
  if (!note.empty()) workbench.say(note);
  for (const std::string& file : files) workbench.open_in_tab(file);
  WindowOptions window;
  window.state_out = options.state_out;
  window.settings_file = path.string();
  std::string error;
  bool no_display = false;
  const int status = run_window(workbench, window, &error, &no_display);
  if (no_display) {
    std::fputs(
        "loopscope: no display: neither DISPLAY nor WAYLAND_DISPLAY leads to a screen, so no window can open.\n"
        "           loopscope run FILE      runs a program without a window\n"
        "           xvfb-run -a loopscope shot --gallery --out P.png      renders the window to a picture\n",
        stderr);
  } else if (!error.empty()) {
    std::fprintf(stderr, "loopscope: %s\n", error.c_str());
  }
  return status;
}

}  // namespace loopscope::app

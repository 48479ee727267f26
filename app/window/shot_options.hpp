#pragma once

#include <string>

namespace loopscope::app {

struct ShotOptions {
  int width = 1600;
  int height = 1000;
  std::string out;
  // "end", "start", "tick:N", "event:N", or a time such as "0.12" or "0.12s" or "120ms" on the script's clock.
  std::string at = "end";
  std::string select;      // "Task-2": the thing of that name, or ""
  bool help = false;       // with the help over it
  bool palette = false;    // with the command palette over it
  std::string ruler;       // "time", "tick", or "" for what suits the trace
  double patience_s = 60;  // how long the program may take
};

}  // namespace loopscope::app

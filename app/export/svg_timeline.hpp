#pragma once

// The whole timeline of a trace as one vector picture: title, ruler, lanes, findings, legend.

#include <string>

namespace loopscope::analysis {
class Model;
}
namespace loopscope::timeline {
struct Palette;
}

namespace loopscope::app {

struct SvgOptions {
  const timeline::Palette* palette = nullptr;  // never null when it is used
  std::string ruler;                           // "time", "tick" or "": what suits the trace
  float width = 1600;                          // px of the picture
  std::string title;
};

// Pictures have an end: of more lanes than this the first ones stand there, and the picture says so.
inline constexpr int kMostSvgLanes = 400;

std::string svg_timeline(const analysis::Model& model, const SvgOptions& options);

}  // namespace loopscope::app

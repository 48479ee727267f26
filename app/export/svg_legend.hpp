#pragma once

// What the colours, shapes and signs of a picture mean: those that it shows, and no others.

#include "app/export/svg.hpp"
#include "app/timeline/frame.hpp"

namespace loopscope::app {

// Draws it at `at`, and returns the y below.
float svg_legend(Svg& svg, const timeline::Frame& frame, SvgPoint at, float width);

}  // namespace loopscope::app

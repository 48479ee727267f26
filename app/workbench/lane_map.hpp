#pragma once

// Between what the timeline selects (lanes, intervals, marks) and what the window selects (the things themselves).

#include <optional>

#include "app/session/selection.hpp"
#include "app/theme/palette.hpp"
#include "app/timeline/palette.hpp"
#include "app/timeline/scene.hpp"

namespace loopscope::app {

std::optional<timeline::LaneKey> lane_of(const Selection& selection);
Selection subject_of(const timeline::Selection& selection);

// The timeline's inks from the window's palette.
timeline::Palette timeline_palette(Theme theme);

}  // namespace loopscope::app

#pragma once

#include "app/panels/panel.hpp"

namespace loopscope::app {

// Every command with its key, over the whole window. True when the user closed it with the mouse.
bool draw_help(const PanelContext& context, float width, float height);

}  // namespace loopscope::app

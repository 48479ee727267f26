#pragma once

#include "app/panels/panel.hpp"

namespace loopscope::app {

// What the file says about itself: its docstring.
class LessonPanel : public Panel {
 public:
  LessonPanel();

 protected:
  void draw(const PanelContext& context, Intents& intents) override;
};

}  // namespace loopscope::app

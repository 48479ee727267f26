#pragma once

#include "app/panels/panel.hpp"

namespace loopscope::app {

// The lessons of the scenarios folder, as a list beside an open file.
class LessonsPanel : public Panel {
 public:
  LessonsPanel();

 protected:
  void draw(const PanelContext& context, Intents& intents) override;
};

}  // namespace loopscope::app

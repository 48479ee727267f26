#pragma once

#include "app/panels/panel.hpp"

namespace loopscope::app {

// The loop's insides at the cursor: phase, ready queue, timer heap.
class LoopPanel : public Panel {
 public:
  LoopPanel();

 protected:
  void draw(const PanelContext& context, Intents& intents) override;
};

}  // namespace loopscope::app

#pragma once

#include "app/panels/panel.hpp"

namespace loopscope::app {

// The selected thing: its life, its await chain, why it runs now.
class InspectorPanel : public Panel {
 public:
  InspectorPanel();

 protected:
  void draw(const PanelContext& context, Intents& intents) override;
};

}  // namespace loopscope::app

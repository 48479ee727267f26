#pragma once

#include "app/panels/panel.hpp"

namespace loopscope::app {

// What went wrong, each with the place and the instant.
class FindingsPanel : public Panel {
 public:
  FindingsPanel();
  int badge(const PanelContext& context) const override;

 protected:
  void draw(const PanelContext& context, Intents& intents) override;
};

}  // namespace loopscope::app

#pragma once

#include "app/panels/panel.hpp"

namespace loopscope::app {

// What the program has written up to the cursor.
class ConsolePanel : public Panel {
 public:
  ConsolePanel();
  int badge(const PanelContext& context) const override;

 protected:
  void draw(const PanelContext& context, Intents& intents) override;
  Color ground() const override { return Color::sunken; }
  bool padded() const override { return false; }

 private:
  std::size_t shown_ = 0;  // lines up to the cursor at the last frame, to follow the end only when it moves
};

}  // namespace loopscope::app

#pragma once

#include "app/panels/panel.hpp"

namespace loopscope::app {

// The file, with the line on which every live frame stands.
class SourcePanel : public Panel {
 public:
  SourcePanel();

 protected:
  void draw(const PanelContext& context, Intents& intents) override;
  Color ground() const override { return Color::sunken; }
  bool padded() const override { return false; }
  int window_flags() const override;

 private:
  void draw_line(const PanelContext& context, Intents& intents, std::size_t index);

  std::string opened_;  // the path of the document that was shown last
  // The line that the view was last moved to, so that it moves only when the line does.
  std::uint32_t shown_line_ = 0;
  float gutter_ = 0;
};

}  // namespace loopscope::app

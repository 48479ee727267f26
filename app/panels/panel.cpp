#include "app/panels/panel.hpp"

#include <cmath>

#include "app/compat.hpp"
#include "app/panels/console_panel.hpp"
#include "app/panels/findings_panel.hpp"
#include "app/panels/inspector_panel.hpp"
#include "app/panels/lesson_panel.hpp"
#include "app/panels/lessons_panel.hpp"
#include "app/panels/loop_panel.hpp"
#include "app/panels/source_panel.hpp"

namespace loopscope::app {

float PanelContext::px(float unscaled) const { return std::round(unscaled * scale); }

void Panel::show(const Rect& rect, const PanelContext& context, Intents& intents) {
  if (rect.empty()) return;
  ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, context.paint(ground()));
  const float pad = padded() ? context.px(12) : 0;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pad, padded() ? context.px(8) : 0));
  if (compat::begin_child(id_.data(), ImVec2(rect.w, rect.h), window_flags())) draw(context, intents);
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

std::vector<PanelSlot> make_panels() {
  std::vector<PanelSlot> panels;
#define LOOPSCOPE_PANEL(type, area) panels.push_back({Area::area, std::make_unique<type>()});
#include "app/panels/panels.def"
#undef LOOPSCOPE_PANEL
  return panels;
}

}  // namespace loopscope::app

#include "app/panels/findings_panel.hpp"

#include <fmt/core.h>

#include "app/panels/widgets.hpp"

namespace loopscope::app {
namespace {

Color color_of(Severity severity) {
  switch (severity) {
    case Severity::info:
      return Color::text_dim;
    case Severity::warning:
      return Color::out_log;
    case Severity::error:
      return Color::raised_error;
  }
  return Color::text_dim;
}

}  // namespace

FindingsPanel::FindingsPanel() : Panel("findings", "Findings", Icon::findings) {}

int FindingsPanel::badge(const PanelContext& context) const {
  return context.findings == nullptr ? 0 : static_cast<int>(context.findings->size());
}

void FindingsPanel::draw(const PanelContext& context, Intents& intents) {
  if (context.findings == nullptr) {
    empty_state(context, Icon::findings, "No program has run",
                "Leaks, slow callbacks and lost exceptions will be listed here, each with its place and its instant.");
    return;
  }
  if (context.findings->empty()) {
    empty_state(context, Icon::check, "Nothing to report",
                "No leaked task, no slow callback, no lost exception in what has run so far.");
    return;
  }
  for (std::size_t i = 0; i < context.findings->size(); ++i) {
    const FindingRow& row = (*context.findings)[i];
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float inset = context.px(28);
    const float wrap = width - inset - context.px(8);
    float title_height = 0;
    {
      const WithFont strong(context.fonts->strong);
      title_height = ImGui::CalcTextSize(row.title.c_str(), nullptr, false, wrap).y;
    }
    const std::string sentence = broken_at_spaces(row.sentence, wrap);
    const float text_height = ImGui::CalcTextSize(sentence.c_str(), nullptr, false, wrap).y;
    const float small_height = ImGui::GetTextLineHeight();
    const float height =
        context.px(8) + title_height + context.px(2) + text_height + context.px(2) + small_height + context.px(8);
    const bool clicked = row_button(context, "finding", height,
                                    row.subject == context.selection && row.subject.subject != Subject::none);
    ImGui::GetWindowDrawList()->AddText(ImVec2(at.x + context.px(4), at.y + context.px(8)),
                                        context.paint(color_of(row.severity)), icon(Icon::findings));
    const auto block = [&](const std::string& text, Color color, float y) {
      ImGui::SetCursorScreenPos(ImVec2(at.x + inset, at.y + y));
      ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + wrap);
      ImGui::PushStyleColor(ImGuiCol_Text, context.paint(color));
      ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
      ImGui::PopStyleColor();
      ImGui::PopTextWrapPos();
    };
    {
      const WithFont strong(context.fonts->strong);
      block(row.title, Color::text, context.px(8));
    }
    block(sentence, Color::text_dim, context.px(10) + title_height);
    std::string where = clock_text(row.at.ns);
    if (row.place) where += fmt::format("   {}:{}", row.place.file_name, row.place.line);
    block(where, Color::text_faint, context.px(12) + title_height + text_height);
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + height));
    ImGui::Dummy(ImVec2(1, context.px(4)));
    if (clicked) {
      intents.seek = row.at;
      if (row.subject.subject != Subject::none) intents.select = row.subject;
      if (row.place) intents.show_place = row.place;
    }
    ImGui::PopID();
  }
}

}  // namespace loopscope::app

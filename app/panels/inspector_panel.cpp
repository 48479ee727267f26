#include "app/panels/inspector_panel.hpp"

#include <fmt/core.h>

#include "app/panels/widgets.hpp"

namespace loopscope::app {
namespace {

void paragraph(const PanelContext& context, const std::string& text, Color color) {
  ImGui::PushTextWrapPos(0);
  ImGui::PushStyleColor(ImGuiCol_Text, context.paint(color));
  ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
}

std::string place_text(const SourcePlace& place) { return fmt::format("{}:{}", place.file_name, place.line); }

// The nearest cause in a box of its own, what lies behind it below; a click goes to the instant of a cause.
void draw_why(const PanelContext& context, Intents& intents, const std::vector<HistoryRow>& causes) {
  const float width = ImGui::GetContentRegionAvail().x;
  const float pad = context.px(8), bar = context.px(4);
  const float wrap = width - pad * 2 - bar;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < causes.size(); ++i) {
    const HistoryRow& cause = causes[i];
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string text = broken_at_spaces(cause.text, wrap);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, wrap);
    const float height = size.y + (i == 0 ? pad * 2 : pad);
    const ImVec2 to(at.x + width, at.y + height);
    ImGui::PushID(static_cast<int>(i));
    const bool clicked = ImGui::InvisibleButton("cause", ImVec2(width, height));
    const bool hovered = ImGui::IsItemHovered();
    ImGui::PopID();
    if (i == 0 || hovered)
      draw->AddRectFilled(at, to, context.paint(i == 0 ? Color::selection : Color::raised), context.px(4));
    draw->AddRectFilled(at, ImVec2(at.x + bar, to.y), context.paint(i == 0 ? Color::accent : Color::border),
                        context.px(2));
    ImGui::SetCursorScreenPos(ImVec2(at.x + pad + bar, at.y + (i == 0 ? pad : pad * 0.5F)));
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + wrap);
    ImGui::PushStyleColor(ImGuiCol_Text, context.paint(i == 0 ? Color::text : Color::text_dim));
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
    ImGui::SetCursorScreenPos(ImVec2(at.x, to.y));
    ImGui::Dummy(ImVec2(width, 0));
    if (clicked) intents.seek = cause.at;
    if (hovered) tooltip(context, "Go to " + clock_text(cause.at.ns));
  }
  ImGui::Dummy(ImVec2(width, context.px(4)));
}

// What went wrong, in one sentence each, before anything else.
void draw_told(const PanelContext& context, Intents& intents, const std::vector<HistoryRow>& told) {
  const float width = ImGui::GetContentRegionAvail().x;
  const float pad = context.px(8), bar = context.px(4);
  const float wrap = width - pad * 2 - bar;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < told.size(); ++i) {
    const HistoryRow& row = told[i];
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string text = broken_at_spaces(row.text, wrap);
    const float height = ImGui::CalcTextSize(text.c_str(), nullptr, false, wrap).y + pad * 2;
    const ImVec2 to(at.x + width, at.y + height);
    ImGui::PushID(static_cast<int>(i) + 1000);
    const bool clicked = ImGui::InvisibleButton("told", ImVec2(width, height));
    const bool hovered = ImGui::IsItemHovered();
    ImGui::PopID();
    draw->AddRectFilled(at, to, context.paint(hovered ? Color::hover : Color::raised), context.px(4));
    draw->AddRectFilled(at, ImVec2(at.x + bar, to.y), context.paint(row.color), context.px(2));
    ImGui::SetCursorScreenPos(ImVec2(at.x + pad + bar, at.y + pad));
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + wrap);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::SetCursorScreenPos(ImVec2(at.x, to.y + context.px(4)));
    ImGui::Dummy(ImVec2(width, 0));
    if (clicked) intents.seek = row.at;
    if (hovered) tooltip(context, "Go to " + clock_text(row.at.ns));
  }
}

void draw_facts(const PanelContext& context, Intents& intents, const std::vector<Fact>& facts) {
  const float label_width = context.px(108);
  const float left = ImGui::GetCursorPosX();
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Fact& fact = facts[i];
    ImGui::PushID(static_cast<int>(i));
    ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_faint));
    ImGui::TextUnformatted(fact.label.c_str());
    ImGui::PopStyleColor();
    ImGui::SameLine(left + label_width, 0);
    if (fact.link.subject != Subject::none) {
      if (link(context, "link", fact.value.c_str())) intents.select = fact.link;
      if (fact.place) ImGui::SameLine();
    } else if (!fact.value.empty()) {
      paragraph(context, fact.value, Color::text);
      if (fact.place) ImGui::SameLine();
    }
    if (fact.place) {
      const std::string place = place_text(fact.place);
      if (ImGui::CalcTextSize(place.c_str()).x > ImGui::GetContentRegionAvail().x) {
        ImGui::NewLine();
        ImGui::SetCursorPosX(left + label_width);
      }
      if (link(context, "place", place.c_str())) intents.show_place = fact.place;
    }
    ImGui::PopID();
  }
}

void draw_chain(const PanelContext& context, Intents& intents, const std::vector<ChainRow>& chain) {
  const float line = ImGui::GetTextLineHeight() + context.px(4);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const ChainRow& row = chain[i];
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool clicked = row_button(context, "row", line, false);
    // A rail joins the frames, with a dot at each.
    const float x = at.x + context.px(8);
    const float middle = at.y + line * 0.5F;
    if (i > 0) draw->AddLine(ImVec2(x, at.y - context.px(4)), ImVec2(x, middle), context.paint(Color::border), 1);
    if (i + 1 < chain.size()) draw->AddLine(ImVec2(x, middle), ImVec2(x, at.y + line), context.paint(Color::border), 1);
    draw->AddCircleFilled(ImVec2(x, middle), context.px(3),
                          context.paint(row.innermost ? Color::accent : Color::text_faint));
    ImGui::SetCursorScreenPos(ImVec2(at.x + context.px(20), at.y + context.px(2)));
    const float width = ImGui::GetContentRegionAvail().x;
    const std::string where = row.place ? place_text(row.place) : std::string();
    const float where_width = where.empty() ? 0 : ImGui::CalcTextSize(where.c_str()).x + context.px(8);
    text_fit(row.what.c_str(), width - where_width, context.paint(Color::text));
    if (!where.empty()) {
      draw->AddText(ImVec2(at.x + context.px(20) + width - where_width + context.px(8), at.y + context.px(2)),
                    context.paint(Color::text_faint), where.c_str());
    }
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + line));
    ImGui::Dummy(ImVec2(1, 0));
    if (clicked && row.place) intents.show_place = row.place;
    ImGui::PopID();
  }
}

void draw_history(const PanelContext& context, Intents& intents, const InspectorView& view, Instant now) {
  const float line = ImGui::GetTextLineHeight() + context.px(4);
  const float time_width = ImGui::CalcTextSize("000.000000 s").x;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(view.history.size()), line);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const HistoryRow& row = view.history[static_cast<std::size_t>(i)];
      ImGui::PushID(i);
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const bool here = row.at.seq == now.seq;
      const bool later = row.at.seq > now.seq;
      const bool clicked = row_button(context, "event", line, here);
      const std::string time = clock_text(row.at.ns);
      const float text_x = ImGui::CalcTextSize(time.c_str()).x;
      ImDrawList* draw = ImGui::GetWindowDrawList();
      draw->AddText(ImVec2(at.x + time_width - text_x, at.y + context.px(2)), context.paint(Color::text_faint),
                    time.c_str());
      ImGui::SetCursorScreenPos(ImVec2(at.x + time_width + context.px(12), at.y + context.px(2)));
      text_fit(row.text.c_str(), ImGui::GetContentRegionAvail().x,
               context.paint(later ? Color::text_faint : row.color));
      ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + line));
      if (clicked) {
        intents.seek = row.at;
        if (row.link.subject != Subject::none) intents.select = row.link;
      }
      ImGui::PopID();
    }
  }
  clipper.End();
  ImGui::PopStyleVar();
}

}  // namespace

InspectorPanel::InspectorPanel() : Panel("inspector", "Inspector", Icon::inspector) {}

void InspectorPanel::draw(const PanelContext& context, Intents& intents) {
  if (context.snapshot == nullptr || context.snapshot->inspector.title.empty()) {
    empty_state(context, Icon::inspector, "Nothing is selected",
                "Click a lane, a mark or a line of the console: its life, its await chain and why it runs now will "
                "stand here.");
    return;
  }
  const InspectorView& view = context.snapshot->inspector;
  {
    const WithFont strong(context.fonts->strong);
    paragraph(context, view.title, Color::text);
  }
  if (!view.kind.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_faint));
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(view.kind.c_str());
    ImGui::PopStyleColor();
  }
  if (!view.state.empty()) {
    if (!view.kind.empty()) {
      const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
      const float room = right - ImGui::GetItemRectMax().x - context.px(8);
      if (chip_width(context, view.state.c_str()) <= room) ImGui::SameLine();
    }
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(2));
    chip(context, view.state.c_str(), view.state_color);
  }
  ImGui::Dummy(ImVec2(0, context.px(4)));
  if (!view.told.empty()) draw_told(context, intents, view.told);
  if (!view.why.empty()) draw_why(context, intents, view.why);
  draw_facts(context, intents, view.facts);
  if (!view.chain.empty()) {
    section(context, "Await chain", "outermost first");
    draw_chain(context, intents, view.chain);
  }
  if (!view.history.empty()) {
    section(context, "Life story");
    draw_history(context, intents, view, context.snapshot->at);
  }
}

}  // namespace loopscope::app

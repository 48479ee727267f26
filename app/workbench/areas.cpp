// The areas: titles with tabs, splitters, the panels in them, the timeline or the gallery in the middle.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "app/compat.hpp"
#include "app/panels/gallery_view.hpp"
#include "app/panels/widgets.hpp"
#include "app/workbench/lane_map.hpp"
#include "app/workbench/workbench.hpp"

namespace loopscope::app {
namespace {

constexpr float kTitleHeight = 32;

Rect below_title(const Rect& rect, float title) { return {rect.x, rect.y + title, rect.w, rect.h - title}; }

ImVec2 top_left(const Rect& r) { return {r.x, r.y}; }
ImVec2 bottom_right(const Rect& r) { return {r.x + r.w, r.y + r.h}; }

}  // namespace

Panel* Workbench::active_panel(Area area) {
  Panel* first = nullptr;
  for (const PanelSlot& slot : panels_) {
    if (slot.area != area) continue;
    if (first == nullptr) first = slot.panel.get();
    if (slot.panel->id() == settings_.layout.active[static_cast<std::size_t>(area)]) return slot.panel.get();
  }
  return first;
}

void Workbench::draw_areas(const PanelContext& context, float width, float height, Intents& intents) {
  hovered_panel_.clear();
  const Arrangement arrangement = arrange(settings_.layout, width, height, context.scale, tabs_.size() > 1);
  draw_top_bar(context, arrangement.top, intents);
  if (!arrangement.tabs.empty()) draw_tabs(context, arrangement.tabs, intents);
  const float body_y = arrangement.top.h + arrangement.tabs.h;
  const Rect body = {0, body_y, width, height - body_y};
  if (document_ == nullptr) {
    // Nothing is open: the gallery has the whole window.
    ImGui::SetCursorScreenPos(top_left(body));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, context.paint(Color::panel));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    if (compat::begin_child("gallery", ImVec2(body.w, body.h))) draw_gallery_page(context, intents);
    ImGui::EndChild();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    return;
  }
  const std::string& maximised = settings_.layout.maximised;
  if (maximised == "timeline") return draw_centre(context, body, intents);
  for (const PanelSlot& slot : panels_) {
    if (slot.panel->id() != maximised) continue;
    draw_title(context, body, {slot.panel.get()}, slot.panel.get(), slot.area, intents);
    slot.panel->show(below_title(body, context.px(kTitleHeight)), context, intents);
    return;
  }
  for (int i = 0; i < kAreaCount; ++i) {
    const auto area = static_cast<Area>(i);
    const Rect& rect = arrangement.area[static_cast<std::size_t>(i)];
    if (rect.empty()) continue;
    if (area == Area::centre) {
      draw_centre(context, rect, intents);
    } else {
      draw_area(context, area, rect, intents);
    }
  }
  draw_splitters(context, arrangement, width, height);
}

void Workbench::draw_area(const PanelContext& context, Area area, const Rect& rect, Intents& intents) {
  std::vector<Panel*> tabs;
  for (const PanelSlot& slot : panels_) {
    if (slot.area == area) tabs.push_back(slot.panel.get());
  }
  Panel* active = active_panel(area);
  if (active == nullptr) return;
  const float title = std::min(context.px(kTitleHeight), rect.h);
  draw_title(context, {rect.x, rect.y, rect.w, title}, tabs, active, area, intents);
  active->show(below_title(rect, title), context, intents);
  if (rect.contains(ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y)) hovered_panel_ = active->id();
}

void Workbench::draw_title(const PanelContext& context, const Rect& rect, const std::vector<Panel*>& tabs,
                           Panel* active, Area area, Intents& intents) {
  const float height = context.px(kTitleHeight);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(top_left(rect), ImVec2(rect.x + rect.w, rect.y + height), context.paint(Color::header));
  draw->AddLine(ImVec2(rect.x, rect.y + height - 1), ImVec2(rect.x + rect.w, rect.y + height - 1),
                context.paint(Color::border));
  const bool maximised = !settings_.layout.maximised.empty();
  const float button = context.px(24);
  float x = rect.x;
  for (Panel* panel : tabs) {
    const bool on = panel == active;
    const WithFont font(on ? context.fonts->strong : context.fonts->body);
    std::string label =
        icon_glyphs() ? fmt::format("{}  {}", icon(panel->icon_id()), panel->title()) : std::string(panel->title());
    const int badge = panel->badge(context);
    const std::string count = badge > 0 ? fmt::format("{}", badge) : std::string();
    const float label_width = ImGui::CalcTextSize(label.c_str()).x;
    const float count_width = count.empty() ? 0 : ImGui::CalcTextSize(count.c_str()).x + context.px(8);
    float w = label_width + count_width + context.px(24);
    w = std::min(w, rect.x + rect.w - button - context.px(4) - x);
    if (w < context.px(20)) break;
    ImGui::PushID(panel->id().data());
    ImGui::SetCursorScreenPos(ImVec2(x, rect.y));
    const bool clicked = ImGui::InvisibleButton("tab", ImVec2(w, height));
    const bool hovered = ImGui::IsItemHovered();
    if (hovered && ImGui::IsMouseDoubleClicked(0)) intents.toggle_maximise = panel->id();
    ImGui::PopID();
    if (on) {
      const bool alone = tabs.size() == 1;
      draw->AddRectFilled(ImVec2(x, rect.y), ImVec2(x + w, rect.y + height - (alone ? 1 : 0)),
                          context.paint(alone ? Color::header : Color::panel));
      if (!alone) {
        draw->AddRectFilled(ImVec2(x, rect.y), ImVec2(x + w, rect.y + context.px(2)), context.paint(Color::accent));
      }
    } else if (hovered) {
      draw->AddRectFilled(ImVec2(x, rect.y), ImVec2(x + w, rect.y + height - 1), context.paint(Color::raised));
    }
    const float text_y = std::round(rect.y + (height - ImGui::GetTextLineHeight()) * 0.5F);
    draw->PushClipRect(ImVec2(x, rect.y), ImVec2(x + w - context.px(4), rect.y + height), true);
    draw->AddText(ImVec2(x + context.px(12), text_y), context.paint(on ? Color::text : Color::text_dim), label.c_str());
    if (!count.empty()) {
      draw->AddText(ImVec2(x + context.px(20) + label_width, text_y), context.paint(Color::text_faint), count.c_str());
    }
    draw->PopClipRect();
    if (clicked && !maximised) settings_.layout.active[static_cast<std::size_t>(area)] = panel->id();
    x += w;
  }
  // The empty part of the title is a handle too.
  const float rest = rect.x + rect.w - button - context.px(8) - x;
  if (rest > 1) {
    ImGui::PushID(active->id().data());
    ImGui::SetCursorScreenPos(ImVec2(x, rect.y));
    ImGui::InvisibleButton("title", ImVec2(rest, height));
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) intents.toggle_maximise = active->id();
    ImGui::PopID();
  }
  ImGui::PushID(active->id().data());
  ImGui::SetCursorScreenPos(ImVec2(rect.x + rect.w - button - context.px(4), rect.y + (height - button) * 0.5F));
  ImGui::PushStyleColor(ImGuiCol_Button, context.paint(Color::header, 0));
  ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_faint));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, 0));
  if (ImGui::Button(icon(maximised ? Icon::compress : Icon::expand), ImVec2(button, button))) {
    intents.toggle_maximise = active->id();
  }
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  if (ImGui::IsItemHovered()) {
    tooltip(context, maximised ? "Put the panel back (Escape)" : "Maximise the panel (double click on its title)");
  }
  ImGui::PopID();
}

void Workbench::draw_centre(const PanelContext& context, const Rect& rect, Intents& intents) {
  if (rect.contains(ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y)) hovered_panel_ = "timeline";
  ImGui::SetCursorScreenPos(top_left(rect));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, context.paint(Color::sunken));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  const bool visible = compat::begin_child("timeline", ImVec2(rect.w, rect.h),
                                           ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  if (visible) {
    timeline::Inputs inputs;
    const timeline::Palette palette = timeline_palette(context.paint.theme);
    std::vector<timeline::UserMark> marks;
    for (const Instant at : marks_) marks.push_back({at, "mark"});
    inputs.source = session_ == nullptr ? nullptr : session_->lanes();
    inputs.cursor = cursor_;
    inputs.show_cursor = session_ != nullptr;
    inputs.selection = lane_selection_;
    inputs.marks = marks;
    inputs.palette = &palette;
    inputs.fonts = {context.fonts->body, context.fonts->small, context.fonts->mono};
    inputs.scale = context.scale;
    inputs.delta_seconds = ImGui::GetIO().DeltaTime;
    inputs.animate = animations_;
    inputs.use_gl = gl_;
    if (document_ != nullptr && !document_->error.empty()) {
      inputs.empty_title = "This file cannot be run";
      inputs.empty_hint = document_->error.c_str();
    }
    const timeline::Intents wanted = timeline_.draw(inputs);
    if (wanted.selection) select_in_timeline(*wanted.selection, false);
    if (wanted.cursor) intents.seek = *wanted.cursor;
    if (wanted.remove_mark) std::erase(marks_, *wanted.remove_mark);
    if (wanted.activate) {
      settings_.layout.show_right = true;
      settings_.layout.maximised.clear();
      activate("inspector");
    }
  }
  ImGui::EndChild();
  ImGui::PopStyleColor();
}

void Workbench::draw_splitters(const PanelContext& context, const Arrangement& arrangement, float width, float height) {
  for (const Splitter& splitter : arrangement.splitters) {
    const Rect& r = splitter.rect;
    if (r.empty()) continue;
    ImGui::PushID(static_cast<int>(splitter.id));
    ImGui::SetCursorScreenPos(top_left(r));
    ImGui::InvisibleButton("splitter", ImVec2(r.w, r.h));
    const bool active = ImGui::IsItemActive();
    if (ImGui::IsItemHovered() || active) {
      ImGui::SetMouseCursor(splitter.vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
      ImGui::GetWindowDrawList()->AddRectFilled(top_left(r), bottom_right(r),
                                                context.paint(Color::accent, active ? 0.9F : 0.5F));
    }
    if (active) {
      const ImVec2 moved = ImGui::GetIO().MouseDelta;
      const float by = splitter.vertical ? moved.x : moved.y;
      if (by != 0) drag_splitter(settings_.layout, splitter.id, by, width, height, context.scale);
    }
    ImGui::PopID();
  }
}

}  // namespace loopscope::app

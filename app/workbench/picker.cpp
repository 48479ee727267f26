#include "app/workbench/picker.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "app/commands/commands.hpp"
#include "app/compat.hpp"
#include "app/panels/widgets.hpp"

namespace loopscope::app {

void Picker::open(std::string_view hint, std::vector<PickerItem> items) {
  open_ = true;
  focus_ = true;
  hint_ = hint;
  text_.clear();
  set_items(std::move(items));
}

void Picker::set_items(std::vector<PickerItem> items) {
  items_ = std::move(items);
  filter();
}

void Picker::set_text(std::string text) {
  text_ = std::move(text);
  focus_ = true;
  filter();
}

void Picker::filter() {
  std::vector<std::pair<int, std::size_t>> scored;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const int score = std::max(fuzzy_score(text_, items_[i].label) * 2, fuzzy_score(text_, items_[i].detail));
    if (score > 0) scored.emplace_back(score, i);
  }
  if (!text_.empty()) {
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  }
  shown_.clear();
  for (const auto& [score, i] : scored) shown_.push_back(i);
  row_ = 0;
  scroll_ = true;
}

Picker::Result Picker::draw(const PanelContext& context, float width, float height) {
  changed_ = false;
  if (!open_) return Result::none;
  const float w = std::min(context.px(600), width - context.px(32));
  const float row_height = context.px(32);
  const float list_height = std::min(row_height * static_cast<float>(std::max<std::size_t>(shown_.size(), 1)),
                                     std::max(row_height, std::min(context.px(416), height * 0.6F)));
  const float field = context.px(44);
  ImGui::SetNextWindowPos(ImVec2(std::round((width - w) * 0.5F), context.px(64)));
  ImGui::SetNextWindowSize(ImVec2(w, field + list_height + context.px(16)));
  ImGui::SetNextWindowFocus();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(8), context.px(8)));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, context.paint(Color::header));
  ImGui::Begin("picker", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar);
  Result result = Result::none;

  std::array<char, 1024> buffer{};
  std::memcpy(buffer.data(), text_.data(), std::min(text_.size(), buffer.size() - 1));
  if (focus_) ImGui::SetKeyboardFocusHere();
  focus_ = false;
  ImGui::SetNextItemWidth(-1);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(context.px(12), context.px(8)));
  const bool entered = ImGui::InputTextWithHint("##text", hint_.c_str(), buffer.data(), buffer.size(),
                                                ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::PopStyleVar();
  if (text_ != buffer.data()) {
    text_ = buffer.data();
    changed_ = true;
    filter();
  }
  if (compat::pressed(compat::Key::down, true) && row_ + 1 < shown_.size()) ++row_, scroll_ = true;
  if (compat::pressed(compat::Key::up, true) && row_ > 0) --row_, scroll_ = true;

  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  if (compat::begin_child("rows", ImVec2(0, list_height))) {
    if (shown_.empty()) {
      ImGui::SetCursorPos(ImVec2(context.px(12), context.px(8)));
      ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_faint));
      ImGui::TextUnformatted(items_.empty() ? "There is nothing to choose from yet." : "Nothing matches.");
      ImGui::PopStyleColor();
    }
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const PickerItem& item = items_[shown_[i]];
      ImGui::PushID(static_cast<int>(i));
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const float room = ImGui::GetContentRegionAvail().x;
      if (row_button(context, "row", row_height, i == row_)) {
        chosen_ = item.index;
        result = Result::chosen;
      }
      if (i == row_ && scroll_) ImGui::SetScrollHereY(0.5F);
      const float y = at.y + (row_height - ImGui::GetTextLineHeight()) * 0.5F;
      float right = at.x + room - context.px(12);
      if (!item.key.empty()) {
        const WithFont small(context.fonts->small);
        right -= ImGui::CalcTextSize(item.key.c_str()).x + context.px(12);
        ImGui::SetCursorScreenPos(
            ImVec2(right, at.y + (row_height - ImGui::GetTextLineHeight()) * 0.5F - context.px(3)));
        key_cap(context, item.key.c_str());
        right -= context.px(12);
      }
      const float label = ImGui::CalcTextSize(item.label.c_str()).x;
      ImGui::SetCursorScreenPos(ImVec2(at.x + context.px(12), y));
      text_fit(item.label.c_str(), right - at.x - context.px(12), context.paint(Color::text));
      const float detail_x = at.x + context.px(24) + label;
      if (!item.detail.empty() && detail_x + context.px(60) < right) {
        ImGui::SetCursorScreenPos(ImVec2(detail_x, y));
        text_fit(item.detail.c_str(), right - detail_x, context.paint(Color::text_faint));
      }
      ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + row_height));
      ImGui::PopID();
    }
    ImGui::Dummy(ImVec2(1, 0));
  }
  ImGui::EndChild();
  scroll_ = false;
  ImGui::PopStyleVar(2);
  if (entered) {
    chosen_ = row_ < shown_.size() ? items_[shown_[row_]].index : kNoItem;
    result = chosen_ == kNoItem && text_.empty() ? Result::none : Result::chosen;
    focus_ = true;
  }
  const bool clicked_away = ImGui::IsMouseClicked(0) && !ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows);
  if (clicked_away && result == Result::none) result = Result::closed;
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  if (result != Result::none) open_ = false;
  return result;
}

}  // namespace loopscope::app

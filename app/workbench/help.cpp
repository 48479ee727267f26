#include "app/workbench/help.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/compat.hpp"
#include "app/panels/widgets.hpp"

namespace loopscope::app {
namespace {

struct Mouse {
  const char* key;
  const char* title;
};
constexpr Mouse kMouse[] = {{"Ctrl+wheel", "Zoom at the pointer"},
                            {"Shift+drag", "Pan the timeline"},
                            {"click", "Select"},
                            {"drag", "Select an area"},
                            {"double click on a title", "Maximise the panel"}};

float group_height(const PanelContext& context, int rows) {
  return context.px(32) + static_cast<float>(rows) * context.px(26) + context.px(12);
}

void heading(const PanelContext& context, ImVec2 at, std::string_view text) {
  const WithFont strong(context.fonts->strong);
  ImGui::GetWindowDrawList()->AddText(ImVec2(at.x, at.y + context.px(4)), context.paint(Color::accent), text.data(),
                                      text.data() + text.size());
}

void row(const PanelContext& context, ImVec2 at, float width, const std::string& key, std::string_view title) {
  const float key_room = context.px(116);
  ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + context.px(2)));
  float text_x = at.x + key_room;
  if (!key.empty()) {
    key_cap(context, key.c_str());
    text_x = std::max(text_x, ImGui::GetItemRectMax().x + context.px(8));
  }
  ImGui::SetCursorScreenPos(ImVec2(text_x, at.y + context.px(4)));
  text_fit(std::string(title).c_str(), at.x + width - text_x,
           context.paint(key.empty() ? Color::text_dim : Color::text));
}

}  // namespace

bool draw_help(const PanelContext& context, float width, float height) {
  const float w = std::min(context.px(1120), width - context.px(32));
  const float h = std::min(context.px(736), height - context.px(32));
  ImGui::SetNextWindowPos(ImVec2(std::round((width - w) * 0.5F), std::round((height - h) * 0.5F)));
  ImGui::SetNextWindowSize(ImVec2(w, h));
  ImGui::SetNextWindowFocus();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(24), context.px(20)));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, context.paint(Color::header));
  ImGui::Begin("help", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  {
    const WithFont title(context.fonts->heading);
    ImGui::TextUnformatted("Keys and commands");
  }
  const float top = ImGui::GetCursorScreenPos().y + context.px(8);
  const float room = ImGui::GetContentRegionAvail().x;
  const int columns = std::clamp(static_cast<int>(room / context.px(320)), 1, 3);
  const float gap = context.px(24);
  const float column_width = std::floor((room - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));

  // Groups go to the column that is the shortest so far, in the order of the table.
  std::array<float, 3> bottom{};
  for (float& b : bottom) b = top;
  const auto place = [&](int rows) {
    int best = 0;
    for (int i = 1; i < columns; ++i) {
      if (bottom[static_cast<std::size_t>(i)] < bottom[static_cast<std::size_t>(best)]) best = i;
    }
    const ImVec2 at(origin.x + static_cast<float>(best) * (column_width + gap), bottom[static_cast<std::size_t>(best)]);
    bottom[static_cast<std::size_t>(best)] += group_height(context, rows);
    return at;
  };
  for (int c = 0; c < kCategoryCount; ++c) {
    const auto category = static_cast<Category>(c);
    const auto in_group = [category](const CommandInfo& info) { return info.category == category; };
    const auto commands = all_commands();
    ImVec2 at = place(static_cast<int>(std::count_if(commands.begin(), commands.end(), in_group)));
    heading(context, at, category_title(category));
    at.y += context.px(32);
    for (const CommandInfo& info : commands) {
      if (!in_group(info)) continue;
      row(context, at, column_width, info.key.empty() ? std::string() : chord_label(info.key), info.title);
      if (ImGui::IsMouseHoveringRect(at, ImVec2(at.x + column_width, at.y + context.px(26)))) {
        tooltip(context, info.doc);
      }
      at.y += context.px(26);
    }
  }
  ImVec2 at = place(static_cast<int>(std::size(kMouse)));
  heading(context, at, "Mouse");
  at.y += context.px(32);
  for (const Mouse& mouse : kMouse) {
    row(context, at, column_width, mouse.key, mouse.title);
    at.y += context.px(26);
  }
  ImGui::SetCursorScreenPos(ImVec2(origin.x, *std::max_element(bottom.begin(), bottom.end())));
  ImGui::Dummy(ImVec2(room, 1));
  const bool away = ImGui::IsMouseClicked(0) && !ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows);
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  return away;
}

}  // namespace loopscope::app

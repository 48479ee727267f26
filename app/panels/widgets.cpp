#include "app/panels/widgets.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "app/compat.hpp"

namespace loopscope::app {
namespace {

std::string three_digits(double value, const char* unit) {
  if (value >= 100) return fmt::format("{:.0f} {}", value, unit);
  if (value >= 10) return fmt::format("{:.1f} {}", value, unit);
  return fmt::format("{:.2f} {}", value, unit);
}

}  // namespace

std::string duration_text(std::int64_t ns) {
  const double v = std::abs(static_cast<double>(ns));
  const char* sign = ns < 0 ? "-" : "";
  if (v < 1e3) return fmt::format("{}{:.0f} ns", sign, v);
  if (v < 999.5e3) return sign + three_digits(v / 1e3, "µs");
  if (v < 999.5e6) return sign + three_digits(v / 1e6, "ms");
  return sign + three_digits(v / 1e9, "s");
}

std::string clock_text(std::int64_t ns) { return fmt::format("{:.6f} s", static_cast<double>(ns) / 1e9); }

void empty_state(const PanelContext& context, Icon which, const char* title, const char* hint) {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float wrap = std::min(room.x, context.px(280));
  const ImVec2 hint_size = ImGui::CalcTextSize(hint, nullptr, false, wrap);
  const float line = ImGui::GetTextLineHeight();
  const bool with_icon = room.y > hint_size.y + line * 4;
  const float height = hint_size.y + line + context.px(4) + (with_icon ? line + context.px(8) : 0);
  float y = origin.y + std::max(0.0F, (room.y - height) * 0.42F);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const auto centred = [&](const char* text, ImU32 color) {
    const ImVec2 size = ImGui::CalcTextSize(text);
    draw->AddText(ImVec2(std::round(origin.x + (room.x - size.x) * 0.5F), y), color, text);
    y += size.y;
  };
  if (with_icon) {
    centred(icon(which), context.paint(Color::text_faint));
    y += context.px(8);
  }
  {
    const WithFont strong(context.fonts->strong);
    centred(title, context.paint(Color::text_dim));
  }
  y += context.px(4);
  ImGui::SetCursorScreenPos(ImVec2(std::round(origin.x + (room.x - std::min(wrap, hint_size.x)) * 0.5F), y));
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + wrap + 1);
  ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_faint));
  ImGui::TextUnformatted(hint);
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
}

void section(const PanelContext& context, const char* title, const char* detail) {
  ImGui::Dummy(ImVec2(0, context.px(4)));
  {
    const WithFont strong(context.fonts->strong);
    ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_dim));
    ImGui::TextUnformatted(title);
    ImGui::PopStyleColor();
  }
  if (detail != nullptr && detail[0] != '\0') {
    ImGui::SameLine();
    ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_faint));
    ImGui::TextUnformatted(detail);
    ImGui::PopStyleColor();
  }
  ImGui::Dummy(ImVec2(0, 0));
}

float chip_width(const PanelContext& context, const char* text) {
  const WithFont small(context.fonts->small);
  return ImGui::CalcTextSize(text).x + context.px(8) * 2 + context.px(3) * 2 + context.px(4);
}

void chip(const PanelContext& context, const char* text, Color color) {
  const WithFont small(context.fonts->small);
  const ImVec2 size = ImGui::CalcTextSize(text);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float dot = context.px(3);
  const float pad = context.px(8);
  const ImVec2 box(size.x + pad * 2 + dot * 2 + context.px(4), size.y + context.px(4));
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(at, ImVec2(at.x + box.x, at.y + box.y), context.paint(Color::raised), box.y * 0.5F);
  draw->AddCircleFilled(ImVec2(at.x + pad + dot * 0.5F, at.y + box.y * 0.5F), dot, context.paint(color));
  draw->AddText(ImVec2(at.x + pad + dot * 2 + context.px(4), at.y + context.px(2)), context.paint(color), text);
  ImGui::Dummy(box);
}

void key_cap(const PanelContext& context, const char* text) {
  const WithFont small(context.fonts->small);
  const ImVec2 size = ImGui::CalcTextSize(text);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 box(std::max(size.x + context.px(10), size.y + context.px(6)), size.y + context.px(6));
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 to(at.x + box.x, at.y + box.y);
  draw->AddRectFilled(at, to, context.paint(Color::raised), context.px(4));
  draw->AddRect(at, to, context.paint(Color::border), context.px(4));
  draw->AddText(ImVec2(std::round(at.x + (box.x - size.x) * 0.5F), at.y + context.px(3)), context.paint(Color::text),
                text);
  ImGui::Dummy(box);
}

bool command_button(const PanelContext& context, Command command, Icon which, bool enabled, bool on) {
  const CommandInfo& info = command_info(command);
  const float side = context.px(28);
  ImGui::PushID(static_cast<int>(command));
  ImGui::PushStyleColor(ImGuiCol_Button, on ? context.paint(Color::selection) : context.paint(Color::header, 0));
  ImGui::PushStyleColor(ImGuiCol_Text, context.paint(on ? Color::accent : Color::text));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, 0));
  ImGui::BeginDisabled(!enabled);
  const std::string label = fmt::format("{}##{}", icon(which), info.name);
  const float width = std::max(side, icon_glyphs() ? 0 : ImGui::CalcTextSize(icon(which)).x + context.px(8));
  const bool clicked = ImGui::Button(label.c_str(), ImVec2(width, side));
  ImGui::EndDisabled();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  ImGui::PopID();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
    tooltip(context,
            info.key.empty() ? std::string(info.title) : fmt::format("{}  ({})", info.title, chord_label(info.key)));
  }
  return clicked;
}

bool link(const PanelContext& context, const char* id, const char* text, Color color) {
  const ImVec2 size = ImGui::CalcTextSize(text);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::min(size.x, std::max(1.0F, ImGui::GetContentRegionAvail().x));
  const bool clicked = ImGui::InvisibleButton(id, ImVec2(std::max(1.0F, width), size.y));
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->PushClipRect(at, ImVec2(at.x + width, at.y + size.y + 2), true);
  draw->AddText(at, context.paint(color), text);
  if (hovered) {
    draw->AddLine(ImVec2(at.x, at.y + size.y), ImVec2(at.x + width, at.y + size.y), context.paint(color));
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  draw->PopClipRect();
  return clicked;
}

bool row_button(const PanelContext& context, const char* id, float height, bool selected) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(1.0F, ImGui::GetContentRegionAvail().x);
  compat::allow_overlap();
  const bool clicked = ImGui::InvisibleButton(id, ImVec2(width, height));
  compat::allow_overlap_after();
  const bool hovered = ImGui::IsItemHovered();
  if (selected || hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + height),
                                              context.paint(selected ? Color::selection : Color::raised),
                                              context.px(4));
  }
  ImGui::SetCursorScreenPos(at);
  return clicked;
}

void text_fit(const char* text, float width, ImU32 color) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::CalcTextSize(text);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (size.x <= width) {
    draw->AddText(at, color, text);
    ImGui::Dummy(size);
    return;
  }
  static constexpr const char* kEllipsis = "\u2026";
  const float room = width - ImGui::CalcTextSize(kEllipsis).x;
  const char* end = text;
  while (*end != '\0') {
    const char* next = end + 1;
    while ((*next & 0xC0) == 0x80) ++next;
    if (ImGui::CalcTextSize(text, next).x > room) break;
    end = next;
  }
  const std::string cut = std::string(text, end) + kEllipsis;
  draw->AddText(at, color, cut.c_str());
  ImGui::Dummy(ImVec2(width, size.y));
}

void rich_text(const PanelContext& context, std::string_view text, Color color) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float right = origin.x + ImGui::GetContentRegionAvail().x;
  const float line_height = ImGui::GetTextLineHeight() + context.px(2);
  const float space = ImGui::CalcTextSize(" ").x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImVec2 at = origin;
  bool code = false;
  const auto put = [&](std::string_view piece) {
    if (piece.empty()) return;
    const WithFont font(code ? context.fonts->mono : context.fonts->body);
    draw->AddText(at, context.paint(code ? Color::code_name : color), piece.data(), piece.data() + piece.size());
    at.x += ImGui::CalcTextSize(piece.data(), piece.data() + piece.size()).x;
  };
  const auto width_of = [&](std::string_view word) {
    float width = 0;
    bool in_code = code;
    while (!word.empty()) {
      const std::size_t tick = std::min(word.find('`'), word.size());
      const WithFont font(in_code ? context.fonts->mono : context.fonts->body);
      width += ImGui::CalcTextSize(word.data(), word.data() + tick).x;
      if (tick == word.size()) break;
      in_code = !in_code;
      word.remove_prefix(tick + 1);
    }
    return width;
  };
  while (!text.empty()) {
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (at.x > origin.x && at.x + width_of(word) > right) at = ImVec2(origin.x, at.y + line_height);
    while (true) {
      const std::size_t tick = std::min(word.find('`'), word.size());
      put(word.substr(0, tick));
      if (tick == word.size()) break;
      code = !code;
      word.remove_prefix(tick + 1);
    }
    at.x += space;
  }
  ImGui::Dummy(ImVec2(right - origin.x, at.y + line_height - origin.y));
}

void tooltip(const PanelContext& context, std::string_view text) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(8), context.px(4)));
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(context.px(360));
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

std::string broken_at_spaces(std::string_view text, float width) {
  std::string result;
  std::size_t line = 0;  // where the present line begins in the result
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::size_t before = result.size();
    result += text.substr(0, end);
    if (before > line && ImGui::CalcTextSize(result.data() + line, result.data() + result.size()).x > width) {
      result[before - 1] = '\n';
      line = before;
    }
    if (end < text.size()) result += text[end];
    if (end < text.size() && text[end] == '\n') line = result.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace loopscope::app

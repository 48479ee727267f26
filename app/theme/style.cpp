#include "app/theme/style.hpp"

#include <cmath>

namespace loopscope::app {

void apply_style(Theme theme, float scale) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  const auto px = [scale](float v) { return std::round(v * scale); };
  style.WindowPadding = ImVec2(px(8), px(8));
  style.FramePadding = ImVec2(px(8), px(4));
  style.ItemSpacing = ImVec2(px(8), px(4));
  style.ItemInnerSpacing = ImVec2(px(4), px(4));
  style.CellPadding = ImVec2(px(4), px(2));
  style.IndentSpacing = px(16);
  style.ScrollbarSize = px(10);
  style.GrabMinSize = px(16);
  style.WindowRounding = px(6);
  style.ChildRounding = 0;
  style.FrameRounding = px(4);
  style.PopupRounding = px(6);
  style.ScrollbarRounding = px(5);
  style.GrabRounding = px(4);
  style.WindowBorderSize = 1;
  style.ChildBorderSize = 0;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 0;
  style.WindowTitleAlign = ImVec2(0, 0.5F);
  style.ButtonTextAlign = ImVec2(0.5F, 0.5F);
  style.SelectableTextAlign = ImVec2(0, 0.5F);
  style.DisabledAlpha = 0.55F;
  style.AntiAliasedLines = true;

  const Paint paint{theme};
  ImVec4* c = style.Colors;
  for (int i = 0; i < ImGuiCol_COUNT; ++i) c[i] = paint.vec(Color::raised);
  c[ImGuiCol_Text] = paint.vec(Color::text);
  c[ImGuiCol_TextDisabled] = paint.vec(Color::text_faint);
  c[ImGuiCol_WindowBg] = paint.vec(Color::panel);
  c[ImGuiCol_ChildBg] = paint.vec(Color::panel, 0);
  c[ImGuiCol_PopupBg] = paint.vec(Color::header);
  c[ImGuiCol_Border] = paint.vec(Color::border);
  c[ImGuiCol_BorderShadow] = paint.vec(Color::border, 0);
  c[ImGuiCol_FrameBg] = paint.vec(Color::sunken);
  c[ImGuiCol_FrameBgHovered] = paint.vec(Color::raised);
  c[ImGuiCol_FrameBgActive] = paint.vec(Color::raised);
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = c[ImGuiCol_TitleBgCollapsed] = paint.vec(Color::header);
  c[ImGuiCol_MenuBarBg] = paint.vec(Color::header);
  c[ImGuiCol_ScrollbarBg] = paint.vec(Color::panel, 0);
  c[ImGuiCol_ScrollbarGrab] = paint.vec(Color::raised);
  c[ImGuiCol_ScrollbarGrabHovered] = paint.vec(Color::hover);
  c[ImGuiCol_ScrollbarGrabActive] = paint.vec(Color::pressed);
  c[ImGuiCol_CheckMark] = paint.vec(Color::accent);
  c[ImGuiCol_SliderGrab] = paint.vec(Color::accent);
  c[ImGuiCol_SliderGrabActive] = paint.vec(Color::accent);
  c[ImGuiCol_Button] = paint.vec(Color::raised);
  c[ImGuiCol_ButtonHovered] = paint.vec(Color::hover);
  c[ImGuiCol_ButtonActive] = paint.vec(Color::pressed);
  c[ImGuiCol_Header] = paint.vec(Color::selection);
  c[ImGuiCol_HeaderHovered] = paint.vec(Color::hover);
  c[ImGuiCol_HeaderActive] = paint.vec(Color::pressed);
  c[ImGuiCol_Separator] = paint.vec(Color::border);
  c[ImGuiCol_SeparatorHovered] = c[ImGuiCol_SeparatorActive] = paint.vec(Color::accent);
  c[ImGuiCol_ResizeGrip] = c[ImGuiCol_ResizeGripHovered] = c[ImGuiCol_ResizeGripActive] = paint.vec(Color::border);
  c[ImGuiCol_TableHeaderBg] = paint.vec(Color::header);
  c[ImGuiCol_TableBorderStrong] = c[ImGuiCol_TableBorderLight] = paint.vec(Color::border);
  c[ImGuiCol_TableRowBg] = paint.vec(Color::panel, 0);
  c[ImGuiCol_TableRowBgAlt] = paint.vec(Color::stripe);
  c[ImGuiCol_TextSelectedBg] = paint.vec(Color::accent, 0.30F);
  c[ImGuiCol_NavHighlight] = paint.vec(Color::accent);
  c[ImGuiCol_ModalWindowDimBg] = paint.vec(Color::window, 0.55F);
}

}  // namespace loopscope::app

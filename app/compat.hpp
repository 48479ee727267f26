#pragma once

// Differences between the Dear ImGui versions that we build on, 1.86 to 1.92, in one place.

#include <imgui.h>

#if IMGUI_VERSION_NUM < 18600
#error "Loopscope needs Dear ImGui 1.86 or newer"
#endif

namespace loopscope::app::compat {

// A child window without a border that keeps its padding. A bool and a window flag until 1.90, child flags after it.
inline bool begin_child(const char* id, ImVec2 size, ImGuiWindowFlags flags = 0) {
#if IMGUI_VERSION_NUM >= 19000
  return ImGui::BeginChild(id, size, ImGuiChildFlags_AlwaysUseWindowPadding, flags);
#else
  return ImGui::BeginChild(id, size, false, flags | ImGuiWindowFlags_AlwaysUseWindowPadding);
#endif
}

// A selectable or button that may overlap what follows it.
inline void allow_overlap() {
#if IMGUI_VERSION_NUM >= 18971
  ImGui::SetNextItemAllowOverlap();
#endif
}
inline void allow_overlap_after() {
#if IMGUI_VERSION_NUM < 18971
  ImGui::SetItemAllowOverlap();
#endif
}

// Keys that Dear ImGui itself must see. Its own enumeration came with 1.87; before, the application chose the numbers.
enum class Key { escape, enter, up, down };

#if IMGUI_VERSION_NUM >= 18700
inline bool pressed(Key key, bool repeat = false) {
  constexpr ImGuiKey kMap[] = {ImGuiKey_Escape, ImGuiKey_Enter, ImGuiKey_UpArrow, ImGuiKey_DownArrow};
  return ImGui::IsKeyPressed(kMap[static_cast<int>(key)], repeat);
}
#else
inline bool pressed(Key key, bool repeat = false) {
  constexpr ImGuiKey_ kMap[] = {ImGuiKey_Escape, ImGuiKey_Enter, ImGuiKey_UpArrow, ImGuiKey_DownArrow};
  const int index = ImGui::GetKeyIndex(kMap[static_cast<int>(key)]);
  return index >= 0 && ImGui::IsKeyPressed(index, repeat);
}
#endif

// Gives the keys above numbers where no backend has done so: for tests and for rendering without a window.
inline void number_keys([[maybe_unused]] ImGuiIO& io) {
#if IMGUI_VERSION_NUM < 18700
  for (int i = 0; i < ImGuiKey_COUNT; ++i) io.KeyMap[i] = i;
#endif
}
inline void feed_key(ImGuiIO& io, Key key, bool down) {
#if IMGUI_VERSION_NUM >= 18700
  constexpr ImGuiKey kMap[] = {ImGuiKey_Escape, ImGuiKey_Enter, ImGuiKey_UpArrow, ImGuiKey_DownArrow};
  io.AddKeyEvent(kMap[static_cast<int>(key)], down);
#else
  constexpr ImGuiKey_ kMap[] = {ImGuiKey_Escape, ImGuiKey_Enter, ImGuiKey_UpArrow, ImGuiKey_DownArrow};
  io.KeysDown[io.KeyMap[kMap[static_cast<int>(key)]]] = down;
#endif
}

// Input for tests and for the off-screen renderer: an event queue from 1.87 on, plain fields before.
inline void feed_mouse_pos(ImGuiIO& io, float x, float y) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMousePosEvent(x, y);
#else
  io.MousePos = ImVec2(x, y);
#endif
}
inline void feed_mouse_button(ImGuiIO& io, int button, bool down) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMouseButtonEvent(button, down);
#else
  io.MouseDown[button] = down;
#endif
}
inline void feed_mouse_wheel(ImGuiIO& io, float steps) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMouseWheelEvent(0, steps);
#else
  io.MouseWheel += steps;
#endif
}

}  // namespace loopscope::app::compat

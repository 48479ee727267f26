// The transport: what runs, where we stand, and the buttons that move us.

#include <fmt/core.h>

#include <cmath>

#include "app/panels/widgets.hpp"
#include "app/workbench/workbench.hpp"

namespace loopscope::app {
namespace {

// A read-out: a small label over nothing, digits in the mono font so that they do not dance.
void read_out(const PanelContext& context, const char* label, const std::string& value, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float middle = at.y + context.px(14);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float x = at.x;
  {
    const WithFont small(context.fonts->small);
    const ImVec2 size = ImGui::CalcTextSize(label);
    draw->AddText(ImVec2(x, std::round(middle - size.y * 0.5F)), context.paint(Color::text_faint), label);
    x += size.x + context.px(6);
  }
  const WithFont mono(context.fonts->mono);
  const ImVec2 size = ImGui::CalcTextSize(value.c_str());
  draw->AddText(ImVec2(at.x + width - size.x, std::round(middle - size.y * 0.5F)), context.paint(Color::text),
                value.c_str());
  ImGui::Dummy(ImVec2(std::max(width, x - at.x + size.x), context.px(28)));
}

void divider(const PanelContext& context) {
  ImGui::SameLine(0, context.px(8));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddLine(ImVec2(at.x, at.y + context.px(4)), ImVec2(at.x, at.y + context.px(24)),
                                      context.paint(Color::border));
  ImGui::Dummy(ImVec2(1, context.px(28)));
  ImGui::SameLine(0, context.px(8));
}

std::string status_text(const RunStatus& status, bool paused) {
  if (status.from_file) return status.catching_up ? "reading the trace" : "recorded trace";
  if (status.running) return paused ? "paused at the live end" : "running";
  if (status.stopped) return "stopped";
  if (status.exit_status != 0) return fmt::format("exit status {}", status.exit_status);
  return "finished";
}

Color status_color(const RunStatus& status) {
  if (status.from_file) return status.message.empty() ? Color::accent : Color::slow;
  if (status.running) return Color::running;
  if (status.stopped) return Color::out_log;
  return status.exit_status == 0 ? Color::returned : Color::raised_error;
}

}  // namespace

void Workbench::draw_top_bar(const PanelContext& context, const Rect& rect, Intents& intents) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(ImVec2(rect.x, rect.y), ImVec2(rect.x + rect.w, rect.y + rect.h), context.paint(Color::header));
  draw->AddLine(ImVec2(rect.x, rect.y + rect.h - 1), ImVec2(rect.x + rect.w, rect.y + rect.h - 1),
                context.paint(Color::border));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(2), 0));
  const float y = rect.y + (rect.h - context.px(28)) * 0.5F;
  const auto button = [&](Command command, Icon which, bool enabled = true, bool on = false) {
    if (command_button(context, command, which, enabled, on)) intents.commands.push_back(command);
  };

  // The right end is laid out first: what stands between gives way to it.
  const float side = context.px(28);
  const float right_width = side * 4 + context.px(2) * 4 + context.px(56) + context.px(8);
  float right_x = rect.x + rect.w - right_width;

  ImGui::SetCursorScreenPos(ImVec2(rect.x + context.px(8), y));
  button(Command::show_gallery, Icon::lessons, true, document_ == nullptr);
  divider(context);
  const bool has_run = session_ != nullptr;
  const bool at_start = !has_run || cursor_.seq <= session_->first().seq;
  const bool running = has_run && session_->status().running;
  const bool moving = playback_.playing || (live() && !engine_paused_);
  const bool at_end = !has_run || (cursor_.seq >= session_->last().seq && !running);
  button(Command::restart, Icon::restart, document_ != nullptr);
  ImGui::SameLine();
  button(Command::stop_program, Icon::stop, running);
  ImGui::SameLine();
  button(Command::interrupt, Icon::interrupt, has_run && !session_->status().from_file);
  divider(context);
  ImGui::BeginGroup();
  button(Command::first_instant, Icon::first, !at_start);
  ImGui::SameLine();
  button(Command::tick_prev, Icon::tick_back, !at_start);
  ImGui::SameLine();
  button(Command::task_step_prev, Icon::task_back, !at_start);
  ImGui::SameLine();
  button(Command::event_prev, Icon::event_back, !at_start);
  ImGui::SameLine();
  button(Command::play_pause, moving ? Icon::pause : Icon::play, has_run, moving);
  ImGui::SameLine();
  button(Command::event_next, Icon::event_forward, !at_end);
  ImGui::SameLine();
  button(Command::task_step_next, Icon::task_forward, !at_end);
  ImGui::SameLine();
  button(Command::tick_next, Icon::tick_forward, !at_end);
  ImGui::SameLine();
  button(Command::last_instant, Icon::last, !at_end);
  ImGui::EndGroup();
  ImGui::SameLine(0, context.px(8));

  // Speed: a click asks for the next one, the tooltip names the keys.
  const std::string speed =
      playback_.speed >= 1 ? fmt::format("{:.0f}x", playback_.speed) : fmt::format("1/{:.0f}x", 1 / playback_.speed);
  ImGui::PushStyleColor(ImGuiCol_Button, context.paint(Color::header, 0));
  if (ImGui::Button(fmt::format("{}##speed", speed).c_str(), ImVec2(context.px(52), side))) {
    intents.speed = playback_.speed >= 16 ? 0.25F : playback_.speed * 2;
  }
  ImGui::PopStyleColor();
  if (ImGui::IsItemHovered()) tooltip(context, "Speed of playing. Slower with <, faster with >; a click goes around.");

  float x = ImGui::GetItemRectMax().x;
  const float clock_width = context.px(132), tick_width = context.px(64);
  if (has_run && x + clock_width + tick_width + context.px(48) < right_x) {
    divider(context);
    read_out(context, "clock", clock_text(cursor_.ns), clock_width);
    divider(context);
    read_out(context, "tick", snapshot_ == nullptr ? "0" : fmt::format("{}", snapshot_->loop.tick), tick_width);
    x = ImGui::GetItemRectMax().x;
  }

  // In the middle: what is open and how its run stands, or the latest note, as far as there is room.
  if (x + context.px(120) < right_x) {
    std::string text = note_;
    Color color = Color::out_log;
    if (text.empty() && has_run) {
      const RunStatus& status = session_->status();
      text = status.message.empty() ? status_text(status, engine_paused_) : status.message;
      color = status_color(status);
    }
    divider(context);
    const float text_y = std::round(y + (side - ImGui::GetTextLineHeight()) * 0.5F);
    float at = x + context.px(18);
    if (!text.empty()) {
      draw->AddCircleFilled(ImVec2(at + context.px(4), y + side * 0.5F), context.px(4), context.paint(color));
      at += context.px(16);
    }
    ImGui::SetCursorScreenPos(ImVec2(at, text_y));
    if (document_ != nullptr) {
      const std::string name = document_->path.filename().string();
      const WithFont strong(context.fonts->strong);
      text_fit(name.c_str(), right_x - at - context.px(8), context.paint(Color::text));
      at = ImGui::GetItemRectMax().x + context.px(8);
    }
    if (at + context.px(40) < right_x && !text.empty()) {
      ImGui::SetCursorScreenPos(ImVec2(at, text_y));
      text_fit(text.c_str(), right_x - at - context.px(8), context.paint(Color::text_dim));
    }
  }

  ImGui::SetCursorScreenPos(ImVec2(right_x, y));
  button(Command::search, Icon::search, has_run);
  ImGui::SameLine();
  button(Command::palette, Icon::commands);
  ImGui::SameLine();
  button(Command::toggle_theme, settings_.theme == Theme::dark ? Icon::sun : Icon::moon);
  ImGui::SameLine();
  ImGui::PushStyleColor(ImGuiCol_Button, context.paint(Color::header, 0));
  const std::string percent = fmt::format("{:.0f}%##scale", settings_.interface_scale * 100);
  if (ImGui::Button(percent.c_str(), ImVec2(context.px(56), side))) {
    intents.commands.push_back(settings_.interface_scale >= 2 ? Command::scale_reset : Command::scale_up);
  }
  ImGui::PopStyleColor();
  if (ImGui::IsItemHovered()) tooltip(context, "Interface size: Ctrl+= larger, Ctrl+- smaller, Ctrl+0 usual.");
  ImGui::SameLine();
  button(Command::help, Icon::help);
  ImGui::PopStyleVar();
}

}  // namespace loopscope::app

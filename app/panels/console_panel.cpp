#include "app/panels/console_panel.hpp"

#include <algorithm>

#include "app/panels/widgets.hpp"

namespace loopscope::app {
namespace {

Color color_of_stream(Stream stream) {
  switch (stream) {
    case Stream::out:
      return Color::out_stdout;
    case Stream::err:
      return Color::out_stderr;
    case Stream::log:
      return Color::out_log;
    case Stream::warning:
      return Color::out_warning;
  }
  return Color::out_stdout;
}

const char* name_of_stream(Stream stream) {
  switch (stream) {
    case Stream::out:
      return "stdout";
    case Stream::err:
      return "stderr";
    case Stream::log:
      return "log";
    case Stream::warning:
      return "warning";
  }
  return "";
}

// How many lines had been written at `now`: the lines stand in the order of their events.
std::size_t written(const std::vector<ConsoleLine>& lines, Instant now) {
  return static_cast<std::size_t>(
      std::partition_point(lines.begin(), lines.end(), [now](const ConsoleLine& l) { return l.at.seq <= now.seq; }) -
      lines.begin());
}

}  // namespace

ConsolePanel::ConsolePanel() : Panel("console", "Console", Icon::console) {}

int ConsolePanel::badge(const PanelContext& context) const {
  if (context.console == nullptr || context.snapshot == nullptr) return 0;
  return static_cast<int>(written(*context.console, context.snapshot->at));
}

void ConsolePanel::draw(const PanelContext& context, Intents& intents) {
  if (context.console == nullptr || context.snapshot == nullptr) {
    empty_state(context, Icon::console, "No program has run",
                "What it prints, logs and warns will stand here, in order.");
    return;
  }
  const std::vector<ConsoleLine>& lines = *context.console;
  const Instant now = context.snapshot->at;
  const std::size_t count = written(lines, now);
  if (count == 0) {
    empty_state(context, Icon::console, "Nothing is written yet",
                lines.empty() ? "The program has not printed anything so far."
                              : "The console shows what was written up to the cursor. Move the cursor on with \u2192.");
    shown_ = 0;
    return;
  }
  const WithFont mono(context.fonts->mono);
  const float line_height = ImGui::GetTextLineHeight() + context.px(4);
  float owner_width = 0;
  {
    const WithFont small(context.fonts->small);
    owner_width = ImGui::CalcTextSize("Task-0000 xx").x;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGui::Dummy(ImVec2(0, context.px(4)));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(count), line_height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const ConsoleLine& line = lines[static_cast<std::size_t>(i)];
      const ImVec2 at = ImGui::GetCursorScreenPos();
      ImGui::PushID(i);
      const float width = ImGui::GetContentRegionAvail().x;
      const bool clicked = ImGui::InvisibleButton("line", ImVec2(std::max(1.0F, width), line_height));
      const bool hovered = ImGui::IsItemHovered();
      ImDrawList* draw = ImGui::GetWindowDrawList();
      const bool newest = line.at.seq == now.seq;
      if (hovered || newest) {
        draw->AddRectFilled(at, ImVec2(at.x + width, at.y + line_height),
                            context.paint(newest ? Color::current_line : Color::raised));
      }
      const Color color = color_of_stream(line.stream);
      if (line.stream != Stream::out) {
        draw->AddRectFilled(ImVec2(at.x, at.y), ImVec2(at.x + context.px(3), at.y + line_height), context.paint(color));
      }
      ImGui::SetCursorScreenPos(ImVec2(at.x + context.px(12), at.y + context.px(2)));
      const float text_room = width - context.px(24) - owner_width;
      text_fit(line.text.c_str(), text_room, context.paint(color));
      {
        const WithFont small(context.fonts->small);
        const ImVec2 size = ImGui::CalcTextSize(line.owner.c_str());
        draw->AddText(ImVec2(at.x + width - size.x - context.px(8), at.y + (line_height - size.y) * 0.5F),
                      context.paint(Color::text_faint), line.owner.c_str());
      }
      if (hovered) {
        const WithFont body(context.fonts->body);
        std::string tip = std::string(name_of_stream(line.stream)) + " at " + clock_text(line.at.ns);
        if (!line.owner.empty()) tip += ", written by " + line.owner;
        if (ImGui::CalcTextSize(line.text.c_str()).x > text_room) tip += "\n" + line.text;
        tooltip(context, tip);
      }
      ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + line_height));
      if (clicked) {
        intents.seek = line.at;
        intents.select = Selection{Subject::event, line.at.seq, 0, 0};
      }
      ImGui::PopID();
    }
  }
  clipper.End();
  ImGui::Dummy(ImVec2(0, context.px(4)));
  ImGui::PopStyleVar();
  if (count != shown_) ImGui::SetScrollHereY(1.0F);
  shown_ = count;
}

}  // namespace loopscope::app

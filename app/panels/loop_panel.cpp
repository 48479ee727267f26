#include "app/panels/loop_panel.hpp"

#include <fmt/core.h>

#include "app/panels/widgets.hpp"

namespace loopscope::app {
namespace {

struct Row {
  const std::string& label;
  const std::string& detail;
  Selection subject;
  std::string number;  // its place in the queue, or when it falls due
  Color color;
  bool struck;  // cancelled: crossed out
};

void draw_row(const PanelContext& context, Intents& intents, const Row& row, int id, float number_width) {
  const float line = ImGui::GetTextLineHeight() + context.px(6);
  ImGui::PushID(id);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool clicked =
      row_button(context, "row", line, row.subject.subject != Subject::none && row.subject == context.selection);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float y = at.y + context.px(3);
  const float own = ImGui::CalcTextSize(row.number.c_str()).x;
  draw->AddText(ImVec2(at.x + context.px(4) + number_width - own, y), context.paint(Color::text_faint),
                row.number.c_str());
  const float x = at.x + context.px(4) + number_width + context.px(8);
  draw->AddRectFilled(ImVec2(x, at.y + context.px(5)), ImVec2(x + context.px(4), at.y + line - context.px(5)),
                      context.paint(row.color), context.px(2));
  ImGui::SetCursorScreenPos(ImVec2(x + context.px(12), y));
  const float room = ImGui::GetContentRegionAvail().x;
  const float label_width = ImGui::CalcTextSize(row.label.c_str()).x;
  text_fit(row.label.c_str(), room, context.paint(row.struck ? Color::text_faint : Color::text));
  if (row.struck) {
    const float middle = y + ImGui::GetTextLineHeight() * 0.55F;
    draw->AddLine(ImVec2(x + context.px(12), middle), ImVec2(x + context.px(12) + std::min(label_width, room), middle),
                  context.paint(Color::text_faint));
  }
  if (!row.detail.empty() && label_width + context.px(32) < room) {
    ImGui::SetCursorScreenPos(ImVec2(x + context.px(20) + label_width, y));
    text_fit(row.detail.c_str(), ImGui::GetContentRegionAvail().x, context.paint(Color::text_faint));
  }
  ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + line));
  ImGui::Dummy(ImVec2(1, 0));
  if (clicked && row.subject.subject != Subject::none) intents.select = row.subject;
  ImGui::PopID();
}

void nothing(const PanelContext& context, const char* text) {
  ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_faint));
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
}

Color phase_color(const std::string& phase) {
  if (phase == "timers") return Color::phase_timers;
  if (phase == "run") return Color::phase_run;
  return Color::text_dim;
}

}  // namespace

LoopPanel::LoopPanel() : Panel("loop", "Event loop", Icon::loop) {}

void LoopPanel::draw(const PanelContext& context, Intents& intents) {
  if (context.snapshot == nullptr || !context.snapshot->loop.exists) {
    empty_state(context, Icon::loop, "No event loop yet",
                "From asyncio.run() on, its phase, its ready queue and its timers will stand here.");
    return;
  }
  const LoopView& loop = context.snapshot->loop;
  chip(context, loop.phase.c_str(), phase_color(loop.phase));
  ImGui::SameLine();
  ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::text_dim));
  std::string line = fmt::format("tick {}", loop.tick);
  if (loop.debug) line += "   debug mode";
  if (loop.debug && loop.slow_ns > 0) line += fmt::format(", slow from {}", duration_text(loop.slow_ns));
  ImGui::TextUnformatted(line.c_str());
  ImGui::PopStyleColor();

  int id = 0;
  section(context, "Ready queue", loop.ready.empty() ? nullptr : fmt::format("{}", loop.ready.size()).c_str());
  if (loop.ready.empty()) nothing(context, "Nothing is ready to run.");
  const float order_width = ImGui::CalcTextSize("00").x;
  for (std::size_t i = 0; i < loop.ready.size() && i < 200; ++i) {
    const ReadyItem& item = loop.ready[i];
    const Color color = item.running ? Color::running : item.cancelled ? Color::text_faint : Color::ready;
    draw_row(context, intents,
             {item.label, item.detail, item.subject, item.running ? icon(Icon::play) : fmt::format("{}", i + 1), color,
              item.cancelled},
             id++, order_width);
  }
  if (loop.ready.size() > 200) nothing(context, fmt::format("and {} more", loop.ready.size() - 200).c_str());

  section(context, "Timers", loop.timers.empty() ? nullptr : fmt::format("{}", loop.timers.size()).c_str());
  if (loop.timers.empty()) nothing(context, "No timer is set.");
  const float when_width = ImGui::CalcTextSize("in 000.0 ms").x;
  for (std::size_t i = 0; i < loop.timers.size() && i < 200; ++i) {
    const TimerItem& item = loop.timers[i];
    const std::int64_t left = item.when_ns - context.snapshot->at.ns;
    const std::string when = left > 0 ? fmt::format("in {}", duration_text(left)) : std::string("due");
    draw_row(context, intents,
             {item.label, item.detail, item.subject, when, item.cancelled ? Color::text_faint : Color::phase_timers,
              item.cancelled},
             id++, when_width);
  }
  if (loop.timers.size() > 200) nothing(context, fmt::format("and {} more", loop.timers.size() - 200).c_str());

  if (!loop.selector.empty()) {
    section(context, "Selector");
    for (const std::string& entry : loop.selector) ImGui::TextUnformatted(entry.c_str());
  }
}

}  // namespace loopscope::app

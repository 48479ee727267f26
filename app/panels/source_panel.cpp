#include "app/panels/source_panel.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/panels/widgets.hpp"
#include "app/session/document.hpp"

namespace loopscope::app {
namespace {

std::string label_of(const std::vector<const FrameMark*>& marks) {
  std::string label = marks.front()->owner;
  if (marks.size() == 2) label += ", " + marks[1]->owner;
  if (marks.size() > 2) label += fmt::format(" and {} more", marks.size() - 1);
  return label;
}

// The mark that speaks for a line: what runs, then the selected, then the innermost.
const FrameMark& leading(const std::vector<const FrameMark*>& marks, const Selection& selection) {
  const auto rank = [&](const FrameMark& m) {
    return (m.running ? 4 : 0) + (m.subject == selection ? 2 : 0) + (m.innermost ? 1 : 0);
  };
  const FrameMark* best = marks.front();
  for (const FrameMark* mark : marks) {
    if (rank(*mark) > rank(*best)) best = mark;
  }
  return *best;
}

void draw_code(const SourceLine& line, ImVec2 at, const Paint& paint) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const char* text = line.text.c_str();
  for (const Span& span : line.spans) {
    draw->AddText(at, paint(span.color), text + span.begin, text + span.end);
    at.x += ImGui::CalcTextSize(text + span.begin, text + span.end).x;
  }
}

}  // namespace

SourcePanel::SourcePanel() : Panel("source", "Source", Icon::code) {}

int SourcePanel::window_flags() const { return ImGuiWindowFlags_HorizontalScrollbar; }

void SourcePanel::draw(const PanelContext& context, Intents& intents) {
  const Document* document = context.document;
  if (document == nullptr) {
    empty_state(context, Icon::code, "No file is open", "Pick a lesson, or open a Python file with Ctrl+O.");
    return;
  }
  if (!document->error.empty()) {
    empty_state(context, Icon::bug, "This file cannot be shown", document->error.c_str());
    return;
  }
  const WithFont mono(context.fonts->mono);
  const float line_height = std::max(ImGui::GetTextLineHeight() + context.px(4), 1.0F);
  gutter_ = ImGui::CalcTextSize("0000").x + context.px(24);

  if (opened_ != document->path) {
    opened_ = document->path.string();
    shown_line_ = 0;
    ImGui::SetScrollY(static_cast<float>(document->first_code_line) * line_height);
  }

  // Follow the running line, or else the selected thing's, when it moves; the user's own scrolling is left alone.
  std::uint32_t follow = 0;
  if (context.snapshot != nullptr) {
    int best = 0;
    for (const FrameMark& mark : context.snapshot->frames) {
      if (mark.file != document->trace_file || !mark.innermost) continue;
      const int rank = mark.running ? 3 : mark.subject == context.selection ? 2 : 0;
      if (rank > best) {
        best = rank;
        follow = mark.line;
      }
    }
  }
  if (follow != 0 && follow != shown_line_) {
    const float y = static_cast<float>(follow - 1) * line_height;
    const float view = ImGui::GetWindowHeight();
    if (y < ImGui::GetScrollY() + line_height || y > ImGui::GetScrollY() + view - line_height * 3) {
      ImGui::SetScrollY(std::max(0.0F, y - view * 0.4F));
    }
  }
  shown_line_ = follow;

  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(document->lines.size()), line_height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      draw_line(context, intents, static_cast<std::size_t>(i));
    }
  }
  clipper.End();
  ImGui::PopStyleVar();
}

void SourcePanel::draw_line(const PanelContext& context, Intents& intents, std::size_t index) {
  const Document& document = *context.document;
  const SourceLine& line = document.lines[index];
  const auto number = static_cast<std::uint32_t>(index + 1);
  std::vector<const FrameMark*> marks;
  if (context.snapshot != nullptr) {
    for (const FrameMark& mark : context.snapshot->frames) {
      if (mark.file == document.trace_file && mark.line == number) marks.push_back(&mark);
    }
  }
  const Paint& paint = context.paint;
  const float height = ImGui::GetTextLineHeight() + context.px(4);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float view_width = ImGui::GetContentRegionAvail().x;
  const float text_width = ImGui::CalcTextSize(line.text.c_str()).x;
  const float width = std::max(view_width, gutter_ + text_width + context.px(16));
  ImDrawList* draw = ImGui::GetWindowDrawList();

  ImGui::PushID(static_cast<int>(index));
  const bool clicked = ImGui::InvisibleButton("line", ImVec2(width, height));
  const bool hovered = ImGui::IsItemHovered();
  ImGui::PopID();

  const FrameMark* lead = marks.empty() ? nullptr : &leading(marks, context.selection);
  if (lead != nullptr && lead->running) {
    draw->AddRectFilled(at, ImVec2(at.x + width, at.y + height), paint(Color::current_line));
  } else if (hovered) {
    draw->AddRectFilled(at, ImVec2(at.x + width, at.y + height), paint(Color::raised, 0.5F));
  }
  const float text_y = at.y + context.px(2);
  const std::string digits = std::to_string(number);
  const ImVec2 digits_size = ImGui::CalcTextSize(digits.c_str());
  const float number_x = at.x + gutter_ - context.px(12) - digits_size.x;
  draw->AddText(ImVec2(number_x, text_y), paint(lead != nullptr ? Color::text : Color::text_faint), digits.c_str());
  draw_code(line, ImVec2(at.x + gutter_, text_y), paint);

  if (lead != nullptr) {
    // In the gutter a bar for what stands here: full where it runs, hollow where it waits further out.
    const float bar_x = at.x + context.px(4);
    const float bar_w = context.px(4);
    const ImVec2 from(bar_x, at.y + context.px(2)), to(bar_x + bar_w, at.y + height - context.px(2));
    if (lead->innermost) {
      draw->AddRectFilled(from, to, paint(lead->color), context.px(2));
    } else {
      draw->AddRect(from, to, paint(lead->color), context.px(2));
    }
    // Who it is, at the right edge of the view when the code leaves room for it.
    const WithFont small(context.fonts->small);
    const std::string label = label_of(marks);
    const ImVec2 size = ImGui::CalcTextSize(label.c_str());
    const float x = at.x + ImGui::GetScrollX() + view_width - size.x - context.px(12);
    if (x > at.x + gutter_ + text_width + context.px(12)) {
      const float y = at.y + (height - size.y) * 0.5F;
      draw->AddRectFilled(ImVec2(x - context.px(6), at.y + context.px(2)),
                          ImVec2(x + size.x + context.px(6), at.y + height - context.px(2)), paint(Color::raised),
                          context.px(4));
      draw->AddText(ImVec2(x, y), paint(lead->color), label.c_str());
    }
  }
  if (hovered && !marks.empty()) {
    std::string who;
    for (const FrameMark* mark : marks) {
      if (!who.empty()) who += '\n';
      who += mark->owner + (mark->running     ? " runs this line"
                            : mark->innermost ? " is suspended here"
                                              : " awaits here");
    }
    const WithFont body(context.fonts->body);
    tooltip(context, who);
  }
  if (clicked) {
    if (lead != nullptr) intents.select = lead->subject;
    intents.run_to_line = SourcePlace{document.trace_file, number, "", ""};
  }
}

}  // namespace loopscope::app

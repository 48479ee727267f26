#include "app/panels/lesson_panel.hpp"

#include <algorithm>
#include <string_view>

#include "app/panels/widgets.hpp"
#include "app/session/document.hpp"

namespace loopscope::app {
namespace {

// Docstrings are plain text: paragraphs, "- " lists, indented code, and short lines ending in ":" as headings.
enum class Block { paragraph, item, code };

struct Part {
  Block block;
  std::string text;
};

std::vector<Part> parts_of(std::string_view docstring) {
  std::vector<Part> parts;
  bool fresh = true;
  std::size_t at = docstring.find('\n');  // the first line is the title
  while (at != std::string_view::npos) {
    const std::size_t begin = at + 1;
    at = docstring.find('\n', begin);
    const std::string_view line = docstring.substr(begin, at == std::string_view::npos ? at : at - begin);
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos) {
      fresh = true;
      continue;
    }
    const std::string_view rest = line.substr(indent);
    const bool bullet = rest.substr(0, 2) == "- " || rest.substr(0, 2) == "* ";
    const bool continues_item = !fresh && !parts.empty() && parts.back().block == Block::item && indent >= 2;
    if (bullet) {
      parts.push_back({Block::item, std::string(rest.substr(2))});
    } else if (indent >= 4 && !continues_item) {
      if (!fresh && !parts.empty() && parts.back().block == Block::code) {
        parts.back().text += '\n' + std::string(line.substr(4));
      } else {
        parts.push_back({Block::code, std::string(line.substr(4))});
      }
    } else if (!fresh && !parts.empty() && parts.back().block != Block::code) {
      parts.back().text += ' ' + std::string(rest);
    } else {
      parts.push_back({Block::paragraph, std::string(rest)});
    }
    fresh = false;
  }
  return parts;
}

// "Why it happens: ..." opens with a heading of its own.
std::size_t heading_length(const std::string& text) {
  const std::size_t colon = text.find(": ");
  return colon != std::string::npos && colon <= 32 && text.find_first_of(".`,(") > colon ? colon : 0;
}

}  // namespace

LessonPanel::LessonPanel() : Panel("lesson", "Lesson", Icon::lesson) {}

void LessonPanel::draw(const PanelContext& context, Intents& intents) {
  if (context.document == nullptr || context.document->docstring.empty()) {
    empty_state(
        context, Icon::lesson, context.document == nullptr ? "No file is open" : "This file has no docstring",
        "A lesson says at the top of its file what it shows, why it happens and where to look. It stands here.");
    return;
  }
  const Document& document = *context.document;
  {
    const WithFont strong(context.fonts->strong);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(document.title.c_str());
    ImGui::PopTextWrapPos();
  }
  if (!document.counterpart.empty()) {
    const char* label = document.is_fixed_half ? "Run the broken one" : "Run the fix";
    ImGui::PushStyleColor(ImGuiCol_Button, context.paint(Color::accent_fill));
    ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::on_accent));
    if (ImGui::Button(label, ImVec2(0, context.px(28)))) intents.open = document.counterpart;
    ImGui::PopStyleColor(2);
  }
  ImGui::Dummy(ImVec2(0, context.px(4)));
  for (const Part& part : parts_of(document.docstring)) {
    if (part.block == Block::code) {
      const WithFont mono(context.fonts->mono);
      ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::code_name));
      ImGui::Indent(context.px(12));
      ImGui::TextUnformatted(part.text.c_str());
      ImGui::Unindent(context.px(12));
      ImGui::PopStyleColor();
    } else {
      const float indent = part.block == Block::item ? context.px(16) : 0;
      if (part.block == Block::item) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::GetWindowDrawList()->AddCircleFilled(
            ImVec2(at.x + context.px(6), at.y + ImGui::GetTextLineHeight() * 0.5F), context.px(2),
            context.paint(Color::accent));
        ImGui::Indent(indent);
      }
      const std::size_t heading = heading_length(part.text);
      if (heading > 0) {
        const WithFont strong(context.fonts->strong);
        ImGui::PushStyleColor(ImGuiCol_Text, context.paint(Color::accent));
        ImGui::TextUnformatted(part.text.data(), part.text.data() + heading);
        ImGui::PopStyleColor();
      }
      const std::size_t begin = heading == 0 ? 0 : std::min(heading + 2, part.text.size());
      std::string text = part.text.substr(begin);
      if (heading > 0 && !text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
      rich_text(context, text, Color::text_dim);
      if (part.block == Block::item) ImGui::Unindent(indent);
    }
    ImGui::Dummy(ImVec2(0, context.px(4)));
  }
}

}  // namespace loopscope::app

#include "app/panels/gallery_view.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "app/compat.hpp"
#include "app/gallery/gallery.hpp"
#include "app/panels/widgets.hpp"
#include "app/session/document.hpp"

namespace loopscope::app {
namespace {

// A pair stands on one card: the broken program is the card, its fix a button on it.
struct Card {
  const Lesson* lesson;
  const Lesson* fix;  // or nullptr
};

std::vector<Card> cards_of(const Gallery& gallery) {
  std::vector<Card> cards;
  for (const Lesson& lesson : gallery.lessons) {
    const bool pairs = lesson.half == Half::fixed && !cards.empty() && cards.back().lesson->counterpart == lesson.path;
    if (pairs) {
      cards.back().fix = &lesson;
    } else {
      cards.push_back({&lesson, nullptr});
    }
  }
  return cards;
}

void wrapped(const char* text, float width, Color color, const PanelContext& context) {
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
  ImGui::PushStyleColor(ImGuiCol_Text, context.paint(color));
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
}

bool small_button(const PanelContext& context, const char* id, Icon which, const char* text, bool primary,
                  bool current) {
  ImGui::PushStyleColor(ImGuiCol_Button, context.paint(primary ? Color::accent_fill : Color::raised));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, context.paint(primary ? Color::accent_fill : Color::hover, 0.86F));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, context.paint(primary ? Color::accent_fill : Color::pressed, 0.72F));
  ImGui::PushStyleColor(ImGuiCol_Text, context.paint(primary   ? Color::on_accent
                                                     : current ? Color::accent
                                                               : Color::text));
  const std::string label = fmt::format("{}{}{}##{}", icon(which), icon(which)[0] != '\0' ? "  " : "", text, id);
  const bool clicked = ImGui::Button(label.c_str(), ImVec2(0, context.px(28)));
  ImGui::PopStyleColor(4);
  return clicked;
}

// The number of teaching stands before the title, so that a class can be told where it is.
std::string numbered_title(const Lesson& lesson) {
  return lesson.number > 0 ? fmt::format("{}  {}", lesson.number, lesson.title) : lesson.title;
}

float card_height(const PanelContext& context, const Card& card, float width) {
  const float inner = width - context.px(32);
  const float title = ImGui::CalcTextSize(numbered_title(*card.lesson).c_str(), nullptr, false, inner).y;
  const float sentence =
      card.lesson->sentence.empty() ? 0 : ImGui::CalcTextSize(card.lesson->sentence.c_str(), nullptr, false, inner).y;
  return context.px(16) + title + context.px(4) + sentence + context.px(12) + context.px(28) + context.px(16);
}

void draw_card(const PanelContext& context, Intents& intents, const Card& card, ImVec2 at, ImVec2 size) {
  const Lesson& lesson = *card.lesson;
  const std::filesystem::path* open = context.document == nullptr ? nullptr : &context.document->path;
  const bool open_here = open != nullptr && *open == lesson.path;
  const bool fix_open = open != nullptr && card.fix != nullptr && *open == card.fix->path;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 to(at.x + size.x, at.y + size.y);

  ImGui::PushID(lesson.path.c_str());
  ImGui::SetCursorScreenPos(at);
  compat::allow_overlap();
  const bool clicked = ImGui::InvisibleButton("card", size);
  compat::allow_overlap_after();
  const bool hovered = ImGui::IsItemHovered();
  draw->AddRectFilled(at, to, context.paint(hovered ? Color::raised : Color::header), context.px(8));
  const bool marked = open_here || fix_open;
  draw->AddRect(at, to, context.paint(marked ? Color::accent : Color::border), context.px(8));

  const float inner = size.x - context.px(32);
  ImGui::SetCursorScreenPos(ImVec2(at.x + context.px(16), at.y + context.px(16)));
  ImGui::BeginGroup();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  {
    const WithFont strong(context.fonts->strong);
    wrapped(numbered_title(lesson).c_str(), inner, Color::text, context);
  }
  if (!lesson.sentence.empty()) wrapped(lesson.sentence.c_str(), inner, Color::text_dim, context);
  ImGui::PopStyleVar();
  ImGui::EndGroup();

  ImGui::SetCursorScreenPos(ImVec2(at.x + context.px(16), to.y - context.px(16 + 28)));
  bool run = clicked;
  bool run_fix = false;
  if (card.fix != nullptr) {
    run |= small_button(context, "run", Icon::bug, "Run the broken one", true, open_here);
    ImGui::SameLine();
    run_fix = small_button(context, "fix", Icon::wrench, "Run the fix", false, fix_open);
  } else {
    run |= small_button(context, "run", Icon::play, "Run", true, open_here);
  }
  ImGui::PopID();
  if (run_fix) {
    intents.open = card.fix->path;
  } else if (run) {
    intents.open = lesson.path;
  }
}

void draw_empty(const PanelContext& context) {
  const std::string hint = fmt::format(
      "Lessons are the .py files of {}. Any Python file can be opened with Ctrl+O, or named on the command line.",
      context.gallery == nullptr || context.gallery->folder.empty() ? "the scenarios folder"
                                                                    : context.gallery->folder.string());
  empty_state(context, Icon::lessons, "No lessons found", hint.c_str());
}

// Cards in rows of `columns`, each row as high as its highest card. Returns where the next row would begin.
float draw_grid(const PanelContext& context, Intents& intents, const std::vector<Card>& cards, ImVec2 at, float width,
                int columns) {
  const float gap = context.px(16);
  const float card_width = std::floor((width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  float y = at.y;
  for (std::size_t row = 0; row < cards.size(); row += static_cast<std::size_t>(columns)) {
    const std::size_t end = std::min(cards.size(), row + static_cast<std::size_t>(columns));
    float height = 0;
    for (std::size_t i = row; i < end; ++i) height = std::max(height, card_height(context, cards[i], card_width));
    for (std::size_t i = row; i < end; ++i) {
      const float x = at.x + (card_width + gap) * static_cast<float>(i - row);
      draw_card(context, intents, cards[i], ImVec2(x, y), ImVec2(card_width, std::round(height)));
    }
    y += std::round(height) + gap;
  }
  return y;
}

}  // namespace

void draw_gallery_page(const PanelContext& context, Intents& intents) {
  if (context.gallery == nullptr || context.gallery->lessons.empty()) {
    draw_empty(context);
    return;
  }
  const std::vector<Card> cards = cards_of(*context.gallery);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  const float width = std::min(room - context.px(48), context.px(1160));
  const float x = std::round(origin.x + (room - width) * 0.5F);
  float y = origin.y + context.px(40);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  {
    const WithFont heading(context.fonts->heading);
    draw->AddText(ImVec2(x, y), context.paint(Color::text), "Watch an event loop think");
    y += ImGui::GetTextLineHeight() + context.px(8);
  }
  ImGui::SetCursorScreenPos(ImVec2(x, y));
  wrapped(
      "Each lesson is an ordinary Python program. One click runs it, and the timeline shows every task, why it runs "
      "when it runs, and what goes wrong. Any other Python file can be opened with Ctrl+O.",
      std::min(width, context.px(720)), Color::text_dim, context);
  y = ImGui::GetCursorScreenPos().y + context.px(24);

  const int columns = std::clamp(static_cast<int>(width / context.px(344)), 1, 3);
  y = draw_grid(context, intents, cards, ImVec2(x, y), width, columns);
  ImGui::SetCursorScreenPos(ImVec2(x, y));
  ImGui::Dummy(ImVec2(width, context.px(24)));
}

void draw_gallery_list(const PanelContext& context, Intents& intents) {
  if (context.gallery == nullptr || context.gallery->lessons.empty()) {
    draw_empty(context);
    return;
  }
  const std::vector<Card> cards = cards_of(*context.gallery);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float y = draw_grid(context, intents, cards, origin, width, 1);
  ImGui::SetCursorScreenPos(ImVec2(origin.x, y));
  ImGui::Dummy(ImVec2(width, 1));
}

}  // namespace loopscope::app

#include <algorithm>
#include <string>

#include "app/timeline/paint.hpp"

namespace loopscope::timeline {
namespace {

constexpr const char* kEllipsis = "...";

const char* end_of(std::string_view t) { return t.data() + t.size(); }

}  // namespace

float font_px(ImFont* font) {
#if IMGUI_VERSION_NUM >= 19200
  return font->LegacySize;
#else
  return font->FontSize * font->Scale;
#endif
}

ImVec2 text_size(ImFont* font, float px, std::string_view text) {
  if (text.empty()) return {0, px};
  return font->CalcTextSizeA(px, 1e9F, 0, text.data(), end_of(text));
}

bool would_elide(const Canvas& c, bool small, float width, std::string_view text) {
  return text_size(small ? c.small : c.text, small ? c.small_px : c.text_px, text).x > width;
}

float write(const Canvas& c, bool small, float x, float y, float width, Color color, std::string_view text) {
  if (text.empty() || width <= 0) return 0;
  ImFont* font = small ? c.small : c.text;
  const float px = small ? c.small_px : c.text_px;
  const ImVec2 at{static_cast<float>(static_cast<int>(x)), static_cast<float>(static_cast<int>(y - px / 2))};
  const float full = text_size(font, px, text).x;
  if (full <= width) {
    c.list->AddText(font, px, at, color, text.data(), end_of(text));
    return full;
  }
  const float dots = text_size(font, px, kEllipsis).x;
  if (width <= dots) return 0;
  const char* cut = nullptr;
  font->CalcTextSizeA(px, width - dots, 0, text.data(), end_of(text), &cut);
  if (!cut || cut == text.data()) return 0;
  std::string shown(text.data(), cut);
  while (!shown.empty() && shown.back() == ' ') shown.pop_back();
  shown += kEllipsis;
  c.list->AddText(font, px, at, color, shown.data(), shown.data() + shown.size());
  return text_size(font, px, shown).x;
}

void paint_texts(const Canvas& c, std::span<const TextRun> runs, ImVec2 origin, const Rect& clip) {
  for (const TextRun& run : runs) {
    const float x = origin.x + run.x, y = origin.y + run.y;
    const float px = run.small ? c.small_px : c.text_px;
    if (y + px < clip.y0 || y - px > clip.y1) continue;
    ImFont* font = run.small ? c.small : c.text;
    const float full = text_size(font, px, run.text).x;
    // An ellipsis after two letters says nothing.
    if (full > run.w && run.w < 3.5F * px) continue;
    if (run.clears) {
      const float w = std::min(full, run.w), pad = 4 * c.s();
      c.list->AddRectFilled({x - pad, y - px / 2 - c.s()}, {x + w + pad, y + px / 2 + c.s()}, c.color(Ink::ground),
                            2 * c.s());
    }
    write(c, run.small, x, y, run.w, c.color(run.ink), run.text);
  }
}

void paint_empty(const Canvas& c, const Rect& area, const char* title, const char* hint) {
  const float width = std::min(area.w() - 32 * c.s(), 420 * c.s());
  if (width < 60 * c.s()) return;
  const float middle = (area.x0 + area.x1) / 2;
  float y = (area.y0 + area.y1) / 2 - 24 * c.s();
  const ImVec2 size = text_size(c.text, c.text_px, title);
  c.list->AddText(c.text, c.text_px, {middle - size.x / 2, y}, c.color(Ink::text), title);
  y += c.text_px + 8 * c.s();
  // Wrapped by hand, each line centred.
  for (const char* p = hint; *p != 0;) {
    const char* end = hint + std::string_view(hint).size();
    const char* cut = end;
    c.text->CalcTextSizeA(c.text_px, width, 0, p, end, &cut);
    if (cut != end) {
      const char* space = cut;
      while (space > p && *space != ' ') --space;
      if (space > p) cut = space;
    }
    if (cut == p) break;
    const ImVec2 line = text_size(c.text, c.text_px, {p, static_cast<std::size_t>(cut - p)});
    c.list->AddText(c.text, c.text_px, {middle - line.x / 2, y}, c.color(Ink::text_dim), p, cut);
    y += c.text_px + 4 * c.s();
    p = cut;
    while (*p == ' ') ++p;
  }
}

}  // namespace loopscope::timeline

#include "app/export/svg.hpp"

#include <fmt/core.h>

#include <cmath>

#include "engine/trace/dump.hpp"

namespace loopscope::app {
namespace {

using timeline::Color;
using timeline::Ink;

static_assert(timeline::kInkCount <= 64);

// Short numbers: two decimals, none that say nothing.
std::string num(float v) {
  if (!(std::abs(v) < 1e7F)) v = v > 0 ? 1e7F : -1e7F;
  std::string text = fmt::format("{:.2f}", v);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

// A byte that begins a character, not one that goes on with it.
bool begins(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

float char_width(char lead) {
  const auto c = static_cast<unsigned char>(lead);
  if (c >= 0xE2) return 1;  // most are wide
  if (std::string_view("iljt.,:;'|! ()[]f").find(lead) != std::string_view::npos) return 0.34F;
  if ((c >= 'A' && c <= 'Z') || c == 'm' || c == 'w' || c == '_' || c == '@' || c == '%') return 0.7F;
  return 0.58F;
}

}  // namespace

float font_size(SvgFont font) {
  static constexpr float kSizes[] = {18, 13, 11.5F, 10};
  return kSizes[static_cast<int>(font)];
}

float text_width(SvgFont font, std::string_view text) {
  float width = 0;
  for (const char c : text)
    if (begins(c)) width += char_width(c);
  return width * font_size(font);
}

std::string fitting(SvgFont font, std::string_view text, float width) {
  if (text_width(font, text) <= width) return std::string(text);
  // An ellipsis after two letters says nothing.
  if (width < 3.5F * font_size(font)) return {};
  float room = width - font_size(font);
  std::size_t end = 0;
  while (end < text.size()) {
    if (begins(text[end])) {
      room -= char_width(text[end]) * font_size(font);
      if (room < 0) break;
    }
    ++end;
  }
  std::string shown(text.substr(0, end));
  while (!shown.empty() && shown.back() == ' ') shown.pop_back();
  return shown + "\u2026";
}

std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = trace::utf8_length(text);
    const char c = text[0];
    // U+FFFE and U+FFFF are no characters to XML.
    if (length == 0 || text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF")) {
      out += "\uFFFD";
    } else if (length > 1) {
      out += text.substr(0, length);
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += ' ';  // XML has no control characters, not even escaped
    } else {
      out += c;
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string Svg::paint(const char* property, Ink ink, float alpha) const {
  const Color c = palette_[ink];
  std::string out = fmt::format(" {}=\"#{:02x}{:02x}{:02x}\"", property, c & 0xFFU, c >> 8 & 0xFFU, c >> 16 & 0xFFU);
  if (alpha < 1) out += fmt::format(" {}-opacity=\"{}\"", property, num(alpha));
  return out;
}

void Svg::rect(float x0, float y0, float x1, float y1, Ink ink, float alpha, float radius) {
  if (!(x1 > x0) || !(y1 > y0)) return;
  body_ +=
      fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", num(x0), num(y0), num(x1 - x0), num(y1 - y0));
  if (radius > 0) body_ += fmt::format(" rx=\"{}\"", num(radius));
  body_ += paint("fill", ink, alpha) + "/>\n";
}

void Svg::frame(float x0, float y0, float x1, float y1, Ink ink, float radius) {
  if (!(x1 - x0 > 1) || !(y1 - y0 > 1)) return;
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\"", num(x0 + 0.5F),
                       num(y0 + 0.5F), num(x1 - x0 - 1), num(y1 - y0 - 1));
  if (radius > 0) body_ += fmt::format(" rx=\"{}\"", num(radius));
  body_ += paint("stroke", ink) + "/>\n";
}

void Svg::hatch(float x0, float y0, float x1, float y1, Ink ink) {
  if (!(x1 > x0)) return;
  const auto index = static_cast<unsigned>(ink);
  if ((hatched_ >> index & 1) == 0) {
    hatched_ |= std::uint64_t{1} << index;
    patterns_ += fmt::format(
        "<pattern id=\"hatch{}\" width=\"5.66\" height=\"5.66\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><rect width=\"2.4\" height=\"5.66\"{}/></pattern>\n",
        index, paint("fill", ink));
  }
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"url(#hatch{})\"/>\n", num(x0),
                       num(y0), num(x1 - x0), num(y1 - y0), index);
}

void Svg::circle(SvgPoint center, float r, Ink ink) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n", num(center.x), num(center.y), num(r),
                       paint("fill", ink));
}

void Svg::ring(SvgPoint center, float r, Ink ink, float width) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"none\" stroke-width=\"{}\"{}/>\n", num(center.x),
                       num(center.y), num(r), num(width), paint("stroke", ink));
}

void Svg::polygon(std::initializer_list<SvgPoint> points, Ink ink) {
  body_ += "<polygon points=\"";
  for (const SvgPoint& p : points) body_ += fmt::format("{}{},{}", &p == points.begin() ? "" : " ", num(p.x), num(p.y));
  body_ += "\"" + paint("fill", ink) + "/>\n";
}

void Svg::polyline(std::initializer_list<SvgPoint> points, Ink ink, float width) {
  body_ += "<polyline points=\"";
  for (const SvgPoint& p : points) body_ += fmt::format("{}{},{}", &p == points.begin() ? "" : " ", num(p.x), num(p.y));
  body_ += fmt::format("\" fill=\"none\" stroke-width=\"{}\"{}/>\n", num(width), paint("stroke", ink));
}

void Svg::line(SvgPoint a, SvgPoint b, Ink ink, float width, std::string_view dashes, float offset) {
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke-width=\"{}\"{}", num(a.x), num(a.y),
                       num(b.x), num(b.y), num(width), paint("stroke", ink));
  if (!dashes.empty()) {
    body_ += fmt::format(" stroke-dasharray=\"{}\" stroke-dashoffset=\"{}\"", dashes, num(offset));
    if (dashes.starts_with("0 ")) body_ += " stroke-linecap=\"round\"";  // dots
  }
  body_ += "/>\n";
}

void Svg::arc(SvgPoint center, float r, float from, float to, Ink ink, float width) {
  body_ += fmt::format("<path d=\"M{} {}A{} {} 0 {} 1 {} {}\" fill=\"none\" stroke-width=\"{}\"{}/>\n",
                       num(center.x + r * std::cos(from)), num(center.y + r * std::sin(from)), num(r), num(r),
                       to - from > 3.14159F ? 1 : 0, num(center.x + r * std::cos(to)), num(center.y + r * std::sin(to)),
                       num(width), paint("stroke", ink));
}

void Svg::text(float x, float y, std::string_view text, SvgFont font, Ink ink, bool halo, const char* anchor) {
  if (text.empty()) return;
  // The middle of lower-case letters, by numbers: not every reader knows dominant-baseline.
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\"{}", num(x), num(y + font_size(font) * 0.35F),
                       num(font_size(font)), paint("fill", ink));
  if (font == SvgFont::title) body_ += " font-weight=\"600\"";
  if (std::string_view(anchor) != "start") body_ += fmt::format(" text-anchor=\"{}\"", anchor);
  if (halo)
    body_ += " stroke-width=\"6\" stroke-linejoin=\"round\" paint-order=\"stroke\"" + paint("stroke", Ink::ground);
  body_ += ">" + escaped(text) + "</text>\n";
}

void Svg::open(std::string_view attributes, std::string_view title) {
  body_ += fmt::format("<g{}{}>\n", attributes.empty() ? "" : " ", attributes);
  if (!title.empty()) body_ += "<title>" + escaped(title) + "</title>\n";
}

void Svg::clip(float x0, float y0, float x1, float y1) {
  patterns_ += fmt::format("<clipPath id=\"clip{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n",
                           ++clips_, num(x0), num(y0), num(x1 - x0), num(y1 - y0));
  open(fmt::format("clip-path=\"url(#clip{})\"", clips_));
}

std::string Svg::document(float width, float height, std::string_view title) const {
  const std::string w = num(width), h = num(height);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "font-family=\"Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif\">\n"
      "<title>{2}</title>\n"
      // Printers leave grounds out by default; this one belongs to the picture.
      "<style>svg {{ print-color-adjust: exact; -webkit-print-color-adjust: exact }}</style>\n"
      "<defs>\n{3}</defs>\n"
      "<rect width=\"{0}\" height=\"{1}\"{4}/>\n{5}</svg>\n",
      w, h, escaped(title), patterns_, paint("fill", Ink::ground), body_);
}

}  // namespace loopscope::app

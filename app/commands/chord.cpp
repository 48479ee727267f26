#include "app/commands/chord.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace loopscope::app {
namespace {

constexpr std::array<std::pair<std::string_view, Key>, 15> kNamed = {{
    {"Space", Key::space},
    {"Left", Key::left},
    {"Right", Key::right},
    {"Up", Key::up},
    {"Down", Key::down},
    {"Home", Key::home},
    {"End", Key::end},
    {"PageUp", Key::page_up},
    {"PageDown", Key::page_down},
    {"Escape", Key::escape},
    {"Enter", Key::enter},
    {"Tab", Key::tab},
    {"Backspace", Key::backspace},
    {"Delete", Key::del},
    {"F1", Key::f1},
}};

std::optional<Key> parse_key(std::string_view text) {
  if (text.size() == 1) {
    const auto c = static_cast<unsigned char>(text[0]);
    if (c <= ' ' || c > '~') return std::nullopt;
    return static_cast<Key>(std::toupper(c));
  }
  for (const auto& [name, key] : kNamed) {
    if (name == text) return key;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Chord> parse_chord(std::string_view text) {
  Chord chord;
  // A trailing "+" is the key itself, as in "Ctrl++".
  while (true) {
    const std::size_t plus = text.find('+');
    if (plus == std::string_view::npos || plus + 1 == text.size()) break;
    const std::string_view name = text.substr(0, plus);
    std::uint8_t mod = kNoMods;
    if (name == "Ctrl") mod = kCtrl;
    if (name == "Shift") mod = kShift;
    if (name == "Alt") mod = kAlt;
    if (mod == kNoMods || (chord.mods & mod) != 0) return std::nullopt;
    chord.mods |= mod;
    text.remove_prefix(plus + 1);
  }
  const std::optional<Key> key = parse_key(text);
  if (!key) return std::nullopt;
  chord.key = *key;
  return chord;
}

std::string chord_label(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kArrows = {{
      {"Left", "\u2190"},
      {"Right", "\u2192"},
      {"Up", "\u2191"},
      {"Down", "\u2193"},
  }};
  std::string label(text);
  for (const auto& [name, arrow] : kArrows) {
    const std::size_t at = label.rfind(name);
    if (at != std::string::npos && at + name.size() == label.size()) return label.replace(at, name.size(), arrow);
  }
  return label;
}

}  // namespace loopscope::app

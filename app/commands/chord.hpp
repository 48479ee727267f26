#pragma once

// A key with its modifiers, apart from any window library.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loopscope::app {

// Printable keys are their upper-case ASCII character; the named ones follow.
enum class Key : std::uint16_t {
  none = 0,
  space = ' ',
  left = 256,
  right,
  up,
  down,
  home,
  end,
  page_up,
  page_down,
  escape,
  enter,
  tab,
  backspace,
  del,
  f1,
};

enum Mods : std::uint8_t { kNoMods = 0, kShift = 1, kCtrl = 2, kAlt = 4 };

struct Chord {
  Key key = Key::none;
  std::uint8_t mods = kNoMods;
  friend bool operator==(const Chord&, const Chord&) = default;
};

// "Ctrl+Shift+P", "W", "?", "Shift+Right". Empty when `text` is not a chord.
std::optional<Chord> parse_chord(std::string_view text);

// The chord as the help and the menus show it, with arrows for the arrow keys.
std::string chord_label(std::string_view text);

}  // namespace loopscope::app

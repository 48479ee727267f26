#include "app/window/keys.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <cctype>

namespace loopscope::app {
namespace {

Key named(int key) {
  switch (key) {
    case GLFW_KEY_SPACE:
      return Key::space;
    case GLFW_KEY_LEFT:
      return Key::left;
    case GLFW_KEY_RIGHT:
      return Key::right;
    case GLFW_KEY_UP:
      return Key::up;
    case GLFW_KEY_DOWN:
      return Key::down;
    case GLFW_KEY_HOME:
      return Key::home;
    case GLFW_KEY_END:
      return Key::end;
    case GLFW_KEY_PAGE_UP:
      return Key::page_up;
    case GLFW_KEY_PAGE_DOWN:
      return Key::page_down;
    case GLFW_KEY_ESCAPE:
      return Key::escape;
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER:
      return Key::enter;
    case GLFW_KEY_TAB:
      return Key::tab;
    case GLFW_KEY_BACKSPACE:
      return Key::backspace;
    case GLFW_KEY_DELETE:
      return Key::del;
    case GLFW_KEY_F1:
      return Key::f1;
    case GLFW_KEY_KP_ADD:
      return static_cast<Key>('+');
    case GLFW_KEY_KP_SUBTRACT:
      return static_cast<Key>('-');
    case GLFW_KEY_KP_0:
      return static_cast<Key>('0');
    default:
      return Key::none;
  }
}

// What the key writes on the user's keyboard layout, if that is one ASCII character; else what it writes on a US one.
Key printable(int key, int scancode) {
  const char* name = glfwGetKeyName(key, scancode);
  if (name != nullptr && name[0] > ' ' && name[0] <= '~' && name[1] == '\0') {
    return static_cast<Key>(std::toupper(static_cast<unsigned char>(name[0])));
  }
  return key > ' ' && key <= '~' ? static_cast<Key>(key) : Key::none;
}

bool is_letter(Key key) { return key >= static_cast<Key>('A') && key <= static_cast<Key>('Z'); }

}  // namespace

void feed_key(KeyRouter& router, int key, int scancode, int action, int mods) {
  std::uint8_t our_mods = kNoMods;
  if ((mods & GLFW_MOD_SHIFT) != 0) our_mods |= kShift;
  if ((mods & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0) our_mods |= kCtrl;
  if ((mods & GLFW_MOD_ALT) != 0) our_mods |= kAlt;
  Key ours = named(key);
  if (ours == Key::none) {
    ours = printable(key, scancode);
    // Punctuation and digits without Ctrl arrive through feed_char().
    if (!is_letter(ours) && (our_mods & (kCtrl | kAlt)) == 0 && action != GLFW_RELEASE) return;
  }
  if (ours == Key::none) return;
  const auto kind = action == GLFW_PRESS    ? KeyRouter::Action::press
                    : action == GLFW_REPEAT ? KeyRouter::Action::repeat
                                            : KeyRouter::Action::release;
  router.key({ours, our_mods}, kind, scancode);
}

void feed_char(KeyRouter& router, unsigned codepoint) {
  if (codepoint <= ' ' || codepoint > '~' || std::isalpha(static_cast<int>(codepoint)) != 0) return;
  router.key({static_cast<Key>(codepoint), kNoMods}, KeyRouter::Action::press, -1);
}

}  // namespace loopscope::app

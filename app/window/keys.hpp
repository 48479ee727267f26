#pragma once

// GLFW's key and character events as chords for the router.

#include "app/commands/router.hpp"

namespace loopscope::app {

// A key event. Printable keys without Ctrl or Alt that are neither letters nor digits come as characters instead, so
// that "?" and "[" are what the user's keyboard writes on them.
void feed_key(KeyRouter& router, int key, int scancode, int action, int mods);
void feed_char(KeyRouter& router, unsigned codepoint);

}  // namespace loopscope::app

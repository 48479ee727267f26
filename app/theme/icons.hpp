#pragma once

// Icons by meaning. With Fork Awesome loaded they are its glyphs; without it, short text that says the same.

namespace loopscope::app {

enum class Icon : unsigned char {
#define LOOPSCOPE_ICON(name, glyph, fallback) name,
#include "app/theme/icons.def"
#undef LOOPSCOPE_ICON
  count_
};

const char* icon(Icon which);

// Set by the font loader once the icon font is in the atlas, or known to be missing.
void use_icon_glyphs(bool available);
bool icon_glyphs();

}  // namespace loopscope::app

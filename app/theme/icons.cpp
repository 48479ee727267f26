#include "app/theme/icons.hpp"

#include <array>

namespace loopscope::app {
namespace {

struct Pair {
  const char* glyph;
  const char* fallback;
};

constexpr std::array<Pair, static_cast<std::size_t>(Icon::count_)> kIcons = {{
#define LOOPSCOPE_ICON(name, glyph, fallback) {glyph, fallback},
#include "app/theme/icons.def"
#undef LOOPSCOPE_ICON
}};

bool g_glyphs = false;

}  // namespace

const char* icon(Icon which) {
  const Pair& pair = kIcons[static_cast<std::size_t>(which)];
  return g_glyphs ? pair.glyph : pair.fallback;
}

void use_icon_glyphs(bool available) { g_glyphs = available; }
bool icon_glyphs() { return g_glyphs; }

}  // namespace loopscope::app

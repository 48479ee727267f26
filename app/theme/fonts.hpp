#pragma once

// Inter, JetBrains Mono and Fork Awesome from the system, drawn by FreeType at the size the interface scale asks for.

#include <string>

struct ImFont;

namespace loopscope::app {

struct Fonts {
  ImFont* body = nullptr;
  ImFont* strong = nullptr;
  ImFont* small = nullptr;
  ImFont* heading = nullptr;
  ImFont* mono = nullptr;
  // What was missing, one line each; empty when every font was found.
  std::string notes;
};

// Rebuilds the atlas of the current ImGui context at `scale` (1 is 14 px text). A font that is not on the machine is
// replaced by Dear ImGui's own. `$LOOPSCOPE_FONTS` names a folder that is searched first.
Fonts load_fonts(float scale);

// Text through a font for the time of a scope.
class WithFont {
 public:
  explicit WithFont(ImFont* font);
  ~WithFont();
  WithFont(const WithFont&) = delete;
  WithFont& operator=(const WithFont&) = delete;
};

}  // namespace loopscope::app

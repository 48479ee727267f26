#include "app/theme/fonts.hpp"

#include <imgui.h>
#if __has_include(<imgui_freetype.h>)
#include <imgui_freetype.h>
#define LOOPSCOPE_HAS_FREETYPE 1
#elif __has_include(<misc/freetype/imgui_freetype.h>)
#include <misc/freetype/imgui_freetype.h>
#define LOOPSCOPE_HAS_FREETYPE 1
#endif

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>

#include "app/theme/icons.hpp"

namespace loopscope::app {
namespace {

namespace fs = std::filesystem;

// Scripts print in any language; these ranges cost little and cover what a lesson shows.
constexpr ImWchar kTextRanges[] = {0x20,   0x17F,  0x370,  0x3FF,  0x400,  0x4FF,  0x2010,
                                   0x2044, 0x20A0, 0x20BF, 0x2190, 0x21FF, 0x2200, 0x22FF,
                                   0x2500, 0x25FF, 0x2713, 0x2718, 0xFFFD, 0xFFFD, 0};
constexpr ImWchar kShortRanges[] = {0x20, 0x17F, 0x2010, 0x2044, 0x2190, 0x2193, 0};
constexpr ImWchar kIconRanges[] = {0xF000, 0xF2E0, 0};

struct Face {
  const char* what;
  std::initializer_list<const char*> files;
};

std::string find_font(const Face& face) {
  std::error_code ignored;
  std::initializer_list<const char*> folders = {"/usr/share/fonts", "/usr/local/share/fonts"};
  if (const char* own = std::getenv("LOOPSCOPE_FONTS")) {
    for (const char* file : face.files) {
      const fs::path path = fs::path(own) / fs::path(file).filename();
      if (fs::is_regular_file(path, ignored)) return path.string();
    }
    return "";
  }
  for (const char* folder : folders) {
    for (const char* file : face.files) {
      const fs::path path = fs::path(folder) / file;
      if (fs::is_regular_file(path, ignored)) return path.string();
    }
  }
  return "";
}

const Face kInter = {"Inter", {"opentype/inter/Inter-Regular.otf", "truetype/inter/Inter-Regular.ttf"}};
const Face kInterStrong = {"Inter Semi Bold",
                           {"opentype/inter/Inter-SemiBold.otf", "truetype/inter/Inter-SemiBold.ttf"}};
const Face kMono = {"JetBrains Mono",
                    {"truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "opentype/JetBrainsMono-Regular.otf"}};
const Face kIcons = {"Fork Awesome", {"truetype/fork-awesome/forkawesome-webfont.ttf"}};

ImFont* add(const std::string& file, float size, const ImWchar* ranges) {
  ImGuiIO& io = ImGui::GetIO();
  ImFontConfig config;
  config.SizePixels = size;
  if (file.empty()) return io.Fonts->AddFontDefault(&config);
  config.PixelSnapH = false;
  config.OversampleH = 1;
  config.OversampleV = 1;
  return io.Fonts->AddFontFromFileTTF(file.c_str(), size, &config, ranges);
}

void merge_icons(const std::string& file, float size) {
  if (file.empty()) return;
  ImFontConfig config;
  config.MergeMode = true;
  config.GlyphMinAdvanceX = std::round(size * 1.1F);
  config.GlyphOffset = ImVec2(0, std::round(size * 0.06F));
  ImGui::GetIO().Fonts->AddFontFromFileTTF(file.c_str(), std::round(size * 0.96F), &config, kIconRanges);
}

}  // namespace

Fonts load_fonts(float scale) {
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
#if defined(LOOPSCOPE_HAS_FREETYPE) && IMGUI_VERSION_NUM < 19200
  io.Fonts->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  io.Fonts->FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
#elif defined(LOOPSCOPE_HAS_FREETYPE)
  io.Fonts->SetFontLoader(ImGuiFreeType::GetFontLoader());
#endif
#if IMGUI_VERSION_NUM < 19200
  io.Fonts->TexDesiredWidth = scale > 2 ? 4096 : 2048;
#endif

  Fonts fonts;
  const auto locate = [&fonts](const Face& face) {
    std::string file = find_font(face);
    if (file.empty()) fonts.notes += std::string(face.what) + " is not installed; using a built-in font\n";
    return file;
  };
  const std::string inter = locate(kInter);
  const std::string strong = locate(kInterStrong);
  const std::string mono = locate(kMono);
  const std::string icons = locate(kIcons);

  const auto px = [scale](float size) { return std::round(size * scale); };
  fonts.body = add(inter, px(14), kTextRanges);
  merge_icons(icons, px(14));
  fonts.strong = add(strong.empty() ? inter : strong, px(14), kShortRanges);
  merge_icons(icons, px(14));
  fonts.small = add(inter, px(12), kTextRanges);
  merge_icons(icons, px(12));
  fonts.heading = add(strong.empty() ? inter : strong, px(24), kShortRanges);
  fonts.mono = add(mono, px(13), kTextRanges);
  use_icon_glyphs(!icons.empty());
  io.FontDefault = fonts.body;
#if IMGUI_VERSION_NUM < 19200
  io.Fonts->Build();
#endif
  return fonts;
}

WithFont::WithFont(ImFont* font) {
#if IMGUI_VERSION_NUM >= 19200
  ImGui::PushFont(font, 0.0F);
#else
  ImGui::PushFont(font);
#endif
}
WithFont::~WithFont() { ImGui::PopFont(); }

}  // namespace loopscope::app

#include "app/layout/layout.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/layout/settings.hpp"

namespace loopscope::app {
namespace {

const Rect& area(const Arrangement& a, Area which) { return a.area[static_cast<std::size_t>(which)]; }

bool overlap(const Rect& a, const Rect& b) {
  return !a.empty() && !b.empty() && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

// Every area within the window, none over another, and the middle never squeezed out.
void expect_sound(const Layout& layout, float width, float height, float scale) {
  const Arrangement a = arrange(layout, width, height, scale);
  for (int i = 0; i < kAreaCount; ++i) {
    const Rect& r = a.area[static_cast<std::size_t>(i)];
    if (r.empty()) continue;
    EXPECT_GE(r.x, 0);
    EXPECT_GE(r.y, a.top.h);
    EXPECT_LE(r.x + r.w, width + 0.5F);
    EXPECT_LE(r.y + r.h, height + 0.5F);
    for (int j = i + 1; j < kAreaCount; ++j) {
      EXPECT_FALSE(overlap(r, a.area[static_cast<std::size_t>(j)])) << i << " and " << j << " at " << width;
    }
  }
  EXPECT_GE(area(a, Area::centre).w, width * 0.28F);
  EXPECT_GE(area(a, Area::centre).h, (height - a.top.h) * 0.45F);
}

TEST(Layout, IsSoundAtEverySizeAndScale) {
  for (const float scale : {0.75F, 1.0F, 2.0F, 4.0F}) {
    for (const float width : {1024.0F, 1600.0F, 3840.0F}) {
      for (const float height : {640.0F, 1000.0F, 2160.0F}) expect_sound(Layout(), width, height, scale);
    }
  }
  Layout absurd;
  absurd.left_width = absurd.right_width = absurd.bottom_height = 4000;
  expect_sound(absurd, 1280, 800, 1);
}

TEST(Layout, HiddenSidesGiveTheirRoomToTheMiddle) {
  Layout layout;
  layout.show_left = layout.show_right = layout.show_bottom = false;
  const Arrangement a = arrange(layout, 1600, 1000, 1);
  EXPECT_TRUE(area(a, Area::left).empty());
  EXPECT_TRUE(area(a, Area::bottom_right).empty());
  EXPECT_EQ(area(a, Area::centre).w, 1600);
  EXPECT_EQ(area(a, Area::centre).h, 1000 - kTopBarHeight);
  EXPECT_TRUE(a.splitters.empty());
}

TEST(Layout, SplittersMoveTheirEdgeByTheSamePixels) {
  Layout layout;
  const Arrangement before = arrange(layout, 1600, 1000, 1);
  drag_splitter(layout, SplitterId::left, 40, 1600, 1000, 1);
  drag_splitter(layout, SplitterId::right, -24, 1600, 1000, 1);
  drag_splitter(layout, SplitterId::bottom, -32, 1600, 1000, 1);
  const Arrangement after = arrange(layout, 1600, 1000, 1);
  EXPECT_EQ(area(after, Area::left).w, area(before, Area::left).w + 40);
  EXPECT_EQ(area(after, Area::right_top).w, area(before, Area::right_top).w + 24);
  EXPECT_EQ(area(after, Area::bottom_left).h, area(before, Area::bottom_left).h + 32);
}

TEST(Layout, SplittersStopAtTheirLimits) {
  Layout layout;
  drag_splitter(layout, SplitterId::left, -5000, 1600, 1000, 1);
  EXPECT_GT(arrange(layout, 1600, 1000, 1).area[0].w, 100);
  drag_splitter(layout, SplitterId::left, 50000, 1600, 1000, 1);
  expect_sound(layout, 1600, 1000, 1);
}

class SettingsFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("loopscope-settings-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path path() const { return folder_ / "deep" / "window.json"; }

  std::filesystem::path folder_;
};

TEST_F(SettingsFile, ComesBackAsItWasSaved) {
  Settings settings;
  settings.theme = Theme::light;
  settings.interface_scale = 2;
  settings.layout.left_width = 512;
  settings.layout.show_bottom = false;
  settings.layout.active[0] = "lessons";
  settings.layout.maximised = "timeline";
  ASSERT_EQ(save_settings(path(), settings), "");
  std::string note;
  const Settings back = load_settings(path(), &note);
  EXPECT_EQ(note, "");
  EXPECT_EQ(back.theme, Theme::light);
  EXPECT_EQ(back.interface_scale, 2);
  EXPECT_EQ(back.layout.left_width, 512);
  EXPECT_FALSE(back.layout.show_bottom);
  EXPECT_EQ(back.layout.active[0], "lessons");
  EXPECT_EQ(back.layout.maximised, "timeline");
  // Nothing else is left beside it.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path().parent_path()), {}), 1);
}

TEST_F(SettingsFile, MissingGivesTheDefaultsWithoutANote) {
  std::string note;
  EXPECT_EQ(load_settings(path(), &note).window_width, 1600);
  EXPECT_EQ(note, "");
}

TEST_F(SettingsFile, CorruptGivesTheDefaultsAndANote) {
  for (const char* text : {"", "{\"theme\": ", "[1, 2]", "\xff\xfe\x00garbage"}) {
    std::filesystem::create_directories(path().parent_path());
    std::ofstream(path()) << text;
    std::string note;
    const Settings settings = load_settings(path(), &note);
    EXPECT_EQ(settings.interface_scale, 1.0F);
    EXPECT_NE(note, "") << text;
  }
}

TEST_F(SettingsFile, WrongTypesAndAbsurdValuesAreBroughtBack) {
  std::filesystem::create_directories(path().parent_path());
  std::ofstream(path()) << R"({"theme": 7, "interface_scale": 1e30, "window_width": -5,
      "layout": {"left_width": "wide", "active": [1, "source", null], "right_split": 99}})";
  std::string note;
  const Settings settings = load_settings(path(), &note);
  EXPECT_EQ(settings.theme, Theme::dark);
  EXPECT_EQ(settings.interface_scale, 4.0F);
  EXPECT_EQ(settings.window_width, 480);
  EXPECT_EQ(settings.layout.left_width, Layout().left_width);
  EXPECT_EQ(settings.layout.right_split, 0.9F);
}

}  // namespace
}  // namespace loopscope::app

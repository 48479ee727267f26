#include "app/workbench/workbench.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "tests/app/headless.hpp"

namespace loopscope::app {
namespace {

using testing::FakeSession;
using testing::Headless;

TEST(Workbench, OpensOnTheGalleryAndSaysWhenItIsEmpty) {
  Headless window;
  window.frames(3);
  EXPECT_GT(window.vertices(), 100);
  EXPECT_EQ(window.workbench().session(), nullptr);
}

TEST(Workbench, TheCursorStartsAtTheEndAndMovesByKeys) {
  Headless window;
  window.open();
  const auto at = [&window] { return window.workbench().cursor().seq; };
  EXPECT_EQ(at(), FakeSession::kLast);
  window.key("Home");
  EXPECT_EQ(at(), 0U);
  window.key("Right");
  EXPECT_EQ(at(), 1U);
  window.key("Shift+Right");
  EXPECT_EQ(at(), 2U);
  window.key("Ctrl+Right");
  EXPECT_EQ(at(), 5U);
  window.key("Left");
  EXPECT_EQ(at(), 4U);
  window.key("Shift+Left");
  EXPECT_EQ(at(), 2U);
  window.key("Ctrl+Left");
  EXPECT_EQ(at(), 0U);
  window.key("Left");
  EXPECT_EQ(at(), 0U);
  window.key("End");
  EXPECT_EQ(at(), FakeSession::kLast);
}

TEST(Workbench, PlayingGoesThroughEveryEventAndStopsAtTheEnd) {
  Headless window;
  window.open();
  window.key("Space");
  EXPECT_TRUE(window.workbench().playback().playing);
  EXPECT_LT(window.workbench().cursor().seq, FakeSession::kLast);
  EXPECT_FALSE(window.workbench().idle());
  int frames = 0;
  std::uint32_t last = 0;
  while (window.workbench().playback().playing && frames < 600) {
    window.frames(1);
    EXPECT_GE(window.workbench().cursor().seq, last);
    EXPECT_LE(window.workbench().cursor().seq, last + 1) << "an event was skipped";
    last = window.workbench().cursor().seq;
    ++frames;
  }
  EXPECT_EQ(last, FakeSession::kLast);
  EXPECT_TRUE(window.workbench().idle());
  // Nine events of at least 40 ms at 60 frames a second.
  EXPECT_GT(frames, 18);
}

TEST(Workbench, CtrlCAtTheCursorRunsTheProgramAgainWithIt) {
  Headless window;
  window.open();
  window.key("Home");
  window.key("Right");
  const std::int64_t at = window.workbench().cursor().ns;
  ASSERT_TRUE(window.workbench().document()->interrupts.empty());
  window.key("I");
  window.frames(2);
  EXPECT_EQ(window.workbench().document()->interrupts, std::vector<std::int64_t>{at});
  EXPECT_EQ(window.workbench().cursor().ns, at);
  window.key("Ctrl+R");
  EXPECT_TRUE(window.workbench().document()->interrupts.empty());
}

TEST(Workbench, CtrlCReachesAProgramThatRuns) {
  Headless window;
  window.open();
  window.session().status_.running = true;
  window.key("I");
  EXPECT_EQ(window.session().interrupts_, 1);
}

TEST(Workbench, SteppingAtTheLiveEndStepsTheEngine) {
  Headless window;
  window.open();
  window.session().status_.running = true;
  window.key("Right");
  EXPECT_EQ(window.session().live_steps_, 1);
  window.key("Left");
  EXPECT_EQ(window.session().live_steps_, 1);
  EXPECT_EQ(window.workbench().cursor().seq, FakeSession::kLast - 1);
}

TEST(Workbench, ScaleAndThemeFollowTheKeys) {
  Headless window;
  window.open();
  window.key("Ctrl+=");
  EXPECT_GT(window.workbench().settings().interface_scale, 1.0F);
  for (int i = 0; i < 40; ++i) window.key("Ctrl+=");
  EXPECT_EQ(window.workbench().settings().interface_scale, 4.0F);
  window.key("Ctrl+0");
  EXPECT_EQ(window.workbench().settings().interface_scale, 1.0F);
  window.key("Ctrl+Shift+L");
  EXPECT_EQ(window.workbench().settings().theme, Theme::light);
}

TEST(Workbench, HelpOpensAndEscapeClosesItBeforeTheSelectionGoes) {
  Headless window;
  window.open();
  window.workbench().select({Subject::task, 2, 0, 0});
  window.key("?");
  EXPECT_TRUE(window.workbench().help_open());
  window.key("Escape");
  EXPECT_FALSE(window.workbench().help_open());
  EXPECT_EQ(window.workbench().selection().id, 2U);
  window.key("Escape");
  EXPECT_EQ(window.workbench().selection().subject, Subject::none);
}

TEST(Workbench, ThePaletteRunsWhatIsTyped) {
  Headless window;
  window.open();
  window.key("Ctrl+Shift+P");
  ASSERT_TRUE(window.workbench().picker_open());
  window.type("dark or light");
  window.press(compat::Key::enter);
  EXPECT_FALSE(window.workbench().picker_open());
  EXPECT_EQ(window.workbench().settings().theme, Theme::light);
}

TEST(Workbench, GoToSelectsAndMovesTheCursor) {
  Headless window;
  window.open();
  window.key("Ctrl+P");
  window.type("task-2");
  window.press(compat::Key::enter);
  EXPECT_EQ(window.workbench().selection(), (Selection{Subject::task, 2, 0, 0}));
  EXPECT_EQ(window.workbench().cursor().seq, 3U);
}

TEST(Workbench, LettersDoNothingWhileTyping) {
  Headless window;
  window.open();
  window.key("Ctrl+Shift+P");
  window.key("Space");
  EXPECT_FALSE(window.workbench().playback().playing);
  EXPECT_TRUE(window.workbench().picker_open());
}

TEST(Workbench, AConsoleLineLeadsToItsInstant) {
  Headless window;
  window.open();
  const Arrangement a = arrange(window.workbench().settings().layout, Headless::kWidth, Headless::kHeight, 1);
  const Rect& console = a.area[static_cast<std::size_t>(Area::bottom_left)];
  window.click(console.x + 60, console.y + 32 + 4 + 10);
  EXPECT_EQ(window.workbench().cursor().seq, 2U);
}

TEST(Workbench, AFindingLeadsToItsTaskAndInstant) {
  Headless window;
  window.open();
  window.key("Home");
  window.workbench().settings().layout.active[static_cast<std::size_t>(Area::bottom_right)] = "findings";
  window.frames(2);
  const Arrangement a = arrange(window.workbench().settings().layout, Headless::kWidth, Headless::kHeight, 1);
  const Rect& area = a.area[static_cast<std::size_t>(Area::bottom_right)];
  window.click(area.x + 80, area.y + 32 + 24);
  EXPECT_EQ(window.workbench().cursor().seq, 8U);
  EXPECT_EQ(window.workbench().selection(), (Selection{Subject::task, 2, 0, 0}));
}

TEST(Workbench, ASourceLineLeadsToTheNextInstantThere) {
  Headless window;
  window.open();
  window.key("Home");
  const Arrangement a = arrange(window.workbench().settings().layout, Headless::kWidth, Headless::kHeight, 1);
  const Rect& source = a.area[static_cast<std::size_t>(Area::left)];
  // Lines are 13 px of text with 4 px between them, rounded up; the third one is within this.
  window.click(source.x + 200, source.y + 32 + 2.5F * 17 + 4);
  EXPECT_EQ(window.workbench().cursor().seq, 7U);
}

TEST(Workbench, SplittersMoveUnderTheMouse) {
  Headless window;
  window.open();
  const float before = window.workbench().settings().layout.left_width;
  const Arrangement a = arrange(window.workbench().settings().layout, Headless::kWidth, Headless::kHeight, 1);
  for (const Splitter& splitter : a.splitters) {
    if (splitter.id != SplitterId::left) continue;
    window.drag(splitter.rect.x + 2, splitter.rect.y + 200, -60, 0);
  }
  EXPECT_EQ(window.workbench().settings().layout.left_width, before - 60);
}

TEST(Workbench, DoubleClickOnATitleMaximisesAndEscapePutsItBack) {
  Headless window;
  window.open();
  const Arrangement a = arrange(window.workbench().settings().layout, Headless::kWidth, Headless::kHeight, 1);
  const Rect& inspector = a.area[static_cast<std::size_t>(Area::right_top)];
  window.click(inspector.x + 40, inspector.y + 12);
  window.click(inspector.x + 40, inspector.y + 12);
  EXPECT_EQ(window.workbench().settings().layout.maximised, "inspector");
  window.key("Escape");
  EXPECT_EQ(window.workbench().settings().layout.maximised, "");
}

TEST(Workbench, FilesStandSideBySideInTabs) {
  Headless window;
  window.open();
  Workbench& bench = window.workbench();
  const std::filesystem::path second = window.file().string() + ".second.py";
  std::filesystem::copy_file(window.file(), second, std::filesystem::copy_options::overwrite_existing);
  window.key("Home");
  window.key("Right");
  bench.select({Subject::task, 2, 0, 0});
  bench.open_in_tab(second);
  window.frames(2);
  EXPECT_EQ(bench.tab_count(), 2U);
  EXPECT_EQ(bench.tab(), 1U);
  EXPECT_EQ(bench.document()->path, second);
  EXPECT_EQ(bench.cursor().seq, FakeSession::kLast);
  EXPECT_EQ(bench.selection().subject, Subject::none);
  // Each keeps its cursor and its selection.
  window.key("Ctrl+Tab");
  EXPECT_EQ(bench.document()->path, window.file());
  EXPECT_EQ(bench.cursor().seq, 1U);
  EXPECT_EQ(bench.selection().id, 2U);
  window.key("Ctrl+Shift+Tab");
  EXPECT_EQ(bench.document()->path, second);
  // The strip stands under the top bar; a click on the first tab goes there.
  window.click(30, kTopBarHeight + kTabsHeight / 2);
  EXPECT_EQ(bench.document()->path, window.file());
  // A file that is open already is shown, not opened twice.
  bench.open_in_tab(second);
  window.frames(2);
  EXPECT_EQ(bench.tab_count(), 2U);
  EXPECT_EQ(bench.document()->path, second);
  window.key("Ctrl+W");
  EXPECT_EQ(bench.tab_count(), 1U);
  EXPECT_EQ(bench.document()->path, window.file());
  window.key("Ctrl+W");
  EXPECT_EQ(bench.document(), nullptr);
  ASSERT_EQ(bench.settings().recent.size(), 2U);
  EXPECT_EQ(bench.settings().recent[0], second.string());
  std::filesystem::remove(second);
}

TEST(Workbench, WhatWasOpenLatelyIsOfferedFirst) {
  Headless window;
  window.open();
  const std::filesystem::path second = window.file().string() + ".second.py";
  std::filesystem::copy_file(window.file(), second, std::filesystem::copy_options::overwrite_existing);
  window.workbench().open_in_tab(second);
  window.frames(2);
  window.key("Ctrl+O");
  window.press(compat::Key::enter);
  EXPECT_EQ(window.workbench().document()->path, window.file());
  std::filesystem::remove(second);
}

TEST(Workbench, AFileThatIsNoneIsShownAsSuch) {
  Headless window;
  window.workbench().open("/nonexistent/loopscope.py");
  window.frames(2);
  EXPECT_EQ(window.workbench().session(), nullptr);
  EXPECT_NE(window.workbench().document()->error, "");
}

TEST(Workbench, AFrameTakesFarLessThanTheScreenGivesIt) {
  Headless window;
  window.open();
  window.workbench().select({Subject::task, 2, 0, 0});
  window.frames(5);
  const std::clock_t begin = std::clock();
  constexpr int kFrames = 50;
  window.frames(kFrames);
  // Time of the processor, so that a busy machine does not count. Typically well below a millisecond; the limit leaves
  // room for sanitizers.
  const double ms = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  EXPECT_LT(ms / kFrames, 16.0);
}

}  // namespace
}  // namespace loopscope::app

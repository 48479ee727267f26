// The view with Dear ImGui and nothing else: input goes in by io, what happened is read from the state and the intents.

#include "app/timeline/view.hpp"

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>

#include "app/timeline/hit.hpp"
#include "tests/timeline/preview_scene.hpp"

namespace loopscope::timeline {
namespace {

constexpr std::int64_t kMs = 1'000'000;

class ViewTest : public testing::Test {
 protected:
  void SetUp() override {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {1200, 600};
    unsigned char* pixels = nullptr;
    int w = 0, h = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
    test::fill_lesson(source);
    in.source = &source;
    in.animate = false;
    in.cursor = {100 * kMs, 10000};
    frame();
    frame();
  }
  void TearDown() override { ImGui::DestroyContext(); }

  Intents frame() {
    ImGuiIO& io = ImGui::GetIO();
    io.DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({1200, 600});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0, 0});
    ImGui::Begin("test", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    Intents out = view.draw(in);
    vertices = ImGui::GetWindowDrawList()->VtxBuffer.Size;
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::Render();
    if (out.cursor) cursor_moves.push_back(*out.cursor);
    if (out.selection) in.selection = *out.selection, ++selections;
    return out;
  }
  void mouse(float x, float y) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMousePosEvent(x, y);
#else
    ImGui::GetIO().MousePos = {x, y};
#endif
  }
  void button(int which, bool down) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseButtonEvent(which, down);
#else
    ImGui::GetIO().MouseDown[which] = down;
#endif
  }
  void wheel(float steps) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseWheelEvent(0, steps);
#else
    ImGui::GetIO().MouseWheel = steps;
#endif
    frame();
  }
  void modifier(bool ctrl, bool shift) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
#else
    io.KeyCtrl = ctrl;
    io.KeyShift = shift;
#endif
  }
  void click(float x, float y) { drag(x, y, x, y); }
  void drag(float x0, float y0, float x1, float y1, int which = 0) {
    mouse(x0, y0);
    frame();
    button(which, true);
    frame();
    mouse((x0 + x1) / 2, (y0 + y1) / 2);
    frame();
    mouse(x1, y1);
    frame();
    button(which, false);
    frame();
    frame();
  }

  // Where the lanes begin with the sizes of scale 1.
  static constexpr float kLeft = 208, kTop = 72, kWidth = 1200 - 208 - 10;
  float x_of(double ms) const {
    const Scale scale{view.state.window, kWidth};
    return kLeft + static_cast<float>(scale.px(static_cast<std::int64_t>(ms * kMs)));
  }
  // The middle of the n-th task's lane: the loop stands above them.
  static float y_of_task(int n) { return kTop + 57 + 33 * static_cast<float>(n - 1) + 16; }
  double ms_at(float x) const {
    const Scale scale{view.state.window, kWidth};
    return static_cast<double>(scale.axis(x - kLeft)) / kMs;
  }

  MemorySource source;
  View view;
  Inputs in;
  std::vector<Instant> cursor_moves;
  int selections = 0;
  int vertices = 0;
};

TEST_F(ViewTest, ShowsTheWholeTraceAtFirst) {
  EXPECT_TRUE(view.state.fitted);
  EXPECT_GT(x_of(0), kLeft);
  EXPECT_LT(x_of(396), kLeft + kWidth);
  EXPECT_GT(vertices, 500);
}

TEST_F(ViewTest, AGrowingTraceStaysWholeUntilTheUserZooms) {
  source.set_range({0, 0}, {800 * kMs, 80000});
  frame();
  EXPECT_LT(x_of(800), kLeft + kWidth);
  view.zoom_in(0.2F);
  frame();
  EXPECT_FALSE(view.state.fitted);
  const Window before = view.state.window;
  source.set_range({0, 0}, {900 * kMs, 90000});
  frame();
  EXPECT_EQ(view.state.window, before);
}

TEST_F(ViewTest, AClickSelectsTheInterval) {
  click(x_of(200), y_of_task(3));
  EXPECT_EQ(in.selection.pick, Pick::interval);
  EXPECT_EQ(in.selection.lane, (LaneKey{LaneKind::task, 3}));
  EXPECT_EQ(in.selection.begin.ns, 180 * kMs);
  EXPECT_EQ(selections, 1);
}

TEST_F(ViewTest, AClickOnNothingLetsGo) {
  click(x_of(200), y_of_task(3));
  click(600, 590);
  EXPECT_EQ(in.selection.pick, Pick::none);
  EXPECT_EQ(selections, 2);
}

TEST_F(ViewTest, ADragSelectsAnArea) {
  drag(x_of(100), y_of_task(2), x_of(250), y_of_task(3));
  EXPECT_EQ(in.selection.pick, Pick::area);
  EXPECT_NEAR(static_cast<double>(in.selection.begin.ns) / kMs, 100, 1);
  EXPECT_NEAR(static_cast<double>(in.selection.end.ns) / kMs, 250, 1);
  EXPECT_EQ(selections, 1) << "only when it is let go";
}

TEST_F(ViewTest, CtrlWheelZoomsAboutThePointer) {
  const float x = x_of(150);
  mouse(x, y_of_task(2));
  frame();
  modifier(true, false);
  for (int i = 0; i < 6; ++i) wheel(1);
  modifier(false, false);
  EXPECT_LT(view.state.window.length, 150.0 * kMs);
  EXPECT_NEAR(ms_at(x), 150, 1);
}

TEST_F(ViewTest, KeysZoomAboutThePointerToo) {
  const float x = x_of(300);
  mouse(x, y_of_task(2));
  frame();
  for (int i = 0; i < 30; ++i) {
    view.zoom_in(1.0F / 60);
    frame();
  }
  EXPECT_NEAR(ms_at(x), 300, 1);
  const double slow = view.state.window.length;
  view.fit_all();
  frame();
  for (int i = 0; i < 30; ++i) {
    view.zoom_in(1.0F / 60, true);
    frame();
  }
  EXPECT_LT(view.state.window.length, slow) << "shift is faster";
}

TEST_F(ViewTest, WithoutAPointerZoomIsAboutTheCursor) {
  mouse(-100, -100);
  frame();
  for (int i = 0; i < 60; ++i) {
    view.zoom_in(1.0F / 60);
    frame();
  }
  EXPECT_NEAR(x_of(100), kLeft + kWidth * (x_of(100) - kLeft) / kWidth, 0.01);
  EXPECT_GT(x_of(100), kLeft);
  EXPECT_LT(x_of(100), kLeft + kWidth);
}

TEST_F(ViewTest, PanningStopsWhereTheTraceWouldBeLost) {
  for (int i = 0; i < 600; ++i) {
    view.pan_right(1.0F / 60, true);
    frame();
  }
  EXPECT_GT(x_of(396), kLeft);
  for (int i = 0; i < 1200; ++i) {
    view.pan_left(1.0F / 60, true);
    frame();
  }
  EXPECT_LT(x_of(0), kLeft + kWidth);
}

TEST_F(ViewTest, MiddleDragAndShiftDragPan) {
  view.show({100 * kMs, 10000}, {200 * kMs, 20000});
  frame();
  const double at = ms_at(600);
  drag(600, 300, 500, 300, 2);
  EXPECT_NEAR(ms_at(500), at, 0.5);
  modifier(false, true);
  drag(600, 300, 700, 300);
  modifier(false, false);
  EXPECT_NEAR(ms_at(600), at, 0.5);
  EXPECT_EQ(selections, 0);
}

TEST_F(ViewTest, TheRulerMovesTheCursor) {
  drag(x_of(50), 60, x_of(120), 60);
  ASSERT_GE(cursor_moves.size(), 2u);
  EXPECT_NEAR(static_cast<double>(cursor_moves.front().ns) / kMs, 50, 1);
  EXPECT_NEAR(static_cast<double>(cursor_moves.back().ns) / kMs, 120, 1);
}

TEST_F(ViewTest, CtrlClickTakesAMarkAway) {
  const UserMark marks[] = {{{50 * kMs, 5000}, "a"}, {{120 * kMs, 12000}, "b"}};
  in.marks = marks;
  mouse(x_of(121), 60);
  frame();
  modifier(true, false);
  button(0, true);
  const Intents out = frame();
  button(0, false);
  frame();
  modifier(false, false);
  ASSERT_TRUE(out.remove_mark);
  EXPECT_EQ(out.remove_mark->ns, 120 * kMs);
  EXPECT_TRUE(cursor_moves.empty());
}

TEST_F(ViewTest, TheBrushOfTheOverviewPansAndResizes) {
  view.show({100 * kMs, 10000}, {180 * kMs, 18000});
  frame();
  const Window before = view.state.window;
  const float strip = 1200 - kLeft;
  const auto strip_x = [&](double ms) { return kLeft + 14 + static_cast<float>(ms / 396) * (strip - 14 - 48); };
  drag(strip_x(140), 20, strip_x(240), 20);
  EXPECT_NEAR(static_cast<double>(view.state.window.origin - before.origin) / kMs, 100, 3);
  EXPECT_DOUBLE_EQ(view.state.window.length, before.length);
  const double right = (static_cast<double>(view.state.window.origin) + view.state.window.length) / kMs;
  drag(strip_x(right), 20, strip_x(right + 50), 20);
  EXPECT_NEAR(view.state.window.length / kMs, before.length / kMs + 50, 3);
}

TEST_F(ViewTest, FCentresAndFAgainFits) {
  click(x_of(200), y_of_task(3));
  view.focus_selection();
  frame();
  EXPECT_GT(x_of(180), kLeft);
  EXPECT_LT(x_of(290), kLeft + kWidth);
  EXPECT_LT(view.state.window.length, 200.0 * kMs);
  view.focus_selection();
  frame();
  EXPECT_TRUE(view.state.fitted);
}

TEST_F(ViewTest, TheRulerSwitchesAndKeepsWhatIsSeen) {
  view.show({102 * kMs, 10200}, {340 * kMs, 34000});
  frame();
  const double left = ms_at(kLeft), right = ms_at(kLeft + kWidth);
  view.toggle_ruler();
  frame();
  EXPECT_EQ(view.state.ruler, Ruler::tick);
  const double columns = view.state.window.length / static_cast<double>(kTickUnit);
  EXPECT_GT(columns, 1.5);
  EXPECT_LT(columns, 5);
  view.toggle_ruler();
  frame();
  EXPECT_NEAR(ms_at(kLeft), left, 25);
  EXPECT_NEAR(ms_at(kLeft + kWidth), right, 25);
}

TEST_F(ViewTest, TheSwitchInTheCornerCanBeClicked) {
  click(kLeft - 20, 57);
  EXPECT_EQ(view.state.ruler, Ruler::tick);
  click(kLeft - 60, 57);
  EXPECT_EQ(view.state.ruler, Ruler::time);
}

TEST_F(ViewTest, StepsOfTheSelectedLane) {
  in.selection = *view.select_lane({LaneKind::task, 3});
  frame();
  std::vector<std::int64_t> begins;
  while (const auto next = view.next_step()) {
    in.selection = *next;
    begins.push_back(next->begin.ns / kMs);
    frame();
  }
  EXPECT_EQ(begins, (std::vector<std::int64_t>{44, 180, 305}));
  ASSERT_TRUE(view.previous_step());
  EXPECT_EQ(view.previous_step()->begin.ns / kMs, 180);
}

TEST_F(ViewTest, CausesAndEffectsCanBeFollowed) {
  in.selection = select_interval(source, 3, 0, 6);
  frame();
  EXPECT_EQ(view.cause_count(), 1);
  const auto cause = view.follow_cause();
  ASSERT_TRUE(cause);
  EXPECT_EQ(cause->lane, (LaneKey{LaneKind::task, 1}));
  in.selection = *cause;
  frame();
  const auto effect = view.follow_effect();
  ASSERT_TRUE(effect);
  EXPECT_EQ(effect->lane, (LaneKey{LaneKind::task, 3}));
  EXPECT_FALSE(view.follow_effect(7));
}

TEST_F(ViewTest, HeadersSelectFoldAndPin) {
  const float y = y_of_task(1);
  click(100, y);
  EXPECT_EQ(in.selection.pick, Pick::lane);
  EXPECT_EQ(in.selection.lane, (LaneKey{LaneKind::task, 1}));
  click(10, y);
  EXPECT_TRUE(view.state.unfolded.contains({LaneKind::task, 1}));
  click(10, y);
  EXPECT_TRUE(view.state.unfolded.empty());
  click(kLeft - 10, y);
  EXPECT_TRUE(view.state.pinned.contains({LaneKind::task, 1}));
  view.toggle_pin();
  EXPECT_TRUE(view.state.pinned.empty());
}

TEST_F(ViewTest, TheHeaderColumnResizes) {
  drag(kLeft, 300, kLeft + 60, 300);
  EXPECT_NEAR(view.state.header_width, 268, 1);
}

TEST_F(ViewTest, TheWheelScrollsLanes) {
  MemorySource many;
  test::fill_many(many, 100, 1000);
  in.source = &many;
  frame();
  mouse(600, 300);
  frame();
  wheel(-2);
  EXPECT_FLOAT_EQ(view.state.scroll_y, 128);
  for (int i = 0; i < 200; ++i) wheel(-2);
  EXPECT_LT(view.state.scroll_y, 100 * 33.0F);
  view.reveal_lane({LaneKind::task, 1000});
  EXPECT_LT(view.state.scroll_y, 60);
}

TEST_F(ViewTest, RevealPansOnlyWhenOutOfSight) {
  view.show({100 * kMs, 10000}, {120 * kMs, 12000});
  frame();
  const Window before = view.state.window;
  view.reveal({110 * kMs, 11000});
  frame();
  EXPECT_EQ(view.state.window, before);
  view.reveal({300 * kMs, 30000});
  frame();
  EXPECT_GT(x_of(300), kLeft);
  EXPECT_LT(x_of(300), kLeft + kWidth);
}

TEST_F(ViewTest, HoverTellsWhatIsThere) {
  mouse(x_of(200), y_of_task(3));
  const Intents out = frame();
  frame();
  EXPECT_EQ(out.hovered.lane, (LaneKey{LaneKind::task, 3}));
  ASSERT_TRUE(out.pointer_at);
  EXPECT_NEAR(static_cast<double>(out.pointer_at->ns) / kMs, 200, 1);
}

TEST_F(ViewTest, AnimatesAndSkips) {
  in.animate = true;
  frame();
  view.show({100 * kMs, 10000}, {120 * kMs, 12000});
  frame();
  EXPECT_TRUE(view.animating());
  EXPECT_GT(view.state.window.length, 60.0 * kMs);
  view.skip_animation();
  EXPECT_FALSE(view.animating());
  EXPECT_NEAR(view.state.window.length, 30.0 * kMs, 1);
  view.fit_all();
  for (int i = 0; i < 60; ++i) frame();
  EXPECT_FALSE(view.animating()) << "within a second";
}

TEST_F(ViewTest, KnowsWhenTicksTellMore) {
  EXPECT_FALSE(view.better_by_tick());
  source.set_range({0, 0}, {3'600'000 * kMs, 400'000});
  frame();
  EXPECT_TRUE(view.better_by_tick()) << "an hour of waiting around half a second of work";
}

TEST_F(ViewTest, SurvivesNothingAndTiny) {
  in.source = nullptr;
  frame();
  EXPECT_GT(vertices, 0) << "says what would be here";
  view.zoom_in(0.1F);
  view.focus_selection();
  view.toggle_ruler();
  EXPECT_FALSE(view.next_step());
  EXPECT_FALSE(view.follow_cause());
  view.reveal({1, 1});
  view.reveal_lane({LaneKind::task, 1});
  MemorySource empty;
  in.source = &empty;
  frame();
  view.fit_all();
  frame();
  MemorySource instant;
  instant.add_lane(LaneKind::task, 1, "Task-1").rows[0].push_back({{5, 0}, {5, 1}, State::running, 0, 0});
  instant.set_range({5, 0}, {5, 1});
  in.source = &instant;
  for (int i = 0; i < 5; ++i) {
    frame();
    view.zoom_in(1, true);
    view.toggle_ruler();
  }
  EXPECT_TRUE(std::isfinite(view.state.window.length));
  EXPECT_GT(view.state.window.length, 0);
}

}  // namespace
}  // namespace loopscope::timeline

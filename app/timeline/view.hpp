#pragma once

// The timeline as the window embeds it. State is apart from painting: `ViewState` can be read, kept and restored;
// draw() paints the available region of the current ImGui window and returns what the user wants as `Intents`. It
// handles the mouse; keys come in through the command methods below, one for each entry of the commands table.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/timeline/axis.hpp"
#include "app/timeline/palette.hpp"
#include "app/timeline/scene.hpp"

struct ImFont;

namespace loopscope::analysis {
class Model;
}

namespace loopscope::timeline {

enum class Ruler : std::uint8_t { time, tick };

struct ViewState {
  Ruler ruler = Ruler::time;
  Window window;             // what is visible of the axis of `ruler`
  bool fitted = true;        // shows the whole trace, and goes on doing so while it grows
  float header_width = 208;  // unscaled px
  float scroll_y = 0;        // scaled px
  std::set<LaneKey> pinned;
  std::set<LaneKey> unfolded;  // lanes that show their await chain
};

struct Fonts {
  ImFont* text = nullptr;  // nullptr: the current font
  ImFont* small = nullptr;
  ImFont* mono = nullptr;
};

// A temporary mark or a note of the user's, owned by the window.
struct UserMark {
  Instant at;
  std::string_view text;
};

struct Inputs {
  const LaneSource* source = nullptr;  // nullptr: nothing has run, the empty state is shown
  Instant cursor;
  bool show_cursor = true;
  Selection selection;
  std::span<const UserMark> marks;
  const Palette* palette = nullptr;  // nullptr: dark_palette()
  Fonts fonts;
  float scale = 1;
  float delta_seconds = 1.0F / 60;
  bool animate = true;  // false: zoom and pan jump
  bool use_gl = false;  // an OpenGL 3.3 context is current and glad is loaded
  const char* empty_title = "No trace yet";
  const char* empty_hint = "Open a Python file or pick a lesson: its tasks will stand here, one lane each.";
};

struct Intents {
  std::optional<Instant> cursor;       // the ruler was clicked or dragged
  std::optional<Selection> selection;  // something was clicked, an area dragged, or nothing hit: Pick::none
  std::optional<Instant> remove_mark;  // a user's mark was clicked with Ctrl
  bool activate = false;               // double click: show the selection in the inspector or the source
  Selection hovered;                   // what is under the pointer now
  std::optional<Instant> pointer_at;   // the instant under the pointer
};

class View {
 public:
  View();
  ~View();
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  ViewState state;

  // Paints into what is left of the current ImGui window.
  Intents draw(const Inputs& inputs);

  // Commands held down: call them on every frame while the key is down; `seconds` is the frame's time.
  // Zooming is about the pointer when it is over the lanes, else about the cursor or the centre.
  void zoom_in(float seconds, bool fast = false);
  void zoom_out(float seconds, bool fast = false);
  void pan_left(float seconds, bool fast = false);
  void pan_right(float seconds, bool fast = false);

  // Commands pressed once. They act on what the last draw() showed.
  void focus_selection();                 // F: centre and zoom; again: the whole trace
  void fit_all();                         // Shift+F
  void toggle_ruler();                    // T
  void toggle_pin();                      // P: the selected lane
  void toggle_fold();                     // Enter or a click on its arrow: the await chain of the selected lane
  void show(Instant begin, Instant end);  // zoom so that this is visible with some room
  void reveal(Instant at);                // pan, only if it is out of sight
  void reveal_lane(LaneKey lane);         // scroll, only if it is out of sight

  // What the command would select; the window decides, puts the cursor on it and passes it back in Inputs.
  std::optional<Selection> next_step() const;                    // . of the selected lane
  std::optional<Selection> previous_step() const;                // ,
  std::optional<Selection> follow_cause(int choice = 0) const;   // [ ; several: Ctrl+[ passes 0, 1, 2 …
  std::optional<Selection> follow_effect(int choice = 0) const;  // ]
  int cause_count() const;
  int effect_count() const;
  // The lane whose step stands at this instant, as a selection: for selecting from another panel.
  std::optional<Selection> select_lane(LaneKey lane, std::optional<Instant> at = {}) const;

  // Whether most steps are too short to be seen when the whole trace is fitted by time: then ticks tell more.
  bool better_by_tick() const;

  // Ends a running animation at its target.
  void skip_animation();
  bool animating() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope::timeline

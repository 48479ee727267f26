#pragma once

// The whole window but for the window system: state, the frame, and what every command does. It is driven by the real
// window, by the off-screen renderer and by tests alike.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/router.hpp"
#include "app/gallery/gallery.hpp"
#include "app/layout/settings.hpp"
#include "app/panels/panel.hpp"
#include "app/session/document.hpp"
#include "app/session/session.hpp"
#include "app/timeline/view.hpp"
#include "app/workbench/picker.hpp"

namespace loopscope::app {

class Workbench {
 public:
  // Makes a run of a file; `document` is what was read of it.
  using StartSession = std::function<std::unique_ptr<Session>(const Document& document)>;

  Workbench(Settings settings, Gallery gallery, StartSession start);
  ~Workbench();

  // Opens a file and runs it. A file that cannot be read is shown as such.
  // Runs the file; `interrupts`: virtual times in ns at which Ctrl-C is pressed.
  void open(const std::filesystem::path& path, std::vector<std::int64_t> interrupts = {});
  // Opens it beside what is open already, or goes to it when it is one of those.
  void open_in_tab(const std::filesystem::path& path);
  void close_tab(std::size_t tab);
  std::size_t tab_count() const { return tabs_.size(); }
  std::size_t tab() const { return tab_; }
  void show_gallery();
  void fire(const Fired& fired);

  // One frame into the current ImGui context, between NewFrame() and Render().
  void frame(float width, float height, float seconds, const Fonts& fonts);

  // The scale that the monitor asks for; the user's own comes on top.
  void set_monitor_scale(float scale) { monitor_scale_ = scale; }
  float scale() const { return monitor_scale_ * settings_.interface_scale; }

  // Moves the cursor; panels and the timeline follow.
  void seek(Instant at);
  void select(const Selection& selection);

  KeyRouter& keys() { return keys_; }
  Settings& settings() { return settings_; }
  const Settings& settings() const { return settings_; }
  const Session* session() const { return session_.get(); }
  const Document* document() const { return document_.get(); }
  Instant cursor() const { return cursor_; }
  const Selection& selection() const { return selection_; }
  const Playback& playback() const { return playback_; }
  timeline::View& timeline_view() { return timeline_; }
  bool help_open() const { return help_open_; }
  bool picker_open() const { return picker_.is_open(); }
  bool wants_quit() const { return quit_; }
  // False while something moves by itself: the frame loop then need not wait for input.
  bool idle() const;
  // Off for the off-screen renderer and for tests: nothing animates, so that one state gives one picture.
  void set_animations(bool on) { animations_ = on; }
  // An OpenGL 3.3 context is current and its functions are loaded.
  void set_gl(bool on) { gl_ = on; }
  // A sentence for the user, shown in the top bar until the next one.
  void say(std::string note) { note_ = std::move(note); }

 private:
  // All that belongs to one open file and not to the window.
  struct OpenFile {
    std::unique_ptr<Document> document;
    std::unique_ptr<Session> session;
    Instant cursor;
    bool follow_live = true;
    std::optional<std::int64_t> seek_when_there_ns;
    bool engine_paused = false;
    Selection selection;
    timeline::Selection lane_selection;
    bool ruler_settled = false;
    std::vector<Instant> marks;
    timeline::ViewState view;
  };

  enum class PickerMode { none, commands, go_to, search, open };

  void exchange(OpenFile& parked);
  void show_tab(std::size_t tab);
  void turn_tab(bool forward);
  void pump_waiting_tabs();
  void draw_tabs(const PanelContext& context, const Rect& rect, Intents& intents);
  void remember(const std::filesystem::path& path);
  void suggest_ruler();
  void reveal_cursor();
  void take_keys(float seconds);
  void advance_playback(float seconds);
  void refresh_snapshot();
  void apply(Intents& intents);
  PanelContext context(const Fonts& fonts) const;

  void draw_top_bar(const PanelContext& context, const Rect& rect, Intents& intents);
  void draw_areas(const PanelContext& context, float width, float height, Intents& intents);
  void draw_area(const PanelContext& context, Area area, const Rect& rect, Intents& intents);
  void draw_title(const PanelContext& context, const Rect& rect, const std::vector<Panel*>& tabs, Panel* active,
                  Area area, Intents& intents);
  void draw_centre(const PanelContext& context, const Rect& rect, Intents& intents);
  void draw_splitters(const PanelContext& context, const Arrangement& arrangement, float width, float height);
  void draw_picker(const PanelContext& context, float width, float height);

  void open_picker(PickerMode mode);
  void picked(std::size_t index);
  void list_paths();
  void move(Stride stride, bool forward);
  void interrupt();
  void toggle_play();
  // The program goes on by itself, and the cursor with it.
  bool live() const;
  void follow(bool effect);
  void lane_step(bool forward);
  void select_in_timeline(const timeline::Selection& selection, bool move_cursor);
  void close_topmost();
  Panel* active_panel(Area area);
  void activate(std::string_view panel_id);

  Settings settings_;
  Gallery gallery_;
  StartSession start_;
  float monitor_scale_ = 1;

  std::vector<OpenFile> tabs_ =
      std::vector<OpenFile>(1);  // the one that is shown is empty here: it stands in the members below
  std::size_t tab_ = 0;
  std::unique_ptr<Document> document_;
  std::unique_ptr<Session> session_;
  Instant cursor_;
  bool follow_live_ = true;                         // the cursor stays at the newest event
  std::optional<std::int64_t> seek_when_there_ns_;  // where the cursor goes once the run has come so far
  bool engine_paused_ = false;                      // the program stands still at its live end
  Selection selection_;
  timeline::Selection lane_selection_;
  Playback playback_;
  bool ruler_settled_ = false;  // the user has chosen a ruler, or the trace has suggested one
  float play_debt_ = 0;         // seconds of playing not yet spent on events
  std::unique_ptr<Snapshot> snapshot_;
  std::uint64_t snapshot_revision_ = 0;
  Selection snapshot_selection_;

  std::vector<PanelSlot> panels_;
  std::string hovered_panel_;
  timeline::View timeline_;
  std::vector<Instant> marks_;

  KeyRouter keys_;
  Picker picker_;
  PickerMode picker_mode_ = PickerMode::none;
  std::vector<Target> picker_targets_;
  std::vector<std::filesystem::path> picker_paths_;
  std::filesystem::path picker_folder_;  // what is offered while no path is typed
  bool help_open_ = false;
  bool quit_ = false;
  bool animations_ = true;
  bool gl_ = false;
  std::string note_;
};

}  // namespace loopscope::app

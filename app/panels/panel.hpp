#pragma once

// A panel is a .hpp/.cpp pair with a title, an icon and draw(); the base owns Begin and End. Panels read state and
// return what the user wants; they change nothing themselves. Registered by one line in panels.def.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/layout/layout.hpp"
#include "app/session/snapshot.hpp"
#include "app/theme/fonts.hpp"
#include "app/theme/icons.hpp"
#include "app/theme/style.hpp"

namespace loopscope::app {

struct Gallery;
struct Document;
struct RunStatus;

struct Playback {
  bool playing = false;
  float speed = 1.0F;  // seconds of the script's clock for one of the user's
  bool skip_gaps = true;
};

// All that panels may read.
struct PanelContext {
  Paint paint;
  float scale = 1;
  const Fonts* fonts = nullptr;
  const Gallery* gallery = nullptr;
  const Document* document = nullptr;                 // nullptr: no file is open
  const RunStatus* status = nullptr;                  // nullptr: nothing has run
  const Snapshot* snapshot = nullptr;                 // nullptr: nothing has run
  const std::vector<ConsoleLine>* console = nullptr;  // the whole run's
  const std::vector<FindingRow>* findings = nullptr;  // the whole run's
  Selection selection;
  Playback playback;
  bool shows_tick_ruler = false;

  float px(float unscaled) const;
};

struct Intents {
  std::vector<Command> commands;
  std::optional<Instant> seek;
  std::optional<Selection> select;
  std::optional<std::filesystem::path> open;
  std::optional<SourcePlace> show_place;   // scroll the source there
  std::optional<SourcePlace> run_to_line;  // the next instant at which a frame stands on this line
  std::optional<float> speed;
  std::string toggle_maximise;  // a panel's id
  std::optional<std::size_t> show_tab, close_tab;
};

class Panel {
 public:
  Panel(std::string_view id, std::string_view title, Icon icon) : id_(id), title_(title), icon_(icon) {}
  virtual ~Panel() = default;
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;

  std::string_view id() const { return id_; }
  std::string_view title() const { return title_; }
  Icon icon_id() const { return icon_; }
  // A number worth showing beside the title, or 0.
  virtual int badge(const PanelContext&) const { return 0; }

  // Draws the panel as a child window of the current one, at `rect` in screen coordinates.
  void show(const Rect& rect, const PanelContext& context, Intents& intents);

 protected:
  virtual void draw(const PanelContext& context, Intents& intents) = 0;
  // Ground of the panel, and whether it keeps the usual distance from its edges.
  virtual Color ground() const { return Color::panel; }
  virtual bool padded() const { return true; }
  virtual int window_flags() const { return 0; }

 private:
  std::string_view id_;
  std::string_view title_;
  Icon icon_;
};

struct PanelSlot {
  Area area;
  std::unique_ptr<Panel> panel;
};

// Every panel of panels.def, in its order.
std::vector<PanelSlot> make_panels();

}  // namespace loopscope::app

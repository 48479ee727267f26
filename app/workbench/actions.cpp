// What each command does.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "app/panels/widgets.hpp"
#include "app/workbench/lane_map.hpp"
#include "app/workbench/workbench.hpp"

namespace loopscope::app {
namespace {

constexpr float kScaleStep = 0.125F;

}  // namespace

void Workbench::take_keys(float seconds) {
  const bool typing = ImGui::GetIO().WantTextInput || picker_.is_open();
  for (const Fired& fired : keys_.take(seconds, typing)) fire(fired);
}

void Workbench::move(Stride stride, bool forward) {
  if (session_ == nullptr) return;
  playback_.playing = false;
  const Instant to = forward ? session_->next(cursor_, stride) : session_->previous(cursor_, stride);
  if (forward && to.seq == cursor_.seq && session_->status().running) {
    session_->step_live(stride);
    engine_paused_ = true;
    follow_live_ = true;
    return;
  }
  seek(to);
}

bool Workbench::live() const {
  return session_ != nullptr && session_->status().running && follow_live_ && !playback_.playing;
}

// A run in virtual time is over before anybody can press a key: it is repeated with the key pressed at the cursor.
void Workbench::interrupt() {
  if (session_ == nullptr || document_ == nullptr) return;
  if (session_->status().from_file) return say("A recorded trace has run already: Ctrl-C cannot reach it.");
  if (session_->status().running && live()) return session_->interrupt();
  std::vector<std::int64_t> times = document_->interrupts;
  times.push_back(cursor_.ns);
  const std::int64_t at = cursor_.ns;
  open(std::filesystem::path(document_->path), std::move(times));
  seek_when_there_ns_ = at;
  say(fmt::format("Ctrl-C at {}", clock_text(at)));
}

void Workbench::toggle_play() {
  if (session_ == nullptr) return;
  if (live()) {
    engine_paused_ = !engine_paused_;
    session_->set_paused(engine_paused_);
    return;
  }
  playback_.playing = !playback_.playing;
  play_debt_ = 0;
  if (playback_.playing && cursor_.seq >= session_->last().seq && !session_->status().running) {
    seek(session_->first());
  }
}

void Workbench::select_in_timeline(const timeline::Selection& selection, bool move_cursor) {
  lane_selection_ = selection;
  selection_ = subject_of(selection);
  if (move_cursor && selection.pick != timeline::Pick::none) seek(selection.begin);
}

void Workbench::follow(bool effect) {
  const auto next = effect ? timeline_.follow_effect() : timeline_.follow_cause();
  if (next) select_in_timeline(*next, true);
}

void Workbench::lane_step(bool forward) {
  const auto next = forward ? timeline_.next_step() : timeline_.previous_step();
  if (next) select_in_timeline(*next, true);
}

void Workbench::close_topmost() {
  if (picker_.is_open()) {
    picker_.close();
  } else if (help_open_) {
    help_open_ = false;
  } else if (!settings_.layout.maximised.empty()) {
    settings_.layout.maximised.clear();
  } else {
    select({});
  }
}

void Workbench::activate(std::string_view panel_id) {
  for (const PanelSlot& slot : panels_) {
    if (slot.panel->id() == panel_id) settings_.layout.active[static_cast<std::size_t>(slot.area)] = panel_id;
  }
}

void Workbench::fire(const Fired& fired) {
  Layout& layout = settings_.layout;
  float& size = settings_.interface_scale;
  const auto snapped = [](float v) { return std::clamp(std::round(v / kScaleStep) * kScaleStep, 0.75F, 4.0F); };
  switch (fired.command) {
    case Command::play_pause:
      return toggle_play();
    case Command::event_next:
      return move(Stride::event, true);
    case Command::event_prev:
      return move(Stride::event, false);
    case Command::task_step_next:
      return move(Stride::task_step, true);
    case Command::task_step_prev:
      return move(Stride::task_step, false);
    case Command::tick_next:
      return move(Stride::tick, true);
    case Command::tick_prev:
      return move(Stride::tick, false);
    case Command::first_instant:
    case Command::last_instant:
      if (session_ == nullptr) return;
      playback_.playing = false;
      return seek(fired.command == Command::first_instant ? session_->first() : session_->last());
    case Command::lane_step_next:
      return lane_step(true);
    case Command::lane_step_prev:
      return lane_step(false);
    case Command::restart:
      if (document_ != nullptr) open(std::filesystem::path(document_->path));
      return;
    case Command::stop_program:
      if (session_ != nullptr) session_->stop();
      return;
    case Command::interrupt:
      return interrupt();
    case Command::slower:
      playback_.speed = std::max(0.125F, playback_.speed * 0.5F);
      return;
    case Command::faster:
      playback_.speed = std::min(1024.0F, playback_.speed * 2);
      return;
    case Command::skip_gaps:
      playback_.skip_gaps = !playback_.skip_gaps;
      return;

    case Command::zoom_in:
      return timeline_.zoom_in(fired.seconds, fired.fast);
    case Command::zoom_out:
      return timeline_.zoom_out(fired.seconds, fired.fast);
    case Command::pan_left:
      return timeline_.pan_left(fired.seconds, fired.fast);
    case Command::pan_right:
      return timeline_.pan_right(fired.seconds, fired.fast);
    case Command::focus_selection:
      return timeline_.focus_selection();
    case Command::fit_all:
      return timeline_.fit_all();
    case Command::ruler_mode:
      ruler_settled_ = true;
      return timeline_.toggle_ruler();
    case Command::follow_effect:
      return follow(true);
    case Command::follow_cause:
      return follow(false);
    case Command::why_now:
      layout.show_right = true;
      layout.maximised.clear();
      activate("inspector");
      if (selection_.subject == Subject::none && snapshot_ != nullptr) {
        // Without a selection the question is about what runs.
        for (const FrameMark& mark : snapshot_->frames) {
          if (mark.running) return select(mark.subject);
        }
      }
      return;
    case Command::pin_lane:
      return timeline_.toggle_pin();
    case Command::toggle_fold:
      return timeline_.toggle_fold();
    case Command::toggle_mark: {
      const auto at = std::find(marks_.begin(), marks_.end(), cursor_);
      if (at != marks_.end()) {
        marks_.erase(at);
      } else if (session_ != nullptr) {
        marks_.push_back(cursor_);
      }
      return;
    }
    case Command::clear_selection:
      return close_topmost();

    case Command::open_file:
      return open_picker(PickerMode::open);
    case Command::next_tab:
      return turn_tab(true);
    case Command::previous_tab:
      return turn_tab(false);
    case Command::close_tab:
      return close_tab(tab_);
    case Command::show_gallery:
      return show_gallery();
    case Command::open_counterpart:
      if (document_ == nullptr || document_->counterpart.empty()) {
        return say("This file has no other half.");
      }
      return open(std::filesystem::path(document_->counterpart));
    case Command::quit:
      quit_ = true;
      return;

    case Command::go_to:
      return open_picker(PickerMode::go_to);
    case Command::palette:
      return open_picker(PickerMode::commands);
    case Command::search:
      return open_picker(PickerMode::search);

    case Command::scale_up:
      size = snapped(size + (size >= 1.5F ? 2 * kScaleStep : kScaleStep));
      return;
    case Command::scale_down:
      size = snapped(size - (size > 1.5F ? 2 * kScaleStep : kScaleStep));
      return;
    case Command::scale_reset:
      size = 1;
      return;
    case Command::toggle_theme:
      settings_.theme = settings_.theme == Theme::dark ? Theme::light : Theme::dark;
      return;
    case Command::toggle_left:
      layout.show_left = !layout.show_left;
      return;
    case Command::toggle_right:
      layout.show_right = !layout.show_right;
      return;
    case Command::toggle_bottom:
      layout.show_bottom = !layout.show_bottom;
      return;
    case Command::maximise:
      if (!layout.maximised.empty()) {
        layout.maximised.clear();
      } else {
        layout.maximised = hovered_panel_;
      }
      return;
    case Command::reset_layout:
      layout = Layout();
      return;
    case Command::help:
      help_open_ = !help_open_;
      return;
    case Command::count_:
      return;
  }
}

}  // namespace loopscope::app

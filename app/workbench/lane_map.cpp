#include "app/workbench/lane_map.hpp"

#include <array>
#include <utility>

namespace loopscope::app {

using timeline::Ink;
using timeline::LaneKind;

std::optional<timeline::LaneKey> lane_of(const Selection& selection) {
  switch (selection.subject) {
    case Subject::task:
      return timeline::LaneKey{LaneKind::task, selection.id};
    case Subject::coro:
      return timeline::LaneKey{LaneKind::asyncgen, selection.id};
    case Subject::loop:
      return timeline::LaneKey{LaneKind::loop, selection.id};
    case Subject::thread:
      return timeline::LaneKey{LaneKind::thread, selection.id};
    default:
      return std::nullopt;
  }
}

Selection subject_of(const timeline::Selection& selection) {
  Selection out;
  if (selection.pick == timeline::Pick::none) return out;
  if (selection.pick == timeline::Pick::area) {
    return {Subject::area, 0, selection.begin.ns, selection.end.ns};
  }
  out.id = selection.lane.id;
  switch (selection.lane.kind) {
    case LaneKind::task:
      out.subject = Subject::task;
      break;
    case LaneKind::asyncgen:
    case LaneKind::coroutine:
      out.subject = Subject::coro;
      break;
    case LaneKind::loop:
      out.subject = Subject::loop;
      break;
    case LaneKind::thread:
      out.subject = Subject::thread;
      break;
    case LaneKind::output:
      out.subject = Subject::event;
      out.id = selection.begin.seq;
      break;
    case LaneKind::sync:
      out.subject = Subject::none;
      break;
  }
  return out;
}

timeline::Palette timeline_palette(Theme theme) {
  static constexpr std::pair<Ink, Color> kPairs[] = {
      {Ink::ground, Color::sunken},
      {Ink::stripe, Color::stripe},
      {Ink::header, Color::header},
      {Ink::border, Color::border},
      {Ink::grid, Color::border},
      {Ink::text, Color::text},
      {Ink::text_dim, Color::text_dim},
      {Ink::text_faint, Color::text_faint},
      {Ink::accent, Color::accent},
      {Ink::selection, Color::selection},
      {Ink::hover, Color::hover},
      {Ink::created, Color::text_faint},
      {Ink::ready, Color::ready},
      {Ink::running, Color::running},
      {Ink::suspended, Color::suspended},
      {Ink::cancelling, Color::cancelling},
      {Ink::gen_created, Color::text_faint},
      {Ink::gen_running, Color::asyncgen},
      {Ink::gen_suspended, Color::suspended},
      {Ink::gen_awaiting, Color::asyncgen},
      {Ink::idle, Color::suspended},
      {Ink::select, Color::phase_select},
      {Ink::timers, Color::phase_timers},
      {Ink::run, Color::phase_run},
      {Ink::handle, Color::phase_run},
      {Ink::slow, Color::slow},
      {Ink::thread_running, Color::running},
      {Ink::thread_gil, Color::ready},
      {Ink::thread_blocked, Color::suspended},
      {Ink::frame_running, Color::running},
      {Ink::frame_waiting, Color::suspended},
      {Ink::held, Color::running},
      {Ink::contended, Color::cancelling},
      {Ink::returned, Color::returned},
      {Ink::raised, Color::raised_error},
      {Ink::cancelled, Color::cancelled},
      {Ink::leaked, Color::leaked},
      {Ink::out_stdout, Color::out_stdout},
      {Ink::out_stderr, Color::out_stderr},
      {Ink::out_log, Color::out_log},
      {Ink::out_warning, Color::out_warning},
      {Ink::arrow_created, Color::accent},
      {Ink::arrow_woke, Color::ready},
      {Ink::arrow_cancelled, Color::cancelling},
      {Ink::on_fill, Color::window},
  };
  static_assert(std::size(kPairs) == timeline::kInkCount, "every ink of the timeline has a colour of the palette");
  timeline::Palette palette;
  palette.is_dark = theme == Theme::dark;
  for (const auto& [ink, color] : kPairs) palette[ink] = packed(theme, color);
  return palette;
}

}  // namespace loopscope::app

#include "app/export/svg_legend.hpp"

#include <set>

#include "app/export/svg_shapes.hpp"
#include "app/timeline/lay_parts.hpp"

namespace loopscope::app {
namespace {

using timeline::End;
using timeline::LaneKind;
using timeline::MarkKind;
using timeline::State;

constexpr State kTaskStates[] = {State::created, State::ready, State::running, State::suspended, State::cancelling};
constexpr State kGenStates[] = {State::gen_created, State::gen_running, State::gen_suspended, State::gen_awaiting};
constexpr State kLoopStates[] = {State::select, State::timers, State::run, State::handle, State::slow_handle};
constexpr State kThreadStates[] = {State::thread_running, State::thread_gil, State::thread_blocked};
constexpr State kSyncStates[] = {State::sync_free, State::held, State::contended};

const char* mark_name(MarkKind kind) {
  switch (kind) {
    case MarkKind::birth:
      return "created";
    case MarkKind::cancel_request:
      return "cancel requested";
    case MarkKind::first_iteration:
      return "first iteration";
    case MarkKind::close_call:
      return "close called";
    case MarkKind::stdout_text:
      return "stdout";
    case MarkKind::stderr_text:
      return "stderr";
    case MarkKind::log_record:
      return "log record";
    case MarkKind::warning:
      return "warning";
    case MarkKind::rejected:
      return "rejected: ran into another one";
    case MarkKind::signal:
      return "signal";
    case MarkKind::error:
      return "error";
    case MarkKind::slow:
      return "slow callback";
    case MarkKind::finding:
      return "finding";
    default:
      return "";
  }
}

class Legend {
 public:
  Legend(Svg& svg, SvgPoint at, float width) : svg_(svg), left_(at.x), right_(at.x + width), x_(at.x), y_(at.y) {}

  void group(const char* title) {
    if (x_ > left_) y_ += 26;
    x_ = left_;
    svg_.text(x_, y_, title, SvgFont::small, timeline::Ink::text_faint);
    x_ += 132;
  }
  // Room for a sign of so many px with this text behind it; where the sign begins.
  float place(float sign, std::string_view text) {
    const float need = sign + 8 + text_width(SvgFont::small, text) + 22;
    if (x_ + need > right_) {
      x_ = left_ + 132;
      y_ += 24;
    }
    const float at = x_;
    svg_.text(at + sign + 8, y_, text, SvgFont::small, timeline::Ink::text_dim);
    x_ += need;
    return at;
  }
  float y() const { return y_; }
  Svg& svg() { return svg_; }

 private:
  Svg& svg_;
  float left_, right_, x_, y_;
};

}  // namespace

float svg_legend(Svg& svg, const timeline::Frame& frame, SvgPoint at, float width) {
  std::set<LaneKind> kinds;
  std::set<End> ends;
  std::set<MarkKind> marks;
  for (const timeline::LaneBox& box : frame.lanes) {
    kinds.insert(box.info.key.kind);
    if (box.info.end != End::open) ends.insert(box.info.end);
  }
  for (const timeline::Sprite& sprite : frame.sprites) marks.insert(sprite.kind);
  if (kinds.empty()) return at.y;
  Legend legend(svg, at, width);
  const auto states = [&](LaneKind kind, const char* title, const auto& list) {
    if (!kinds.contains(kind)) return;
    legend.group(title);
    for (const State state : list) {
      const timeline::StateStyle& style = timeline::style_of(state);
      const float x = legend.place(36, timeline::state_name(state)), half = 8 * style.height;
      draw_quad(svg, {x, legend.y() - half, x + 36, legend.y() + half, style.ink, style.shape}, {0, 0});
    }
  };
  states(LaneKind::loop, "loop", kLoopStates);
  states(LaneKind::task, "tasks", kTaskStates);
  states(LaneKind::asyncgen, "async generators", kGenStates);
  states(LaneKind::thread, "threads", kThreadStates);
  states(LaneKind::sync, "locks and queues", kSyncStates);
  if (!ends.empty()) {
    legend.group("ends");
    for (const End end : ends) draw_end(svg, end, {legend.place(14, timeline::end_name(end)) + 7, legend.y()}, 7);
  }
  if (!marks.empty()) {
    legend.group("marks");
    for (const MarkKind kind : marks) {
      const char* name = mark_name(kind);
      if (*name == 0) continue;
      const float x = legend.place(16, name);
      timeline::Sprite sprite{};
      sprite.kind = kind;
      sprite.count = 1;
      sprite.reach = 12;
      sprite.size = 0.8F;
      sprite.x = x + 8 - (timeline::sprite_center_x(sprite, timeline::Metrics(1)));
      sprite.y = kind == MarkKind::rejected ? legend.y() + 8 : legend.y();
      draw_sprite(svg, sprite, {0, 0});
    }
  }
  return legend.y() + 12;
}

}  // namespace loopscope::app

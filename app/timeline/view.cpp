// The timeline's state and its commands. Painting is in view_paint.cpp, the mouse in view_mouse.cpp.

#include "app/timeline/view.hpp"

#include <algorithm>
#include <cmath>

#include "app/timeline/view_impl.hpp"

namespace loopscope::timeline {
namespace {

// Of zooming and panning with a key held: how much a second.
constexpr double kZoomPerSecond = 8;  // times
constexpr double kZoomPerSecondFast = 60;
constexpr double kPanPerSecond = 1.1;  // widths of the window
constexpr double kPanPerSecondFast = 3.5;

}  // namespace

View::View() : impl_(std::make_unique<Impl>()) {}
View::~View() = default;

Bounds View::Impl::bounds(const ViewState& state) const {
  const bool tick = by_tick(state);
  Bounds b{layout.axis_begin(tick), layout.axis_end(tick), 1};
  b.min_length = tick ? static_cast<double>(kTickUnit) / 4096 : 8;
  return b;
}

Instant View::Impl::instant_at(float px) const {
  if (!source) return {};
  const std::int64_t axis = projection().scale().axis(px);
  return instant_of(axis);
}

Instant View::Impl::instant_of(std::int64_t axis) const {
  if (!input.by_tick) return source->at_time(axis);
  const Instant near = layout.ticks().instant(axis);
  return source->at_event(near.seq, near);
}

void View::Impl::go(ViewState& state, const Window& to) {
  state.fitted = false;
  motion.glide(bounded(to, bounds(state)));
  if (!inputs.animate) motion.step(state.window, 0, input.width, false);
}

void View::Impl::zoom(ViewState& state, double factor, double anchor) {
  const Window from = motion.moving() ? motion.target() : state.window;
  const Bounds b = bounds(state);
  const double longest = std::max(b.max_length(), b.min_length);
  const double length = std::clamp(from.length * factor, b.min_length, longest);
  go(state, zoomed(from, length / from.length, anchor));
}

double View::Impl::zoom_anchor() const {
  if (pointer_x >= 0 && input.width > 0) return static_cast<double>(pointer_x / input.width);
  if (source && inputs.show_cursor) {
    const double x = projection().px(inputs.cursor) / std::max(1.0F, input.width);
    if (x >= 0 && x <= 1) return x;
  }
  return 0.5;
}

void View::Impl::pan(ViewState& state, double px) {
  const Window from = motion.moving() ? motion.target() : state.window;
  go(state, moved(from, px * from.length / std::max(1.0F, input.width)));
}

void View::zoom_in(float seconds, bool fast) {
  impl_->focus_again = false;
  impl_->zoom(state, std::pow(fast ? kZoomPerSecondFast : kZoomPerSecond, -static_cast<double>(seconds)),
              impl_->zoom_anchor());
}

void View::zoom_out(float seconds, bool fast) {
  impl_->focus_again = false;
  impl_->zoom(state, std::pow(fast ? kZoomPerSecondFast : kZoomPerSecond, static_cast<double>(seconds)),
              impl_->zoom_anchor());
}

void View::pan_left(float seconds, bool fast) {
  impl_->focus_again = false;
  impl_->pan(state, -static_cast<double>(impl_->input.width) * seconds * (fast ? kPanPerSecondFast : kPanPerSecond));
}

void View::pan_right(float seconds, bool fast) {
  impl_->focus_again = false;
  impl_->pan(state, static_cast<double>(impl_->input.width) * seconds * (fast ? kPanPerSecondFast : kPanPerSecond));
}

void View::focus_selection() {
  const Selection& selection = impl_->inputs.selection;
  if (selection.pick == Pick::none || (impl_->focus_again && impl_->focused == selection)) {
    fit_all();
    return;
  }
  show(selection.begin, selection.end);
  if (selection.pick != Pick::area) reveal_lane(selection.lane);
  impl_->focus_again = true;
  impl_->focused = selection;
}

void View::fit_all() {
  impl_->focus_again = false;
  impl_->go(state, impl_->fitting(state));
  state.fitted = true;
}

void View::toggle_ruler() {
  impl_->focus_again = false;
  if (!impl_->source) {
    state.ruler = state.ruler == Ruler::time ? Ruler::tick : Ruler::time;
    return;
  }
  // The same stretch of the trace stays in sight.
  const bool was_fitted = state.fitted;
  skip_animation();
  const Instant left = impl_->instant_at(0), right = impl_->instant_at(impl_->input.width);
  state.ruler = state.ruler == Ruler::time ? Ruler::tick : Ruler::time;
  impl_->input.by_tick = state.ruler == Ruler::tick;
  if (was_fitted) {
    impl_->motion.jump(state.window, impl_->fitting(state));
    state.fitted = true;
  } else {
    const Projection p = impl_->projection();
    const std::int64_t a = p.axis(left), b = p.axis(right);
    impl_->motion.jump(state.window, bounded({a, 0, std::max(1.0, static_cast<double>(b - a))}, impl_->bounds(state)));
  }
  impl_->input.window = state.window;
}

void View::toggle_pin() {
  const Selection& selection = impl_->inputs.selection;
  if (selection.pick == Pick::none || selection.pick == Pick::area) return;
  if (!state.pinned.erase(selection.lane)) state.pinned.insert(selection.lane);
}

void View::toggle_fold() {
  const Selection& selection = impl_->inputs.selection;
  if (selection.pick == Pick::none || selection.pick == Pick::area) return;
  if (!state.unfolded.erase(selection.lane)) state.unfolded.insert(selection.lane);
}

void View::show(Instant begin, Instant end) {
  if (!impl_->source) return;
  impl_->focus_again = false;
  const Projection p = impl_->projection();
  const std::int64_t a = p.axis(begin), b = p.axis(end);
  const Bounds bounds = impl_->bounds(state);
  // Two thirds of the view for it, the rest for what stands around.
  double length = static_cast<double>(b - a) * 1.5;
  const double least = state.ruler == Ruler::tick ? static_cast<double>(kTickUnit) / 2 : 1000;
  length = std::clamp(length, std::max(bounds.min_length, std::min(least, bounds.max_length())), bounds.max_length());
  Window w{a, 0, length};
  impl_->go(state, moved(w, (static_cast<double>(b - a) - length) / 2));
}

void View::reveal(Instant at) {
  if (!impl_->source) return;
  const Window now = impl_->motion.moving() ? impl_->motion.target() : state.window;
  const Scale scale{now, impl_->input.width};
  const double x = scale.px(impl_->projection().axis(at));
  const double margin = std::min(24.0 * impl_->inputs.scale, impl_->input.width * 0.1);
  if (x >= margin && x <= impl_->input.width - margin) return;
  // Just out of sight: a little further. Far away: to the middle.
  const bool near = x > -0.5 * impl_->input.width && x < 1.5 * impl_->input.width;
  const double to = !near ? impl_->input.width / 2 : x < margin ? impl_->input.width * 0.15 : impl_->input.width * 0.85;
  impl_->pan(state, x - to);
}

void View::reveal_lane(LaneKey key) {
  const std::uint32_t lane = impl_->layout.find(key);
  if (lane == kNoLane || impl_->layout.is_pinned(lane)) return;
  const double top = impl_->layout.lane_top(lane), bottom = top + impl_->layout.lane_height(lane);
  const double room = impl_->input.height - impl_->layout.pinned_height();
  if (top < state.scroll_y)
    state.scroll_y = static_cast<float>(top);
  else if (bottom > state.scroll_y + room)
    state.scroll_y = static_cast<float>(std::min(top, bottom - room));
}

std::optional<Selection> View::next_step() const {
  const Selection& selection = impl_->inputs.selection;
  if (!impl_->source || selection.pick == Pick::none || selection.pick == Pick::area) return {};
  const std::uint32_t lane = impl_->layout.find(selection.lane);
  if (lane == kNoLane) return {};
  // A whole lane has no place of its own yet: its first step is the next.
  Instant from = selection.begin;
  const std::uint8_t row = selection.lane.kind == LaneKind::loop && impl_->source->interval_count(lane, 1) > 0 ? 1 : 0;
  if (selection.pick == Pick::lane) from = {INT64_MIN, 0};
  const std::size_t i = next_step_index(*impl_->source, lane, from);
  if (i >= impl_->source->interval_count(lane, row)) return {};
  return select_interval(*impl_->source, lane, row, i);
}

std::optional<Selection> View::previous_step() const {
  const Selection& selection = impl_->inputs.selection;
  if (!impl_->source || selection.pick == Pick::none || selection.pick == Pick::area) return {};
  const std::uint32_t lane = impl_->layout.find(selection.lane);
  if (lane == kNoLane) return {};
  const std::uint8_t row = selection.lane.kind == LaneKind::loop && impl_->source->interval_count(lane, 1) > 0 ? 1 : 0;
  const Instant from = selection.pick == Pick::lane ? Instant{INT64_MAX, kOpenSeq - 1} : selection.begin;
  const std::size_t i = previous_step_index(*impl_->source, lane, from);
  if (i >= impl_->source->interval_count(lane, row)) return {};
  return select_interval(*impl_->source, lane, row, i);
}

namespace {

std::optional<Selection> other_end(const LaneSource* source, const Selection& selection, bool cause, int choice,
                                   int* count) {
  if (count) *count = 0;
  if (!source || selection.pick == Pick::none || selection.pick == Pick::area) return {};
  std::vector<Arrow> arrows;
  source->arrows(selection, arrows);
  std::erase_if(arrows,
                [&](const Arrow& a) { return a.cause != cause || (cause ? a.from_lane : a.to_lane) == kNoLane; });
  if (count) *count = static_cast<int>(arrows.size());
  if (choice < 0 || static_cast<std::size_t>(choice) >= arrows.size()) return {};
  const Arrow& arrow = arrows[static_cast<std::size_t>(choice)];
  const std::uint32_t lane = cause ? arrow.from_lane : arrow.to_lane;
  const Instant at = cause ? arrow.from : arrow.to;
  // The step in which it happened. A cause may be the last thing a step did, so its end belongs to it here.
  const std::uint8_t row = source->lane(lane).key.kind == LaneKind::loop && source->interval_count(lane, 1) > 0 ? 1 : 0;
  std::size_t i = interval_at(*source, lane, row, at);
  if (i >= source->interval_count(lane, row)) {
    const std::size_t next = first_ending_after(*source, lane, row, at);
    if (next > 0 && source->interval(lane, row, next - 1).end == at)
      i = next - 1;
    else
      return select_whole_lane(*source, lane);
  }
  return select_interval(*source, lane, row, i);
}

}  // namespace

std::optional<Selection> View::follow_cause(int choice) const {
  return other_end(impl_->source, impl_->inputs.selection, true, choice, nullptr);
}
std::optional<Selection> View::follow_effect(int choice) const {
  return other_end(impl_->source, impl_->inputs.selection, false, choice, nullptr);
}
int View::cause_count() const {
  int n = 0;
  other_end(impl_->source, impl_->inputs.selection, true, -1, &n);
  return n;
}
int View::effect_count() const {
  int n = 0;
  other_end(impl_->source, impl_->inputs.selection, false, -1, &n);
  return n;
}

std::optional<Selection> View::select_lane(LaneKey key, std::optional<Instant> at) const {
  if (!impl_->source) return {};
  const std::uint32_t lane = impl_->layout.find(key);
  if (lane == kNoLane) return {};
  if (at) {
    const std::size_t i = interval_at(*impl_->source, lane, 0, *at);
    if (i < impl_->source->interval_count(lane, 0)) return select_interval(*impl_->source, lane, 0, i);
  }
  return select_whole_lane(*impl_->source, lane);
}

bool View::better_by_tick() const {
  return impl_->source && timeline::better_by_tick(*impl_->source, impl_->layout.ticks(), impl_->input.width);
}

void View::skip_animation() {
  if (impl_->motion.moving()) impl_->motion.jump(state.window, Window(impl_->motion.target()));
}
bool View::animating() const { return impl_->motion.moving(); }

}  // namespace loopscope::timeline

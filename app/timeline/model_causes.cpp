// Why things happen, from the edges of a model: arrows, and the words of the tooltip.

#include <algorithm>

#include "app/timeline/format.hpp"
#include "app/timeline/model_source.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::timeline {

using analysis::Edge;
using analysis::EdgeKind;

namespace {

Instant instant(const analysis::Moment& m) { return {m.ns, m.event}; }

ArrowKind kind_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::kCreated:
      return ArrowKind::created;
    case EdgeKind::kWoke:
    case EdgeKind::kScheduled:
      return ArrowKind::woke;
    case EdgeKind::kCancelled:
      return ArrowKind::cancelled;
    case EdgeKind::kRejected:
      return ArrowKind::rejected;
    case EdgeKind::kClosed:
      return ArrowKind::closed;
  }
  return ArrowKind::other;
}

bool about_coro(const Edge& edge) { return edge.kind == EdgeKind::kRejected || edge.kind == EdgeKind::kClosed; }

}  // namespace

std::uint32_t ModelSource::first_loop() const {
  return model_.loops().empty() ? kNoLane : lane_of(LaneKind::loop, model_.loops().front().loop.value);
}

void ModelSource::add_edge(const Edge& edge, bool cause, std::uint32_t stand_in, std::vector<Arrow>& out) const {
  Arrow arrow;
  arrow.kind = kind_of(edge.kind);
  arrow.cause = cause;
  arrow.from = instant(edge.from);
  arrow.to = instant(edge.to);
  // What no task did, a callback of the loop did.
  arrow.from_lane = edge.from_task ? lane_of(LaneKind::task, edge.from_task.value) : first_loop();
  arrow.to_lane = about_coro(edge) ? lane_of(LaneKind::asyncgen, edge.coro.value)
                  : edge.to_task   ? lane_of(LaneKind::task, edge.to_task.value)
                                   : first_loop();
  if (stand_in != kNoLane) (cause ? arrow.to_lane : arrow.from_lane) = stand_in;
  out.push_back(arrow);
}

void ModelSource::arrows(const Selection& selection, std::vector<Arrow>& out) const {
  if (selection.pick == Pick::none || selection.pick == Pick::area) return;
  sync();
  const std::uint32_t lane = find(selection.lane);
  if (lane == kNoLane) return;
  std::uint32_t first = 0, last = model_.size() > 0 ? model_.size() - 1 : 0;
  if (selection.pick != Pick::lane) {
    first = selection.begin.seq;
    last = std::min(last, selection.end.seq);
  }
  const std::size_t from = out.size();
  const Lane& l = lanes_[lane];
  if (l.key.kind == LaneKind::task) {
    const TaskId task{l.key.id};
    for (const Edge& edge : model_.edges_of(task, first, last)) {
      if (edge.kind == EdgeKind::kRejected) {
        add_rejection(edge, l.key, out);
        continue;
      }
      const bool cause = edge.to_task == task && edge.to.event >= first && edge.to.event <= last && !about_coro(edge);
      add_edge(edge, cause, kNoLane, out);
    }
  } else if (l.key.kind == LaneKind::asyncgen || l.key.kind == LaneKind::coroutine) {
    for (const Edge& edge : model_.edges_of(CoroId{l.key.id})) {
      if (selection.pick != Pick::lane && (edge.to.event < first || edge.to.event > last)) continue;
      if (edge.kind == EdgeKind::kRejected) {
        add_rejection(edge, l.key, out);
        continue;
      }
      add_edge(edge, true, kNoLane, out);
      if (l.key.kind == LaneKind::coroutine) out.back().to_lane = lane;
    }
  } else if (l.key.kind == LaneKind::loop && selection.row == 1 && selection.pick == Pick::interval) {
    const auto& runs = model_.loops()[l.index].runs;
    if (selection.index >= runs.size()) return;
    const auto& run = runs[selection.index];
    if (run.task) {
      // What made the task's step due made this handle due.
      for (const Edge& edge : model_.edges_of(run.task, first, last))
        if (edge.to_task == run.task && edge.to.event >= first && edge.to.event <= last && !about_coro(edge))
          add_edge(edge, true, lane, out);
      const std::uint32_t to = lane_of(LaneKind::task, run.task.value);
      if (to != kNoLane) out.push_back({ArrowKind::other, lane, to, instant(run.begin), instant(run.begin), false});
    } else if (run.scheduled != analysis::kNoEvent && run.scheduled < model_.size()) {
      const TaskId by = model_.store().task(run.scheduled);
      out.push_back({ArrowKind::woke, by ? lane_of(LaneKind::task, by.value) : lane, lane,
                     instant(model_.moment(run.scheduled)), instant(run.begin), true});
    }
  }
  std::stable_sort(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), [](const Arrow& a, const Arrow& b) {
    if (a.cause != b.cause) return a.cause;
    return a.cause ? before(b.to, a.to) : before(a.from, b.from);  // the newest cause and the first effect lead
  });
}

void ModelSource::add_rejection(const Edge& edge, LaneKey selected, std::vector<Arrow>& out) const {
  // Who holds the generator makes the other one fail, and that one runs into the generator.
  const Instant at = instant(edge.to);
  const std::uint32_t generator = lane_of(LaneKind::asyncgen, edge.coro.value);
  const std::uint32_t holder = edge.from_task ? lane_of(LaneKind::task, edge.from_task.value) : kNoLane;
  const std::uint32_t refused = edge.to_task ? lane_of(LaneKind::task, edge.to_task.value) : first_loop();
  const bool is_refused = selected == LaneKey{LaneKind::task, edge.to_task.value};
  const bool is_holder = selected == LaneKey{LaneKind::task, edge.from_task.value};
  if (holder != kNoLane && holder != refused && (is_refused || is_holder))
    out.push_back({ArrowKind::holds, holder, refused, at, at, is_refused});
  if (!is_holder || is_refused) out.push_back({ArrowKind::rejected, refused, generator, at, at, !is_refused});
}

std::string_view ModelSource::keep(std::string text) const {
  scratch_.push_back(std::move(text));
  return scratch_.back();
}

std::string ModelSource::name_of_task(std::uint32_t id) const {
  const auto* task = model_.task(TaskId{id});
  return task ? std::string(model_.text(task->name)) : "the loop";
}

void ModelSource::describe(const Selection& thing, std::vector<std::string_view>& out) const {
  scratch_.clear();
  const std::uint32_t lane = find(thing.lane);
  if (lane == kNoLane) return;
  if (thing.pick == Pick::mark) tell(lane, mark(lane, thing.index).at, out);
  if (thing.pick == Pick::interval) tell(lane, thing.begin, out);
  const Lane& l = lanes_[lane];
  if (l.key.kind == LaneKind::task) {
    const auto& task = model_.tasks()[l.index];
    if (thing.pick == Pick::interval && thing.row == 0 && thing.index < task.intervals.size()) {
      const auto& interval = task.intervals[thing.index];
      if (interval.throwing) out.push_back("the step begins with an exception thrown in");
      std::vector<Arrow> causes;
      arrows(thing, causes);
      for (const Arrow& a : causes) {
        if (!a.cause || a.from_lane == kNoLane) continue;
        const char* verb = a.kind == ArrowKind::created     ? "created by "
                           : a.kind == ArrowKind::woke      ? "woken by "
                           : a.kind == ArrowKind::cancelled ? "cancelled by "
                           : a.kind == ArrowKind::holds     ? "refused, because it is held by "
                                                            : nullptr;
        if (!verb) continue;
        const LaneKey from = lanes_[a.from_lane].key;
        const std::string who = from.kind == LaneKind::task ? name_of_task(from.id) : "the loop";
        out.push_back(keep(verb + who + " at " + format_time(a.from.ns, 1000)));
        break;
      }
    } else if (thing.pick == Pick::lane) {
      if (task.parent) out.push_back(keep("created by " + name_of_task(task.parent.value)));
      out.push_back(keep(std::to_string(task.steps) + (task.steps == 1 ? " step, " : " steps, ") +
                         format_duration(task.running_ns) + " running, " + format_duration(task.ready_ns) + " ready, " +
                         format_duration(task.suspended_ns) + " suspended"));
      if (task.value != 0) out.push_back(model_.text(task.value));
    }
  } else if (l.key.kind == LaneKind::asyncgen || l.key.kind == LaneKind::coroutine) {
    const auto& coro = model_.coros()[l.index];
    if (thing.pick != Pick::lane) return;
    if (coro.creator) out.push_back(keep("created by " + name_of_task(coro.creator.value)));
    if (coro.closer) out.push_back(keep("closed in " + name_of_task(coro.closer.value)));
    if (coro.finalization > 0) out.push_back(keep("finalized as number " + std::to_string(coro.finalization)));
    if (coro.exception != 0) out.push_back(model_.text(coro.exception));
  } else if (l.key.kind == LaneKind::loop && thing.pick == Pick::interval && thing.row == 0) {
    const auto& loop = model_.loops()[l.index];
    const std::size_t i = thing.index / 3;
    if (i >= loop.iterations.size()) return;
    const auto& it = loop.iterations[i];
    out.push_back(keep("tick " + format_count(it.number) + ", " + format_count(it.runs) +
                       (it.runs == 1 ? " handle" : " handles")));
    if (thing.index % 3 == 0)
      out.push_back(keep(it.timeout_ns < 0 ? "waits without limit" : "may wait for " + format_duration(it.timeout_ns)));
  } else if (l.key.kind == LaneKind::output && thing.pick == Pick::mark && thing.index < model_.output().size()) {
    const auto& o = model_.output()[thing.index];
    if (o.task) out.push_back(keep("by " + name_of_task(o.task.value)));
  }
}

}  // namespace loopscope::timeline

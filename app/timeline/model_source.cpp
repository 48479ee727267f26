// Lanes, intervals and marks of a model. Arrows and words are in model_causes.cpp.

#include "app/timeline/model_source.hpp"

#include <algorithm>
#include <atomic>

#include "app/timeline/model_labels.hpp"
#include "app/timeline/model_states.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::timeline {

using analysis::Moment;

namespace {

// Phases of one iteration: select, timers, run.
constexpr std::size_t kPhases = 3;
// A task's lane has row 0 and at most this many frames below it.
constexpr std::size_t kMaxRows = 64;

Instant instant(const Moment& m) { return {m.ns, m.event}; }

// The end of an interval: kNoEvent is still open, which both sides write alike.
static_assert(analysis::kNoEvent == kOpenSeq);

// Phases that the newest iteration has reached.
std::size_t phases_reached(const analysis::Iteration& it) {
  return it.run_begin.event != kOpenSeq ? 3 : it.select_end.event != kOpenSeq ? 2 : 1;
}

std::uint64_t packed(LaneKey key) { return static_cast<std::uint64_t>(key.kind) << 32 | key.id; }

}  // namespace

ModelSource::ModelSource(const analysis::Model& model) : model_(model) {
  // Two sources must not be taken for each other, even when the second stands where the first stood.
  static std::atomic<std::uint64_t> next{1};
  epoch_ = next.fetch_add(1) << 32;
}

ModelSource::~ModelSource() = default;

void ModelSource::add_lane(LaneKind kind, std::uint32_t id, std::size_t index) const {
  const LaneKey key{kind, id};
  by_key_.emplace(packed(key), static_cast<std::uint32_t>(lanes_.size()));
  lanes_.push_back({key, static_cast<std::uint32_t>(index)});
}

void ModelSource::sync() const {
  if (seen_ == model_.revision()) return;
  seen_ = model_.revision();
  for (; loops_ < model_.loops().size(); ++loops_) add_lane(LaneKind::loop, model_.loops()[loops_].loop.value, loops_);
  for (; tasks_ < model_.tasks().size(); ++tasks_) add_lane(LaneKind::task, model_.tasks()[tasks_].task.value, tasks_);
  for (; coros_ < model_.coros().size(); ++coros_) {
    const auto& coro = model_.coros()[coros_];
    const bool gen = coro.kind == trace::CoroKind::kAsyncGenerator;
    add_lane(gen ? LaneKind::asyncgen : LaneKind::coroutine, coro.coro.value, coros_);
  }
  // One thread alone says nothing, unless its calls are known.
  const auto& threads = model_.threads();
  if (threads.size() > 1 || (threads.size() == 1 && !threads[0].calls.empty()))
    for (; threads_ < model_.threads().size(); ++threads_)
      add_lane(LaneKind::thread, model_.threads()[threads_].thread.value, threads_);
  for (; syncs_ < model_.syncs().size(); ++syncs_) add_lane(LaneKind::sync, model_.syncs()[syncs_].sync.value, syncs_);
  if (!has_output_ && !model_.output().empty()) {
    has_output_ = true;
    add_lane(LaneKind::output, 1, 0);
  }

  // Steps of the tick ruler from every loop, merged by event. All events until the newest have been seen, so what is
  // new comes after all that was there.
  progress_.resize(model_.loops().size());
  const std::size_t old = steps_.size();
  for (std::size_t l = 0; l < model_.loops().size(); ++l) {
    const analysis::LoopLane& loop = model_.loops()[l];
    LoopProgress& done = progress_[l];
    for (; done.iterations < loop.iterations.size(); ++done.iterations) {
      const analysis::Iteration& it = loop.iterations[done.iterations];
      steps_.push_back({instant(it.begin), true, it.number, false});
    }
    for (; done.runs < loop.runs.size(); ++done.runs)
      steps_.push_back({instant(loop.runs[done.runs].begin), false, 0, false});
    if (!done.closed && loop.death.event != kOpenSeq) {
      done.closed = true;
      steps_.push_back({instant(loop.death), true, 0, true});
    }
  }
  std::sort(steps_.begin() + static_cast<std::ptrdiff_t>(old), steps_.end(),
            [](const TickStep& a, const TickStep& b) { return before(a.at, b.at); });
}

std::uint64_t ModelSource::revision() const {
  sync();
  return model_.revision();
}

Instant ModelSource::first() const { return model_.size() > 0 ? instant(model_.moment(0)) : Instant{}; }
Instant ModelSource::last() const { return model_.size() > 0 ? instant(model_.last()) : Instant{}; }

Instant ModelSource::at_time(std::int64_t ns) const {
  if (model_.size() == 0) return {ns, 0};
  const std::uint32_t event = model_.store().at_time(ns);
  if (event == analysis::kNoEvent) return {ns, 0};
  return {ns, std::min(event, model_.size() - 1)};
}

Instant ModelSource::at_event(std::uint32_t seq, Instant near) const {
  if (model_.size() == 0) return near;
  return instant(model_.moment(std::min(seq, model_.size() - 1)));
}

std::uint32_t ModelSource::lane_count() const {
  sync();
  return static_cast<std::uint32_t>(lanes_.size());
}

std::size_t ModelSource::tick_step_count() const {
  sync();
  return steps_.size();
}

std::uint32_t ModelSource::lane_of(LaneKind kind, std::uint32_t id) const {
  const auto it = by_key_.find(packed({kind, id}));
  return it == by_key_.end() ? kNoLane : it->second;
}

std::uint32_t ModelSource::find(LaneKey key) const {
  sync();
  const std::uint32_t lane = lane_of(key.kind, key.id);
  // Coroutines and generators share their ids: who knows only the id may ask for either.
  if (lane == kNoLane && key.kind == LaneKind::asyncgen) return lane_of(LaneKind::coroutine, key.id);
  return lane;
}

LaneInfo ModelSource::lane(std::uint32_t lane) const {
  const Lane& l = lanes_[lane];
  LaneInfo info;
  info.key = l.key;
  Moment death;
  switch (l.key.kind) {
    case LaneKind::loop: {
      const auto& loop = model_.loops()[l.index];
      info.name = model_.text(loop.name);
      if (info.name.empty()) info.name = "event loop";
      if (loop.debug) info.detail = "debug mode";
      info.rows = 2;
      info.birth = instant(loop.birth);
      death = loop.death;
      break;
    }
    case LaneKind::task: {
      const auto& task = model_.tasks()[l.index];
      info.name = model_.text(task.name);
      info.detail = model_.text(task.coro_name);
      info.end = end_of(task);
      info.rows = static_cast<std::uint8_t>(1 + std::min(task.chain.size(), kMaxRows - 1));
      if (task.parent) info.parent = lane_of(LaneKind::task, task.parent.value);
      info.birth = instant(task.birth);
      death = task.death;
      break;
    }
    case LaneKind::asyncgen:
    case LaneKind::coroutine: {
      const auto& coro = model_.coros()[l.index];
      info.name = model_.text(coro.name);
      info.end = end_of(coro);
      info.number = static_cast<std::uint16_t>(std::min(coro.finalization, 0xFFFFU));
      if (const auto* creator = model_.task(coro.creator)) info.detail = text(label_of(LabelKind::by, creator->name));
      if (coro.creator) info.parent = lane_of(LaneKind::task, coro.creator.value);
      info.birth = instant(coro.birth);
      death = coro.death;
      break;
    }
    case LaneKind::thread: {
      const auto& thread = model_.threads()[l.index];
      info.name = model_.text(thread.name);
      info.rows = static_cast<std::uint8_t>(1 + std::min(thread.calls.size(), kMaxRows - 1));
      info.birth = instant(thread.birth);
      death = thread.death;
      break;
    }
    case LaneKind::sync: {
      const auto& sync_lane = model_.syncs()[l.index];
      info.name = model_.text(sync_lane.name);
      info.detail = trace::text_of(sync_lane.kind);
      info.birth = instant(sync_lane.birth);
      death = sync_lane.death;
      break;
    }
    case LaneKind::output:
      info.name = "output";
      info.birth = first();
      break;
  }
  info.death = death.event == kOpenSeq ? last() : instant(death);
  return info;
}

std::size_t ModelSource::interval_count(std::uint32_t lane, std::uint8_t row) const {
  const Lane& l = lanes_[lane];
  switch (l.key.kind) {
    case LaneKind::loop: {
      const auto& loop = model_.loops()[l.index];
      if (row == 1) return loop.runs.size();
      if (row > 1 || loop.iterations.empty()) return 0;
      return (loop.iterations.size() - 1) * kPhases + phases_reached(loop.iterations.back());
    }
    case LaneKind::task: {
      const auto& task = model_.tasks()[l.index];
      if (row == 0) return task.intervals.size();
      return row <= task.chain.size() ? task.chain[row - 1U].size() : 0;
    }
    case LaneKind::asyncgen:
    case LaneKind::coroutine:
      return row == 0 ? model_.coros()[l.index].intervals.size() : 0;
    case LaneKind::thread: {
      const auto& thread = model_.threads()[l.index];
      if (row == 0) return thread.intervals.size();
      return row <= thread.calls.size() ? thread.calls[row - 1U].size() : 0;
    }
    case LaneKind::sync:
      return row == 0 ? model_.syncs()[l.index].samples.size() : 0;
    case LaneKind::output:
      return 0;
  }
  return 0;
}

Interval ModelSource::phase(std::size_t loop_index, std::size_t index) const {
  const auto& loop = model_.loops()[loop_index];
  const analysis::Iteration& it = loop.iterations[index / kPhases];
  // Where an iteration was cut short, what it did not reach has no length, at the place where it stopped.
  const bool newest = index / kPhases + 1 == loop.iterations.size();
  const Moment* points[] = {&it.begin, &it.select_end, &it.run_begin, &it.end};
  const std::size_t phase = index % kPhases;
  const auto known = [&](std::size_t p) {
    while (p > 0 && points[p]->event == kOpenSeq) --p;
    return instant(*points[p]);
  };
  Interval out;
  static constexpr State kStates[] = {State::select, State::timers, State::run};
  out.state = kStates[phase];
  out.begin = known(phase);
  if (points[phase + 1]->event != kOpenSeq) {
    out.end = instant(*points[phase + 1]);
  } else if (newest && loop.death.event == kOpenSeq) {
    out.end = {0, kOpenSeq};
  } else if (points[phase]->event == kOpenSeq) {
    out.end = out.begin;
  } else {
    out.end = instant(newest ? loop.death : loop.iterations[index / kPhases + 1].begin);
  }
  out.ref = it.begin.event;
  if (phase == 2 && it.runs > 1) out.label = label_of(LabelKind::runs, it.runs);
  return out;
}

Interval ModelSource::interval(std::uint32_t lane, std::uint8_t row, std::size_t index) const {
  const Lane& l = lanes_[lane];
  Interval out;
  switch (l.key.kind) {
    case LaneKind::loop: {
      if (row == 0) return phase(l.index, index);
      const auto& run = model_.loops()[l.index].runs[index];
      out = {instant(run.begin), instant(run.end), run.slow ? State::slow_handle : State::handle, run.label,
             run.handle.value};
      break;
    }
    case LaneKind::task: {
      const auto& task = model_.tasks()[l.index];
      if (row == 0) {
        const auto& i = task.intervals[index];
        out = {instant(i.begin), instant(i.end), state_of(i.state), i.label, i.begin.event};
      } else {
        const auto& frame = task.chain[row - 1U][index];
        out = {instant(frame.begin), instant(frame.end), State::frame_waiting, frame.label, frame.coro.value};
      }
      break;
    }
    case LaneKind::asyncgen:
    case LaneKind::coroutine: {
      const auto& coro = model_.coros()[l.index];
      const auto& i = coro.intervals[index];
      out = {instant(i.begin), instant(i.end), state_of(i.state), 0, i.begin.event};
      if (l.key.kind == LaneKind::coroutine) out.state = State::created;
      if (i.state == analysis::GenState::kSuspendedAtYield && i.line > 0)
        out.label = label_of(LabelKind::yield_line, i.line);
      else if (const auto* task = model_.task(i.task))
        out.label = task->name;
      // What it awaits is what its task waits for meanwhile.
      if (i.state == analysis::GenState::kAwaiting)
        if (const std::uint32_t awaited = awaited_by(i.task, i.begin.event, i.end.event)) out.label = awaited;
      break;
    }
    case LaneKind::thread: {
      const auto& thread = model_.threads()[l.index];
      if (row > 0) {
        const auto& call = thread.calls[row - 1U][index];
        out = {instant(call.begin), instant(call.end), State::frame_running, call.label, call.begin.event};
        break;
      }
      const auto& i = thread.intervals[index];
      out = {instant(i.begin), instant(i.end), state_of(i.state), i.label, i.begin.event};
      break;
    }
    case LaneKind::sync: {
      const auto& s = model_.syncs()[l.index];
      const auto& sample = s.samples[index];
      out.begin = instant(sample.at);
      if (index + 1 < s.samples.size())
        out.end = instant(s.samples[index + 1].at);
      else if (s.death.event != kOpenSeq)
        out.end = instant(s.death);
      else
        out.end = {0, kOpenSeq};
      const bool taken = sample.holder || sample.value > 0;
      out.state = sample.waiters > 0 ? State::contended : taken ? State::held : State::sync_free;
      if (const auto* task = model_.task(sample.holder))
        out.label = task->name;
      else if (sample.value > 0)
        out.label = label_of(LabelKind::number, sample.value);
      out.ref = sample.at.event;
      break;
    }
    case LaneKind::output:
      break;
  }
  return out;
}

std::size_t ModelSource::mark_count(std::uint32_t lane) const {
  const auto more = told_marks_.find(lane);
  return own_marks(lane) + (more == told_marks_.end() ? 0 : more->second.size());
}

std::size_t ModelSource::own_marks(std::uint32_t lane) const {
  const Lane& l = lanes_[lane];
  switch (l.key.kind) {
    case LaneKind::loop:
      return model_.loops()[l.index].marks.size();
    case LaneKind::task:
      return model_.tasks()[l.index].marks.size();
    case LaneKind::asyncgen:
    case LaneKind::coroutine:
      return model_.coros()[l.index].marks.size();
    case LaneKind::output:
      return model_.output().size();
    default:
      return 0;
  }
}

std::uint32_t ModelSource::awaited_by(TaskId id, std::uint32_t from, std::uint32_t to) const {
  const auto* task = model_.task(id);
  if (!task) return 0;
  auto it = std::partition_point(task->intervals.begin(), task->intervals.end(),
                                 [&](const analysis::TaskInterval& i) { return i.begin.event < from; });
  // The step in which it began to await may have begun before; the wait itself has not.
  for (; it != task->intervals.end() && it->begin.event < to; ++it)
    if (it->label != 0 &&
        (it->state == analysis::TaskState::kSuspended || it->state == analysis::TaskState::kCancelling))
      return it->label;
  return 0;
}

Instant ModelSource::slow_begin(const Lane& l, std::uint32_t event) const {
  // It is told after the callback has run; the mark belongs where that began.
  const auto after = [&](const auto& list) {
    return std::partition_point(list.begin(), list.end(), [&](const auto& i) { return i.begin.event < event; });
  };
  if (l.key.kind == LaneKind::loop) {
    const auto& runs = model_.loops()[l.index].runs;
    for (auto it = after(runs); it != runs.begin();)
      if ((--it)->slow) return instant(it->begin);
  } else if (l.key.kind == LaneKind::task) {
    const auto& list = model_.tasks()[l.index].intervals;
    for (auto it = after(list); it != list.begin();)
      if ((--it)->state == analysis::TaskState::kRunning) return instant(it->begin);
  }
  return instant(model_.moment(event));
}

Mark ModelSource::mark_of(const analysis::LaneMark& mark, End end, std::uint16_t number) const {
  Mark out;
  out.at = instant(mark.at);
  out.kind = kind_of(mark.kind);
  out.label = mark.label;
  out.ref = mark.at.event;
  if (out.kind == MarkKind::end || out.kind == MarkKind::leak) out.end = end;
  out.number = number;
  return out;
}

Mark ModelSource::mark(std::uint32_t lane, std::size_t index) const {
  if (const std::size_t own = own_marks(lane); index >= own) return told_marks_.at(lane)[index - own];
  const Lane& l = lanes_[lane];
  switch (l.key.kind) {
    case LaneKind::loop: {
      const auto& mark = model_.loops()[l.index].marks[index];
      Mark out = mark_of(mark, End::open, 0);
      if (out.kind == MarkKind::slow) out.at = slow_begin(l, mark.at.event);
      return out;
    }
    case LaneKind::task: {
      const auto& task = model_.tasks()[l.index];
      Mark out = mark_of(task.marks[index], end_of(task), 0);
      if (out.kind == MarkKind::slow) out.at = slow_begin(l, task.marks[index].at.event);
      return out;
    }
    case LaneKind::asyncgen:
    case LaneKind::coroutine: {
      const auto& coro = model_.coros()[l.index];
      const auto& mark = coro.marks[index];
      // The order of finalization stands at the end, or, while there is none, where the closing was asked for.
      const bool here = mark.kind == analysis::MarkKind::kEnd ||
                        (mark.kind == analysis::MarkKind::kCloseCall && coro.death.event == kOpenSeq);
      return mark_of(mark, end_of(coro), here ? static_cast<std::uint16_t>(std::min(coro.finalization, 0xFFFFU)) : 0);
    }
    case LaneKind::output: {
      const auto& o = model_.output()[index];
      return {instant(o.at), kind_of(o.kind), End::open, 0, label_of(LabelKind::output, o.text.value), o.at.event};
    }
    default:
      return {};
  }
}

std::string_view ModelSource::text(std::uint32_t label) const {
  const LabelKind kind = kind_of_label(label);
  const std::uint32_t value = value_of_label(label);
  if (kind == LabelKind::model) return model_.text(label);
  if (kind == LabelKind::output) return model_.store().text(StringId{value});
  auto [it, is_new] = composed_.try_emplace(label);
  if (is_new) {
    const std::string n = std::to_string(value);
    if (kind == LabelKind::runs)
      it->second = "run: " + n + " handles";
    else if (kind == LabelKind::by)
      it->second = "by " + std::string(model_.text(value));
    else if (kind == LabelKind::yield_line)
      it->second = "yield, line " + n;
    else
      it->second = n;
  }
  return it->second;
}

}  // namespace loopscope::timeline

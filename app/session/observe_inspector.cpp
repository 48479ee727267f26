#include <fmt/core.h>

#include <algorithm>

#include "app/session/event_text.hpp"
#include "app/session/observe.hpp"
#include "engine/analysis/state.hpp"
#include "engine/analysis/why.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

using namespace analysis;

// A life longer than this is told from both ends of the cursor.
constexpr std::size_t kMostHistory = 4000;

SourcePlace place_of(const Observed& seen, Place place) {
  SourcePlace out;
  if (!place) return out;
  out.file = place.file().value;
  out.line = place.line();
  const std::string_view path = file_path(seen.store, place.file());
  out.file_name = std::string(path.substr(path.rfind('/') + 1));
  return out;
}

Selection task_link(TaskId task) { return {Subject::task, task.value, 0, 0}; }

Fact fact(std::string label, std::string value, Selection link = {}, SourcePlace place = {}) {
  return {std::move(label), std::move(value), link, std::move(place)};
}

/// Who made what this event tells the birth of; recorded traces may have missed it.
std::string creator_of(const Observed& seen, std::uint32_t event) {
  return event == trace::kNoEvent ? "nobody known" : actor(seen.store, event);
}

std::string count_text(std::uint32_t n, const char* one, const char* many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

template <class Postings>
void tell(const Observed& seen, const Postings& postings, std::uint32_t entity, std::vector<HistoryRow>& out) {
  const std::uint32_t end = seen.model.size();
  postings.each(entity, [&](std::uint32_t event) {
    if (event >= end || out.size() >= kMostHistory || !worth_telling(seen.store, event)) return;
    const EventText text = event_text(seen.store, event);
    out.push_back({{seen.store.time(event), event}, text.text, text.color, {}});
  });
}

// The recorded causes of an event, for the box at the top.
void tell_why(const Observed& seen, std::uint32_t event, InspectorView& view) {
  if (event == kNoEvent) return;
  constexpr std::size_t kMostCauses = 6;
  for (const WhyStep& step : why(seen.store, event, kMostCauses)) {
    const std::uint32_t cause = step.event == kNoEvent ? event : step.event;
    view.why.push_back({{seen.store.time(cause), cause}, step.sentence, Color::text, {}});
  }
}

// What began the present state of a task.
std::uint32_t turning_point(const TaskInfo& task) {
  switch (task.shown()) {
    case TaskState::kDone:
    case TaskState::kLeaked:
      return task.done != kNoEvent ? task.done : task.since;
    case TaskState::kCancelling:
      return task.cancel_request;
    case TaskState::kCreated:
      return task.created;
    default:
      return task.since;
  }
}

Color color_of(TaskState state, trace::Outcome outcome) {
  switch (state) {
    case TaskState::kRunning:
      return Color::running;
    case TaskState::kReady:
    case TaskState::kCreated:
      return Color::ready;
    case TaskState::kSuspended:
      return Color::text_dim;
    case TaskState::kCancelling:
      return Color::cancelling;
    case TaskState::kLeaked:
      return Color::leaked;
    case TaskState::kDone:
      return outcome == trace::Outcome::kResult      ? Color::returned
             : outcome == trace::Outcome::kException ? Color::raised_error
                                                     : Color::cancelled;
  }
  return Color::text_dim;
}

std::string done_text(trace::Outcome outcome) {
  return outcome == trace::Outcome::kResult      ? "returned"
         : outcome == trace::Outcome::kException ? "raised"
                                                 : "cancelled";
}

InspectorView task_view(const Observed& seen, const TaskInfo& task) {
  InspectorView view;
  const std::string coro = task.coro ? coro_function(seen.store, task.coro) + "()" : std::string();
  view.title = task_name(seen.store, task.id) + (coro.empty() ? "" : "   " + coro);
  view.kind = "task";
  const TaskState state = task.shown();
  view.state = state == TaskState::kDone ? done_text(task.outcome) : text_of(state);
  view.state_color = color_of(state, task.outcome);

  tell_why(seen, turning_point(task), view);
  if (const std::string waits = seen.state.waiting_for(seen.store, task); !waits.empty()) {
    const TaskInfo* other = task.waits_for ? seen.state.tasks.find(task.waits_for.value) : nullptr;
    view.facts.push_back(fact("Waits for", waits, other != nullptr ? task_link(other->id) : Selection{}));
  }
  if (task.cancelling) {
    view.facts.push_back(fact("Cancelled by", task.cancelled_by ? task_name(seen.store, task.cancelled_by) : "the loop",
                              task.cancelled_by ? task_link(task.cancelled_by) : Selection{}));
  }
  if (task.value) {
    const bool raised = task.outcome == trace::Outcome::kException;
    view.facts.push_back(
        fact(raised ? "Exception" : "Result", std::string(seen.store.text(task.value).substr(0, 400))));
  }
  view.facts.push_back(fact("Created by", creator_of(seen, task.created),
                            task.parent ? task_link(task.parent) : Selection{}, place_of(seen, task.created_at)));
  const TaskTimes times = seen.state.times(task);
  view.facts.push_back(fact("Steps", fmt::format("{}", task.steps)));
  view.facts.push_back(fact("Running", time_text(times.running_ns)));
  view.facts.push_back(fact("Ready", time_text(times.ready_ns)));
  view.facts.push_back(fact("Suspended", time_text(times.suspended_ns)));
  for (const ChainLink& link : seen.state.await_chain(seen.store, task)) {
    view.chain.push_back({place_of(seen, link.place), link.what.empty() ? link.function + "()" : link.what, false});
  }
  if (!view.chain.empty()) view.chain.back().innermost = true;
  tell(seen, seen.store.of_future(), task.id.value, view.history);
  return view;
}

std::string kind_text(trace::CoroKind kind) {
  switch (kind) {
    case trace::CoroKind::kCoroutine:
      return "coroutine";
    case trace::CoroKind::kGenerator:
      return "generator";
    case trace::CoroKind::kAsyncGenerator:
      return "asynchronous generator";
  }
  return "coroutine";
}

// The state at the cursor knows a coroutine only until it is freed; its lane tells of it for ever.
InspectorView coro_view(const Observed& seen, CoroId id, const CoroInfo* coro, const CoroLane* lane) {
  InspectorView view;
  view.title = coro_function(seen.store, id) + "()";
  view.kind = kind_text(coro != nullptr ? coro->kind : lane->kind);
  if (coro != nullptr) {
    view.state = text_of(coro->state);
    view.state_color = coro->state == CoroState::kRunning ? Color::running : Color::asyncgen;
  } else {
    view.state = text_of(lane->end);
    view.state_color =
        lane->end == CoroEnd::kNeverAwaited || lane->end == CoroEnd::kNeverClosed ? Color::leaked : Color::returned;
  }
  if (lane != nullptr && lane->close_begin.event <= seen.at.seq) {
    tell_why(seen, lane->close_begin.event, view);
  } else if (coro != nullptr) {
    tell_why(seen, coro->created, view);
  }
  const Place created = coro != nullptr ? coro->created_at : lane->created_at;
  const TaskId creator = coro != nullptr ? coro->creator : lane->creator;
  if (coro != nullptr && coro->held) {
    view.facts.push_back(fact("Held by", task_name(seen.store, coro->holder) + ", " + text_of(coro->op) + "()",
                              task_link(coro->holder)));
  }
  if (coro != nullptr && coro->awaiter) {
    view.facts.push_back(fact("Awaited by", coro_function(seen.store, coro->awaiter) + "()",
                              {Subject::coro, coro->awaiter.value, 0, 0}));
  }
  view.facts.push_back(fact("Created by", creator_of(seen, seen.store.of_coro().first(id.value)),
                            creator ? task_link(creator) : Selection{}, place_of(seen, created)));
  if (lane != nullptr) {
    const CoroEnd by = lane->close_by != CoroEnd::kOpen ? lane->close_by : lane->end;
    if (by != CoroEnd::kOpen && lane->close_begin.event <= seen.at.seq) {
      view.facts.push_back(fact("Closed", text_of(by)));
      if (lane->closer) {
        view.facts.push_back(fact("Closed in", task_name(seen.store, lane->closer), task_link(lane->closer)));
      }
      if (lane->finalization != 0) {
        view.facts.push_back(fact("Order", fmt::format("number {} to be finalized", lane->finalization)));
      }
    }
  }
  if (coro != nullptr && coro->last_reference) {
    view.facts.push_back(fact("Last reference", "", {}, place_of(seen, coro->last_reference)));
  }
  tell(seen, seen.store.of_coro(), id.value, view.history);
  return view;
}

InspectorView future_view(const Observed& seen, const FutureInfo& future) {
  InspectorView view;
  const std::string label(seen.store.text(future.label));
  view.title = label.empty() ? fmt::format("Future {}", future.id.value) : label;
  view.kind = "future";
  view.state = text_of(future.state);
  view.state_color = future.state == FutureState::kPending     ? Color::text_dim
                     : future.state == FutureState::kResult    ? Color::returned
                     : future.state == FutureState::kException ? Color::raised_error
                                                               : Color::cancelled;
  if (future.value) view.facts.push_back(fact("Value", std::string(seen.store.text(future.value).substr(0, 400))));
  if (future.due_ns >= 0) view.facts.push_back(fact("Due at", time_text(future.due_ns)));
  view.facts.push_back(fact("Created", "", {}, place_of(seen, future.created_at)));
  if (future.resolved_by) {
    view.facts.push_back(fact("Ended by", task_name(seen.store, future.resolved_by), task_link(future.resolved_by)));
  }
  view.facts.push_back(fact("Callbacks", count_text(future.callbacks, "waits for its end", "wait for its end")));
  tell(seen, seen.store.of_future(), future.id.value, view.history);
  return view;
}

InspectorView handle_view(const Observed& seen, HandleId id, const HandleInfo* handle) {
  InspectorView view;
  view.title = fmt::format("Handle {}", id.value);
  view.kind = "handle";
  if (handle != nullptr) tell_why(seen, handle->begun != kNoEvent ? handle->begun : handle->scheduled, view);
  if (handle == nullptr) {
    view.state = "has run";
    view.state_color = Color::returned;
  } else {
    if (handle->label) view.title = std::string(seen.store.text(handle->label));
    static constexpr const char* kStates[] = {"ready", "timer", "running", "done"};
    view.state = handle->cancelled ? "cancelled" : kStates[static_cast<int>(handle->state)];
    view.state_color = handle->cancelled ? Color::cancelled : Color::ready;
    if (handle->task) {
      view.facts.push_back(fact("Runs", task_name(seen.store, handle->task), task_link(handle->task)));
    }
    if (handle->timer) view.facts.push_back(fact("Due at", time_text(handle->when_ns)));
    if (handle->cause) {
      view.facts.push_back(fact("Scheduled by", fmt::format("the end of future {}", handle->cause.value),
                                {Subject::future, handle->cause.value, 0, 0}));
    }
  }
  tell(seen, seen.store.of_handle(), id.value, view.history);
  return view;
}

InspectorView loop_view(const Observed& seen, const LoopInfo& loop) {
  InspectorView view;
  const std::string name(seen.store.text(loop.name));
  view.title = name.empty() ? fmt::format("Event loop {}", loop.id.value) : name;
  view.kind = "event loop";
  view.state = loop.closed ? "closed" : text_of(loop.phase);
  view.state_color = loop.closed ? Color::text_dim : Color::phase_run;
  view.facts.push_back(fact("Iteration", fmt::format("{}", loop.iteration)));
  view.facts.push_back(fact("Debug mode", loop.debug ? "on" : "off"));
  if (loop.slow_threshold_ns > 0) view.facts.push_back(fact("Slow from", time_text(loop.slow_threshold_ns)));
  view.facts.push_back(fact("Ready", count_text(static_cast<std::uint32_t>(loop.ready.size()), "handle", "handles")));
  view.facts.push_back(fact("Timers", fmt::format("{}", loop.timers.size())));
  return view;
}

InspectorView thread_view(const Observed& seen, const ThreadInfo& thread) {
  InspectorView view;
  view.title = thread.name ? std::string(seen.store.text(thread.name)) : fmt::format("Thread {}", thread.id.value);
  view.kind = "thread";
  static constexpr const char* kStates[] = {"running", "waiting for the GIL", "blocked"};
  view.state = thread.ended ? "ended" : kStates[static_cast<int>(thread.state)];
  view.state_color = thread.state == ThreadState::kRunning ? Color::running : Color::text_dim;
  if (thread.task) view.facts.push_back(fact("Runs", task_name(seen.store, thread.task), task_link(thread.task)));
  if (thread.state == ThreadState::kBlocked) {
    view.facts.push_back(fact("Blocked on", std::string(seen.store.text(thread.blocked_what))));
    if (thread.blocked_until_ns >= 0) view.facts.push_back(fact("Until", time_text(thread.blocked_until_ns)));
  }
  return view;
}

// The value of one argument in words, with a link where it names a thing.
Fact argument(const Observed& seen, const trace::FieldInfo& field,
              const std::array<std::uint32_t, trace::kMaxArgs>& args) {
  const std::uint32_t v = args[field.cell];
  using trace::FieldKind;
  switch (field.kind) {
    case FieldKind::Task:
      return fact(field.name, v == 0 ? "none" : task_name(seen.store, TaskId{v}),
                  v == 0 ? Selection{} : task_link(TaskId{v}));
    case FieldKind::Coro:
      return fact(field.name, v == 0 ? "none" : coro_function(seen.store, CoroId{v}) + "()",
                  v == 0 ? Selection{} : Selection{Subject::coro, v, 0, 0});
    case FieldKind::Future:
      return fact(field.name, v == 0 ? "none" : fmt::format("{}", v),
                  v == 0 ? Selection{} : Selection{Subject::future, v, 0, 0});
    case FieldKind::Handle:
      return fact(field.name, v == 0 ? "none" : fmt::format("{}", v),
                  v == 0 ? Selection{} : Selection{Subject::handle, v, 0, 0});
    case FieldKind::Str:
      return fact(field.name, std::string(seen.store.text(StringId{v}).substr(0, 400)));
    case FieldKind::Code:
      return fact(field.name, std::string(seen.store.text(find_code(seen.store, CodeId{v}).qualname)));
    case FieldKind::Place: {
      Place place;
      place.packed = v;
      return fact(field.name, "", {}, place_of(seen, place));
    }
    case FieldKind::Bool:
      return fact(field.name, v != 0 ? "yes" : "no");
    case FieldKind::Ns: {
      const auto ns = static_cast<std::int64_t>(std::uint64_t{v} | std::uint64_t{args[field.cell + 1U]} << 32);
      return fact(field.name, ns < 0 ? "without limit" : time_text(ns));
    }
    default: {
      const char* word = trace::enum_text(field.kind, v);
      return fact(field.name, word != nullptr ? std::string(word) : fmt::format("{}", v));
    }
  }
}

InspectorView event_view(const Observed& seen, std::uint32_t event) {
  InspectorView view;
  if (event >= seen.store.size()) return view;
  const EventText text = event_text(seen.store, event);
  view.title = text.text;
  if (!view.title.empty() && view.title[0] >= 'a' && view.title[0] <= 'z') {
    view.title[0] = static_cast<char>(view.title[0] - 'a' + 'A');
  }
  view.kind = fmt::format("event {}", event);
  const trace::EventInfo* info = trace::event_info(static_cast<unsigned>(seen.store.type(event)));
  if (info == nullptr) return view;
  view.state = info->name;
  view.state_color = text.color;
  tell_why(seen, event, view);
  view.facts.push_back(fact("Time", time_text(seen.store.time(event))));
  if (const TaskId task = seen.store.task(event)) {
    view.facts.push_back(fact("In", task_name(seen.store, task), task_link(task)));
  }
  const auto args = seen.store.args(event);
  for (const trace::FieldInfo& field : info->fields) {
    Fact row = argument(seen, field, args);
    std::replace(row.label.begin(), row.label.end(), '_', ' ');
    if (!row.label.empty() && row.label[0] >= 'a') row.label[0] = static_cast<char>(row.label[0] - 'a' + 'A');
    if (row.value.find('\n') != std::string::npos) row.value.resize(row.value.find('\n'));
    if (!row.value.empty() || row.place) view.facts.push_back(std::move(row));
  }
  return view;
}

InspectorView area_view(const Observed& seen, const Selection& area) {
  InspectorView view;
  const std::int64_t from = std::min(area.from_ns, area.to_ns), to = std::max(area.from_ns, area.to_ns);
  view.title = time_text(to - from);
  view.kind = "selected time";
  const std::uint32_t first = seen.store.at_time(from), last = seen.store.at_time(to);
  const auto count = [&](trace::EventType type) {
    return seen.store.count_before(type, last + 1) - seen.store.count_before(type, first + 1);
  };
  view.facts.push_back(fact("From", time_text(from)));
  view.facts.push_back(fact("To", time_text(to)));
  view.facts.push_back(fact("Events", fmt::format("{}", last - first)));
  view.facts.push_back(fact("Loop ticks", fmt::format("{}", count(trace::EventType::kIterationBegin))));
  view.facts.push_back(fact("Task steps", fmt::format("{}", count(trace::EventType::kTaskStepBegin))));
  view.facts.push_back(fact("Tasks created", fmt::format("{}", count(trace::EventType::kTaskCreated))));
  view.facts.push_back(fact("Tasks ended", fmt::format("{}", count(trace::EventType::kTaskDone))));
  return view;
}

}  // namespace

InspectorView observe_selection(const Observed& seen, const Selection& selection) {
  switch (selection.subject) {
    case Subject::task:
      if (const TaskInfo* task = seen.state.tasks.find(selection.id)) return task_view(seen, *task);
      break;
    case Subject::coro: {
      const CoroInfo* coro = seen.state.coros.find(selection.id);
      const CoroLane* lane = seen.model.coro(CoroId{selection.id});
      if (coro != nullptr || (lane != nullptr && lane->birth.event <= seen.at.seq)) {
        return coro_view(seen, CoroId{selection.id}, coro, lane);
      }
      break;
    }
    case Subject::future:
      if (const TaskInfo* task = seen.state.tasks.find(selection.id)) return task_view(seen, *task);
      if (const FutureInfo* future = seen.state.futures.find(selection.id)) return future_view(seen, *future);
      break;
    case Subject::handle:
      return handle_view(seen, HandleId{selection.id}, seen.state.handles.find(selection.id));
    case Subject::loop:
      if (const LoopInfo* loop = seen.state.loops.find(selection.id)) return loop_view(seen, *loop);
      break;
    case Subject::thread:
      if (const ThreadInfo* thread = seen.state.threads.find(selection.id)) return thread_view(seen, *thread);
      break;
    case Subject::event:
      return event_view(seen, selection.id);
    case Subject::area:
      return area_view(seen, selection);
    case Subject::none:
      return event_view(seen, seen.at.seq);
  }
  InspectorView view;
  view.title = "Not there at this instant";
  view.kind = "Move the cursor to a time at which it exists.";
  return view;
}

}  // namespace loopscope::app

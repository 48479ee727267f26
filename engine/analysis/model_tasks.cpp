#include <fmt/core.h>

#include "engine/analysis/model_builder.hpp"
#include "engine/trace/store.hpp"

// Lanes of tasks: their states, the frames of their await chains, and the edges between them.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

void Model::Builder::edge(EdgeKind kind, uint32_t from, TaskId from_task, TaskId to_task, CoroId coro) {
  m.edges_.push_back({kind, from == now.event ? now : moment(from), now, from_task, to_task, coro});
}

void Model::Builder::follow_task(TaskId id) {
  TaskLane* lane = task(id);
  const TaskInfo* info = state.tasks.find(id.value);
  if (!lane || !info) return;
  const TaskState shown = info->shown();
  TaskInterval* last = lane->intervals.empty() ? nullptr : &lane->intervals.back();
  if (last && last->end.event == kNoEvent) {
    if (last->state == shown) return;
    last->end = now;
    const int64_t took = now.ns - last->begin.ns;
    if (last->state == TaskState::kRunning) lane->running_ns += took;
    if (last->state == TaskState::kReady || last->state == TaskState::kCreated) lane->ready_ns += took;
    if (last->state == TaskState::kSuspended) lane->suspended_ns += took;
    if (last->state == TaskState::kCancelling) {
      (info->state == TaskState::kSuspended ? lane->suspended_ns : lane->ready_ns) += took;
    }
  }
  if (shown == TaskState::kDone || shown == TaskState::kLeaked) {
    if (lane->death.event == kNoEvent) lane->death = now;
    return;
  }
  TaskInterval next;
  next.begin = now;
  next.state = shown;
  if (shown == TaskState::kSuspended) {
    next.label = label_of_wait(*info);
    next.future = info->waits_for;
  }
  if (shown == TaskState::kReady || shown == TaskState::kRunning) next.cause = info->woken;
  if (shown == TaskState::kCancelling) {
    next.cause = info->cancel_request;
    next.label = label_of_wait(*info);
    next.future = info->waits_for;
  }
  if (shown == TaskState::kRunning) {
    next.throwing = static_cast<bool>(info->thrown);
    next.label = label(info->thrown);
  }
  lane->intervals.push_back(next);
}

void Model::Builder::open_frame(CoroId parent, CoroId child, Label label, uint32_t line) {
  constexpr uint32_t kMaxRows = 64;  // deeper chains are shown by State::await_chain
  const CoroInfo* info = state.coros.find(parent.value);
  TaskLane* lane = info ? task(info->task) : nullptr;
  if (!lane) return;
  const uint32_t depth = info->depth;
  if (depth >= kMaxRows) return;
  if (lane->chain.size() <= depth) lane->chain.resize(depth + 1u);
  for (size_t row = depth; row < lane->chain.size(); ++row) {
    if (!lane->chain[row].empty() && lane->chain[row].back().end.event == kNoEvent) lane->chain[row].back().end = now;
  }
  const FileId file = facts_of(info->code).file;
  lane->chain[depth].push_back({now, {}, child, label, Place(file, line)});
}

void Model::Builder::close_frames(CoroId parent) {
  const CoroInfo* info = state.coros.find(parent.value);
  TaskLane* lane = info ? task(info->task) : nullptr;
  if (!lane) return;
  for (size_t row = info->depth; row < lane->chain.size(); ++row) {
    if (!lane->chain[row].empty() && lane->chain[row].back().end.event == kNoEvent) lane->chain[row].back().end = now;
  }
}

void Model::Builder::tasks_and_handles(uint32_t event) {
  switch (store.type(event)) {
    case EventType::kTaskCreated: {
      const auto e = store.get<ev::TaskCreated>(event);
      task_lanes[e.task.value] = static_cast<uint32_t>(m.tasks_.size());
      TaskLane& lane = m.tasks_.emplace_back();
      lane.task = e.task;
      lane.coro = e.coro;
      lane.loop = e.loop;
      lane.name = label(e.name ? std::string(store.text(e.name)) : task_name(store, e.task));
      lane.step_name = label(fmt::format("{} step", texts.text(lane.name)));
      lane.coro_name = e.coro ? label_of_coro(e.coro) : 0;
      lane.parent = store.task(event);
      lane.created_at = e.place;
      lane.birth = now;
      lane.marks.push_back({now, MarkKind::kBirth, 0});
      edge(EdgeKind::kCreated, event, lane.parent, e.task);
      follow_task(e.task);
      break;
    }
    case EventType::kTaskRenamed: {
      const auto e = store.get<ev::TaskRenamed>(event);
      if (TaskLane* lane = task(e.task)) {
        lane->name = label(e.name);
        lane->step_name = label(fmt::format("{} step", texts.text(lane->name)));
      }
      break;
    }
    case EventType::kHandleScheduled:
    case EventType::kHandleScheduledThreadsafe: {
      const auto e = store.get<ev::HandleScheduled>(event);  // both have the same fields
      if (!e.task) break;
      if (TaskLane* lane = task(e.task); lane && e.cause) lane->marks.push_back({now, MarkKind::kWake, 0});
      const TaskId by = store.task(event);
      if (e.cause || (by && by != e.task)) edge(EdgeKind::kWoke, event, by, e.task);
      follow_task(e.task);
      break;
    }
    case EventType::kTaskStepBegin: {
      const auto e = store.get<ev::TaskStepBegin>(event);
      if (TaskLane* lane = task(e.task)) ++lane->steps;
      follow_task(e.task);
      follow_held(e.task);
      break;
    }
    case EventType::kTaskStepEnd: {
      const auto e = store.get<ev::TaskStepEnd>(event);
      follow_task(e.task);
      follow_held(e.task);
      break;
    }
    case EventType::kTaskSuspended: {
      // Normally within the step; a trace may also tell it afterwards.
      const auto e = store.get<ev::TaskSuspended>(event);
      TaskLane* lane = task(e.task);
      const TaskInfo* info = state.tasks.find(e.task.value);
      if (lane && info && !lane->intervals.empty() && lane->intervals.back().state == TaskState::kSuspended) {
        lane->intervals.back().label = label_of_wait(*info);
        lane->intervals.back().future = e.future;
      }
      break;
    }
    case EventType::kTaskCancelRequested: {
      const auto e = store.get<ev::TaskCancelRequested>(event);
      if (TaskLane* lane = task(e.task)) lane->marks.push_back({now, MarkKind::kCancelRequest, label(e.message)});
      edge(EdgeKind::kCancelled, event, store.task(event), e.task);
      follow_task(e.task);
      break;
    }
    case EventType::kTaskUncancelled:
      follow_task(store.get<ev::TaskUncancelled>(event).task);
      break;
    case EventType::kTaskDone: {
      const auto e = store.get<ev::TaskDone>(event);
      TaskLane* lane = task(e.task);
      if (!lane) break;
      lane->end = e.outcome == trace::Outcome::kResult      ? TaskEnd::kReturned
                  : e.outcome == trace::Outcome::kException ? TaskEnd::kRaised
                                                            : TaskEnd::kCancelled;
      lane->value = label(e.value);
      lane->marks.push_back({now, MarkKind::kEnd, lane->value});
      for (auto& row : lane->chain) {
        if (!row.empty() && row.back().end.event == kNoEvent) row.back().end = now;
      }
      follow_task(e.task);
      break;
    }
    case EventType::kTaskDestroyedPending:
    case EventType::kTaskPendingAtClose: {
      const TaskId id{store.args(event)[0]};
      TaskLane* lane = task(id);
      if (!lane || (lane->end != TaskEnd::kPending && lane->end != TaskEnd::kLeaked)) break;
      if (lane->end != TaskEnd::kLeaked) lane->marks.push_back({now, MarkKind::kLeak, 0});
      lane->end = TaskEnd::kLeaked;
      follow_task(id);
      break;
    }
    default:
      break;
  }
}

}  // namespace loopscope::analysis

#include "engine/analysis/state_apply.hpp"

#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Program, handles, tasks. Threads and loops are in state_apply_loops.cpp, the rest in state_apply_objects.cpp.

namespace loopscope::analysis {

namespace ev = trace::ev;

Applier::Applier(State& state, const trace::Store& store, uint32_t event)
    : s_(state), store_(store), event_(event), task_(store.task(event)) {}

ThreadInfo& Applier::thread() {
  const uint32_t id = store_.thread(event_).value;
  if (ThreadInfo* known = s_.threads.find(id)) return *known;
  return s_.threads.add(id);
}

// --- program and source ----------------------------------------------------------------------------------------------

void Applier::on(const ev::ProgramStarted&) { thread(); }

void Applier::on(const ev::ProgramEnded& e) {
  s_.ended = true;
  s_.exit_status = e.exit_status;
}

void Applier::on(const ev::FileLoaded&) {}
void Applier::on(const ev::CodeDefined&) {}

void Applier::on(const ev::LineReached& e) {
  ThreadInfo& t = thread();
  if (CoroInfo* running = coro(e.coro)) {
    running->line = e.line;
    running->state = CoroState::kRunning;
    t.coro = e.coro;
    t.line = {};
    return;
  }
  t.line = {e.code, e.line};
  if (!t.frames.empty() && t.frames.back().code == e.code) t.frames.back().line = e.line;
}

void Applier::on(const ev::FrameEntered& e) {
  ThreadInfo& t = thread();
  t.frames.push_back({e.code, e.line});
  t.line = t.frames.back();
}

void Applier::on(const ev::FrameLeft&) {
  ThreadInfo& t = thread();
  if (!t.frames.empty()) t.frames.pop_back();
  t.line = t.frames.empty() ? PlainFrame{} : t.frames.back();
}

void Applier::on(const ev::CollectionBegin&) {}
void Applier::on(const ev::CollectionEnd&) {}

// --- handles ---------------------------------------------------------------------------------------------------------

void Applier::schedule(HandleId handle, LoopId loop_id, StringId label, TaskId task, FutureId cause, bool threadsafe) {
  HandleInfo& info = s_.handles.add(handle.value);
  info.loop = loop_id;
  info.label = label;
  info.task = task;
  info.cause = cause;
  info.threadsafe = threadsafe;
  info.scheduled = event_;
  if (LoopInfo* loop = s_.loops.find(loop_id.value)) loop->ready.push_back(handle);
  TaskInfo* stepping = s_.tasks.find(task.value);
  if (!stepping || stepping->state == TaskState::kDone) return;
  stepping->woken = event_;
  // While it still runs it only gets ready when its step ends: see TaskStepEnd.
  stepping->woken_in_step = stepping->state == TaskState::kRunning;
  if (!stepping->woken_in_step) enter(*stepping, TaskState::kReady);
}

void Applier::on(const ev::HandleScheduled& e) { schedule(e.handle, e.loop, e.label, e.task, e.cause, false); }

void Applier::on(const ev::HandleScheduledThreadsafe& e) { schedule(e.handle, e.loop, e.label, e.task, e.cause, true); }

void Applier::on(const ev::TimerScheduled& e) {
  HandleInfo& info = s_.handles.add(e.handle.value);
  info.loop = e.loop;
  info.label = e.label;
  info.state = HandleState::kTimer;
  info.timer = true;
  info.when_ns = e.when;
  info.scheduled = event_;
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->timers.insert_sorted({e.when, e.handle});
}

void Applier::on(const ev::TimerAimed& e) {
  HandleInfo* handle = s_.handles.find(e.handle.value);
  if (!handle) return;
  handle->target = e.future;
  if (FutureInfo* future = s_.futures.find(e.future.value)) {
    future->timer = e.handle;
    future->due_ns = handle->when_ns;
    if (handle->timer && handle->scheduled != kNoEvent) future->sleep_ns = sleep_of_timer(store_, handle->scheduled);
  }
}

void Applier::leave_queues(const HandleInfo& handle) {
  LoopInfo* loop = s_.loops.find(handle.loop.value);
  if (!loop) return;
  if (handle.state == HandleState::kReady) loop->ready.remove_if([&](HandleId h) { return h == handle.id; });
  if (handle.state == HandleState::kTimer) {
    loop->timers.remove_if([&](const TimerEntry& t) { return t.handle == handle.id; });
  }
}

void Applier::on(const ev::TimerReady& e) {
  HandleInfo* handle = s_.handles.find(e.handle.value);
  if (!handle) return;
  leave_queues(*handle);
  handle->state = HandleState::kReady;
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->ready.push_back(e.handle);
}

void Applier::on(const ev::HandleCancelled& e) {
  if (HandleInfo* handle = s_.handles.find(e.handle.value)) handle->cancelled = true;
}

void Applier::on(const ev::HandleBegin& e) {
  thread().handle = e.handle;
  HandleInfo* handle = s_.handles.find(e.handle.value);
  if (!handle) {
    handle = &s_.handles.add(e.handle.value);
    handle->loop = e.loop;
  }
  leave_queues(*handle);
  handle->state = HandleState::kRunning;
  handle->begun = event_;
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) {
    loop->running = e.handle;
    if (loop->run_left) --loop->run_left;
  }
}

void Applier::on(const ev::HandleEnd& e) {
  ThreadInfo& t = thread();
  t.handle = {};
  t.coro = {};
  t.line = {};
  HandleInfo* handle = s_.handles.find(e.handle.value);
  if (!handle) return;
  if (LoopInfo* loop = s_.loops.find(handle->loop.value)) loop->running = {};
  handle->state = HandleState::kDone;
  s_.handles.erase(e.handle.value);
}

void Applier::on(const ev::HandleSlow&) {}

void Applier::on(const ev::HandleDropped& e) {
  HandleInfo* handle = s_.handles.find(e.handle.value);
  if (!handle) return;
  leave_queues(*handle);
  s_.handles.erase(e.handle.value);
}

// --- tasks -----------------------------------------------------------------------------------------------------------

void Applier::enter(TaskInfo& task, TaskState state) {
  if (task.state == state) return;
  const TaskTimes times = s_.times(task);
  task.running_ns = times.running_ns;
  task.ready_ns = times.ready_ns;
  task.suspended_ns = times.suspended_ns;
  task.state = state;
  task.since = event_;
  task.since_ns = s_.now_ns;
}

void Applier::on(const ev::TaskCreated& e) {
  TaskInfo& task = s_.tasks.add(e.task.value);
  task.coro = e.coro;
  task.loop = e.loop;
  task.name = e.name;
  task.parent = task_;
  task.created_at = e.place;
  task.created = event_;
  task.since = event_;
  task.since_ns = s_.now_ns;
}

void Applier::on(const ev::TaskRenamed& e) {
  if (TaskInfo* task = s_.tasks.find(e.task.value)) task->name = e.name;
}

void Applier::on(const ev::TaskStepBegin& e) {
  ThreadInfo& t = thread();
  t.outer_tasks.push_back(t.task);
  t.task = e.task;
  t.line = {};
  TaskInfo* task = s_.tasks.find(e.task.value);
  if (!task) return;
  enter(*task, TaskState::kRunning);
  task->woken_in_step = false;
  task->waits_for = {};
  task->wait_label = {};
  task->thrown = e.thrown;
  // A request is delivered once: what happens then is the task's own business.
  if (e.thrown) task->cancelling = false;
  ++task->steps;
}

void Applier::on(const ev::TaskStepEnd& e) {
  ThreadInfo& t = thread();
  t.task = t.outer_tasks.empty() ? TaskId{} : t.outer_tasks.back();
  if (!t.outer_tasks.empty()) t.outer_tasks.pop_back();
  t.coro = {};
  t.line = {};
  TaskInfo* task = s_.tasks.find(e.task.value);
  if (!task || task->state != TaskState::kRunning) return;
  // Scheduled again within its own step: a bare yield, or what it waits for was done already.
  enter(*task, task->woken_in_step ? TaskState::kReady : TaskState::kSuspended);
}

void Applier::on(const ev::TaskSuspended& e) {
  if (TaskInfo* task = s_.tasks.find(e.task.value)) {
    task->waits_for = e.future;
    task->wait_label = e.label;
  }
}

void Applier::on(const ev::TaskCancelRequested& e) {
  TaskInfo* task = s_.tasks.find(e.task.value);
  if (!task) return;
  if (task->state != TaskState::kDone) task->cancelling = true;
  task->cancel_request = event_;
  task->cancelled_by = task_;
  task->cancel_requests = e.requests;
}

void Applier::on(const ev::TaskUncancelled& e) {
  if (TaskInfo* task = s_.tasks.find(e.task.value)) {
    task->cancel_requests = e.requests;
    if (e.requests == 0) task->cancelling = false;
  }
}

void Applier::on(const ev::TaskDone& e) {
  TaskInfo* task = s_.tasks.find(e.task.value);
  if (!task) return;
  enter(*task, TaskState::kDone);
  task->outcome = e.outcome;
  task->value = e.value;
  task->done = event_;
  task->cancelling = false;
  task->waits_for = {};
}

void Applier::on(const ev::TaskDestroyedPending& e) {
  TaskInfo* task = s_.tasks.find(e.task.value);
  if (!task) return;
  task->destroyed_pending = true;
  enter(*task, TaskState::kLeaked);
}

void Applier::on(const ev::TaskPendingAtClose& e) {
  TaskInfo* task = s_.tasks.find(e.task.value);
  if (task && task->state != TaskState::kDone) enter(*task, TaskState::kLeaked);
}

void Applier::on(const ev::TaskEagerStart&) {}

void Applier::on(const ev::TaskFreed& e) {
  if (TaskInfo* task = s_.tasks.find(e.task.value)) task->freed = true;
}

}  // namespace loopscope::analysis

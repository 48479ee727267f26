// Scheduling, and one iteration of the loop.

#include "engine/loop/event_loop.hpp"

#include <cmath>

#include "engine/loop/asyncio.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

constexpr double kLongestSelect = 24 * 3600;  // seconds
constexpr size_t kFewTimers = 100;            // cancelled ones are only weeded out of a heap larger than this
constexpr int64_t kHandleInstructions = 10;   // what running one handle costs on the virtual clock

/// call_soon through Python, for loops that override it.
bool call_soon_in_python(Vm& vm, EventLoop* loop, Value callback, Value argument, Value context) {
  Ref method = vm.getattr(loop, "call_soon");
  if (!method) return false;
  Ptr<Tuple> keyword = make_tuple(1);
  keyword->items[0] = Ref::share(intern("context")).release();
  Value values[3] = {callback, argument, context ? context : kNone};
  if (argument) return static_cast<bool>(vm.call(method, Args{values, 2, keyword.get()}));
  values[1] = values[2];
  return static_cast<bool>(vm.call(method, Args{values, 1, keyword.get()}));
}

void push_ready(Vm& vm, EventLoop* loop, Ready::Kind kind, uint32_t handle_id, Value target, Value argument) {
  (void)vm;
  incref(target);
  incref(argument);
  if (kind == Ready::kHandle) as<Handle>(target)->waiting = true;
  loop->ready->push(Ready{kind, handle_id, target, argument});
}

void trace_dropped(Vm& vm, EventLoop* loop, uint32_t handle) {
  if (tracing(vm)) vm.recorder.emit(ev::HandleDropped{HandleId{handle}, LoopId{loop->id}});
}

/// Phase 1. Cancelled timers at the head of the heap go; when more than half of a large heap is cancelled, all do.
void weed_timers(Vm& vm, EventLoop* loop) {
  TimerHeap& timers = *loop->timers;
  size_t count = timers.size();
  if (count > kFewTimers && static_cast<double>(loop->cancelled_timers) / static_cast<double>(count) > 0.5) {
    std::vector<Handle*> kept;
    std::vector<Handle*> dropped;
    for (Handle* timer : timers.items()) (timer->cancelled ? dropped : kept).push_back(timer);
    timers.items() = std::move(kept);
    timers.heapify();
    loop->cancelled_timers = 0;
    for (Handle* timer : dropped) {
      timer->scheduled = false;
      trace_dropped(vm, loop, timer->id);
      decref(timer);
    }
    return;
  }
  while (!timers.empty() && timers.top()->cancelled) {
    --loop->cancelled_timers;
    Handle* timer = timers.pop();
    timer->scheduled = false;
    trace_dropped(vm, loop, timer->id);
    decref(timer);
  }
}

/// Phase 2. How long the selector may wait, in nanoseconds; -1: as long as it takes.
int64_t select_timeout(Vm& vm, EventLoop* loop) {
  if (!loop->ready->empty() || loop->stopping) return 0;
  if (loop->timers->empty()) return -1;
  double seconds = loop->timers->top()->when - loop_time(vm);
  if (seconds > kLongestSelect) seconds = kLongestSelect;
  return seconds > 0 ? std::llround(seconds * 1e9) : 0;
}

/// The signals that have arrived: their handles join the ready queue.
bool schedule_signal_handles(Vm& vm, EventLoop* loop) {
  for (; loop->signals; loop->signals &= loop->signals - 1) {
    Ref number = make_int(__builtin_ctzll(loop->signals));
    if (!vm.call_method(loop, "_handle_signal", {number})) return false;
  }
  return true;
}

/// Phase 5. Timers that are due join the ready queue, earliest first.
void move_due_timers(Vm& vm, EventLoop* loop) {
  if (tracing(vm)) vm.recorder.emit(ev::TimersBegin{LoopId{loop->id}});
  double end = loop_time(vm) + kClockResolution;
  while (!loop->timers->empty() && loop->timers->top()->when < end) {
    Handle* timer = loop->timers->pop();
    timer->scheduled = false;
    if (tracing(vm)) vm.recorder.emit(ev::TimerReady{HandleId{timer->id}, LoopId{loop->id}});
    loop->ready->push(Ready{Ready::kHandle, timer->id, timer, kNull});
  }
}

/// Debug mode: the log line about a callback that kept the loop from everything else.
bool log_slow(Vm& vm, const Ready& entry, double seconds) {
  Ref describe = library_function(vm, "asyncio.base_events", "_slow_callback");
  Ref took = make_float(seconds);
  Ref text = describe ? vm.call(describe, entry.target, took) : Ref();
  if (!text) return false;
  if (tracing(vm)) {
    vm.recorder.emit(ev::HandleSlow{HandleId{entry.handle_id}, std::llround(seconds * 1e9),
                                    vm.recorder.intern(text.is(Kind::kStr) ? as<Str>(text)->view() : "")});
  }
  return true;
}

bool leaves_loop(Vm& vm) {
  return vm.pending_is(vm.exc.SystemExit) || vm.pending_is(vm.exc.KeyboardInterrupt) ||
         vm.pending_is(vm.exc.StopRequested);
}

/// A step can only fail like this when an invariant is broken from outside, by a task that somebody else ended.
bool report_step(Vm& vm, EventLoop* loop, const Ready& entry) {
  Ref error = vm.take_exception();
  Ptr<Dict> context = make_dict();
  const char* name = entry.kind == Ready::kStep ? "TaskStepMethWrapper" : "Task.task_wakeup";
  dict_set(context.get(), "message", make_str(fmt::format("Exception in callback {}()", name)));
  dict_set(context.get(), "exception", error);
  dict_set(context.get(), "task", entry.target);
  Handling handling(vm, error);
  return static_cast<bool>(vm.call_method(loop, "call_exception_handler", {context}));
}

/// The only place where callbacks are called.
bool run_entry(Vm& vm, EventLoop* loop, const Ready& entry) {
  bool ok = true;
  switch (entry.kind) {
    case Ready::kHandle:
      return run_handle(vm, as<Handle>(entry.target));
    case Ready::kStep:
      ok = step_task(vm, as<Task>(entry.target), Ref::share(entry.argument));
      break;
    case Ready::kWakeup:
      ok = wake_task(vm, as<Task>(entry.target), entry.argument);
      break;
    case Ready::kSelfPipe:
      return schedule_signal_handles(vm, loop);
  }
  return ok || (!leaves_loop(vm) && report_step(vm, loop, entry));
}

/// Phase 6. Exactly the handles that are ready now; what they schedule waits for the next iteration.
bool run_ready(Vm& vm, EventLoop* loop) {
  size_t count = loop->ready->size();
  // The self-pipe's callback is asyncio's own affair.
  const auto told = static_cast<uint32_t>(count) - loop->self_pipe_entries;
  if (tracing(vm)) vm.recorder.emit(ev::RunBegin{LoopId{loop->id}, told});
  for (size_t i = 0; i < count && !loop->ready->empty(); ++i) {
    Ready entry = loop->ready->pop();
    Ref target = Ref::steal(entry.target);
    Ref argument = Ref::steal(entry.argument);
    if (entry.kind == Ready::kHandle) as<Handle>(entry.target)->waiting = false;
    if (entry.kind == Ready::kHandle && as<Handle>(entry.target)->cancelled) {
      trace_dropped(vm, loop, entry.handle_id);
      continue;
    }
    if (entry.kind == Ready::kSelfPipe) {
      --loop->self_pipe_entries;
      if (!run_entry(vm, loop, entry)) return false;
      continue;
    }
    if (tracing(vm)) vm.recorder.emit(ev::HandleBegin{HandleId{entry.handle_id}, LoopId{loop->id}});
    double begun = loop->debug ? loop_time(vm) : 0;
    bool debug = loop->debug;
    bool ok = run_entry(vm, loop, entry);
    vm.charge(kHandleInstructions);
    if (tracing(vm)) vm.recorder.emit(ev::HandleEnd{HandleId{entry.handle_id}});
    if (ok && debug) {
      double took = loop_time(vm) - begun;
      if (took >= loop->slow_seconds) ok = log_slow(vm, entry, took);
    }
    if (!ok) return false;
    argument.reset();
    target.reset();
    if (vm.safe_point_due() && !vm.at_safe_point()) return false;
  }
  return true;
}

}  // namespace

double loop_time(Vm& vm) { return static_cast<double>(asyncio_of(vm).world.monotonic_ns(vm)) / 1e9; }

bool check_open(Vm& vm, const EventLoop* loop) {
  if (loop->closed) vm.raise(vm.exc.RuntimeError, "Event loop is closed");
  return !loop->closed;
}

bool check_thread(Vm& vm, const EventLoop* loop) {
  if (loop->thread == 0 || loop->thread == vm.thread->id) return true;
  vm.raise(vm.exc.RuntimeError, "Non-thread-safe operation invoked on an event loop other than the current one");
  return false;
}

/// What call_soon() checks, for what is scheduled without it.
static bool may_schedule(Vm& vm, const EventLoop* loop) {
  return check_open(vm, loop) && (!loop->debug || check_thread(vm, loop));
}

bool schedule_step(Vm& vm, Task* task, Value error) {
  EventLoop* loop = task->loop;
  if (loop->own_call_soon) [[unlikely]] {
    Ref step = vm.getattr(task, "_step");
    return step && call_soon_in_python(vm, loop, step, error, task->context);
  }
  if (!may_schedule(vm, loop)) return false;
  uint32_t id = ++vm.trace_ids.handle;
  if (tracing(vm)) vm.recorder.emit(ev::HandleScheduled{HandleId{id}, LoopId{loop->id}, {}, TaskId{task->id}, {}});
  push_ready(vm, loop, Ready::kStep, id, task, error);
  return true;
}

bool schedule_wakeup(Vm& vm, Task* task, Future* future) {
  EventLoop* loop = task->loop;
  if (loop->own_call_soon) [[unlikely]] {
    Ref wakeup = vm.getattr(task, "task_wakeup");
    return wakeup && call_soon_in_python(vm, loop, wakeup, future, task->context);
  }
  if (!may_schedule(vm, loop)) return false;
  uint32_t id = ++vm.trace_ids.handle;
  if (tracing(vm)) {
    vm.recorder.emit(ev::HandleScheduled{HandleId{id}, LoopId{loop->id}, {}, TaskId{task->id}, FutureId{future->id}});
  }
  push_ready(vm, loop, Ready::kWakeup, id, task, future);
  return true;
}

bool schedule_callback(Vm& vm, EventLoop* loop, Value callback, Value argument, Value context) {
  if (loop->own_call_soon) [[unlikely]]
    return call_soon_in_python(vm, loop, callback, argument, context);
  if (!may_schedule(vm, loop)) return false;
  Ptr<Handle> handle = make_handle(vm, loop, callback, Args{&argument, 1, nullptr}, context);
  if (tracing(vm)) {
    FutureId cause{is_future(argument) ? as<Future>(argument)->id : 0};
    vm.recorder.emit(ev::HandleScheduled{HandleId{handle->id}, LoopId{loop->id},
                                         vm.recorder.intern(callback_name(vm, callback)), TaskId{}, cause});
  }
  push_ready(vm, loop, Ready::kHandle, handle->id, handle, kNull);
  return true;
}

void push_handle(Vm& vm, EventLoop* loop, Handle* handle) {
  push_ready(vm, loop, Ready::kHandle, handle->id, handle, kNull);
}

void push_timer(Vm& vm, EventLoop* loop, Handle* timer) {
  if (tracing(vm)) {
    int64_t due = std::llround(timer->when * 1e9) - asyncio_of(vm).world.monotonic_ns(vm) + vm.now_ns;
    vm.recorder.emit(ev::TimerScheduled{HandleId{timer->id}, LoopId{loop->id},
                                        vm.recorder.intern(callback_name(vm, timer->callback)), due});
  }
  incref(timer);
  timer->scheduled = timer->waiting = true;
  loop->timers->push(timer);
}

void report_to_handler(Vm& vm, EventLoop* loop, Ref context) {
  Ref pending = vm.take_exception();
  if (!vm.call_method(loop, "call_exception_handler", {context})) {
    vm.write_unraisable("Exception ignored in",
                        dict_get(as<Dict>(context), "future") ? dict_get(as<Dict>(context), "future") : Value(loop));
  }
  vm.restore_exception(std::move(pending));
}

bool run_once(Vm& vm, EventLoop* loop) {
  Ref keep = Ref::share(loop);
  LoopId id{loop->id};
  ++loop->iteration;
  if (tracing(vm)) vm.recorder.emit(ev::IterationBegin{id, loop->iteration});
  // 1. cancelled timers
  weed_timers(vm, loop);
  // 2. timeout
  int64_t timeout = select_timeout(vm, loop);
  // 3. select, 4. process events
  if (!select_phase(vm, loop, timeout)) return false;
  // 5. timers
  move_due_timers(vm, loop);
  // 6. run
  bool ok = run_ready(vm, loop);
  if (tracing(vm)) vm.recorder.emit(ev::IterationEnd{id, loop->iteration});
  return ok;
}

void clear_queues(Vm& vm, EventLoop* loop) {
  std::vector<Value> dead;
  while (!loop->ready->empty()) {
    Ready entry = loop->ready->pop();
    if (entry.kind == Ready::kSelfPipe) continue;
    trace_dropped(vm, loop, entry.handle_id);
    dead.push_back(entry.target);
    dead.push_back(entry.argument);
  }
  for (Handle* timer : loop->timers->items()) {
    timer->scheduled = false;
    trace_dropped(vm, loop, timer->id);
    dead.push_back(timer);
  }
  loop->timers->items().clear();
  for (Value v : dead) decref(v);
}

}  // namespace loopscope::loop

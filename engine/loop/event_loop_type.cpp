// What Python sees of the loop's core: _asyncio.EventLoop, from which lib/asyncio derives BaseEventLoop.

#include <cmath>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

EventLoop* self_of(Value v) { return as<EventLoop>(v); }
Ref none() { return Ref::share(kNone); }
Ref boolean(bool b) { return Ref::share(Value::boolean(b)); }

// --- memory
// -----------------------------------------------------------------------------------------------------------

void traverse(Object* object, Visitor& visitor) {
  auto* loop = static_cast<EventLoop*>(object);
  if (loop->dict) visitor.visit(loop->dict);
  if (loop->current_task) visitor.visit(loop->current_task);
  for (size_t i = 0; i < loop->ready->size(); ++i) {
    if (loop->ready->at(i).target) visitor.visit(loop->ready->at(i).target);
    if (loop->ready->at(i).argument) visitor.visit(loop->ready->at(i).argument);
  }
  for (Handle* timer : loop->timers->items()) visitor.visit(timer);
  for (Value v : {loop->io->selector, loop->io->epoll, loop->io->keys}) {
    if (v) visitor.visit(v);
  }
}

void clear(Object* object) {
  auto* loop = static_cast<EventLoop*>(object);
  clear_queues(*current_vm, loop);
  loop->io->drop_selector();
  if (Task* task = std::exchange(loop->current_task, nullptr)) decref(task);
  if (Dict* dict = std::exchange(loop->dict, nullptr)) decref(dict);
}

void destroy(Object* object) {
  auto* loop = static_cast<EventLoop*>(object);
  clear(object);
  delete loop->ready;
  delete loop->timers;
  delete loop->io;
  free_object(object);
}

Ref construct(Vm& vm, Type* type, Args) {
  Asyncio& a = asyncio_of(vm);
  auto* loop = static_cast<EventLoop*>(vm.new_object(type));
  loop->ready = new ReadyQueue;
  loop->timers = new TimerHeap;
  loop->io = new LoopIo;
  loop->io->own.add(vm, loop->io->wakeup_fd, *loop->io->wakeup, OpenFile::kIn);
  loop->slow_seconds = 0.1;
  loop->id = ++vm.trace_ids.loop;
  for (const char* name : {"call_soon", "call_at"}) {
    if (vm.lookup(type, intern(name)) != vm.lookup(a.event_loop, intern(name))) loop->own_call_soon = true;
  }
  if (tracing(vm)) {
    LoopId id{loop->id};
    vm.recorder.emit(ev::LoopCreated{id, vm.recorder.intern(type->name->view())});
    vm.recorder.emit(ev::LoopSlowThresholdChanged{id, 100'000'000});
  }
  return Ref::steal(loop);
}

// --- scheduling
// -------------------------------------------------------------------------------------------------------

/// Debug mode refuses what cannot be a callback.
bool check_callback(Vm& vm, EventLoop* loop, Value callback, const char* method) {
  if (!loop->debug) return true;
  Ref check = library_function(vm, "asyncio.base_events", "_check_callback");
  return check && vm.call(check, callback, make_str(method));
}

/// The keyword context=, or a copy of the current one; false with an exception pending.
bool context_argument(Vm& vm, const char* method, Args args, Ref* context) {
  for (uint32_t i = 0; i < args.keyword_count(); ++i) {
    if (args.keyword_name(i)->view() != "context") {
      vm.raise(vm.exc.TypeError, "{}() got an unexpected keyword argument '{}'", method, args.keyword_name(i)->view());
      return false;
    }
    if (!args.keyword_value(i).is_none()) *context = Ref::share(args.keyword_value(i));
  }
  if (!*context) *context = capture_context(vm);
  return !vm.failed();
}

Ref call_soon_impl(Vm& vm, EventLoop* loop, Args args, bool threadsafe) {
  const char* method = threadsafe ? "call_soon_threadsafe" : "call_soon";
  if (!check_open(vm, loop)) return nullptr;
  if (loop->debug && !threadsafe && !check_thread(vm, loop)) return nullptr;
  if (!check_callback(vm, loop, args[0], method)) return nullptr;
  Ref context;
  if (!context_argument(vm, method, args, &context)) return nullptr;
  Ptr<Handle> handle = make_handle(vm, loop, args[0], Args{args.data + 1, args.count - 1, nullptr}, context);
  if (tracing(vm)) {
    HandleId id{handle->id};
    LoopId loop_id{loop->id};
    StringId label = vm.recorder.intern(callback_name(vm, args[0]));
    if (threadsafe) {
      vm.recorder.emit(ev::HandleScheduledThreadsafe{id, loop_id, label, {}, {}});
    } else {
      vm.recorder.emit(ev::HandleScheduled{id, loop_id, label, {}, {}});
    }
  }
  push_handle(vm, loop, handle.get());
  if (threadsafe) wake_selector(vm, loop);
  return handle;
}

Ref call_soon(Vm& vm, Value self, Args args) { return call_soon_impl(vm, self_of(self), args, false); }
Ref call_soon_threadsafe(Vm& vm, Value self, Args args) { return call_soon_impl(vm, self_of(self), args, true); }

Ref call_at_impl(Vm& vm, EventLoop* loop, double when, Args args) {
  constexpr const char* method = "call_at";  // call_later is call_at, its errors say
  if (!check_open(vm, loop)) return nullptr;
  if (loop->debug && !check_thread(vm, loop)) return nullptr;
  if (!check_callback(vm, loop, args[1], method)) return nullptr;
  Ref context;
  if (!context_argument(vm, method, args, &context)) return nullptr;
  Ptr<Handle> timer = make_timer(vm, loop, when, args[1], Args{args.data + 2, args.count - 2, nullptr}, context);
  push_timer(vm, loop, timer.get());
  return timer;
}

Ref call_later(Vm& vm, Value self, Args args) {
  if (args[0].is_none()) return vm.raise(vm.exc.TypeError, "delay must not be None");
  double delay = 0;
  if (!vm.to_double(args[0], &delay)) return nullptr;
  return call_at_impl(vm, self_of(self), loop_time(vm) + delay, args);
}

Ref call_at(Vm& vm, Value self, Args args) {
  if (args[0].is_none()) return vm.raise(vm.exc.TypeError, "when cannot be None");
  double when = 0;
  if (!vm.to_double(args[0], &when)) return nullptr;
  return call_at_impl(vm, self_of(self), when, args);
}

Ref create_future(Vm& vm, Value self, Args) {
  EventLoop* loop = self_of(self);
  if (!loop->debug) return make_future(vm, loop);
  // The frame of the Python function is part of where the future was created.
  Ref make = library_function(vm, "asyncio.base_events", "create_future");
  return make ? vm.call(make, self) : Ref();
}
Ref time_method(Vm& vm, Value, Args) { return make_float(loop_time(vm)); }

// --- running
// ----------------------------------------------------------------------------------------------------------

Ref enter_run(Vm& vm, Value self, Args) {
  EventLoop* loop = self_of(self);
  loop->thread = vm.thread->id;
  if (tracing(vm)) vm.recorder.emit(ev::LoopRunBegin{LoopId{loop->id}});
  return none();
}

Ref leave_run(Vm& vm, Value self, Args) {
  EventLoop* loop = self_of(self);
  loop->stopping = false;
  loop->thread = 0;
  if (tracing(vm)) vm.recorder.emit(ev::LoopRunEnd{LoopId{loop->id}});
  return none();
}

Ref run_until_stopped(Vm& vm, Value self, Args) {
  EventLoop* loop = self_of(self);
  do {
    if (!run_once(vm, loop)) return nullptr;
  } while (!loop->stopping);
  return none();
}

Ref run_once_method(Vm& vm, Value self, Args) { return run_once(vm, self_of(self)) ? none() : Ref(); }

Ref stop(Vm& vm, Value self, Args) {
  EventLoop* loop = self_of(self);
  if (!loop->stopping && tracing(vm)) vm.recorder.emit(ev::LoopStopRequested{LoopId{loop->id}});
  loop->stopping = true;
  return none();
}

Ref is_running(Vm&, Value self, Args) { return boolean(self_of(self)->thread != 0); }
Ref is_closed(Vm&, Value self, Args) { return boolean(self_of(self)->closed); }

Ref check_closed(Vm& vm, Value self, Args) { return check_open(vm, self_of(self)) ? none() : Ref(); }

/// The core's part of close(): the queues are emptied, what is pending stays so.
Ref close_core(Vm& vm, Value self, Args) {
  EventLoop* loop = self_of(self);
  loop->closed = true;
  if (tracing(vm)) {
    for (Task* task = asyncio_of(vm).first_task; task; task = task->next) {
      if (task->loop != loop || task->state != FutureState::kPending) continue;
      vm.recorder.emit(ev::TaskPendingAtClose{TaskId{task->id}, LoopId{loop->id}});
    }
    vm.recorder.emit(ev::LoopClosed{LoopId{loop->id}});
  }
  clear_queues(vm, loop);
  return none();
}

Ref get_debug(Vm&, Value self, Args) { return boolean(self_of(self)->debug); }

Ref set_debug_core(Vm& vm, Value self, Args args) {
  EventLoop* loop = self_of(self);
  int enabled = vm.truth(args[0]);
  if (enabled < 0) return nullptr;
  if (loop->debug != (enabled == 1) && tracing(vm)) {
    vm.recorder.emit(ev::LoopDebugChanged{LoopId{loop->id}, enabled == 1});
  }
  loop->debug = enabled == 1;
  return none();
}

const MethodDef kMethods[] = {
    {"call_soon", call_soon, 1, -1, true},
    {"call_soon_threadsafe", call_soon_threadsafe, 1, -1, true},
    {"call_later", call_later, 2, -1, true},
    {"call_at", call_at, 2, -1, true},
    {"create_future", create_future},
    {"time", time_method},
    {"stop", stop},
    {"is_running", is_running},
    {"is_closed", is_closed},
    {"get_debug", get_debug},
    {"_set_debug", set_debug_core, 1, 1},
    {"_check_closed", check_closed},
    {"_enter_run", enter_run},
    {"_leave_run", leave_run},
    {"_run_until_stopped", run_until_stopped},
    {"_run_once", run_once_method},
    {"_close_core", close_core},
    {"_attach_selector", attach_selector, 3, 3},
    {"_detach_selector", detach_selector},
};

// --- attributes
// -------------------------------------------------------------------------------------------------------

Ref get_slow(Vm&, Value self) { return make_float(self_of(self)->slow_seconds); }
bool set_slow(Vm& vm, Value self, Value v) {
  if (!v) {
    vm.raise(vm.exc.AttributeError, "cannot delete attribute");
    return false;
  }
  double seconds = 0;
  if (!vm.to_double(v, &seconds)) return false;
  EventLoop* loop = self_of(self);
  loop->slow_seconds = seconds;
  if (tracing(vm)) vm.recorder.emit(ev::LoopSlowThresholdChanged{LoopId{loop->id}, std::llround(seconds * 1e9)});
  return true;
}

Ref get_ready(Vm& vm, Value self) {
  EventLoop* loop = self_of(self);
  Ptr<List> list = make_list();
  for (size_t i = 0; i < loop->ready->size(); ++i) {
    const Ready& entry = loop->ready->at(i);
    if (entry.kind == Ready::kSelfPipe) continue;
    if (entry.kind == Ready::kHandle) {
      append(list.get(), Ref::share(entry.target));
      continue;
    }
    Ref callback = vm.getattr(entry.target, entry.kind == Ready::kStep ? "_step" : "task_wakeup");
    if (!callback) return nullptr;
    Args args{&entry.argument, entry.argument ? 1u : 0u, nullptr};
    append(list.get(), make_handle(vm, loop, callback, args, as<Task>(entry.target)->context));
  }
  return list;
}

Ref get_scheduled(Vm&, Value self) {
  Ptr<List> list = make_list();
  for (Handle* timer : self_of(self)->timers->items()) append(list.get(), Ref::share(timer));
  return list;
}

const GetSetDef kGetSets[] = {
    {"slow_callback_duration", get_slow, set_slow},
    {"_ready", get_ready},
    {"_scheduled", get_scheduled},
    {"_debug", [](Vm&, Value self) { return boolean(self_of(self)->debug); }},
    {"_stopping", [](Vm&, Value self) { return boolean(self_of(self)->stopping); }},
    {"_closed", [](Vm&, Value self) { return boolean(self_of(self)->closed); }},
    {"_clock_resolution", [](Vm&, Value) { return make_float(kClockResolution); }},
    {"_thread_id", [](Vm&, Value self) { return self_of(self)->thread ? make_int(self_of(self)->thread) : none(); }},
    {"_loopscope_id", [](Vm&, Value self) { return make_int(self_of(self)->id); }},
};

}  // namespace

void setup_event_loop_type(Vm& vm) {
  Asyncio& a = asyncio_of(vm);
  Type* type =
      vm.make_type({"_asyncio", "EventLoop", Kind::kEventLoop, kBaseType | kHasDict, sizeof(EventLoop), nullptr});
  a.event_loop = type;
  type->destroy = destroy;
  type->traverse = traverse;
  type->clear = clear;
  type->construct = construct;
  type->init = [](Vm&, Value, Args) { return true; };
  vm.add_methods(type, kMethods);
  vm.add_getsets(type, kGetSets);
  vm.finish_type(type);
}

}  // namespace loopscope::loop

// What Python sees of asyncio.Task.

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

Task* self_of(Value v) { return as<Task>(v); }
Ref none() { return Ref::share(kNone); }
Ref boolean(bool b) { return Ref::share(Value::boolean(b)); }
Ref or_none(Value v) { return Ref::share(v ? v : kNone); }
void replace(Value& place, Ref value) { decref(std::exchange(place, value.release())); }

// --- the list of live tasks
// -------------------------------------------------------------------------------------------

void link(Vm& vm, Task* task) {
  Asyncio& a = asyncio_of(vm);
  if (task->linked) return;
  task->linked = true;
  task->previous = a.last_task;
  task->next = nullptr;
  (a.last_task ? a.last_task->next : a.first_task) = task;
  a.last_task = task;
}

void unlink(Vm& vm, Task* task) {
  if (!task->linked) return;
  Asyncio& a = asyncio_of(vm);
  task->linked = false;
  (task->previous ? task->previous->next : a.first_task) = task->next;
  (task->next ? task->next->previous : a.last_task) = task->previous;
  task->previous = task->next = nullptr;
}

// --- memory
// -----------------------------------------------------------------------------------------------------------

void traverse_task(Object* object, Visitor& visitor) {
  auto* task = static_cast<Task*>(object);
  traverse_future(object, visitor);
  for (Value v : {task->coro, task->name, task->waiter, task->context}) {
    if (v) visitor.visit(v);
  }
}

void clear_task(Object* object) {
  auto* task = static_cast<Task*>(object);
  clear_future(object);
  for (Value* v : {&task->waiter, &task->coro, &task->context}) decref(std::exchange(*v, kNull));
}

void destroy_task(Object* object) {
  auto* task = static_cast<Task*>(object);
  Vm& vm = *current_vm;
  unlink(vm, task);
  uint32_t id = task->id;
  clear_task(object);
  decref(std::exchange(task->name, kNull));
  destroy_future_fields(task);
  if (tracing(vm) && id) vm.recorder.emit(ev::TaskFreed{TaskId{id}});
  free_object(object);
}

// --- life
// -------------------------------------------------------------------------------------------------------------

bool is_coroutine(Vm& vm, Value v) {
  if (v.is(Kind::kCoroutine) || v.is(Kind::kAsyncGenAwaitable)) return true;
  if (!v.is_object() || v.is(Kind::kGenerator)) return false;
  for (const char* name : {"__await__", "send", "throw", "close"}) {
    if (!vm.lookup(v.object()->type, intern(name))) return false;
  }
  return true;
}

uint32_t coro_trace_id(Value coro) {
  if (coro.is(Kind::kCoroutine)) return as<Generator>(coro)->trace_id;
  if (coro.is(Kind::kAsyncGenAwaitable)) return as<AsyncGenAwaitable>(coro)->generator->trace_id;
  return 0;
}

/// The first step runs at once, inside the creator.
bool start_eagerly(Vm& vm, Task* task) {
  EventLoop* loop = task->loop;
  if (tracing(vm)) vm.recorder.emit(ev::TaskEagerStart{TaskId{task->id}});
  Task* outer = std::exchange(loop->current_task, nullptr);
  link(vm, task);
  bool ok = step_task(vm, task, nullptr);
  loop->current_task = outer;
  if (task->state != FutureState::kPending) {
    unlink(vm, task);
    decref(std::exchange(task->coro, kNull));
  }
  return ok;
}

bool init(Vm& vm, Value self, Args args) {
  Task* task = self_of(self);
  Value v[5];
  if (!vm.bind("Task", args, {"coro", "$loop", "$name", "$context", "$eager_start"}, 1, v)) return false;
  Ref keep;
  Value loop = v[1];
  if (loop.is_null() || loop.is_none()) {
    Ref get = library_function(vm, "asyncio.events", "get_event_loop");
    keep = get ? vm.call(get) : Ref();
    if (!keep) return false;
    loop = keep;
  }
  if (!loop.is(Kind::kEventLoop)) {
    vm.raise(vm.exc.TypeError, "loop must be an event loop of this engine, not {}", type_of(loop)->name->view());
    return false;
  }
  task->is_task = true;
  if (!init_future(vm, task, as<EventLoop>(loop))) return false;
  if (!is_coroutine(vm, v[0])) {
    task->log_destroy_pending = false;
    vm.raise(vm.exc.TypeError, "a coroutine was expected, got {}", vm.repr_text(v[0]));
    return false;
  }
  task->log_destroy_pending = true;
  if (v[2].is_null() || v[2].is_none()) {
    task->name = Value::small_int(++asyncio_of(vm).last_task_name);
  } else {
    replace(task->name, vm.str(v[2]));
    if (!task->name) return false;
  }
  if (v[3].is_null() || v[3].is_none()) {
    replace(task->context, capture_context(vm));
    if (vm.failed()) return false;
  } else {
    replace(task->context, Ref::share(v[3]));
  }
  replace(task->coro, Ref::share(v[0]));
  if (tracing(vm)) {
    vm.recorder.emit(ev::TaskCreated{TaskId{task->id}, CoroId{coro_trace_id(v[0])}, LoopId{task->loop->id},
                                     vm.recorder.intern(task_name_text(vm, task)), trace_user_place(vm)});
  }
  int eager = v[4] ? vm.truth(v[4]) : 0;
  if (eager < 0) return false;
  if (eager == 1 && task->loop->thread != 0) return start_eagerly(vm, task);
  if (!schedule_step(vm, task, kNull)) return false;
  link(vm, task);
  return true;
}

Ref construct(Vm& vm, Type* type, Args) {
  Ref task = Ref::steal(vm.new_object(type));
  as<Task>(task)->is_task = true;
  return task;
}

/// A pending task whose last reference goes will never go on: the exception handler is told.
Ref del(Vm& vm, Value self, Args) {
  Task* task = self_of(self);
  if (task->loop && task->state == FutureState::kPending && task->log_destroy_pending) {
    if (tracing(vm)) vm.recorder.emit(ev::TaskDestroyedPending{TaskId{task->id}});
    Ptr<Dict> context = make_dict();
    dict_set(context.get(), "task", self);
    dict_set(context.get(), "message", make_str("Task was destroyed but it is pending!"));
    if (task->source_traceback) dict_set(context.get(), "source_traceback", task->source_traceback);
    report_to_handler(vm, task->loop, std::move(context));
  }
  Value base = vm.lookup(asyncio_of(vm).future, vm.names.__del__);
  return base ? vm.call(base, self) : none();
}

// --- methods
// ----------------------------------------------------------------------------------------------------------

Ref cancel(Vm& vm, Value self, Args args) {
  Value message;
  if (!vm.bind("cancel", args, {"msg"}, 0, &message)) return nullptr;
  int done = cancel_task(vm, self_of(self), message);
  return done < 0 ? Ref() : boolean(done == 1);
}

Ref cancelling(Vm&, Value self, Args) { return make_int(self_of(self)->cancel_requests); }

Ref uncancel(Vm& vm, Value self, Args) {
  Task* task = self_of(self);
  if (task->cancel_requests > 0) {
    if (--task->cancel_requests == 0) task->must_cancel = false;
    if (tracing(vm)) vm.recorder.emit(ev::TaskUncancelled{TaskId{task->id}, task->cancel_requests});
  }
  return make_int(task->cancel_requests);
}

Ref get_name(Vm& vm, Value self, Args) { return task_name(vm, self_of(self)); }

Ref set_name(Vm& vm, Value self, Args args) {
  Ref name = vm.str(args[0]);
  if (!name) return nullptr;
  replace(self_of(self)->name, std::move(name));
  if (tracing(vm)) {
    Task* task = self_of(self);
    vm.recorder.emit(ev::TaskRenamed{TaskId{task->id}, vm.recorder.intern(task_name_text(vm, task))});
  }
  return none();
}

Ref get_coro(Vm&, Value self, Args) { return or_none(self_of(self)->coro); }

Ref context_of(Vm& vm, Value self) {
  Task* task = self_of(self);
  if (!task->context) {
    Ref make = library_function(vm, "contextvars", "Context");
    if (!make) return nullptr;
    replace(task->context, vm.call(make));
  }
  return Ref::share(task->context);
}
Ref get_context(Vm& vm, Value self, Args) { return context_of(vm, self); }

Ref refuse_set_result(Vm& vm, Value, Args) {
  return vm.raise(vm.exc.RuntimeError, "Task does not support set_result operation");
}
Ref refuse_set_exception(Vm& vm, Value, Args) {
  return vm.raise(vm.exc.RuntimeError, "Task does not support set_exception operation");
}

Ref get_stack(Vm& vm, Value self, Args args) {
  Value limit;
  if (!vm.bind("get_stack", args, {"$limit"}, 0, &limit)) return nullptr;
  Ref fn = library_function(vm, "asyncio.base_tasks", "_task_get_stack");
  return fn ? vm.call(fn, self, limit ? limit : kNone) : Ref();
}

Ref print_stack(Vm& vm, Value self, Args args) {
  Value v[2];
  if (!vm.bind("print_stack", args, {"$limit", "$file"}, 0, v)) return nullptr;
  Ref fn = library_function(vm, "asyncio.base_tasks", "_task_print_stack");
  return fn ? vm.call(fn, self, v[0] ? v[0] : kNone, v[1] ? v[1] : kNone) : Ref();
}

/// What a foreign future calls when it ends.
Ref task_wakeup(Vm& vm, Value self, Args args) { return wake_task(vm, self_of(self), args[0]) ? none() : Ref(); }

/// For loops that override call_soon.
Ref step(Vm& vm, Value self, Args args) {
  return step_task(vm, self_of(self), args.count > 0 ? Ref::share(args[0]) : Ref()) ? none() : Ref();
}

const MethodDef kMethods[] = {
    {"_step", step, 0, 1},
    {"cancel", cancel, 0, 1, true},
    {"cancelling", cancelling},
    {"uncancel", uncancel},
    {"get_name", get_name},
    {"set_name", set_name, 1, 1},
    {"get_coro", get_coro},
    {"get_context", get_context},
    {"set_result", refuse_set_result, 1, 1},
    {"set_exception", refuse_set_exception, 1, 1},
    {"get_stack", get_stack, 0, 0, true},
    {"print_stack", print_stack, 0, 0, true},
    {"task_wakeup", task_wakeup, 1, 1},
    {"__del__", del},
};

bool set_log_destroy(Vm& vm, Value self, Value v) {
  int truth = v ? vm.truth(v) : 0;
  if (truth >= 0) self_of(self)->log_destroy_pending = truth == 1;
  return truth >= 0;
}

const GetSetDef kGetSets[] = {
    {"_coro", [](Vm&, Value self) { return or_none(self_of(self)->coro); }},
    {"_name", [](Vm& vm, Value self) { return task_name(vm, self_of(self)); }},
    {"_fut_waiter", [](Vm&, Value self) { return or_none(self_of(self)->waiter); }},
    {"_must_cancel", [](Vm&, Value self) { return boolean(self_of(self)->must_cancel); }},
    {"_num_cancels_requested", [](Vm&, Value self) { return make_int(self_of(self)->cancel_requests); }},
    {"_log_destroy_pending", [](Vm&, Value self) { return boolean(self_of(self)->log_destroy_pending); },
     set_log_destroy},
    {"_context", context_of},
};

}  // namespace

void setup_task_type(Vm& vm) {
  Asyncio& a = asyncio_of(vm);
  Type* type = vm.make_type({"_asyncio", "Task", Kind::kTask, kBaseType | kHasDict | kHasDel, sizeof(Task), a.future});
  a.task = type;
  type->destroy = destroy_task;
  type->traverse = traverse_task;
  type->clear = clear_task;
  type->construct = construct;
  type->init = init;
  type->repr = future_repr;
  type->iter = future_await;
  type->await = future_await;
  vm.add_methods(type, kMethods);
  vm.add_getsets(type, kGetSets);
  vm.finish_type(type);
}

}  // namespace loopscope::loop

// The native module _asyncio: what lib/asyncio builds on.

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

Ref none() { return Ref::share(kNone); }

Ref get_running_loop(Vm& vm, Value, Args) {
  if (!vm.thread->running_loop) return vm.raise(vm.exc.RuntimeError, "no running event loop");
  return Ref::share(vm.thread->running_loop);
}
Ref get_running_loop_or_none(Vm& vm, Value, Args) {
  return Ref::share(vm.thread->running_loop ? vm.thread->running_loop : kNone);
}
Ref set_running_loop(Vm& vm, Value, Args args) {
  Value loop = args[0].is_none() ? kNull : args[0];
  incref(loop);
  decref(std::exchange(vm.thread->running_loop, loop));
  return none();
}

EventLoop* loop_argument(Vm& vm, Value v) {
  if (v.is_null() || v.is_none()) {
    if (!vm.thread->running_loop) {
      vm.raise(vm.exc.RuntimeError, "no running event loop");
      return nullptr;
    }
    v = vm.thread->running_loop;
  }
  if (v.is(Kind::kEventLoop)) return as<EventLoop>(v);
  vm.raise(vm.exc.TypeError, "loop must be an event loop of this engine, not {}", type_of(v)->name->view());
  return nullptr;
}

Ref current_task(Vm& vm, Value, Args args) {
  Value v;
  if (!vm.bind("current_task", args, {"loop"}, 0, &v)) return nullptr;
  EventLoop* loop = loop_argument(vm, v);
  if (!loop) return nullptr;
  return Ref::share(loop->current_task ? Value(loop->current_task) : kNone);
}

/// Those that are not done, in order of creation.
Ref pending_tasks(Vm& vm, Value, Args args) {
  EventLoop* loop = loop_argument(vm, args[0]);
  if (!loop) return nullptr;
  Ptr<List> list = make_list();
  for (Task* task = asyncio_of(vm).first_task; task; task = task->next) {
    if (task->loop == loop && task->state == FutureState::kPending && task->refs > 0)
      append(list.get(), Ref::share(task));
  }
  return list;
}

bool task_arguments(Vm& vm, const char* function, Args args, EventLoop** loop, Task** task) {
  Value v[2];
  if (!vm.bind(function, args, {"loop", "task"}, 2, v)) return false;
  *loop = loop_argument(vm, v[0]);
  if (*loop && !v[1].is(Kind::kTask) && !v[1].is_none()) vm.raise(vm.exc.TypeError, "{}() needs a Task", function);
  *task = v[1].is(Kind::kTask) ? as<Task>(v[1]) : nullptr;
  return *loop && !vm.failed();
}

Ref enter_task(Vm& vm, Value, Args args) {
  EventLoop* loop;
  Task* task;
  if (!task_arguments(vm, "_enter_task", args, &loop, &task)) return nullptr;
  if (loop->current_task) {
    return vm.raise(vm.exc.RuntimeError, "Cannot enter into task {} while another task {} is being executed.",
                    vm.repr_text(args[1]), vm.repr_text(loop->current_task));
  }
  loop->current_task = task;
  incref(task);
  return none();
}

Ref leave_task(Vm& vm, Value, Args args) {
  EventLoop* loop;
  Task* task;
  if (!task_arguments(vm, "_leave_task", args, &loop, &task)) return nullptr;
  if (loop->current_task != task) {
    return vm.raise(vm.exc.RuntimeError, "Leaving task {} does not match the current task {}.", vm.repr_text(args[1]),
                    vm.repr_text(loop->current_task ? Value(loop->current_task) : kNone));
  }
  decref(std::exchange(loop->current_task, nullptr));
  return none();
}

Ref swap_current_task(Vm& vm, Value, Args args) {
  EventLoop* loop;
  Task* task;
  if (!task_arguments(vm, "_swap_current_task", args, &loop, &task)) return nullptr;
  if (task) incref(task);
  Task* old = std::exchange(loop->current_task, task);
  return old ? Ref::steal(old) : none();
}

Ref library_loaded(Vm& vm, Value, Args) { return load_library_functions(vm) ? none() : Ref(); }

const MethodDef kFunctions[] = {
    {"_library_loaded", library_loaded},
    {"get_running_loop", get_running_loop},
    {"_get_running_loop", get_running_loop_or_none},
    {"_set_running_loop", set_running_loop, 1, 1},
    {"current_task", current_task, 0, 1, true},
    {"_pending_tasks", pending_tasks, 1, 1},
    {"_enter_task", enter_task, 2, 2, true},
    {"_leave_task", leave_task, 2, 2, true},
    {"_swap_current_task", swap_current_task, 2, 2, true},
};

}  // namespace

bool fill_asyncio_module(Vm& vm, Module* module) {
  Asyncio& a = asyncio_of(vm);
  vm.add_functions(module, kFunctions);
  dict_set(module->dict, "Future", a.future);
  dict_set(module->dict, "Task", a.task);
  dict_set(module->dict, "EventLoop", a.event_loop);
  dict_set(module->dict, "Handle", a.handle);
  dict_set(module->dict, "TimerHandle", a.timer_handle);
  dict_set(module->dict, "CancelledError", vm.exc.CancelledError);
  dict_set(module->dict, "InvalidStateError", vm.exc.InvalidStateError);
  return true;
}

}  // namespace loopscope::loop

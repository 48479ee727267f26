// Steps of a task: the only place where coroutines are driven.

#include "engine/loop/task.hpp"

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

void replace(Value& place, Ref value) { decref(std::exchange(place, value.release())); }

/// Errors in how a coroutine yields are thrown into it at its next step.
template <typename... T>
bool refuse(Vm& vm, Task* task, fmt::format_string<T...> format, T&&... args) {
  Ref error = vm.make_exception(vm.exc.RuntimeError, fmt::vformat(format, fmt::make_format_args(args...)));
  return error && schedule_step(vm, task, error);
}

void trace_suspended(Vm& vm, Task* task, Value on) {
  uint32_t id = is_future(on) ? as<Future>(on)->id : 0;
  StringId label;
  if (!id && !on.is_none()) label = vm.recorder.intern(type_of(on)->name->view());
  vm.recorder.emit(ev::TaskSuspended{TaskId{task->id}, FutureId{id}, label});
}

/// A cancel() that came while the task ran reaches what it waits for now.
bool pass_cancellation_on(Vm& vm, Task* task) {
  if (!task->must_cancel) return true;
  int cancelled = cancel_any(vm, task->waiter, task->cancel_message);
  if (cancelled < 0) return false;
  if (cancelled == 1) task->must_cancel = false;
  return true;
}

/// A future that is not one of ours but behaves like one.
bool wait_for_foreign(Vm& vm, Task* task, Value yielded, Value blocking) {
  Ref get_loop = vm.getattr_or_null(yielded, intern("get_loop"));
  if (vm.failed()) return false;
  Ref loop = get_loop ? vm.call(get_loop) : vm.getattr(yielded, "_loop");
  if (!loop) return false;
  if (loop.get() != Value(task->loop)) {
    std::string t = vm.repr_text(task), y = vm.repr_text(yielded);
    return refuse(vm, task, "Task {} got Future {} attached to a different loop", t, y);
  }
  int truth = vm.truth(blocking);
  if (truth < 0) return false;
  if (truth == 0) {
    std::string t = vm.repr_text(task), y = vm.repr_text(yielded);
    return refuse(vm, task, "yield was used instead of yield from in task {} with {}", t, y);
  }
  if (!vm.setattr(yielded, "_asyncio_future_blocking", kFalse)) return false;
  Ref add = vm.getattr(yielded, "add_done_callback");
  Ref wakeup = add ? vm.getattr(task, "task_wakeup") : Ref();
  Ref context = wakeup ? vm.getattr(task, "_context") : Ref();
  if (!context) return false;
  Ptr<Tuple> keyword = make_tuple(1);
  keyword->items[0] = Ref::share(intern("context")).release();
  Value values[] = {wakeup, context};
  if (!vm.call(add, Args{values, 1, keyword.get()})) return false;
  replace(task->waiter, Ref::share(yielded));
  return pass_cancellation_on(vm, task);
}

/// What the coroutine yielded decides when its next step comes.
bool wait_for(Vm& vm, Task* task, Value yielded) {
  if (tracing(vm)) trace_suspended(vm, task, yielded);
  if (yielded.is_none()) return schedule_step(vm, task, kNull);
  if (is_future(yielded)) {
    auto* future = as<Future>(yielded);
    if (yielded == Value(task)) {
      std::string t = vm.repr_text(task);
      return refuse(vm, task, "Task cannot await on itself: {}", t);
    }
    if (future->loop != task->loop) {
      std::string t = vm.repr_text(task), y = vm.repr_text(yielded);
      return refuse(vm, task, "Task {} got Future {} attached to a different loop", t, y);
    }
    if (!future->blocking) {
      std::string t = vm.repr_text(task), y = vm.repr_text(yielded);
      return refuse(vm, task, "yield was used instead of yield from in task {} with {}", t, y);
    }
    future->blocking = false;
    if (!add_wakeup(vm, future, task)) return false;
    replace(task->waiter, Ref::share(yielded));
    return pass_cancellation_on(vm, task);
  }
  Ref blocking = vm.getattr_or_null(yielded, intern("_asyncio_future_blocking"));
  if (vm.failed()) return false;
  if (blocking && !blocking.is_none()) return wait_for_foreign(vm, task, yielded, blocking);
  std::string t = vm.repr_text(task), y = vm.repr_text(yielded);
  if (yielded.is(Kind::kGenerator)) {
    return refuse(vm, task, "yield was used instead of yield from for generator in task {} with {}", t, y);
  }
  return refuse(vm, task, "Task got bad yield: {}", y);
}

Resumed resume_coro(Vm& vm, Task* task, Ref error, Ref* result) {
  Value coro = task->coro;
  if (!error) return send_to(vm, coro, kNone, result);
  if (coro.is(Kind::kCoroutine) || coro.is(Kind::kGenerator)) {
    return resume_throw(vm, as<Generator>(coro), std::move(error), result);
  }
  *result = vm.call_method(coro, "throw", {error});
  if (*result) return Resumed::kYielded;
  if (!vm.pending_is(vm.exc.StopIteration)) return Resumed::kRaised;
  Ref stop = vm.take_exception();
  Value value = as<Exception>(stop)->value;
  *result = Ref::share(value ? value : kNone);
  return Resumed::kReturned;
}

/// The coroutine is over.
bool conclude(Vm& vm, Task* task, Resumed how, Ref result) {
  if (how == Resumed::kReturned) {
    if (task->must_cancel) {  // cancelled just before it ended
      task->must_cancel = false;
      Ref message = Ref::share(task->cancel_message);
      return cancel_future(vm, task, message) >= 0;
    }
    return set_result(vm, task, result);
  }
  if (vm.pending_is(vm.exc.StopRequested)) return false;
  Ref error = vm.take_exception();
  if (is_instance(error, vm.exc.CancelledError)) {
    replace(task->cancelled_error, std::move(error));
    Ref message = Ref::share(task->cancel_message);
    return cancel_future(vm, task, message) >= 0;
  }
  if (!set_exception(vm, task, error)) return false;
  if (is_instance(error, vm.exc.KeyboardInterrupt) || is_instance(error, vm.exc.SystemExit)) {
    vm.restore_exception(std::move(error));
    return false;
  }
  return true;
}

bool enter_task(Vm& vm, Task* task) {
  EventLoop* loop = task->loop;
  if (loop->current_task) {
    std::string t = vm.repr_text(task), other = vm.repr_text(loop->current_task);
    vm.raise(vm.exc.RuntimeError, "Cannot enter into task {} while another task {} is being executed.", t, other);
    return false;
  }
  loop->current_task = task;
  incref(task);
  return true;
}

void leave_task(Task* task) {
  if (Task* current = std::exchange(task->loop->current_task, nullptr)) decref(current);
}

/// The step itself, with the task entered.
bool step_inside(Vm& vm, Task* task, Ref error) {
  if (task->state != FutureState::kPending) {
    std::string t = vm.repr_text(task), e = error ? vm.repr_text(error) : std::string();
    vm.raise(vm.exc.InvalidStateError, "__step(): already done: {} {}", t, e);
    return false;
  }
  if (task->must_cancel) {
    if (!error || !is_instance(error, vm.exc.CancelledError)) {
      error = make_cancelled_error(vm, task);
      if (!error) return false;
    }
    task->must_cancel = false;
  }
  replace(task->waiter, nullptr);
  if (!task->coro) {
    vm.raise(vm.exc.RuntimeError, "uninitialized Task object");
    return false;
  }
  if (tracing(vm)) {
    StringId thrown = error ? vm.recorder.intern(type_of(error)->name->view()) : StringId{};
    vm.recorder.emit(ev::TaskStepBegin{TaskId{task->id}, thrown});
  }
  uint32_t outer = std::exchange(vm.running_task, task->id);
  Ref result;
  Resumed how = resume_coro(vm, task, std::move(error), &result);
  bool ok = how == Resumed::kYielded ? wait_for(vm, task, result) : conclude(vm, task, how, std::move(result));
  vm.running_task = outer;
  if (tracing(vm)) vm.recorder.emit(ev::TaskStepEnd{TaskId{task->id}});
  return ok;
}

}  // namespace

bool step_task(Vm& vm, Task* task, Ref error) {
  if (!enter_task(vm, task)) return false;
  InContext context(vm, &task->context);
  bool ok = step_inside(vm, task, std::move(error));
  leave_task(task);
  return ok;
}

bool wake_task(Vm& vm, Task* task, Value future) {
  if (is_future(future)) {
    auto* ended = as<Future>(future);
    if (ended->state == FutureState::kPending) {
      vm.raise(vm.exc.InvalidStateError, "Result is not set.");
      return step_task(vm, task, vm.take_exception());
    }
    Ref error = future_error(vm, ended);
    if (!error && vm.failed()) return false;
    if (ended->state == FutureState::kCancelled) {
      vm.raise_instance(
          std::move(error));  // unlike other errors, it is raised here: what is handled becomes its context
      error = vm.take_exception();
    }
    return step_task(vm, task, std::move(error));
  }
  Ref result = vm.call_method(future, "result");
  return step_task(vm, task, result ? Ref() : vm.take_exception());
}

int cancel_task(Vm& vm, Task* task, Value message) {
  task->log_traceback = false;
  if (task->state != FutureState::kPending) return 0;
  ++task->cancel_requests;
  bool forwarded = false;
  uint32_t waiter_id = is_future(task->waiter) ? as<Future>(task->waiter)->id : 0;
  if (tracing(vm)) {
    StringId text = message && !message.is_none() ? vm.recorder.intern(vm.repr_text(message)) : StringId{};
    vm.recorder.emit(ev::TaskCancelRequested{TaskId{task->id}, text, FutureId{waiter_id}, task->cancel_requests});
  }
  if (task->waiter) {
    Ref waiter = Ref::share(task->waiter);
    int cancelled = cancel_any(vm, waiter, message);
    if (cancelled < 0) return -1;
    forwarded = cancelled == 1;
  }
  if (forwarded) return 1;
  task->must_cancel = true;
  replace(task->cancel_message, message.is_none() || message.is_null() ? Ref() : Ref::share(message));
  return 1;
}

Ref task_name(Vm& vm, Task* task) {
  if (task->name.is_small_int()) return make_str(task_name_text(vm, task));
  return Ref::share(task->name ? task->name : kNone);
}

std::string task_name_text(Vm&, Task* task) {
  if (task->name.is_small_int()) return fmt::format("Task-{}", task->name.small_int());
  return task->name.is(Kind::kStr) ? std::string(as<Str>(task->name)->view()) : std::string();
}

}  // namespace loopscope::loop

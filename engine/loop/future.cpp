// The states of a future and what happens between them.

#include "engine/loop/future.hpp"

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

void replace(Value& place, Ref value) { decref(std::exchange(place, value.release())); }

/// Only a future that may have to complain when it dies needs its finalizer; subclasses may have one of their own.
void set_silent(Vm& vm, Future* future, bool silent) {
  Asyncio& a = asyncio_of(vm);
  if (future->type != a.future && future->type != a.task) return;
  if (silent) {
    future->flags |= kFinalized;
  } else {
    future->flags &= static_cast<uint8_t>(~kFinalized);
  }
}

bool raise_invalid_state(Vm& vm, std::string_view message) {
  vm.raise(vm.exc.InvalidStateError, message);
  return false;
}

void trace_end(Vm& vm, Future* future) {
  trace::Outcome outcome = trace::Outcome::kResult;
  std::string value;
  if (future->state == FutureState::kCancelled) {
    outcome = trace::Outcome::kCancelled;
  } else if (future->exception) {
    outcome = trace::Outcome::kException;
    value = short_repr(vm, future->exception);
  } else {
    value = short_repr(vm, future->result);
  }
  StringId text = vm.recorder.intern(value);
  if (future->is_task) {
    vm.recorder.emit(ev::TaskDone{TaskId{future->id}, outcome, text});
  } else {
    vm.recorder.emit(ev::FutureResolved{FutureId{future->id}, outcome, text});
  }
}

bool schedule_one(Vm& vm, Future* future, DoneCallback callback) {
  if (callback.callback.is(Kind::kTask) && callback.context.is_null()) {
    return schedule_wakeup(vm, as<Task>(callback.callback), future);
  }
  return schedule_callback(vm, future->loop, callback.callback, future, callback.context);
}

/// The future is over: its callbacks go to the ready queue, in the order in which they were added.
bool finish(Vm& vm, Future* future) {
  if (tracing(vm)) trace_end(vm, future);
  DoneCallback first = std::exchange(future->first, DoneCallback{});
  std::vector<DoneCallback>* more = std::exchange(future->more, nullptr);
  bool ok = true;
  auto run = [&](DoneCallback callback) {
    if (ok) ok = schedule_one(vm, future, callback);
    decref(callback.callback);
    decref(callback.context);
  };
  if (first.callback) run(first);
  if (more) {
    for (DoneCallback callback : *more) run(callback);
    delete more;
  }
  return ok;
}

bool ready_for_result(Vm& vm, Future* future) {
  if (!future->loop) {
    vm.raise(vm.exc.RuntimeError, "Future object is not initialized.");
    return false;
  }
  if (future->state != FutureState::kPending) return raise_invalid_state(vm, "invalid state");
  return true;
}

void append_callback(Future* future, DoneCallback callback) {
  if (!future->first.callback && (!future->more || future->more->empty())) {
    future->first = callback;
    return;
  }
  if (!future->more) future->more = new std::vector<DoneCallback>;
  future->more->push_back(callback);
}

void trace_retrieved(Vm& vm, Future* future) {
  if (tracing(vm)) vm.recorder.emit(ev::FutureRetrieved{FutureId{future->id}});
}

}  // namespace

std::string short_repr(Vm& vm, Value v) {
  std::string text = vm.repr_text(v);
  constexpr size_t kLongest = 120;
  if (text.size() <= kLongest) return text;
  size_t cut = kLongest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

bool init_future(Vm& vm, Future* future, EventLoop* loop) {
  if (future->loop) decref(Value(future->loop));
  incref(loop);
  future->loop = loop;
  future->state = FutureState::kPending;
  if (future->id == 0) future->id = ++vm.trace_ids.future;
  if (!future->is_task) set_silent(vm, future, true);
  if (loop->debug) replace(future->source_traceback, capture_stack(vm, 0));
  return true;
}

Ptr<Future> make_future(Vm& vm, EventLoop* loop) {
  auto* future = static_cast<Future*>(vm.new_object(asyncio_of(vm).future));
  Ptr<Future> owned = Ptr<Future>::steal(future);
  init_future(vm, future, loop);
  if (tracing(vm))
    vm.recorder.emit(ev::FutureCreated{FutureId{future->id}, LoopId{loop->id}, {}, trace_user_place(vm)});
  return owned;
}

bool set_result(Vm& vm, Future* future, Value result) {
  if (!ready_for_result(vm, future)) return false;
  future->state = FutureState::kFinished;
  replace(future->result, Ref::share(result));
  if (future->is_task) set_silent(vm, future, true);
  return finish(vm, future);
}

bool set_exception(Vm& vm, Future* future, Value given) {
  if (!ready_for_result(vm, future)) return false;
  Ref exception = Ref::share(given);
  if (given.is(Kind::kType) && is_subtype(as<Type>(given), vm.exc.BaseException)) {
    exception = vm.call(given);
    if (!exception) return false;
  }
  if (!exception.is(Kind::kException)) {
    vm.raise(vm.exc.TypeError, "invalid exception object");
    return false;
  }
  if (is_instance(exception, vm.exc.StopIteration)) {
    Ref original = exception;
    exception = vm.make_exception(vm.exc.RuntimeError,
                                  "StopIteration interacts badly with generators and cannot be raised into a Future");
    if (!exception) return false;
    auto* e = as<Exception>(exception);
    e->cause = as<Exception>(Ref(original).release());
    e->context = as<Exception>(original.release());
    e->suppress_context = true;
  }
  future->state = FutureState::kFinished;
  Traceback* traceback = as<Exception>(exception)->traceback;
  replace(future->exception_traceback, traceback ? Ref::share(traceback) : Ref());
  replace(future->exception, std::move(exception));
  bool ok = finish(vm, future);
  future->log_traceback = true;
  set_silent(vm, future, false);
  return ok;
}

int cancel_future(Vm& vm, Future* future, Value message) {
  future->log_traceback = false;
  if (future->state != FutureState::kPending) {
    set_silent(vm, future, true);
    return 0;
  }
  future->state = FutureState::kCancelled;
  set_silent(vm, future, true);
  replace(future->cancel_message, message.is_none() || message.is_null() ? Ref() : Ref::share(message));
  return finish(vm, future) ? 1 : -1;
}

int cancel_any(Vm& vm, Value future, Value message) {
  Asyncio& a = asyncio_of(vm);
  Type* type = type_of(future);
  if (type == a.future) return cancel_future(vm, as<Future>(future), message);
  if (type == a.task) return cancel_task(vm, as<Task>(future), message);
  Ref method = vm.getattr(future, "cancel");
  if (!method) return -1;
  Value msg = message ? message : kNone;
  Ptr<Tuple> keyword = make_tuple(1);
  keyword->items[0] = Ref::share(intern("msg")).release();
  Ref answer = vm.call(method, Args{&msg, 0, keyword.get()});
  return answer ? vm.truth(answer) : -1;
}

Ref make_cancelled_error(Vm& vm, Future* future) {
  if (future->cancelled_error) return Ref::steal(std::exchange(future->cancelled_error, kNull));
  if (!future->cancel_message) return vm.make_exception_with(vm.exc.CancelledError, {});
  return vm.make_exception_with(vm.exc.CancelledError, {&future->cancel_message, 1});
}

Ref future_error(Vm& vm, Future* future) {
  if (future->state == FutureState::kCancelled) return make_cancelled_error(vm, future);
  if (!future->exception) return nullptr;
  if (future->log_traceback) trace_retrieved(vm, future);
  future->log_traceback = false;
  set_silent(vm, future, true);
  Ref exception = Ref::share(future->exception);
  auto* e = as<Exception>(exception);
  if (Value traceback = std::exchange(future->exception_traceback, kNull)) {
    if (Traceback* old = std::exchange(e->traceback, as<Traceback>(traceback))) decref(old);
  }
  return exception;
}

Ref future_result(Vm& vm, Future* future) {
  if (future->state == FutureState::kPending) return vm.raise(vm.exc.InvalidStateError, "Result is not set.");
  if (Ref error = future_error(vm, future)) return vm.raise_instance(std::move(error));
  if (vm.failed()) return nullptr;
  if (tracing(vm)) trace_retrieved(vm, future);
  return Ref::share(future->result);
}

bool add_done_callback(Vm& vm, Future* future, Value callback, Value context) {
  Ref captured = Ref::share(context);
  if (!captured) {
    captured = capture_context(vm);
    if (vm.failed()) return false;
  }
  if (future->state != FutureState::kPending) return schedule_callback(vm, future->loop, callback, future, captured);
  incref(callback);
  append_callback(future, DoneCallback{callback, captured.release()});
  if (tracing(vm)) {
    vm.recorder.emit(
        ev::FutureCallbackAdded{FutureId{future->id}, vm.recorder.intern(callback_name(vm, callback)), TaskId{}});
  }
  return true;
}

bool add_wakeup(Vm& vm, Future* future, Task* task) {
  if (future->state != FutureState::kPending) return schedule_wakeup(vm, task, future);
  incref(task);
  append_callback(future, DoneCallback{task, kNull});
  if (tracing(vm)) vm.recorder.emit(ev::FutureCallbackAdded{FutureId{future->id}, {}, TaskId{task->id}});
  return true;
}

Ref capture_stack(Vm& vm, int limit) {
  std::vector<Value> frames;
  constexpr int kNativeFrames = 2;  // of one iteration and of running a handle, which are Python code in CPython
  int left = limit;
  for (Frame* frame = vm.thread->frame; frame; frame = frame->back) {
    if (limit > 0) {
      if (frame->code->is_library && frame->code->name->view() == "run_forever") left -= kNativeFrames;
      if (left-- <= 0) break;
    }
    Ptr<Tuple> entry = make_tuple(3);
    entry->items[0] = Ref::share(frame->code->filename).release();
    entry->items[1] = make_int(Vm::line_of(frame)).release();
    entry->items[2] = Ref::share(frame->code->name).release();
    frames.push_back(entry.release());
  }
  Ptr<List> list = make_list();
  list->items.assign(frames.rbegin(), frames.rend());
  return list;
}

}  // namespace loopscope::loop

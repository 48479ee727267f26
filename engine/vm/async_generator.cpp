// What asend(), __anext__(), athrow() and aclose() of an async generator return, and the hooks of the event loop.

#include "engine/trace/recorder.hpp"
#include "engine/vm/interpreter.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::vm {

namespace {

using Mode = AsyncGenAwaitable::Mode;
using State = AsyncGenAwaitable::State;

bool is_step(const AsyncGenAwaitable* awaitable) {
  return awaitable->mode == Mode::kSend || awaitable->mode == Mode::kNext;
}

const char* operation_name(const AsyncGenAwaitable* awaitable) {
  switch (awaitable->mode) {
    case Mode::kThrow:
      return "athrow";
    case Mode::kClose:
      return "aclose";
    default:
      return "anext";
  }
}

Resumed raise_reused(Vm& vm, const AsyncGenAwaitable* awaitable) {
  vm.raise(vm.exc.RuntimeError, "cannot reuse already awaited {}",
           is_step(awaitable) ? "__anext__()/asend()" : "aclose()/athrow()");
  return Resumed::kRaised;
}

Resumed raise_busy(Vm& vm, AsyncGenAwaitable* awaitable) {
  awaitable->state = State::kClosed;
  if (tracing(vm)) trace_asyncgen_busy(vm, awaitable);
  vm.raise(vm.exc.RuntimeError, "{}(): asynchronous generator is already running", operation_name(awaitable));
  return Resumed::kRaised;
}

/// Turns how the generator went on into how the awaitable goes on.
Resumed conclude(Vm& vm, AsyncGenAwaitable* awaitable, Resumed how, Ref* result) {
  Generator* generator = awaitable->generator;
  if (how == Resumed::kYielded) {
    if (!suspended_at_yield(generator) || generator->innermost != generator)
      return Resumed::kYielded;  // awaiting inside
    generator->running_async = false;
    awaitable->state = State::kClosed;
    if (tracing(vm)) trace_asyncgen_op_end(vm, awaitable);
    if (awaitable->mode == Mode::kClose) {
      result->reset();
      if (tracing(vm)) trace_generator_exit_ignored(vm, generator);
      vm.raise(vm.exc.RuntimeError, "async generator ignored GeneratorExit");
      return Resumed::kRaised;
    }
    return Resumed::kReturned;
  }
  generator->running_async = false;
  awaitable->state = State::kClosed;
  if (tracing(vm)) trace_asyncgen_op_end(vm, awaitable);
  if (how == Resumed::kReturned) {
    generator->closed = true;
    result->reset();
    if (awaitable->mode == Mode::kClose) {
      *result = Ref::share(kNone);
      return Resumed::kReturned;
    }
    vm.raise(vm.exc.StopAsyncIteration, std::string_view());
    return Resumed::kRaised;
  }
  if (vm.pending_is(vm.exc.StopAsyncIteration) || vm.pending_is(vm.exc.GeneratorExit)) {
    generator->closed = true;
    if (awaitable->mode == Mode::kClose) {
      vm.take_exception();
      *result = Ref::share(kNone);
      return Resumed::kReturned;
    }
  }
  return Resumed::kRaised;
}

/// The exception instance that athrow(type[, value[, traceback]]) means; null with TypeError pending.
Ref exception_of_arguments(Vm& vm, const Tuple* arguments) {
  Value first = arguments->items[0];
  Value value = arguments->count > 1 ? arguments->items[1] : kNone;
  if (first.is(Kind::kException)) return Ref::share(first);
  if (first.is(Kind::kType) && is_subtype(as<Type>(first), vm.exc.BaseException)) {
    if (value.is(Kind::kException)) return Ref::share(value);
    return value.is_none() ? vm.call(first) : vm.call(first, value);
  }
  return vm.raise(vm.exc.TypeError, "exceptions must be classes or instances deriving from BaseException, not {}",
                  type_of(first)->name->view());
}

/// First step of athrow() and aclose().
Resumed start_throw(Vm& vm, AsyncGenAwaitable* awaitable, Value sent, Ref* result) {
  Generator* generator = awaitable->generator;
  if (generator->running_async) return raise_busy(vm, awaitable);
  if (generator->closed) {
    awaitable->state = State::kClosed;
    vm.raise(vm.exc.StopAsyncIteration, std::string_view());
    return Resumed::kRaised;
  }
  if (!sent.is_none()) {
    vm.raise(vm.exc.RuntimeError, "can't send non-None value to a just-started coroutine");
    return Resumed::kRaised;
  }
  Ref exception;
  if (awaitable->mode == Mode::kClose) {
    generator->closed = true;
    exception = vm.make_exception_with(vm.exc.GeneratorExit, {});
  } else {
    exception = exception_of_arguments(vm, awaitable->arguments);
  }
  if (!exception) return Resumed::kRaised;
  awaitable->state = State::kIterating;
  generator->running_async = true;
  if (tracing(vm)) trace_asyncgen_op_begin(vm, awaitable);
  return conclude(vm, awaitable, resume_throw(vm, generator, std::move(exception), result, false), result);
}

}  // namespace

Ref make_asend(Vm& vm, Generator* generator, Mode mode, Value value) {
  Type* type =
      mode == Mode::kSend || mode == Mode::kNext ? vm.types.async_generator_asend : vm.types.async_generator_athrow;
  if (!init_async_generator_hooks(vm, generator)) return nullptr;
  auto* awaitable = static_cast<AsyncGenAwaitable*>(vm.new_object(type));
  awaitable->mode = mode;
  awaitable->state = State::kInit;
  awaitable->generator = generator;
  ++generator->refs;
  if (value.is(Kind::kTuple) && mode == Mode::kThrow) {
    awaitable->arguments = as<Tuple>(value);
  } else {
    awaitable->value = value;
  }
  incref(value);
  return Ref::steal(awaitable);
}

bool init_async_generator_hooks(Vm& vm, Generator* generator) {
  if (generator->hooks_initialized) return true;
  generator->hooks_initialized = true;
  ThreadState* thread = vm.thread;
  if (thread->asyncgen_finalizer) {
    generator->finalizer = thread->asyncgen_finalizer;
    incref(generator->finalizer);
  }
  if (thread->asyncgen_firstiter) {
    Ref hook = Ref::share(thread->asyncgen_firstiter);
    return static_cast<bool>(vm.call(hook, Value(generator)));
  }
  // With hooks it is they who tell, because they know the loop.
  if (vm.recorder.active()) vm.recorder.emit(trace::ev::CoroFirstIteration{CoroId{generator->trace_id}, LoopId{}});
  return true;
}

bool begin_asend(Vm& vm, AsyncGenAwaitable* awaitable) {
  if (awaitable->generator->running_async) {
    raise_busy(vm, awaitable);
    return false;
  }
  if (awaitable->generator->state == GeneratorState::kFinished) {
    awaitable->state = State::kClosed;
    vm.raise(vm.exc.StopAsyncIteration, std::string_view());
    return false;
  }
  awaitable->state = State::kIterating;
  awaitable->generator->running_async = true;
  if (tracing(vm)) trace_asyncgen_op_begin(vm, awaitable);
  return true;
}

void end_asend(AsyncGenAwaitable* awaitable, bool finished) {
  if (!awaitable) return;
  awaitable->state = State::kClosed;
  awaitable->generator->running_async = false;
  if (finished) awaitable->generator->closed = true;
  if (tracing(*current_vm)) trace_asyncgen_op_end(*current_vm, awaitable);
}

Resumed awaitable_send(Vm& vm, AsyncGenAwaitable* awaitable, Value sent, Ref* result) {
  if (awaitable->state == State::kClosed) return raise_reused(vm, awaitable);
  Generator* generator = awaitable->generator;
  Ref keep = Ref::share(awaitable);
  if (is_step(awaitable)) {
    if (awaitable->state == State::kInit) {
      if (!begin_asend(vm, awaitable)) return Resumed::kRaised;
      if (sent.is_none() && awaitable->value) sent = awaitable->value;
    }
    return conclude(vm, awaitable, resume(vm, generator, sent, result), result);
  }
  if (generator->state == GeneratorState::kFinished) {
    awaitable->state = State::kClosed;
    *result = Ref::share(kNone);
    return Resumed::kReturned;
  }
  if (awaitable->state == State::kInit) return start_throw(vm, awaitable, sent, result);
  return conclude(vm, awaitable, resume(vm, generator, sent, result), result);
}

Resumed awaitable_throw(Vm& vm, AsyncGenAwaitable* awaitable, Ref exception, Ref* result) {
  if (awaitable->state == State::kClosed) return raise_reused(vm, awaitable);
  Generator* generator = awaitable->generator;
  Ref keep = Ref::share(awaitable);
  if (awaitable->state == State::kInit) {
    if (generator->running_async) return raise_busy(vm, awaitable);
    awaitable->state = State::kIterating;
    generator->running_async = true;
    if (tracing(vm)) trace_asyncgen_op_begin(vm, awaitable);
  }
  if (generator->state == GeneratorState::kFinished) {
    vm.restore_exception(std::move(exception));
    return conclude(vm, awaitable, Resumed::kRaised, result);
  }
  return conclude(vm, awaitable, resume_throw(vm, generator, std::move(exception), result, false), result);
}

}  // namespace loopscope::vm

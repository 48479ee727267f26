// Resuming, throwing into and closing generators and coroutines.

#include "engine/vm/generator.hpp"

#include <cstdlib>

#include "engine/vm/alloc.hpp"
#include "engine/vm/interpreter.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::vm {

namespace {

bool at_yield_from(const Generator* generator) { return op_of(*generator->frame.ip) == lang::Op::YIELD_FROM; }

/// The next generator of a linked chain, or null at its end.
Generator* linked_delegate(const Generator* generator) {
  const Frame& frame = generator->frame;
  if (frame.ip == frame.code->instructions() || op_of(frame.ip[-1]) != lang::Op::YIELD_FROM) return nullptr;
  if (frame.sp == const_cast<Frame&>(frame).stack()) return nullptr;
  Value delegate = frame.sp[-1];
  Generator* inner = nullptr;
  if (delegate.is(Kind::kCoroutine) || delegate.is(Kind::kGenerator)) inner = as<Generator>(delegate);
  if (delegate.is(Kind::kAsyncGenAwaitable)) inner = as<AsyncGenAwaitable>(delegate)->generator;
  if (delegate.is(Kind::kCoroutineWrapper)) inner = coroutine_of_wrapper(delegate);
  return inner && inner->delegator == generator ? inner : nullptr;
}

/// Takes a suspended generator out of the chain that awaits it, so that somebody else can resume it.
void detach(Generator* generator) {
  Generator* root = generator->delegator;
  while (root->delegator) {
    root->innermost = nullptr;
    root = root->delegator;
  }
  root->innermost = nullptr;
  // The delegator re-runs its YIELD_FROM when it is resumed.
  --generator->delegator->frame.ip;
  generator->delegator = nullptr;
  generator->step_awaitable = nullptr;
  generator->innermost = nullptr;
  generator->frame.back = nullptr;
  generator->handled.previous = nullptr;
  generator->state = GeneratorState::kSuspended;
}

/// Enters the chain at `target`; restores the thread's state afterwards. `input` is owned.
Resumed enter(Vm& vm, Generator* root, Generator* target, Value input, bool raising, Ref* result) {
  ThreadState* thread = vm.thread;
  Frame* caller = thread->frame;
  HandledException* handled = thread->handled_top;
  uint32_t depth = thread->depth;
  Ref keep = Ref::share(root);
  root->state = GeneratorState::kRunning;
  root->frame.back = caller;
  root->frame.is_entry = true;
  root->handled.previous = handled;
  thread->handled_top = &target->handled;
  thread->depth = depth + 1 + (target == root ? 0 : root->chain_depth);
  if (thread->depth > vm.limits.recursion) {
    thread->frame = &target->frame;
    if (!input.is_null()) decref(input);
    input = kNull;
    vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded");
    raising = true;
  }
  if (tracing(vm)) trace_resumed(vm, target, raising);
  Value out;
  Resumed how = interpret(vm, &target->frame, root, input, raising, &out);
  if (how == Resumed::kYielded) root->chain_depth = thread->depth - depth - 1;
  thread->frame = caller;
  thread->handled_top = handled;
  thread->depth = depth;
  *result = Ref::steal(out);
  return how;
}

Generator* resume_target(Generator* root) { return root->innermost ? root->innermost : innermost_of(root); }

/// Raises inside `generator` itself, below which nothing is linked any more.
Resumed raise_inside(Vm& vm, Generator* generator, Ref exception, Ref* result) {
  if (generator->state == GeneratorState::kSuspended && at_yield_from(generator)) ++generator->frame.ip;
  generator->innermost = nullptr;
  if (Value handled = generator->handled.exception;
      handled && handled != exception.get() && handled.is(Kind::kException)) {
    auto* e = as<Exception>(exception);
    if (!e->context) {
      incref(handled);
      e->context = as<Exception>(handled);
    }
  }
  vm.restore_exception(std::move(exception));
  return enter(vm, generator, generator, kNull, true, result);
}

/// Closes what a generator delegates to. False with an exception pending.
bool close_delegate(Vm& vm, Value delegate) {
  if (delegate.is(Kind::kGenerator) || delegate.is(Kind::kCoroutine))
    return close_generator(vm, as<Generator>(delegate));
  if (Generator* wrapped = coroutine_of_wrapper(delegate)) return close_generator(vm, wrapped);
  Ref close = vm.getattr_or_null(delegate, vm.names.close);
  if (!close) {
    if (vm.failed()) vm.write_unraisable("Exception ignored in", delegate);
    return true;
  }
  return static_cast<bool>(vm.call(close));
}

/// Offers the exception to the native delegate of the innermost generator. kYielded: the chain stays suspended with
/// *result; kReturned: the await is over with *result; kRaised: the exception (pending) goes to the generator.
Resumed throw_to_delegate(Vm& vm, Value delegate, Ref exception, Ref* result) {
  if (delegate.is(Kind::kAsyncGenAwaitable)) {
    return awaitable_throw(vm, as<AsyncGenAwaitable>(delegate), std::move(exception), result);
  }
  if (delegate.is(Kind::kGenerator) || delegate.is(Kind::kCoroutine)) {
    return resume_throw(vm, as<Generator>(delegate), std::move(exception), result);
  }
  Ref method = delegate.is(Kind::kFutureIterator) ? Ref() : vm.getattr_or_null(delegate, intern("throw"));
  if (!method) {
    if (!vm.failed()) vm.restore_exception(std::move(exception));
    return Resumed::kRaised;
  }
  *result = vm.call(method, exception);
  if (*result) return Resumed::kYielded;
  if (vm.pending_is(vm.exc.StopIteration)) {
    Ref stop = vm.take_exception();
    Value value = as<Exception>(stop)->value;
    *result = Ref::share(value ? value : kNone);
    return Resumed::kReturned;
  }
  return Resumed::kRaised;
}

}  // namespace

const char* generator_kind_name(const Generator* generator) {
  switch (generator->kind) {
    case Kind::kCoroutine:
      return "coroutine";
    case Kind::kAsyncGenerator:
      return "async generator";
    default:
      return "generator";
  }
}

uint32_t chain_length(const Generator* outer, const Generator* inner) {
  uint32_t n = 0;
  for (; inner != outer; inner = inner->delegator) ++n;
  return n;
}

Generator* innermost_of(Generator* root) {
  Generator* at = root;
  while (Generator* next = linked_delegate(at)) at = next;
  root->chain_depth = chain_length(root, at);
  return at;
}

bool suspended_at_yield(const Generator* generator) {
  const Frame& frame = generator->frame;
  return frame.ip != frame.code->instructions() && op_of(frame.ip[-1]) == lang::Op::YIELD_VALUE;
}

bool is_generator_running(const Generator* generator) {
  while (generator->delegator) generator = generator->delegator;
  return generator->state == GeneratorState::kRunning;
}

Value delegate_of(const Generator* generator) {
  if (generator->state == GeneratorState::kFinished || generator->state == GeneratorState::kCreated) return kNull;
  if (Generator* inner = linked_delegate(generator)) {
    (void)inner;
    return generator->frame.sp[-1];
  }
  if (generator->state == GeneratorState::kSuspended || generator->delegator) {
    if (at_yield_from(generator)) return generator->frame.sp[-1];
  }
  return kNull;
}

int32_t current_line(const Generator* generator) {
  const Frame& frame = generator->frame;
  if (generator->state == GeneratorState::kFinished) return 0;
  if (generator->state == GeneratorState::kCreated) return frame.code->code->first_line;
  if (at_yield_from(generator)) return frame.code->line_at(frame.instruction_index() + 1);
  return frame.code->line_at(frame.instruction_index());
}

Ptr<Generator> make_generator(Vm& vm, Function* function) {
  CodeObject* code = function->code;
  Type* type = vm.types.generator;
  Kind kind = Kind::kGenerator;
  if (code->flags & lang::kCoroutine) {
    type = vm.types.coroutine;
    kind = Kind::kCoroutine;
  } else if (code->flags & lang::kAsyncGenerator) {
    type = vm.types.async_generator;
    kind = Kind::kAsyncGenerator;
  }
  uint32_t capacity = code->slot_count + code->code->stack_size + 1;
  auto* generator = static_cast<Generator*>(vm.new_object_sized(type, sizeof(Generator) + capacity * sizeof(Value)));
  generator->kind = kind;
  generator->state = GeneratorState::kCreated;
  generator->is_iterable_coroutine = (code->flags & lang::kIterableCoroutine) != 0;
  generator->frame_capacity = capacity;
  generator->name = function->name;
  generator->qualname = function->qualname;
  ++generator->name->refs;
  ++generator->qualname->refs;
  init_frame(&generator->frame, code, function, function->globals, nullptr);
  generator->frame.generator = generator;
  if (function->closure) {
    for (uint32_t i = 0; i < function->closure->count; ++i) {
      incref(function->closure->items[i]);
      generator->frame.slots[code->free_start + i] = function->closure->items[i];
    }
  }
  if (kind == Kind::kCoroutine && vm.coroutine_origin_depth > 0) generator->origin = capture_origin(vm).release();
  if (tracing(vm)) trace_generator_created(vm, generator);
  return Ptr<Generator>::steal(generator);
}

void finish_generator(Vm&, Generator* generator) {
  generator->state = GeneratorState::kFinished;
  generator->delegator = nullptr;
  generator->innermost = nullptr;
  generator->step_awaitable = nullptr;
  generator->closed = true;
  decref(std::exchange(generator->handled.exception, kNull));
  generator->handled.previous = nullptr;
  clear_frame(&generator->frame);
}

void convert_stop_iteration(Vm& vm, Generator* generator) {
  bool stop = vm.pending_is(vm.exc.StopIteration);
  bool stop_async = generator->kind == Kind::kAsyncGenerator && vm.pending_is(vm.exc.StopAsyncIteration);
  if (!stop && !stop_async) return;
  Ref original = vm.take_exception();
  vm.raise(vm.exc.RuntimeError, "{} raised {}", generator_kind_name(generator),
           stop ? "StopIteration" : "StopAsyncIteration");
  if (!vm.thread->pending.is(Kind::kException)) return;
  auto* converted = as<Exception>(vm.thread->pending);
  auto set = [&](Exception*& place) {
    Exception* old = std::exchange(place, as<Exception>(Ref(original).release()));
    if (old) decref(old);
  };
  set(converted->cause);
  set(converted->context);
  converted->suppress_context = true;
  add_traceback(vm, &generator->frame);
}

Resumed resume(Vm& vm, Generator* generator, Value sent, Ref* result) {
  if (generator->state == GeneratorState::kRunning) {
    if (is_generator_running(generator)) {
      vm.raise(vm.exc.ValueError, "{} already executing", generator_kind_name(generator));
      return Resumed::kRaised;
    }
    detach(generator);
  }
  if (generator->state == GeneratorState::kFinished) {
    if (generator->kind == Kind::kCoroutine) {
      vm.raise(vm.exc.RuntimeError, "cannot reuse already awaited coroutine");
      return Resumed::kRaised;
    }
    *result = Ref::share(kNone);
    return Resumed::kReturned;
  }
  if (generator->state == GeneratorState::kCreated) {
    if (!sent.is_none()) {
      vm.raise(vm.exc.TypeError, "can't send non-None value to a just-started {}", generator_kind_name(generator));
      return Resumed::kRaised;
    }
    return enter(vm, generator, generator, kNull, false, result);
  }
  incref(sent);
  return enter(vm, generator, resume_target(generator), sent, false, result);
}

Resumed resume_throw(Vm& vm, Generator* generator, Ref exception, Ref* result, bool close_on_exit) {
  if (generator->state == GeneratorState::kRunning) {
    if (is_generator_running(generator)) {
      vm.raise(vm.exc.ValueError, "{} already executing", generator_kind_name(generator));
      return Resumed::kRaised;
    }
    detach(generator);
  }
  if (generator->state == GeneratorState::kFinished) {
    if (generator->kind == Kind::kCoroutine) {
      vm.raise(vm.exc.RuntimeError, "cannot reuse already awaited coroutine");
    } else {
      vm.restore_exception(std::move(exception));
    }
    return Resumed::kRaised;
  }
  if (generator->state == GeneratorState::kCreated) return raise_inside(vm, generator, std::move(exception), result);
  if (close_on_exit && is_instance(exception, vm.exc.GeneratorExit)) {
    if (Ref delegate = Ref::share(delegate_of(generator))) {
      if (Generator* inner = linked_delegate(generator)) detach(inner);
      generator->state = GeneratorState::kRunning;
      bool closed = close_delegate(vm, delegate);
      generator->state = GeneratorState::kSuspended;
      if (!closed) exception = vm.take_exception();
    }
    return raise_inside(vm, generator, std::move(exception), result);
  }
  Generator* target = resume_target(generator);
  bool awaiting = op_of(*target->frame.ip) == lang::Op::YIELD_FROM;
  if (!awaiting) {
    if (target == generator) return raise_inside(vm, generator, std::move(exception), result);
    vm.restore_exception(std::move(exception));
    return enter(vm, generator, target, kNull, true, result);
  }
  // The innermost awaits something that is not a linked generator: that has the first word.
  Ref delegate = Ref::share(target->frame.sp[-1]);
  Ref answer;
  generator->state = GeneratorState::kRunning;
  Frame* caller = vm.thread->frame;
  generator->frame.back = caller;
  vm.thread->frame = &target->frame;
  Resumed how = throw_to_delegate(vm, delegate, std::move(exception), &answer);
  vm.thread->frame = caller;
  generator->frame.back = nullptr;
  generator->state = GeneratorState::kSuspended;
  if (how == Resumed::kYielded) {
    *result = std::move(answer);
    return Resumed::kYielded;
  }
  ++target->frame.ip;
  if (how == Resumed::kReturned) {
    decref(*--target->frame.sp);
    if (tracing(vm)) trace_await_end(vm, target);
    return enter(vm, generator, target, answer.release(), false, result);
  }
  if (tracing(vm)) trace_await_end(vm, target);
  return enter(vm, generator, target, kNull, true, result);
}

bool close_generator(Vm& vm, Generator* generator) {
  if (generator->state == GeneratorState::kFinished) return true;
  if (generator->state == GeneratorState::kRunning) {
    if (is_generator_running(generator)) {
      vm.raise(vm.exc.ValueError, "{} already executing", generator_kind_name(generator));
      return false;
    }
    detach(generator);
  }
  if (generator->state == GeneratorState::kCreated) {
    if (tracing(vm)) trace_generator_finished(vm, generator, FinishedHow::kClosedUnstarted);
    finish_generator(vm, generator);
    return true;
  }
  Ref exception = vm.make_exception_with(vm.exc.GeneratorExit, {});
  if (!exception) return false;
  Ref result;
  switch (resume_throw(vm, generator, std::move(exception), &result)) {
    case Resumed::kYielded:
      if (tracing(vm)) trace_generator_exit_ignored(vm, generator);
      vm.raise(vm.exc.RuntimeError, "{} ignored GeneratorExit", generator_kind_name(generator));
      return false;
    case Resumed::kReturned:
      return true;
    case Resumed::kRaised:
      return vm.clear_if(vm.exc.GeneratorExit) || vm.clear_if(vm.exc.StopIteration);
  }
  return false;
}

Resumed send_to(Vm& vm, Value iterator, Value sent, Ref* result) {
  if (iterator.is(Kind::kGenerator) || iterator.is(Kind::kCoroutine))
    return resume(vm, as<Generator>(iterator), sent, result);
  if (iterator.is(Kind::kAsyncGenAwaitable)) return awaitable_send(vm, as<AsyncGenAwaitable>(iterator), sent, result);
  if (Generator* wrapped = coroutine_of_wrapper(iterator)) return resume(vm, wrapped, sent, result);
  Type* type = type_of(iterator);
  if (type->next && (sent.is_none() || iterator.is(Kind::kFutureIterator))) {
    *result = type->next(vm, iterator);
    if (*result) return Resumed::kYielded;
    if (!vm.failed()) {
      *result = Ref::share(kNone);
      return Resumed::kReturned;
    }
  } else {
    *result = vm.call_method(iterator, vm.names.send, sent);
    if (*result) return Resumed::kYielded;
  }
  if (vm.pending_is(vm.exc.StopIteration)) {
    Ref stop = vm.take_exception();
    Value value = as<Exception>(stop)->value;
    *result = Ref::share(value ? value : kNone);
    return Resumed::kReturned;
  }
  return Resumed::kRaised;
}

Ref generator_next(Vm& vm, Generator* generator) {
  Ref result;
  switch (resume(vm, generator, kNone, &result)) {
    case Resumed::kYielded:
      return result;
    case Resumed::kReturned:
      // A plain end is "exhausted"; a value travels in StopIteration.
      if (!result.is_none()) vm.raise_value(vm.exc.StopIteration, result);
      return nullptr;
    case Resumed::kRaised:
      return nullptr;
  }
  return nullptr;
}

void finalize_generator(Generator* generator) {
  if (generator->state == GeneratorState::kFinished) return;
  Vm& vm = *current_vm;
  Ref pending = vm.take_exception();
  if (tracing(vm)) trace_last_reference(vm, generator);
  if (generator->kind == Kind::kAsyncGenerator && generator->finalizer && !generator->closed) {
    Ref finalizer = Ref::share(generator->finalizer);
    if (!vm.call(finalizer, Value(generator))) vm.write_unraisable("Exception ignored in", generator);
  } else if (generator->kind == Kind::kCoroutine && generator->state == GeneratorState::kCreated) {
    if (tracing(vm)) trace_never_awaited(vm, generator);
    if (vm.on_never_awaited) vm.on_never_awaited(vm, generator);
    vm.thread->pending.reset();
    close_generator(vm, generator);
  } else if (!close_generator(vm, generator)) {
    vm.write_unraisable("Exception ignored in", generator);
  }
  vm.restore_exception(std::move(pending));
}

}  // namespace loopscope::vm

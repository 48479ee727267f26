// Raising: exceptions are instances pending in the thread; contexts and tracebacks as CPython sets them.

#include "engine/trace/recorder.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

Ref Vm::make_exception_with(Type* type, std::span<const Value> arguments) {
  return call(type, Args{arguments.data(), static_cast<uint32_t>(arguments.size()), nullptr});
}

Ref Vm::make_exception(Type* type, std::string_view message) {
  if (message.empty()) return make_exception_with(type, {});
  Ptr<Str> text = make_str(message);
  Value argument = text;
  return make_exception_with(type, {&argument, 1});
}

Value Vm::handled_exception() const {
  for (const HandledException* h = thread->handled_top; h; h = h->previous) {
    if (h->exception && !h->exception.is_none()) return h->exception;
  }
  return kNull;
}

namespace {

/// Sets exc.__context__ to the handled exception, breaking cycles.
void set_context(Vm& vm, Exception* exception) {
  Value handled = vm.handled_exception();
  if (handled.is_null() || handled == Value(exception)) return;
  // If `exception` already stands in the chain of contexts, cut the chain before it.
  auto* link = as<Exception>(handled);
  for (int guard = 0; link->context && guard < 100000; ++guard) {
    if (link->context == exception) {
      decref(std::exchange(link->context, nullptr));
      break;
    }
    link = link->context;
  }
  incref(handled);
  Exception* old = std::exchange(exception->context, as<Exception>(handled));
  if (old) decref(old);
}

}  // namespace

Ref Vm::raise_instance(Ref exception) {
  set_context(*this, as<Exception>(exception));
  thread->pending = std::move(exception);
  return nullptr;
}

Ref Vm::raise(Type* type, std::string_view message) {
  Ref exception = make_exception(type, message);
  if (!exception) return nullptr;
  return raise_instance(std::move(exception));
}

Ref Vm::raise_value(Type* type, Value argument) {
  Ref exception = make_exception_with(type, {&argument, 1});
  if (!exception) return nullptr;
  return raise_instance(std::move(exception));
}

Ref Vm::take_exception() { return std::move(thread->pending); }

void Vm::restore_exception(Ref exception) { thread->pending = std::move(exception); }

bool Vm::pending_is(const Type* type) const { return thread->pending && is_instance(thread->pending, type); }

bool Vm::clear_if(const Type* type) {
  if (!pending_is(type)) return false;
  thread->pending.reset();
  return true;
}

void add_traceback(Vm& vm, Frame* frame) {
  if (!vm.thread->pending.is(Kind::kException)) return;
  auto* exception = as<Exception>(vm.thread->pending);
  Ptr<FrameObject> object = vm.frame_object(frame);
  auto* traceback = static_cast<Traceback*>(vm.new_object(vm.types.traceback));
  traceback->next = exception->traceback;
  traceback->frame = object.release();
  traceback->instruction = frame->instruction_index();
  traceback->line = frame->code->line_at(traceback->instruction);
  exception->traceback = traceback;
}

void raise_statement(Vm& vm, Value exc, Value cause) {
  Ref instance;
  if (exc.is(Kind::kException)) {
    instance = Ref::share(exc);
  } else if (exc.is(Kind::kType) && is_subtype(as<Type>(exc), vm.exc.BaseException)) {
    instance = vm.call(exc);
    if (!instance) return;
    if (!instance.is(Kind::kException)) {
      vm.raise(vm.exc.TypeError, "calling {} should have returned an instance of BaseException, not {}",
               vm.repr_text(exc), vm.repr_text(type_of(instance)));
      return;
    }
  } else {
    vm.raise(vm.exc.TypeError, "exceptions must derive from BaseException");
    return;
  }
  if (cause) {
    Ref fixed;
    if (cause.is(Kind::kType) && is_subtype(as<Type>(cause), vm.exc.BaseException)) {
      fixed = vm.call(cause);
      if (!fixed) return;
    } else if (cause.is(Kind::kException)) {
      fixed = Ref::share(cause);
    } else if (!cause.is_none()) {
      vm.raise(vm.exc.TypeError, "exception causes must derive from BaseException");
      return;
    }
    auto* exception = as<Exception>(instance);
    Exception* old =
        std::exchange(exception->cause, fixed ? static_cast<Exception*>(fixed.release().object()) : nullptr);
    if (old) decref(old);
    exception->suppress_context = true;
  }
  vm.raise_instance(std::move(instance));
}

int exception_matches(Vm& vm, Value exc, Value type) {
  if (type.is(Kind::kTuple)) {
    for (Value item : as<Tuple>(type)->view()) {
      if (int r = exception_matches(vm, exc, item); r != 0) return r;
    }
    return 0;
  }
  if (!type.is(Kind::kType) || !is_subtype(as<Type>(type), vm.exc.BaseException)) {
    vm.raise(vm.exc.TypeError, "catching classes that do not inherit from BaseException is not allowed");
    return -1;
  }
  // Nothing in the program may swallow a stop request or an exhausted budget.
  if (type_of(exc) == vm.exc.StopRequested) return 0;
  return is_instance(exc, as<Type>(type)) ? 1 : 0;
}

void Vm::write_unraisable(std::string_view what, Value where) {
  Ref exception = take_exception();
  if (!exception) return;
  if (exception.is(Kind::kException) && !as<Exception>(exception)->traceback && thread->frame) {
    // Raised by C++ code: the line that was running is all that can be shown.
    thread->pending = exception;
    add_traceback(*this, thread->frame);
    thread->pending.reset();
  }
  std::string text = fmt::format("{}{}{}\n", what, where ? ": " : "", where ? repr_text(where) : "");
  if (format_exception) text += format_exception(*this, exception);
  thread->pending.reset();
  if (trace_enabled) {
    recorder.emit(trace::ev::UnhandledError{trace::ErrorKind::kUnraisable,
                                            recorder.intern(text.substr(0, text.find('\n'))),
                                            recorder.intern(repr_text(exception)),
                                            {},
                                            {}});
  }
  if (unraisable_hook && unraisable_hook(*this, what, where, exception)) {
    thread->pending.reset();
  } else if (on_unraisable) {
    on_unraisable(*this, text);
  } else {
    host.write_stderr(text);
  }
}

}  // namespace loopscope::vm

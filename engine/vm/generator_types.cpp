// generator, coroutine, async_generator and their awaitables: what Python sees of them.

#include "engine/vm/alloc.hpp"
#include "engine/vm/interpreter.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::vm {

namespace {

/// coroutine.__await__(): an iterator over the coroutine.
struct CoroutineWrapper : GcObject {
  Generator* coroutine;  // owned
};

template <typename T>
void drop(T*& place) {
  if (T* old = std::exchange(place, nullptr)) decref(old);
}
void drop(Value& place) { decref(std::exchange(place, kNull)); }

// --- memory
// -----------------------------------------------------------------------------------------------------------

void traverse_generator(Object* object, Visitor& visitor) {
  auto* generator = static_cast<Generator*>(object);
  visitor.visit(generator->finalizer);
  visitor.visit(generator->origin);
  visitor.visit(generator->handled.exception);
  if (generator->state == GeneratorState::kFinished) return;
  Frame& frame = generator->frame;
  visitor.visit(frame.code);
  if (frame.function) visitor.visit(frame.function);
  if (frame.object) visitor.visit(frame.object);
  // A running frame's stack is counted as referenced from outside.
  if (is_generator_running(generator)) return;
  for (Value* v = frame.slots; v < frame.sp; ++v) visitor.visit(*v);
}

void clear_generator(Object* object) {
  auto* generator = static_cast<Generator*>(object);
  if (generator->state != GeneratorState::kFinished && !is_generator_running(generator)) {
    finish_generator(*current_vm, generator);
  }
  drop(generator->finalizer);
  drop(generator->origin);
}

void destroy_generator(Object* object) {
  auto* generator = static_cast<Generator*>(object);
  if (generator->state != GeneratorState::kFinished) finish_generator(*current_vm, generator);
  if (tracing(*current_vm) && generator->trace_id) trace_coro_freed(*current_vm, generator);
  drop(generator->finalizer);
  drop(generator->origin);
  drop(generator->handled.exception);
  drop(generator->name);
  drop(generator->qualname);
  free_object_sized(object, sizeof(Generator) + generator->frame_capacity * sizeof(Value));
}

// --- what all three share
// ---------------------------------------------------------------------------------------------

Ref repr_generator(Vm&, Value self) {
  auto* generator = as<Generator>(self);
  const char* kind = generator->kind == Kind::kCoroutine        ? "coroutine"
                     : generator->kind == Kind::kAsyncGenerator ? "async_generator"
                                                                : "generator";
  return make_str(fmt::format("<{} object {} at {:#x}>", kind, generator->qualname->view(), self.bits()));
}

/// The instance that throw(type[, value[, traceback]]) means; null with TypeError pending.
Ref thrown_exception(Vm& vm, Args args) {
  Value type = args[0];
  Value value = args.count > 1 ? args[1] : kNone;
  Ref exception;
  if (type.is(Kind::kException)) {
    if (!value.is_none()) return vm.raise(vm.exc.TypeError, "instance exception may not have a separate value");
    exception = Ref::share(type);
  } else if (type.is(Kind::kType) && is_subtype(as<Type>(type), vm.exc.BaseException)) {
    if (value.is(Kind::kException)) {
      exception = Ref::share(value);
    } else if (value.is(Kind::kTuple)) {
      exception = vm.call(type, Args{as<Tuple>(value)->items, as<Tuple>(value)->count, nullptr});
    } else {
      exception = value.is_none() ? vm.call(type) : vm.call(type, value);
    }
  } else {
    return vm.raise(vm.exc.TypeError, "exceptions must be classes or instances deriving from BaseException, not {}",
                    type_of(type)->name->view());
  }
  if (exception && args.count > 2 && args[2].is(Kind::kTraceback)) {
    incref(args[2]);
    if (Traceback* old = std::exchange(as<Exception>(exception)->traceback, as<Traceback>(args[2]))) decref(old);
  }
  return exception;
}

/// Yielded value, or StopIteration with the result.
Ref outcome(Vm& vm, Resumed how, Ref result) {
  if (how == Resumed::kYielded) return result;
  if (how == Resumed::kRaised) return nullptr;
  Value value = result;
  Ref stop = result.is_none() ? vm.make_exception_with(vm.exc.StopIteration, {})
                              : vm.make_exception_with(vm.exc.StopIteration, {&value, 1});
  return stop ? vm.raise_instance(std::move(stop)) : Ref();
}

Ref send_method(Vm& vm, Value self, Args args) {
  Ref result;
  Resumed how = resume(vm, as<Generator>(self), args[0], &result);
  return outcome(vm, how, std::move(result));
}

Ref throw_method(Vm& vm, Value self, Args args) {
  Ref exception = thrown_exception(vm, args);
  if (!exception) return nullptr;
  Ref result;
  Resumed how = resume_throw(vm, as<Generator>(self), std::move(exception), &result);
  return outcome(vm, how, std::move(result));
}

Ref close_method(Vm& vm, Value self, Args) {
  return close_generator(vm, as<Generator>(self)) ? Ref::share(kNone) : Ref();
}

Ref get_name(Vm&, Value self) { return Ref::share(as<Generator>(self)->name); }
Ref get_qualname(Vm&, Value self) { return Ref::share(as<Generator>(self)->qualname); }

bool set_text(Vm& vm, Str*& place, Value value, const char* what) {
  if (!value.is(Kind::kStr)) {
    vm.raise(vm.exc.TypeError, "{} must be set to a string object", what);
    return false;
  }
  incref(value);
  decref(std::exchange(place, as<Str>(value)));
  return true;
}
bool set_name(Vm& vm, Value self, Value v) { return set_text(vm, as<Generator>(self)->name, v, "__name__"); }
bool set_qualname(Vm& vm, Value self, Value v) {
  return set_text(vm, as<Generator>(self)->qualname, v, "__qualname__");
}

Ref get_running(Vm&, Value self) { return Ref::share(Value::boolean(is_generator_running(as<Generator>(self)))); }
Ref get_suspended(Vm&, Value self) {
  auto* generator = as<Generator>(self);
  bool suspended = generator->state == GeneratorState::kSuspended ||
                   (generator->state == GeneratorState::kRunning && !is_generator_running(generator));
  return Ref::share(Value::boolean(suspended));
}
Ref get_frame(Vm& vm, Value self) {
  auto* generator = as<Generator>(self);
  if (generator->state == GeneratorState::kFinished) return Ref::share(kNone);
  return vm.frame_object(&generator->frame);
}
Ref get_code(Vm&, Value self) {
  auto* generator = as<Generator>(self);
  if (generator->state == GeneratorState::kFinished)
    return Ref::share(generator->frame.code ? generator->frame.code : kNone);
  return Ref::share(generator->frame.code);
}
Ref get_delegate(Vm&, Value self) {
  Value delegate = delegate_of(as<Generator>(self));
  return Ref::share(delegate ? delegate : kNone);
}
Ref get_origin(Vm&, Value self) {
  Value origin = as<Generator>(self)->origin;
  return Ref::share(origin ? origin : kNone);
}
Ref get_running_async(Vm&, Value self) { return Ref::share(Value::boolean(as<Generator>(self)->running_async)); }

Ref identity(Vm&, Value self) { return Ref::share(self); }
Ref next_slot(Vm& vm, Value self) { return generator_next(vm, as<Generator>(self)); }

const MethodDef kGeneratorMethods[] = {
    {"send", send_method, 1, 1}, {"throw", throw_method, 1, 3}, {"close", close_method}};

const GetSetDef kGeneratorGetSets[] = {
    {"__name__", get_name, set_name}, {"__qualname__", get_qualname, set_qualname},
    {"gi_running", get_running},      {"gi_suspended", get_suspended},
    {"gi_frame", get_frame},          {"gi_code", get_code},
    {"gi_yieldfrom", get_delegate},
};
const GetSetDef kCoroutineGetSets[] = {
    {"__name__", get_name, set_name}, {"__qualname__", get_qualname, set_qualname},
    {"cr_running", get_running},      {"cr_suspended", get_suspended},
    {"cr_frame", get_frame},          {"cr_code", get_code},
    {"cr_await", get_delegate},       {"cr_origin", get_origin},
};
const GetSetDef kAsyncGeneratorGetSets[] = {
    {"__name__", get_name, set_name},  {"__qualname__", get_qualname, set_qualname},
    {"ag_running", get_running_async}, {"ag_suspended", get_suspended},
    {"ag_frame", get_frame},           {"ag_code", get_code},
    {"ag_await", get_delegate},
};

// --- coroutine.__await__()
// --------------------------------------------------------------------------------------------

Ref make_wrapper(Vm& vm, Value coroutine) {
  auto* wrapper = static_cast<CoroutineWrapper*>(vm.new_object(vm.types.coroutine_wrapper));
  wrapper->coroutine = as<Generator>(coroutine);
  incref(coroutine);
  return Ref::steal(wrapper);
}
Ref await_method(Vm& vm, Value self, Args) { return make_wrapper(vm, self); }
const MethodDef kCoroutineMethods[] = {
    {"send", send_method, 1, 1}, {"throw", throw_method, 1, 3}, {"close", close_method}, {"__await__", await_method}};

Value wrapped(Value self) { return as<CoroutineWrapper>(self)->coroutine; }
const MethodDef kWrapperMethods[] = {
    {"send", [](Vm& vm, Value self, Args args) { return send_method(vm, wrapped(self), args); }, 1, 1},
    {"throw", [](Vm& vm, Value self, Args args) { return throw_method(vm, wrapped(self), args); }, 1, 3},
    {"close", [](Vm& vm, Value self, Args args) { return close_method(vm, wrapped(self), args); }},
};

void traverse_wrapper(Object* object, Visitor& visitor) {
  if (Generator* coroutine = static_cast<CoroutineWrapper*>(object)->coroutine) visitor.visit(coroutine);
}
void clear_wrapper(Object* object) { drop(static_cast<CoroutineWrapper*>(object)->coroutine); }
void destroy_wrapper(Object* object) {
  clear_wrapper(object);
  free_object(object);
}

// --- async generators
// -------------------------------------------------------------------------------------------------

using Mode = AsyncGenAwaitable::Mode;

const MethodDef kAsyncMethods[] = {
    {"asend", [](Vm& vm, Value self, Args args) { return make_asend(vm, as<Generator>(self), Mode::kSend, args[0]); },
     1, 1},
    {"athrow",
     [](Vm& vm, Value self, Args args) {
       Ptr<Tuple> arguments = make_tuple(std::span<const Value>(args.data, args.count));
       return make_asend(vm, as<Generator>(self), Mode::kThrow, arguments);
     },
     1, 3},
    {"aclose", [](Vm& vm, Value self, Args) { return make_asend(vm, as<Generator>(self), Mode::kClose, kNull); }},
};

Ref anext_slot(Vm& vm, Value self) { return make_asend(vm, as<Generator>(self), Mode::kNext, kNull); }

void traverse_awaitable(Object* object, Visitor& visitor) {
  auto* awaitable = static_cast<AsyncGenAwaitable*>(object);
  if (awaitable->generator) visitor.visit(awaitable->generator);
  if (awaitable->arguments) visitor.visit(awaitable->arguments);
  visitor.visit(awaitable->value);
}
void clear_awaitable(Object* object) {
  auto* awaitable = static_cast<AsyncGenAwaitable*>(object);
  drop(awaitable->generator);
  drop(awaitable->arguments);
  drop(awaitable->value);
}
/// "coroutine method 'asend' of 'gen' was never awaited"
void warn_never_awaited(AsyncGenAwaitable* awaitable) {
  Vm& vm = *current_vm;
  Ref pending = vm.take_exception();
  const char* method = awaitable->mode == AsyncGenAwaitable::Mode::kThrow   ? "athrow"
                       : awaitable->mode == AsyncGenAwaitable::Mode::kClose ? "aclose"
                                                                            : "asend";
  Ref text = make_str(
      fmt::format("coroutine method '{}' of '{}' was never awaited", method, awaitable->generator->qualname->view()));
  Ref warnings = vm.import("warnings");
  Ref warn = warnings ? vm.getattr(warnings, "warn") : Ref();
  // Without the module the interpreter is being taken down.
  if (warn && !vm.call(warn, text, Value(vm.exc.RuntimeWarning)))
    vm.write_unraisable("Exception ignored in", awaitable);
  vm.take_exception();
  vm.restore_exception(std::move(pending));
}

void destroy_awaitable(Object* object) {
  auto* awaitable = static_cast<AsyncGenAwaitable*>(object);
  if (awaitable->generator && awaitable->state == AsyncGenAwaitable::State::kInit) {
    object->refs = 1;
    warn_never_awaited(awaitable);
    object->refs = 0;
  }
  clear_awaitable(object);
  free_object(object);
}

Ref awaitable_send_method(Vm& vm, Value self, Args args) {
  Ref result;
  Resumed how = awaitable_send(vm, as<AsyncGenAwaitable>(self), args[0], &result);
  return outcome(vm, how, std::move(result));
}
Ref awaitable_next(Vm& vm, Value self) {
  Ref result;
  Resumed how = awaitable_send(vm, as<AsyncGenAwaitable>(self), kNone, &result);
  return outcome(vm, how, std::move(result));
}
Ref awaitable_throw_method(Vm& vm, Value self, Args args) {
  Ref exception = thrown_exception(vm, args);
  if (!exception) return nullptr;
  Ref result;
  Resumed how = awaitable_throw(vm, as<AsyncGenAwaitable>(self), std::move(exception), &result);
  return outcome(vm, how, std::move(result));
}
Ref awaitable_close_method(Vm& vm, Value self, Args) {
  auto* awaitable = as<AsyncGenAwaitable>(self);
  if (awaitable->state == AsyncGenAwaitable::State::kClosed) return Ref::share(kNone);
  Ref exception = vm.make_exception_with(vm.exc.GeneratorExit, {});
  if (!exception) return nullptr;
  Ref result;
  if (awaitable_throw(vm, awaitable, std::move(exception), &result) == Resumed::kYielded) {
    return vm.raise(vm.exc.RuntimeError, "coroutine ignored GeneratorExit");
  }
  if (!vm.failed() || vm.clear_if(vm.exc.StopIteration) || vm.clear_if(vm.exc.StopAsyncIteration) ||
      vm.clear_if(vm.exc.GeneratorExit)) {
    return Ref::share(kNone);
  }
  return nullptr;
}
const MethodDef kAwaitableMethods[] = {
    {"send", awaitable_send_method, 1, 1}, {"throw", awaitable_throw_method, 1, 3}, {"close", awaitable_close_method}};

Type* make_generator_type(Vm& vm, const char* name, Kind kind, std::span<const MethodDef> methods,
                          std::span<const GetSetDef> getsets) {
  Type* type = vm.make_type({"builtins", name, kind, kAbstract, sizeof(Generator), nullptr});
  type->destroy = destroy_generator;
  type->traverse = traverse_generator;
  type->clear = clear_generator;
  type->repr = repr_generator;
  vm.add_methods(type, methods);
  vm.add_getsets(type, getsets);
  return type;
}

Type* make_awaitable_type(Vm& vm, const char* name) {
  Type* type =
      vm.make_type({"builtins", name, Kind::kAsyncGenAwaitable, kAbstract, sizeof(AsyncGenAwaitable), nullptr});
  type->destroy = destroy_awaitable;
  type->traverse = traverse_awaitable;
  type->clear = clear_awaitable;
  type->iter = identity;
  type->next = awaitable_next;
  type->await = identity;
  vm.add_methods(type, kAwaitableMethods);
  vm.finish_type(type);
  return type;
}

}  // namespace

Generator* coroutine_of_wrapper(Value wrapper) {
  return wrapper.is(Kind::kCoroutineWrapper) ? as<CoroutineWrapper>(wrapper)->coroutine : nullptr;
}

void setup_generator_types(Vm& vm) {
  Type* type = make_generator_type(vm, "generator", Kind::kGenerator, kGeneratorMethods, kGeneratorGetSets);
  vm.types.generator = type;
  type->iter = identity;
  type->next = next_slot;
  vm.finish_type(type);

  type = make_generator_type(vm, "coroutine", Kind::kCoroutine, kCoroutineMethods, kCoroutineGetSets);
  vm.types.coroutine = type;
  type->await = make_wrapper;
  vm.finish_type(type);

  type = make_generator_type(vm, "async_generator", Kind::kAsyncGenerator, kAsyncMethods, kAsyncGeneratorGetSets);
  vm.types.async_generator = type;
  type->aiter = identity;
  type->anext = anext_slot;
  vm.finish_type(type);

  type = vm.make_type(
      {"builtins", "coroutine_wrapper", Kind::kCoroutineWrapper, kAbstract, sizeof(CoroutineWrapper), nullptr});
  vm.types.coroutine_wrapper = type;
  type->destroy = destroy_wrapper;
  type->traverse = traverse_wrapper;
  type->clear = clear_wrapper;
  type->iter = identity;
  type->next = [](Vm& m, Value self) { return generator_next(m, as<CoroutineWrapper>(self)->coroutine); };
  vm.add_methods(type, kWrapperMethods);
  vm.finish_type(type);

  vm.types.async_generator_asend = make_awaitable_type(vm, "async_generator_asend");
  vm.types.async_generator_athrow = make_awaitable_type(vm, "async_generator_athrow");
}

}  // namespace loopscope::vm

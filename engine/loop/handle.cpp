#include "engine/loop/handle.hpp"

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

// Frames that debug mode remembers of a handle's creation. CPython counts those of call_soon or call_later, too.
constexpr int kStackDepth = 10;
constexpr int kSchedulingFrames = 2;
constexpr int kTimerFrames = 3;

Handle* self_of(Value v) { return as<Handle>(v); }
Ref none() { return Ref::share(kNone); }
Ref boolean(bool b) { return Ref::share(Value::boolean(b)); }
Ref or_none(Value v) { return Ref::share(v ? v : kNone); }
void drop(Value& place) { decref(std::exchange(place, kNull)); }

/// Arguments are copied; a null context is an empty one.
void fill(Vm& vm, Handle* handle, EventLoop* loop, Value callback, Args arguments, Value context) {
  handle->loop = loop;
  incref(Value(loop));
  handle->callback = callback;
  incref(callback);
  if (arguments.count > 0) handle->arguments = make_tuple({arguments.data, arguments.count}).release();
  handle->context = context;
  incref(context);
  handle->id = ++vm.trace_ids.handle;
  if (!loop->debug) return;
  int above = handle->kind == Kind::kTimerHandle ? kTimerFrames : kSchedulingFrames;
  handle->source_traceback = capture_stack(vm, kStackDepth - above).release();
}

bool report(Vm& vm, Handle* handle) {
  Ref error = vm.take_exception();
  Ref describe = library_function(vm, "asyncio.format_helpers", "_format_callback_source");
  Value arguments = handle->arguments ? Value(handle->arguments) : kNull;
  Ref empty = make_tuple(0u);
  Ref text = describe ? vm.call(describe, handle->callback, arguments ? arguments : empty.get(),
                                Value::boolean(handle->loop->debug))
                      : Ref();
  if (!text) return false;
  Ptr<Dict> context = make_dict();
  dict_set(context.get(), "message", make_str(fmt::format("Exception in callback {}", as<Str>(text)->view())));
  dict_set(context.get(), "exception", error);
  dict_set(context.get(), "handle", handle);
  if (handle->source_traceback) dict_set(context.get(), "source_traceback", handle->source_traceback);
  Handling handling(vm, error);
  return static_cast<bool>(vm.call_method(handle->loop, "call_exception_handler", {context}));
}

// --- memory
// -----------------------------------------------------------------------------------------------------------

void traverse(Object* object, Visitor& visitor) {
  auto* handle = static_cast<Handle*>(object);
  if (handle->loop) visitor.visit(Value(handle->loop));
  if (handle->arguments) visitor.visit(handle->arguments);
  for (Value v : {handle->callback, handle->context, handle->source_traceback, handle->saved_repr}) {
    if (v) visitor.visit(v);
  }
}

void clear(Object* object) {
  auto* handle = static_cast<Handle*>(object);
  drop(handle->callback);
  drop(handle->context);
  drop(handle->source_traceback);
  drop(handle->saved_repr);
  if (Tuple* arguments = std::exchange(handle->arguments, nullptr)) decref(arguments);
}

void destroy(Object* object) {
  clear(object);
  if (EventLoop* loop = std::exchange(static_cast<Handle*>(object)->loop, nullptr)) decref(Value(loop));
  free_object(object);
}

// --- Python
// -----------------------------------------------------------------------------------------------------------

Ref construct_handle(Vm& vm, Type* type, Args args) {
  bool timer = type->instance_kind == Kind::kTimerHandle;
  Value v[5];
  bool bound = timer ? vm.bind("TimerHandle", args, {"when", "callback", "args", "loop", "context"}, 4, v)
                     : vm.bind("Handle", args, {"callback", "args", "loop", "context"}, 3, v + 1);
  if (!bound) return nullptr;
  if (!v[3].is(Kind::kEventLoop)) return vm.raise(vm.exc.TypeError, "loop must be an event loop of this engine");
  double when = 0;
  if (timer && !vm.to_double(v[0], &when)) return nullptr;
  Ptr<Tuple> arguments = vm.tuple_of(v[2]);
  if (!arguments) return nullptr;
  Ref context = v[4] && !v[4].is_none() ? Ref::share(v[4]) : capture_context(vm);
  if (vm.failed()) return nullptr;
  auto* handle = static_cast<Handle*>(vm.new_object(type));
  fill(vm, handle, as<EventLoop>(v[3]), v[1], Args{arguments->items, arguments->count, nullptr}, context);
  handle->when = when;
  return Ref::steal(handle);
}

Ref repr(Vm& vm, Value self) {
  if (self_of(self)->saved_repr) return Ref::share(self_of(self)->saved_repr);
  Ref describe = library_function(vm, "asyncio.format_helpers", "_handle_repr");
  return describe ? vm.call(describe, self) : Ref();
}

Ref compare(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  if (!a.is(Kind::kTimerHandle) || !b.is(Kind::kTimerHandle)) return Ref::share(kNotImplemented);
  using Op = lang::CompareOperator;
  double x = self_of(a)->when, y = self_of(b)->when;
  switch (op) {
    case Op::kLess:
      return boolean(x < y);
    case Op::kGreater:
      return boolean(x > y);
    case Op::kLessEqual:
    case Op::kGreaterEqual:
    case Op::kEqual:
    case Op::kNotEqual:
      break;
  }
  bool same = x == y && self_of(a)->callback == self_of(b)->callback && self_of(a)->cancelled == self_of(b)->cancelled;
  if (op == Op::kLessEqual) return boolean(x < y || same);
  if (op == Op::kGreaterEqual) return boolean(x > y || same);
  (void)vm;
  return boolean(same == (op == Op::kEqual));
}

bool hash(Vm&, Value self, int64_t* out) {
  *out = static_cast<int64_t>(hash_double(self_of(self)->when));
  return true;
}

Ref cancel(Vm& vm, Value self, Args) {
  Handle* handle = self_of(self);
  if (!handle->cancelled && handle->loop->debug) {
    handle->cancelled = true;  // the repr that debug mode keeps says so
    Ref text = repr(vm, self);
    handle->cancelled = false;
    if (!text) return nullptr;
    decref(std::exchange(handle->saved_repr, text.release()));
  }
  cancel_handle(vm, handle);
  return none();
}
Ref cancelled(Vm&, Value self, Args) { return boolean(self_of(self)->cancelled); }
Ref when(Vm&, Value self, Args) { return make_float(self_of(self)->when); }
Ref run(Vm& vm, Value self, Args) { return run_handle(vm, self_of(self)) ? none() : Ref(); }
Ref context_of(Vm& vm, Value self) {
  Handle* handle = self_of(self);
  if (!handle->context) {
    Ref make = library_function(vm, "contextvars", "Context");
    Ref made = make ? vm.call(make) : Ref();
    if (!made) return nullptr;
    handle->context = made.release();
  }
  return Ref::share(handle->context);
}
Ref get_context(Vm& vm, Value self, Args) { return context_of(vm, self); }

const MethodDef kMethods[] = {
    {"cancel", cancel}, {"cancelled", cancelled}, {"_run", run}, {"get_context", get_context}};
const MethodDef kTimerMethods[] = {{"when", when}};
const GetSetDef kGetSets[] = {
    {"_callback", [](Vm&, Value self) { return or_none(self_of(self)->callback); }},
    {"_args",
     [](Vm&, Value self) -> Ref {
       Handle* handle = self_of(self);
       if (!handle->callback) return none();
       return handle->arguments ? Ref::share(handle->arguments) : Ref(make_tuple(0u));
     }},
    {"_cancelled", [](Vm&, Value self) { return boolean(self_of(self)->cancelled); }},
    {"_loop", [](Vm&, Value self) { return Ref::share(self_of(self)->loop); }},
    {"_context", context_of},
    {"_source_traceback", [](Vm&, Value self) { return or_none(self_of(self)->source_traceback); }},
};
const GetSetDef kTimerGetSets[] = {
    {"_when", [](Vm&, Value self) { return make_float(self_of(self)->when); }},
    {"_scheduled", [](Vm&, Value self) { return boolean(self_of(self)->scheduled); }},
};

Type* make_handle_type(Vm& vm, const char* name, Kind kind, Type* base) {
  Type* type = vm.make_type({"asyncio.events", name, kind, kBaseType, sizeof(Handle), base});
  type->destroy = destroy;
  type->traverse = traverse;
  type->clear = clear;
  type->construct = construct_handle;
  type->init = [](Vm&, Value, Args) { return true; };
  type->repr = repr;
  return type;
}

}  // namespace

InContext::InContext(Vm& vm, Value* context)
    : vm_(vm), place_(context), outer_(std::exchange(vm.thread->context, *context)) {
  incref(*context);
}

InContext::~InContext() {
  Value inner = std::exchange(vm_.thread->context, outer_);
  if (place_->is_null()) {
    *place_ = inner;
  } else {
    decref(inner);
  }
}

Handling::Handling(Vm& vm, Value exception) : vm_(vm), entry_{exception, vm.thread->handled_top} {
  incref(exception);
  vm.thread->handled_top = &entry_;
}

Handling::~Handling() {
  vm_.thread->handled_top = entry_.previous;
  decref(entry_.exception);
}

Ref capture_context(Vm& vm) {
  Value current = vm.thread->context;
  if (!current) return nullptr;
  Type* type = type_of(current);
  if (type->length && type->length(vm, current) == 0) return nullptr;
  Ref copy = library_function(vm, "contextvars", "copy_context");
  return copy ? vm.call(copy) : Ref();
}

Ptr<Handle> make_handle(Vm& vm, EventLoop* loop, Value callback, Args arguments, Value context) {
  auto* handle = static_cast<Handle*>(vm.new_object(asyncio_of(vm).handle));
  fill(vm, handle, loop, callback, arguments, context);
  return Ptr<Handle>::steal(handle);
}

Ptr<Handle> make_timer(Vm& vm, EventLoop* loop, double when_due, Value callback, Args arguments, Value context) {
  auto* handle = static_cast<Handle*>(vm.new_object(asyncio_of(vm).timer_handle));
  fill(vm, handle, loop, callback, arguments, context);
  handle->when = when_due;
  return Ptr<Handle>::steal(handle);
}

bool run_handle(Vm& vm, Handle* handle) {
  if (!handle->callback) return true;
  Ref callback = Ref::share(handle->callback);
  Ref arguments = handle->arguments ? Ref::share(handle->arguments) : Ref();
  Args args;
  if (handle->arguments) args = Args{handle->arguments->items, handle->arguments->count, nullptr};
  InContext context(vm, &handle->context);
  if (vm.call(callback, args)) return true;
  for (Type* type : {vm.exc.SystemExit, vm.exc.KeyboardInterrupt, vm.exc.StopRequested}) {
    if (vm.pending_is(type)) return false;
  }
  return report(vm, handle);
}

void cancel_handle(Vm& vm, Handle* handle) {
  if (handle->cancelled) return;
  handle->cancelled = true;
  if (handle->waiting && tracing(vm)) vm.recorder.emit(ev::HandleCancelled{HandleId{handle->id}});
  if (handle->kind == Kind::kTimerHandle && handle->scheduled) ++handle->loop->cancelled_timers;
  drop(handle->callback);
  if (Tuple* arguments = std::exchange(handle->arguments, nullptr)) decref(arguments);
}

std::string callback_name(Vm& vm, Value callback) {
  if (callback.is(Kind::kFunction)) return std::string(as<Function>(callback)->qualname->view());
  Ref name = vm.getattr_or_null(callback, vm.names.__qualname__);
  if (name.is(Kind::kStr)) return std::string(as<Str>(name)->view());
  vm.take_exception();
  return std::string(type_of(callback)->name->view());
}

void setup_handle_types(Vm& vm) {
  Asyncio& a = asyncio_of(vm);
  a.handle = make_handle_type(vm, "Handle", Kind::kHandle, nullptr);
  vm.add_methods(a.handle, kMethods);
  vm.add_getsets(a.handle, kGetSets);
  vm.finish_type(a.handle);
  a.timer_handle = make_handle_type(vm, "TimerHandle", Kind::kTimerHandle, a.handle);
  a.timer_handle->compare = compare;
  a.timer_handle->hash = hash;
  vm.add_methods(a.timer_handle, kTimerMethods);
  vm.add_getsets(a.timer_handle, kTimerGetSets);
  vm.finish_type(a.timer_handle);
}

}  // namespace loopscope::loop

// What Python sees of asyncio.Future.

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

Future* self_of(Value v) { return as<Future>(v); }
Ref none() { return Ref::share(kNone); }
Ref boolean(bool b) { return Ref::share(Value::boolean(b)); }
Ref or_none(Value v) { return Ref::share(v ? v : kNone); }
void drop(Value& place) { decref(std::exchange(place, kNull)); }

bool initialised(Vm& vm, Future* future) {
  if (future->loop) return true;
  vm.raise(vm.exc.RuntimeError, "Future object is not initialized.");
  return false;
}

// --- memory
// -----------------------------------------------------------------------------------------------------------

void drop_callbacks(Future* future) {
  drop(future->first.callback);
  drop(future->first.context);
  if (std::vector<DoneCallback>* more = std::exchange(future->more, nullptr)) {
    for (DoneCallback& callback : *more) {
      decref(callback.callback);
      decref(callback.context);
    }
    delete more;
  }
}

void destroy_future(Object* object) {
  auto* future = static_cast<Future*>(object);
  Vm& vm = *current_vm;
  if (tracing(vm) && future->id) vm.recorder.emit(ev::FutureFreed{FutureId{future->id}});
  destroy_future_fields(future);
  free_object(object);
}

// --- life
// -------------------------------------------------------------------------------------------------------------

/// The loop that `loop=` names, or the current one.
EventLoop* loop_of_argument(Vm& vm, Value loop, Ref* keep) {
  if (loop.is_null() || loop.is_none()) {
    Value running = vm.thread->running_loop;
    if (running.is(Kind::kEventLoop)) return as<EventLoop>(running);
    Ref get = library_function(vm, "asyncio.events", "get_event_loop");
    if (!get) return nullptr;
    *keep = vm.call(get);
    if (!*keep) return nullptr;
    loop = *keep;
  }
  if (loop.is(Kind::kEventLoop)) return as<EventLoop>(loop);
  vm.raise(vm.exc.TypeError, "loop must be an event loop of this engine, not {}", type_of(loop)->name->view());
  return nullptr;
}

bool init(Vm& vm, Value self, Args args) {
  Value loop;
  if (!vm.bind("Future", args, {"$loop"}, 0, &loop)) return false;
  Ref keep;
  EventLoop* event_loop = loop_of_argument(vm, loop, &keep);
  if (!event_loop) return false;
  Future* future = self_of(self);
  if (!init_future(vm, future, event_loop)) return false;
  if (tracing(vm)) {
    vm.recorder.emit(ev::FutureCreated{FutureId{future->id}, LoopId{event_loop->id}, {}, trace_user_place(vm)});
  }
  return true;
}

Ref construct(Vm& vm, Type* type, Args) { return Ref::steal(vm.new_object(type)); }

/// "... exception was never retrieved": the loop's exception handler is told when the last reference goes.
Ref del(Vm& vm, Value self, Args) {
  Future* future = self_of(self);
  if (!future->log_traceback || !future->loop) return none();
  future->log_traceback = false;
  if (tracing(vm)) {
    vm.recorder.emit(
        ev::FutureNeverRetrieved{FutureId{future->id}, vm.recorder.intern(vm.repr_text(future->exception))});
  }
  Ptr<Dict> context = make_dict();
  Ptr<Str> message = make_str(fmt::format("{} exception was never retrieved", future->type->name->view()));
  dict_set(context.get(), "message", message);
  dict_set(context.get(), "exception", future->exception);
  dict_set(context.get(), "future", self);
  if (future->source_traceback) dict_set(context.get(), "source_traceback", future->source_traceback);
  report_to_handler(vm, future->loop, std::move(context));
  return none();
}

// --- methods
// ----------------------------------------------------------------------------------------------------------

Ref result(Vm& vm, Value self, Args) { return future_result(vm, self_of(self)); }

Ref exception(Vm& vm, Value self, Args) {
  Future* future = self_of(self);
  if (!initialised(vm, future)) return nullptr;
  if (future->state == FutureState::kCancelled) return vm.raise_instance(make_cancelled_error(vm, future));
  if (future->state == FutureState::kPending) return vm.raise(vm.exc.InvalidStateError, "Exception is not set.");
  Value kept = future->exception_traceback;  // exception() leaves the traceback for result()
  incref(kept);
  Ref error = future_error(vm, future);
  decref(std::exchange(future->exception_traceback, kept));
  return error ? error : none();
}

Ref set_result_method(Vm& vm, Value self, Args args) { return set_result(vm, self_of(self), args[0]) ? none() : Ref(); }
Ref set_exception_method(Vm& vm, Value self, Args args) {
  return set_exception(vm, self_of(self), args[0]) ? none() : Ref();
}

Ref cancel(Vm& vm, Value self, Args args) {
  Value message;
  if (!vm.bind("cancel", args, {"msg"}, 0, &message) || !initialised(vm, self_of(self))) return nullptr;
  int done = cancel_future(vm, self_of(self), message);
  return done < 0 ? Ref() : boolean(done == 1);
}

Ref cancelled(Vm&, Value self, Args) { return boolean(self_of(self)->state == FutureState::kCancelled); }
Ref done(Vm&, Value self, Args) { return boolean(self_of(self)->state != FutureState::kPending); }

Ref add_done_callback_method(Vm& vm, Value self, Args args) {
  Value values[2];
  if (!vm.bind("add_done_callback", args, {"/fn", "$context"}, 1, values) || !initialised(vm, self_of(self)))
    return nullptr;
  Value context = values[1].is_none() ? kNull : values[1];
  return add_done_callback(vm, self_of(self), values[0], context) ? none() : Ref();
}

Ref remove_done_callback(Vm& vm, Value self, Args args) {
  Future* future = self_of(self);
  if (!initialised(vm, future)) return nullptr;
  int64_t removed = 0;
  std::vector<DoneCallback> all;
  if (future->first.callback) all.push_back(std::exchange(future->first, DoneCallback{}));
  if (std::vector<DoneCallback>* more = std::exchange(future->more, nullptr)) {
    all.insert(all.end(), more->begin(), more->end());
    delete more;
  }
  std::vector<DoneCallback> kept;
  bool ok = true;
  for (DoneCallback& callback : all) {
    int same = ok && callback.context ? vm.equals(callback.callback, args[0]) : 0;
    if (ok && !callback.context && !callback.callback.is(Kind::kTask)) same = vm.equals(callback.callback, args[0]);
    ok = ok && same >= 0;
    if (same == 1) {
      decref(callback.callback);
      decref(callback.context);
      ++removed;
    } else {
      kept.push_back(callback);
    }
  }
  if (!kept.empty()) {
    future->first = kept.front();
    if (kept.size() > 1) future->more = new std::vector<DoneCallback>(kept.begin() + 1, kept.end());
  }
  if (!ok) return nullptr;
  if (removed > 0 && tracing(vm)) {
    vm.recorder.emit(ev::FutureCallbackRemoved{FutureId{future->id}, static_cast<uint32_t>(removed)});
  }
  return make_int(removed);
}

Ref get_loop(Vm& vm, Value self, Args) {
  return initialised(vm, self_of(self)) ? Ref::share(self_of(self)->loop) : Ref();
}
Ref make_cancelled_error_method(Vm& vm, Value self, Args) { return make_cancelled_error(vm, self_of(self)); }
Ref await_method(Vm& vm, Value self, Args) { return future_await(vm, self); }
Ref class_getitem(Vm& vm, Value self, Args args) {
  Ref alias = library_function(vm, "types", "GenericAlias");
  return alias ? vm.call(alias, self, args[0]) : Ref();
}

const MethodDef kMethods[] = {
    {"result", result},
    {"exception", exception},
    {"set_result", set_result_method, 1, 1},
    {"set_exception", set_exception_method, 1, 1},
    {"cancel", cancel, 0, 1, true},
    {"cancelled", cancelled},
    {"done", done},
    {"add_done_callback", add_done_callback_method, 1, 1, true},
    {"remove_done_callback", remove_done_callback, 1, 1},
    {"get_loop", get_loop},
    {"_make_cancelled_error", make_cancelled_error_method},
    {"__await__", await_method},
    {"__class_getitem__", class_getitem, 1, 1, false, MethodDef::kClass},
};
const MethodDef kDel[] = {{"__del__", del}};

// --- attributes
// -------------------------------------------------------------------------------------------------------

Ref get_state(Vm&, Value self) {
  switch (self_of(self)->state) {
    case FutureState::kPending:
      return Ref::share(intern("PENDING"));
    case FutureState::kCancelled:
      return Ref::share(intern("CANCELLED"));
    case FutureState::kFinished:
      return Ref::share(intern("FINISHED"));
  }
  return nullptr;
}

Ref get_callbacks(Vm& vm, Value self) {
  Future* future = self_of(self);
  Ptr<List> list = make_list();
  auto add = [&](const DoneCallback& callback) {
    Ref fn = Ref::share(callback.callback);
    if (callback.callback.is(Kind::kTask) && !callback.context) fn = vm.getattr(callback.callback, "task_wakeup");
    Value pair[] = {fn ? fn.get() : kNone, callback.context ? callback.context : kNone};
    append(list.get(), make_tuple(std::span<const Value>(pair)));
  };
  if (future->first.callback) add(future->first);
  if (future->more) {
    for (const DoneCallback& callback : *future->more) add(callback);
  }
  return list->items.empty() ? none() : Ref(std::move(list));
}

bool set_blocking(Vm& vm, Value self, Value v) {
  int truth = v ? vm.truth(v) : -1;
  if (!v) vm.raise(vm.exc.AttributeError, "cannot delete attribute");
  if (truth >= 0) self_of(self)->blocking = truth == 1;
  return truth >= 0;
}

bool set_log_traceback(Vm& vm, Value self, Value v) {
  int truth = v ? vm.truth(v) : 0;
  if (truth < 0) return false;
  if (truth == 1) {
    vm.raise(vm.exc.ValueError, "_log_traceback can only be set to False");
    return false;
  }
  self_of(self)->log_traceback = false;
  return true;
}

bool set_source_traceback(Vm&, Value self, Value v) {
  incref(v);
  decref(std::exchange(self_of(self)->source_traceback, v));
  return true;
}
bool set_cancel_message(Vm&, Value self, Value v) {
  if (v.is_none()) v = kNull;
  incref(v);
  decref(std::exchange(self_of(self)->cancel_message, v));
  return true;
}

const GetSetDef kGetSets[] = {
    {"_state", get_state},
    {"_asyncio_future_blocking", [](Vm&, Value self) { return boolean(self_of(self)->blocking); }, set_blocking},
    {"_loop", [](Vm&, Value self) { return or_none(self_of(self)->loop ? Value(self_of(self)->loop) : kNone); }},
    {"_callbacks", get_callbacks},
    {"_result", [](Vm&, Value self) { return or_none(self_of(self)->result); }},
    {"_exception", [](Vm&, Value self) { return or_none(self_of(self)->exception); }},
    {"_log_traceback", [](Vm&, Value self) { return boolean(self_of(self)->log_traceback); }, set_log_traceback},
    {"_source_traceback", [](Vm&, Value self) { return or_none(self_of(self)->source_traceback); },
     set_source_traceback},
    {"_cancel_message", [](Vm&, Value self) { return or_none(self_of(self)->cancel_message); }, set_cancel_message},
};

// --- awaiting
// ---------------------------------------------------------------------------------------------------------

Ref iterator_next(Vm& vm, Value self) {
  auto* iterator = as<FutureIterator>(self);
  Future* future = iterator->future;
  if (!future) return nullptr;
  if (future->state == FutureState::kPending) {
    if (!future->blocking) {
      future->blocking = true;
      return Ref::share(future);
    }
    return vm.raise(vm.exc.RuntimeError, "await wasn't used with future");
  }
  iterator->future = nullptr;
  Ref owned = Ref::steal(future);
  Ref value = future_result(vm, future);
  if (!value || value.is_none()) return nullptr;
  Value v = value;
  vm.restore_exception(vm.make_exception_with(vm.exc.StopIteration, {&v, 1}));
  return nullptr;
}

Ref iterator_send(Vm& vm, Value self, Args) {
  Ref value = iterator_next(vm, self);
  if (!value && !vm.failed()) vm.restore_exception(vm.make_exception_with(vm.exc.StopIteration, {}));
  return value;
}

Ref iterator_throw(Vm& vm, Value, Args args) {
  Value last = args[args.count - 1];
  Value v = args.count > 1 && args[1].is(Kind::kException) ? args[1] : args[0];
  (void)last;
  if (v.is(Kind::kType) && is_subtype(as<Type>(v), vm.exc.BaseException)) {
    Ref made = args.count > 1 && !args[1].is_none() ? vm.call(v, args[1]) : vm.call(v);
    return made ? vm.raise_instance(std::move(made)) : Ref();
  }
  if (!v.is(Kind::kException)) {
    return vm.raise(vm.exc.TypeError, "exceptions must be classes or instances deriving from BaseException, not {}",
                    type_of(v)->name->view());
  }
  return vm.raise_instance(Ref::share(v));
}

Ref iterator_close(Vm&, Value self, Args) {
  if (Future* future = std::exchange(as<FutureIterator>(self)->future, nullptr)) decref(future);
  return none();
}

const MethodDef kIteratorMethods[] = {
    {"send", iterator_send, 1, 1}, {"throw", iterator_throw, 1, 3}, {"close", iterator_close}};

void traverse_iterator(Object* object, Visitor& visitor) {
  if (Future* future = static_cast<FutureIterator*>(object)->future) visitor.visit(future);
}
void clear_iterator(Object* object) {
  if (Future* future = std::exchange(static_cast<FutureIterator*>(object)->future, nullptr)) decref(future);
}
void destroy_iterator(Object* object) {
  clear_iterator(object);
  free_object(object);
}

}  // namespace

const std::span<const MethodDef> kFutureMethods{kMethods};
const std::span<const GetSetDef> kFutureGetSets{kGetSets};

void traverse_future(Object* object, Visitor& visitor) {
  auto* future = static_cast<Future*>(object);
  if (future->dict) visitor.visit(future->dict);
  if (future->loop) visitor.visit(future->loop);
  for (Value v : {future->result, future->exception, future->exception_traceback, future->cancel_message,
                  future->cancelled_error, future->source_traceback, future->first.callback, future->first.context}) {
    if (v) visitor.visit(v);
  }
  if (!future->more) return;
  for (const DoneCallback& callback : *future->more) {
    visitor.visit(callback.callback);
    if (callback.context) visitor.visit(callback.context);
  }
}

void clear_future(Object* object) {
  auto* future = static_cast<Future*>(object);
  drop_callbacks(future);
  for (Value* v : {&future->result, &future->exception, &future->exception_traceback, &future->cancel_message,
                   &future->cancelled_error, &future->source_traceback}) {
    drop(*v);
  }
  if (Dict* dict = std::exchange(future->dict, nullptr)) decref(dict);
}

void destroy_future_fields(Future* future) {
  clear_future(future);
  if (EventLoop* loop = std::exchange(future->loop, nullptr)) decref(Value(loop));
}

Ref future_await(Vm& vm, Value self) {
  auto* iterator = static_cast<FutureIterator*>(vm.new_object(asyncio_of(vm).future_iterator));
  iterator->future = self_of(self);
  incref(self);
  return Ref::steal(iterator);
}

/// The text is put together in lib/asyncio/base_futures.py and base_tasks.py.
Ref future_repr(Vm& vm, Value self) {
  Future* future = self_of(self);
  if (!future->loop) return make_str(fmt::format("<{} (uninitialized)>", future->type->name->view()));
  Ref describe = future->is_task ? library_function(vm, "asyncio.base_tasks", "_task_repr")
                                 : library_function(vm, "asyncio.base_futures", "_future_repr");
  return describe ? vm.call(describe, self) : Ref();
}

void setup_future_type(Vm& vm) {
  Asyncio& a = asyncio_of(vm);
  Type* type =
      vm.make_type({"_asyncio", "Future", Kind::kFuture, kBaseType | kHasDict | kHasDel, sizeof(Future), nullptr});
  a.future = type;
  type->destroy = destroy_future;
  type->traverse = traverse_future;
  type->clear = clear_future;
  type->construct = construct;
  type->init = init;
  type->repr = future_repr;
  type->iter = future_await;
  type->await = future_await;
  vm.add_methods(type, kFutureMethods);
  vm.add_methods(type, kDel);
  vm.add_getsets(type, kFutureGetSets);
  vm.finish_type(type);

  type = vm.make_type({"_asyncio", "FutureIter", Kind::kFutureIterator, kAbstract, sizeof(FutureIterator), nullptr});
  a.future_iterator = type;
  type->destroy = destroy_iterator;
  type->traverse = traverse_iterator;
  type->clear = clear_iterator;
  type->iter = [](Vm&, Value self) { return Ref::share(self); };
  type->next = iterator_next;
  vm.add_methods(type, kIteratorMethods);
  vm.finish_type(type);
}

}  // namespace loopscope::loop

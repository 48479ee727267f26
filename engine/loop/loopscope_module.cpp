// The native module _loopscope: how lib/*.py tells the recorder what only it knows.

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/loop/future.hpp"
#include "engine/loop/handle.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

Ref none() { return Ref::share(kNone); }

/// The trace's side of a lock, event, semaphore, condition, queue or barrier; it dies with the object that holds it.
struct Sync : Object {
  uint32_t id;
};

uint32_t number(Vm& vm, Value v) {
  int64_t n = 0;
  if (int_value(v, &n) < 0) vm.raise(vm.exc.TypeError, "an int is needed");
  return n < 0 ? 0 : n > UINT32_MAX ? UINT32_MAX : static_cast<uint32_t>(n);
}
FutureId future_id(Value v) { return FutureId{is_future(v) ? as<Future>(v)->id : 0}; }
std::string_view text_of(Value v) { return v.is(Kind::kStr) ? as<Str>(v)->view() : std::string_view(); }
SyncId id_of(Value v) { return SyncId{static_cast<Sync*>(v.object())->id}; }

/// Sync(kind, size)
Ref construct_sync(Vm& vm, Type* type, Args args) {
  Value v[2];
  if (!vm.bind("Sync", args, {"kind", "size"}, 2, v)) return nullptr;
  auto* sync = static_cast<Sync*>(vm.new_object(type));
  Ref owned = Ref::steal(sync);
  sync->id = ++vm.trace_ids.sync;
  if (tracing(vm)) {
    vm.recorder.emit(ev::SyncCreated{
        SyncId{sync->id}, static_cast<trace::SyncKind>(number(vm, v[0])), number(vm, v[1]), {}, trace_user_place(vm)});
  }
  return vm.failed() ? Ref() : owned;
}

void destroy_sync(Object* object) {
  Vm& vm = *current_vm;
  if (tracing(vm)) vm.recorder.emit(ev::SyncFreed{SyncId{static_cast<Sync*>(object)->id}});
  free_object(object);
}

Ref acquired(Vm& vm, Value self, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::SyncAcquired{id_of(self), number(vm, args[0])});
  return none();
}
Ref released(Vm& vm, Value self, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::SyncReleased{id_of(self), number(vm, args[0])});
  return none();
}
Ref waiter_added(Vm& vm, Value self, Args args) {
  if (tracing(vm)) {
    vm.recorder.emit(
        ev::SyncWaiterAdded{id_of(self), future_id(args[0]), static_cast<trace::WaitRole>(number(vm, args[1]))});
  }
  return none();
}
Ref waiter_woken(Vm& vm, Value self, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::SyncWaiterWoken{id_of(self), future_id(args[0])});
  return none();
}
Ref waiter_removed(Vm& vm, Value self, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::SyncWaiterRemoved{id_of(self), future_id(args[0])});
  return none();
}
Ref changed(Vm& vm, Value self, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::SyncValueChanged{id_of(self), number(vm, args[0])});
  return none();
}
Ref shut_down(Vm& vm, Value self, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::SyncShutdown{id_of(self), vm.truth(args[0]) == 1});
  return none();
}

const MethodDef kSyncMethods[] = {
    {"acquired", acquired, 1, 1},
    {"released", released, 1, 1},
    {"waiter_added", waiter_added, 2, 2},
    {"waiter_woken", waiter_woken, 1, 1},
    {"waiter_removed", waiter_removed, 1, 1},
    {"changed", changed, 1, 1},
    {"shut_down", shut_down, 1, 1},
};

// --- functions
// --------------------------------------------------------------------------------------------------------

Generator* async_generator(Value v) { return v.is(Kind::kAsyncGenerator) ? as<Generator>(v) : nullptr; }
LoopId loop_id(Value v) { return LoopId{v.is(Kind::kEventLoop) ? as<EventLoop>(v)->id : 0}; }

Ref first_iteration(Vm& vm, Value, Args args) {
  Generator* generator = async_generator(args[0]);
  if (generator && tracing(vm)) vm.recorder.emit(ev::CoroFirstIteration{CoroId{generator->trace_id}, loop_id(args[1])});
  return none();
}
Ref hook_called(Vm& vm, Value, Args args) {
  Generator* generator = async_generator(args[0]);
  if (!generator) return none();
  generator->close_by = static_cast<uint8_t>(trace::CloseBy::kGcHook);
  if (tracing(vm)) vm.recorder.emit(ev::AsyncgenHookCalled{CoroId{generator->trace_id}, loop_id(args[1])});
  return none();
}
/// closing(agen, by): the next aclose() of agen is on behalf of `by` (CloseBy).
Ref closing(Vm& vm, Value, Args args) {
  if (Generator* generator = async_generator(args[0])) generator->close_by = static_cast<uint8_t>(number(vm, args[1]));
  return vm.failed() ? Ref() : none();
}
Ref shutdown_begin(Vm& vm, Value, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::ShutdownAsyncgensBegin{loop_id(args[0]), number(vm, args[1])});
  return none();
}
Ref shutdown_end(Vm& vm, Value, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::ShutdownAsyncgensEnd{loop_id(args[0])});
  return none();
}
/// aim(handle, future): the timer is there to end the future.
Ref aim(Vm& vm, Value, Args args) {
  if (tracing(vm) && (args[0].is(Kind::kTimerHandle) || args[0].is(Kind::kHandle))) {
    vm.recorder.emit(ev::TimerAimed{HandleId{as<Handle>(args[0])->id}, future_id(args[1])});
  }
  return none();
}
/// log(level, logger, message)
Ref log(Vm& vm, Value, Args args) {
  if (tracing(vm)) {
    vm.recorder.emit(ev::LogRecorded{number(vm, args[0]), vm.recorder.intern(text_of(args[1])),
                                     vm.recorder.text(text_of(args[2])), trace_user_place(vm)});
  }
  return vm.failed() ? Ref() : none();
}
/// unhandled(message, exception or None, future or None): what the loop's exception handler got.
Ref unhandled(Vm& vm, Value, Args args) {
  if (!tracing(vm)) return none();
  bool has_error = args[1].is(Kind::kException);
  StringId error = has_error ? vm.recorder.intern(vm.repr_text(args[1])) : StringId{};
  StringId traceback;
  if (has_error && vm.format_exception) traceback = vm.recorder.text(vm.format_exception(vm, args[1]));
  vm.recorder.emit(ev::UnhandledError{trace::ErrorKind::kLoopHandler, vm.recorder.intern(text_of(args[0])), error,
                                      future_id(args[2]), traceback});
  return none();
}
/// thread_died(error): what has ended the calling thread.
Ref thread_died(Vm& vm, Value, Args args) {
  if (tracing(vm)) {
    vm.recorder.emit(
        ev::UnhandledError{trace::ErrorKind::kThread, {}, vm.recorder.intern(vm.repr_text(args[0])), {}, {}});
  }
  return none();
}
/// source_line(filename, number): the text of a line, "" when unknown.
Ref source_line(Vm& vm, Value, Args args) {
  uint32_t line = number(vm, args[1]);
  if (vm.failed()) return nullptr;
  std::string_view text = vm.source_text ? vm.source_text(vm, text_of(args[0])) : std::string_view();
  for (; line > 1 && !text.empty(); --line) {
    size_t end = text.find('\n');
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return make_str(text.substr(0, text.find('\n')));
}
/// watched(loop, fd, interest, handle): 1 reading, 2 writing.
Ref watched(Vm& vm, Value, Args args) {
  if (tracing(vm) && args[3].is(Kind::kHandle)) {
    auto* handle = as<Handle>(args[3]);
    vm.recorder.emit(ev::SelectorRegistered{loop_id(args[0]), number(vm, args[1]), number(vm, args[2]),
                                            HandleId{handle->id},
                                            vm.recorder.intern(callback_name(vm, handle->callback))});
  }
  return vm.failed() ? Ref() : none();
}
/// unwatched(loop, fd)
Ref unwatched(Vm& vm, Value, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::SelectorUnregistered{loop_id(args[0]), number(vm, args[1])});
  return vm.failed() ? Ref() : none();
}
/// signal_handled(number, handle): an event loop schedules what it does about a signal.
Ref signal_handled(Vm& vm, Value, Args args) {
  if (tracing(vm) && args[1].is(Kind::kHandle)) {
    vm.recorder.emit(ev::SignalHandled{number(vm, args[0]), HandleId{as<Handle>(args[1])->id}});
  }
  return vm.failed() ? Ref() : none();
}
/// work_submitted(function, pool): a number for the piece of work.
Ref work_submitted(Vm& vm, Value, Args args) {
  const uint32_t work = ++vm.trace_ids.work;
  if (tracing(vm)) {
    StringId label = vm.recorder.intern(callback_name(vm, args[0]));
    vm.recorder.emit(ev::ExecutorSubmitted{work, FutureId{}, label, vm.recorder.intern(text_of(args[1]))});
  }
  return vm.failed() ? Ref() : make_int(work);
}
Ref work_begin(Vm& vm, Value, Args args) {
  if (tracing(vm)) vm.recorder.emit(ev::ExecutorWorkBegin{number(vm, args[0])});
  return vm.failed() ? Ref() : none();
}
/// work_end(work, failed, value): value is the result, or the exception.
Ref work_end(Vm& vm, Value, Args args) {
  if (tracing(vm)) {
    const trace::Outcome outcome = vm.truth(args[1]) == 1 ? trace::Outcome::kException : trace::Outcome::kResult;
    StringId value = vm.recorder.intern(short_repr(vm, args[2]));
    vm.recorder.emit(ev::ExecutorWorkEnd{number(vm, args[0]), outcome, value});
  }
  return vm.failed() ? Ref() : none();
}
Ref is_recording(Vm& vm, Value, Args) { return Ref::share(Value::boolean(tracing(vm))); }

const MethodDef kFunctions[] = {
    {"first_iteration", first_iteration, 2, 2},
    {"hook_called", hook_called, 2, 2},
    {"closing", closing, 2, 2},
    {"shutdown_begin", shutdown_begin, 2, 2},
    {"shutdown_end", shutdown_end, 1, 1},
    {"aim", aim, 2, 2},
    {"log", log, 3, 3},
    {"unhandled", unhandled, 3, 3},
    {"thread_died", thread_died, 1, 1},
    {"source_line", source_line, 2, 2},
    {"watched", watched, 4, 4},
    {"unwatched", unwatched, 2, 2},
    {"signal_handled", signal_handled, 2, 2},
    {"work_submitted", work_submitted, 2, 2},
    {"work_begin", work_begin, 1, 1},
    {"work_end", work_end, 3, 3},
    {"is_recording", is_recording},
};

}  // namespace

bool fill_loopscope_module(Vm& vm, Module* module) {
  Type* type = vm.make_type({"_loopscope", "Sync", Kind::kNative, 0, sizeof(Sync), nullptr});
  asyncio_of(vm).sync = type;
  type->destroy = destroy_sync;
  type->construct = construct_sync;
  type->init = [](Vm&, Value, Args) { return true; };
  vm.add_methods(type, kSyncMethods);
  vm.finish_type(type);
  dict_set(module->dict, "Sync", type);
  vm.add_functions(module, kFunctions);
  const struct {
    const char* name;
    int value;
  } kConstants[] = {
      {"LOCK", static_cast<int>(trace::SyncKind::kLock)},
      {"EVENT", static_cast<int>(trace::SyncKind::kEvent)},
      {"SEMAPHORE", static_cast<int>(trace::SyncKind::kSemaphore)},
      {"CONDITION", static_cast<int>(trace::SyncKind::kCondition)},
      {"QUEUE", static_cast<int>(trace::SyncKind::kQueue)},
      {"THREAD_QUEUE", static_cast<int>(trace::SyncKind::kThreadQueue)},
      {"BARRIER", static_cast<int>(trace::SyncKind::kBarrier)},
      {"ACQUIRE", static_cast<int>(trace::WaitRole::kAcquire)},
      {"WAIT", static_cast<int>(trace::WaitRole::kWait)},
      {"GET", static_cast<int>(trace::WaitRole::kGet)},
      {"PUT", static_cast<int>(trace::WaitRole::kPut)},
      {"JOIN", static_cast<int>(trace::WaitRole::kJoin)},
      {"BY_ACLOSING", static_cast<int>(trace::CloseBy::kAclosing)},
      {"BY_SHUTDOWN", static_cast<int>(trace::CloseBy::kShutdownAsyncgens)},
  };
  for (const auto& constant : kConstants) dict_set(module->dict, constant.name, Value::small_int(constant.value));
  return true;
}

}  // namespace loopscope::loop

// The native module _thread: threads and locks of the simulated machine, on which lib/threading.py stands.

#include <cmath>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/handle.hpp"
#include "engine/loop/signals.hpp"
#include "engine/loop/thread_objects.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

World& world(Vm& vm) { return asyncio_of(vm).world; }
Ref none() { return Ref::share(kNone); }

// --- starting --------------------------------------------------------------------------------------------------------

/// What a new thread calls.
struct Call {
  Ref function, args, kwargs;
};

Ref run_call(Vm& vm, const Call& call) {
  const auto* positional = as<Tuple>(call.args);
  std::vector<Value> values(positional->items, positional->items + positional->count);
  if (!call.kwargs) return vm.call(call.function, Args{values.data(), positional->count, nullptr});
  std::vector<Value> names;
  for (size_t position = 0; const Dict::Entry* entry = dict_next(as<Dict>(call.kwargs), &position);) {
    names.push_back(entry->key);
    values.push_back(entry->value);
  }
  Ptr<Tuple> keywords = make_tuple(std::span<const Value>(names));
  return vm.call(call.function, Args{values.data(), positional->count, keywords.get()});
}

/// Nobody is above a thread's first function: what it raises is reported here.
void report(Vm& vm, Value function) {
  if (vm.pending_is(vm.exc.StopRequested)) return;
  if (vm.clear_if(vm.exc.SystemExit)) return;
  vm.write_unraisable("Exception ignored in thread started by", function);
}

std::shared_ptr<Thread> start(Vm& vm, Call call, std::string_view name, bool daemon) {
  auto shared = std::make_shared<Call>(std::move(call));
  return world(vm).start_thread(
      vm,
      [shared](Vm& machine) {
        if (!run_call(machine, *shared)) report(machine, shared->function);
        *shared = Call{};
        forget_locals(machine, machine.thread->id);
      },
      name, daemon);
}

bool is_callable(Vm& vm, Value v) {
  Type* type = type_of(v);
  return type->call || v.is(Kind::kFunction) || v.is(Kind::kNativeFunction) || v.is(Kind::kBoundMethod) ||
         v.is(Kind::kMethodDescriptor) || vm.lookup(type, vm.names.__call__);
}

/// start_new_thread(function, args, kwargs={})
Ref start_new_thread(Vm& vm, Value, Args args) {
  if (!is_callable(vm, args[0])) return vm.raise(vm.exc.TypeError, "first arg must be callable");
  if (!args[1].is(Kind::kTuple)) return vm.raise(vm.exc.TypeError, "2nd arg must be a tuple");
  if (args.count > 2 && !args[2].is(Kind::kDict)) {
    return vm.raise(vm.exc.TypeError, "optional 3rd arg must be a dictionary");
  }
  Call call{Ref::share(args[0]), Ref::share(args[1]), args.count > 2 ? Ref::share(args[2]) : Ref()};
  auto thread = start(vm, std::move(call), "", true);
  return thread ? make_int(thread->id) : Ref();
}

// --- handles ---------------------------------------------------------------------------------------------------------

struct ThreadHandle : Object {
  std::shared_ptr<Thread>* thread;  // owned; null before the start
};

Thread* thread_of(Value handle) {
  auto* owned = static_cast<ThreadHandle*>(handle.object())->thread;
  return owned ? owned->get() : nullptr;
}

void destroy_handle(Object* object) {
  delete static_cast<ThreadHandle*>(object)->thread;
  free_object(object);
}

/// start_joinable_thread(function, handle=None, daemon=True, name="")
Ref start_joinable_thread(Vm& vm, Value, Args args) {
  Value v[4];
  if (!vm.bind("start_joinable_thread", args, {"function", "handle", "daemon", "name"}, 1, v)) return nullptr;
  if (!is_callable(vm, v[0])) return vm.raise(vm.exc.TypeError, "thread function must be callable");
  Ref handle;
  if (v[1] && !v[1].is_none()) {
    if (type_of(v[1]) != asyncio_of(vm).thread_handle) {
      return vm.raise(vm.exc.TypeError, "'handle' must be a _ThreadHandle");
    }
    if (thread_of(v[1])) return vm.raise(vm.exc.RuntimeError, "thread already started");
    handle = Ref::share(v[1]);
  } else {
    handle = Ref::steal(vm.new_object(asyncio_of(vm).thread_handle));
  }
  const int daemon = v[2] ? vm.truth(v[2]) : 1;
  if (daemon < 0) return nullptr;
  auto thread = start(vm, Call{Ref::share(v[0]), make_tuple(0), {}},
                      v[3] && v[3].is(Kind::kStr) ? as<Str>(v[3])->view() : "", daemon == 1);
  if (!thread) return nullptr;
  static_cast<ThreadHandle*>(handle.get().object())->thread = new std::shared_ptr<Thread>(std::move(thread));
  return handle;
}

Ref handle_join(Vm& vm, Value self, Args args) {
  int64_t timeout_ns = -1;
  if (args.count && !args[0].is_none() && !read_timeout(vm, args[0], &timeout_ns)) return nullptr;
  Thread* thread = thread_of(self);
  if (!thread) return vm.raise(vm.exc.RuntimeError, "thread not started");
  if (thread == &world(vm).current_thread()) return vm.raise(vm.exc.RuntimeError, "Cannot join current thread");
  Ref keep = Ref::share(self);
  WaitList* lists[] = {&thread->ended_list};
  Wait wait;
  wait.reason = trace::BlockReason::kJoin;
  std::string what = "the end of " + thread->name;
  wait.what = what;
  wait.lists = lists;
  wait.ready = [](void* context) { return static_cast<Thread*>(context)->ended; };
  wait.context = thread;
  if (timeout_ns >= 0) wait.deadline_ns = vm.now_ns + timeout_ns;
  return world(vm).block(vm, wait) == Woken::kFailed ? Ref() : none();
}
Ref handle_is_done(Vm&, Value self, Args) {
  Thread* thread = thread_of(self);
  return Ref::share(Value::boolean(thread && thread->ended));
}
Ref handle_ident(Vm&, Value self) {
  Thread* thread = thread_of(self);
  return make_int(thread ? thread->id : 0);
}
Ref handle_repr(Vm&, Value self) {
  Thread* thread = thread_of(self);
  return make_str(fmt::format("<_ThreadHandle object: ident={}>", thread ? thread->id : 0));
}
const MethodDef kHandleMethods[] = {{"join", handle_join, 0, 1}, {"is_done", handle_is_done}};
const GetSetDef kHandleGetSets[] = {{"ident", handle_ident}};

// --- functions -------------------------------------------------------------------------------------------------------

Ref get_ident(Vm& vm, Value, Args) { return make_int(vm.thread->id); }
Ref main_ident(Vm& vm, Value, Args) { return make_int(world(vm).main_thread(vm).id); }
Ref count(Vm& vm, Value, Args) { return make_int(static_cast<int64_t>(world(vm).threads(vm).size()) - 1); }
Ref stack_size(Vm&, Value, Args) { return make_int(0); }
Ref exit_thread(Vm& vm, Value, Args) { return vm.raise_value(vm.exc.SystemExit, kNone); }
Ref interrupt_main(Vm& vm, Value, Args args) {
  int64_t signal = 2;
  if (args.count && !vm.to_index(args[0], &signal)) return nullptr;
  if (signal < 1 || signal > 63) return vm.raise(vm.exc.ValueError, "signal number out of range");
  world(vm).send_signal(world(vm).current_process(), static_cast<int>(signal), interrupts_main(vm));
  return none();
}
/// _set_name(name): what the trace calls the running thread.
Ref set_name(Vm& vm, Value, Args args) {
  if (!args[0].is(Kind::kStr)) return vm.raise(vm.exc.TypeError, "a thread's name must be a str");
  Thread& thread = world(vm).current_thread();
  thread.name = as<Str>(args[0])->view();
  if (tracing(vm)) {
    vm.recorder.emit(ev::ThreadRenamed{ThreadId{thread.id}, vm.recorder.intern(thread.name)});
  }
  return none();
}

const MethodDef kFunctions[] = {
    {"start_new_thread", start_new_thread, 2, 3},
    {"start_new", start_new_thread, 2, 3},
    {"start_joinable_thread", start_joinable_thread, 0, -1, true},
    {"get_ident", get_ident},
    {"get_native_id", get_ident},
    {"_get_main_thread_ident", main_ident},
    {"_count", count},
    {"stack_size", stack_size, 0, 1},
    {"exit", exit_thread},
    {"exit_thread", exit_thread},
    {"interrupt_main", interrupt_main, 0, 1},
    {"_set_name", set_name, 1, 1},
};

}  // namespace

bool read_timeout(Vm& vm, Value v, int64_t* ns) {
  double seconds = 0;
  if (!vm.to_double(v, &seconds)) return false;
  if (std::isnan(seconds)) {
    vm.raise(vm.exc.ValueError, "Invalid value NaN (not a number)");
    return false;
  }
  if (seconds > kTimeoutMax) {
    vm.raise(vm.exc.OverflowError,
             seconds > 9.3e9 ? "timestamp out of range for platform time_t" : "timeout value is too large");
    return false;
  }
  *ns = seconds < 0 ? -1 : static_cast<int64_t>(std::ceil(seconds * 1e9));
  return true;
}

bool fill_thread_module(Vm& vm, Module* module) {
  Type* handle = vm.make_type({"_thread", "_ThreadHandle", Kind::kNative, 0, sizeof(ThreadHandle), nullptr});
  asyncio_of(vm).thread_handle = handle;
  handle->destroy = destroy_handle;
  handle->repr = handle_repr;
  handle->construct = [](Vm& machine, Type* type, Args) { return Ref::steal(machine.new_object(type)); };
  handle->init = [](Vm&, Value, Args) { return true; };
  vm.add_methods(handle, kHandleMethods);
  vm.add_getsets(handle, kHandleGetSets);
  vm.finish_type(handle);
  dict_set(module->dict, "_ThreadHandle", handle);
  vm.add_functions(module, kFunctions);
  dict_set(module->dict, "error", vm.exc.RuntimeError);
  dict_set(module->dict, "TIMEOUT_MAX", make_float(kTimeoutMax));
  return add_lock_types(vm, module) && add_local_type(vm, module);
}

}  // namespace loopscope::loop

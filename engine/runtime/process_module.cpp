// The native module _processes: interpreters side by side in the simulated world, and what they share
// (shared_objects.hpp). lib/multiprocessing and the process pool stand on it.

#include <csignal>

#include "engine/loop/asyncio.hpp"
#include "engine/runtime/child.hpp"
#include "engine/runtime/machine.hpp"
#include "engine/runtime/modules.hpp"
#include "engine/runtime/shared_objects.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/alloc.hpp"

namespace loopscope::runtime {

namespace {

loop::World& world(Vm& vm) { return loop::asyncio_of(vm).world; }

struct Handle : Object {
  std::shared_ptr<loop::Process>* process;  // owned
};
loop::Process& process_of(Value v) { return **static_cast<Handle*>(v.object())->process; }

// --- processes -------------------------------------------------------------------------------------------------------

/// What a new process is given.
struct Start {
  Program program;
  Outputs outputs;
  std::string payload;
  std::vector<Parcel> parcels;
};

void give_up(Vm& vm, Start& start) {
  for (Parcel& parcel : start.parcels) runtime::give_up(vm, parcel);
  start.parcels.clear();
}

/// _process_worker.main(payload, items), once the program has been loaded as a module that is not __main__.
bool run_worker(Vm& vm, Machine& machine, Start& start) {
  if (!spend(vm, kInterpreterStartNs)) return false;  // it was killed before its first line
  runtime_of(vm).bootstrapping = true;
  const bool loaded = start.program.source.empty() || machine.execute("__mp_main__");
  runtime_of(vm).bootstrapping = false;
  if (!loaded) return false;
  if (Value module = dict_get(vm.modules, "__mp_main__")) dict_set(vm.modules, "__main__", module);
  Ref native_module = vm.import("_processes");
  Ref worker = native_module ? vm.import("_process_worker") : Ref();
  Ref main = worker ? vm.getattr(worker, "main") : Ref();
  if (!main) return false;
  Ptr<List> items = make_list();
  for (const Parcel& parcel : start.parcels) append(items.get(), unpack(vm, parcel));
  give_up(vm, start);
  Ref tuple = vm.tuple_of(items), payload = make_bytes(std::move(start.payload));
  items.reset();
  return static_cast<bool>(vm.call(main, payload, tuple));
}

bool pack_all(Vm& vm, Value objects, Start* start) {
  return vm.for_each(objects, [&](Ref object) {
    Parcel parcel;
    if (!pack(vm, object, &parcel)) return false;
    start->parcels.push_back(std::move(parcel));
    return true;
  });
}

/// start(payload, channels, name, daemon)
Ref start_process(Vm& vm, Value, Args args) {
  Value v[4];
  if (!vm.bind("start", args, {"payload", "channels", "name", "daemon"}, 3, v)) return nullptr;
  std::string_view payload;
  if (!bytes_view(v[0], &payload) || !is_str(v[2])) {
    return vm.raise(vm.exc.TypeError, "start() needs bytes, channels and a name");
  }
  Runtime& runtime = runtime_of(vm);
  if (runtime.bootstrapping) {
    return vm.raise(vm.exc.RuntimeError,
                    "An attempt has been made to start a new process before the current process has finished its "
                    "bootstrapping phase. A worker process loads this file again: what starts processes belongs below "
                    "`if __name__ == \"__main__\":`");
  }
  auto start = std::make_shared<Start>();
  start->program = *runtime.program;
  start->program.argv = runtime.program->argv;
  start->outputs = *runtime.outputs;
  start->payload = payload;
  // What all processes together may use is bounded by what their program may use.
  const int64_t left = vm.limits.instructions - vm.spent;
  start->program.limits = Limits{left > 1 ? left : 1, vm.limits.memory / 4, vm.limits.recursion};
  if (!pack_all(vm, v[1], start.get())) {
    give_up(vm, *start);
    return nullptr;
  }
  trace::Recorder& recorder = vm.recorder;
  loop::World& the_world = world(vm);
  TraceIds& ids = vm.trace_ids;
  auto process = the_world.start_process(
      vm,
      [start, &recorder, &the_world, &ids](loop::Process&) {
        Machine machine(start->program, start->outputs, recorder, the_world, &ids);
        run_worker(machine.vm(), machine, *start);
        give_up(machine.vm(), *start);
        bool stopped = false;
        machine.finish(machine.report_end(false, &stopped));
      },
      view(v[2]), true);
  if (!process) {
    give_up(vm, *start);
    return nullptr;
  }
  loop::asyncio_of(vm).children.push_back(process);
  auto* handle = static_cast<Handle*>(vm.new_object(process_type(vm, "Handle")));
  handle->process = new std::shared_ptr<loop::Process>(std::move(process));
  return Ref::steal(handle);
}

bool has_ended(void* process) { return static_cast<loop::Process*>(process)->ended; }

Ref process_join(Vm& vm, Value self, Args args) {
  Value timeout;
  if (!vm.bind("join", args, {"timeout"}, 0, &timeout)) return nullptr;
  int64_t deadline = loop::Wait::kForever;
  if (!read_deadline(vm, timeout, &deadline)) return nullptr;
  Ref keep = Ref::share(self);
  auto& process = process_of(self);
  const std::string what = "the end of " + process.command;
  loop::WaitList* lists[] = {&process.ended_list};
  loop::Wait wait;
  wait.reason = trace::BlockReason::kJoin;
  wait.what = what;
  wait.lists = lists;
  wait.ready = has_ended;
  wait.context = &process;
  wait.deadline_ns = deadline;
  const auto woken = world(vm).block(vm, wait);
  return woken == loop::Woken::kFailed ? Ref() : none();
}
template <int Signal>
Ref process_signal(Vm& vm, Value self, Args) {
  world(vm).send_signal(process_of(self), Signal);
  return none();
}
Ref process_alive(Vm&, Value self, Args) { return boolean(!process_of(self).ended); }
Ref process_pid(Vm&, Value self) { return make_int(process_of(self).id); }
Ref process_exitcode(Vm&, Value self) {
  auto& process = process_of(self);
  return process.ended ? make_int(process.status) : none();
}
const MethodDef kHandleMethods[] = {
    {"join", process_join, 0, -1, true},
    {"is_alive", process_alive},
    {"terminate", process_signal<SIGTERM>},
    {"kill", process_signal<SIGKILL>},
};
const GetSetDef kHandleGetSets[] = {{"pid", process_pid}, {"exitcode", process_exitcode}};

Ref getpid(Vm& vm, Value, Args) { return make_int(world(vm).current_process().id); }
Ref getppid(Vm& vm, Value, Args) {
  loop::Process* parent = world(vm).current_process().parent;
  return make_int(parent ? parent->id : 0);
}
/// leave(status): os._exit(), nothing is cleaned up.
Ref leave(Vm& vm, Value, Args args) {
  int64_t status = 0;
  if (vm.to_index(args[0], &status)) world(vm).leave(vm, static_cast<int>(status & 0xff));
  return nullptr;
}
Ref is_bootstrapping(Vm& vm, Value, Args) { return boolean(runtime_of(vm).bootstrapping); }

const MethodDef kFunctions[] = {
    {"start", start_process, 0, -1, true},  {"getpid", getpid}, {"getppid", getppid}, {"leave", leave, 1, 1},
    {"is_bootstrapping", is_bootstrapping},
};

}  // namespace

bool handle_waitable(Vm& vm, Value v, Waitable* out) {
  if (type_of(v) != process_type(vm, "Handle")) {
    vm.raise(vm.exc.TypeError, "cannot wait for '{}' objects", type_name(v));
    return false;
  }
  auto& process = process_of(v);
  *out = {&process.ended_list, has_ended, &process};
  return true;
}

bool fill_processes(Vm& vm, Module* module) {
  Type* handle = vm.make_type({"_processes", "Handle", Kind::kNative, kAbstract, sizeof(Handle), nullptr});
  handle->destroy = [](Object* object) {
    delete static_cast<Handle*>(object)->process;
    free_object(object);
  };
  vm.add_methods(handle, kHandleMethods);
  vm.add_getsets(handle, kHandleGetSets);
  vm.finish_type(handle);
  dict_set(module->dict, "Handle", handle);
  vm.add_functions(module, kFunctions);
  return add_shared_objects(vm, module);
}

}  // namespace loopscope::runtime

// The native module _processes: interpreters side by side in the simulated world, and what they share: message channels
// and semaphores. lib/multiprocessing and the process pool stand on it.

#include <csignal>
#include <deque>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/thread_objects.hpp"
#include "engine/runtime/machine.hpp"
#include "engine/runtime/modules.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/alloc.hpp"

namespace loopscope::runtime {

namespace {

loop::World& world(Vm& vm) { return loop::asyncio_of(vm).world; }

/// An object that holds something of the world by a shared pointer.
template <typename T>
struct Holder : Object {
  std::shared_ptr<T>* shared;  // owned
};
template <typename T>
T& held(Value v) {
  return **static_cast<Holder<T>*>(v.object())->shared;
}
template <typename T>
Ref hold(Vm& vm, Type* type, std::shared_ptr<T> shared) {
  auto* holder = static_cast<Holder<T>*>(vm.new_object(type));
  holder->shared = new std::shared_ptr<T>(std::move(shared));
  return Ref::steal(holder);
}

/// The types live as long as their machine; each machine has its own.
Type* type_named(Vm& vm, const char* name) {
  Value module = dict_get(vm.modules, "_processes");
  Value type = module.is(Kind::kModule) ? dict_get(as<Module>(module)->dict, name) : Value();
  return type ? as<Type>(type) : nullptr;
}

// --- waiting ---------------------------------------------------------------------------------------------------------

/// None or seconds, counted from now; false with an exception pending.
bool read_deadline(Vm& vm, Value v, int64_t* deadline_ns) {
  if (!v || v.is_none()) return true;
  int64_t ns = 0;
  if (!loop::read_timeout(vm, v, &ns)) return false;
  *deadline_ns = vm.now_ns + (ns > 0 ? ns : 0);
  return true;
}

loop::Woken wait_for(Vm& vm, trace::BlockReason reason, std::string_view what, loop::WaitList& list,
                     bool (*ready)(void*), void* context, int64_t deadline_ns) {
  loop::WaitList* lists[] = {&list};
  loop::Wait wait;
  wait.reason = reason;
  wait.what = what;
  wait.lists = lists;
  wait.ready = ready;
  wait.context = context;
  wait.deadline_ns = deadline_ns;
  return world(vm).block(vm, wait);
}

// --- Channel ---------------------------------------------------------------------------------------------------------

struct ChannelState {
  std::deque<std::string> messages;
  size_t ends = 0;  // Channel objects that are open, in all processes
  loop::WaitList readers;
};

struct Channel : Object {
  std::shared_ptr<ChannelState>* state;  // owned
  bool closed;
};

Channel* channel_of(Value v) { return static_cast<Channel*>(v.object()); }

Ref make_channel(Vm& vm, Type* type, std::shared_ptr<ChannelState> state) {
  auto* channel = static_cast<Channel*>(vm.new_object(type));
  ++state->ends;
  channel->state = new std::shared_ptr<ChannelState>(std::move(state));
  return Ref::steal(channel);
}

void close_end(Vm& vm, Channel* channel) {
  if (std::exchange(channel->closed, true)) return;
  ChannelState& state = **channel->state;
  --state.ends;
  world(vm).notify(vm, state.readers);
}

void destroy_channel(Object* object) {
  auto* channel = static_cast<Channel*>(object);
  close_end(*current_vm, channel);
  delete channel->state;
  free_object(object);
}

bool check_open(Vm& vm, const Channel* channel) {
  if (channel->closed) vm.raise(vm.exc.OSError, "handle is closed");
  return !channel->closed;
}

Ref channel_send(Vm& vm, Value self, Args args) {
  std::string_view message;
  if (!bytes_view(args[0], &message)) return vm.raise(vm.exc.TypeError, "a bytes-like object is needed");
  Channel* channel = channel_of(self);
  if (!check_open(vm, channel)) return nullptr;
  ChannelState& state = **channel->state;
  if (state.ends < 2) return vm.raise(vm.exc.BrokenPipeError, "Broken pipe");
  if (!vm.reserve(message.size())) return nullptr;
  state.messages.emplace_back(message);
  world(vm).notify(vm, state.readers);
  return none();
}

/// Something to read, or nobody left who could write.
bool readable(void* context) {
  auto* state = static_cast<ChannelState*>(context);
  return !state->messages.empty() || state->ends < 2;
}

Ref channel_recv(Vm& vm, Value self, Args args) {
  Value timeout;
  if (!vm.bind("recv", args, {"timeout"}, 0, &timeout)) return nullptr;
  int64_t deadline = loop::Wait::kForever;
  Channel* channel = channel_of(self);
  if (!check_open(vm, channel) || !read_deadline(vm, timeout, &deadline)) return nullptr;
  Ref keep = Ref::share(self);
  ChannelState& state = **channel->state;
  switch (wait_for(vm, trace::BlockReason::kIo, "a message", state.readers, readable, &state, deadline)) {
    case loop::Woken::kFailed:
      return nullptr;
    case loop::Woken::kTimedOut:
      return none();
    case loop::Woken::kReady:
      break;
  }
  if (state.messages.empty()) return vm.raise_instance(vm.make_exception_with(vm.exc.EOFError, {}));
  std::string message = std::move(state.messages.front());
  state.messages.pop_front();
  return make_bytes(std::move(message));
}

Ref channel_poll(Vm& vm, Value self, Args args) {
  int64_t deadline = vm.now_ns;
  Channel* channel = channel_of(self);
  if (args.count && args[0].is_none()) deadline = loop::Wait::kForever;
  if (!check_open(vm, channel) || (args.count && !read_deadline(vm, args[0], &deadline))) return nullptr;
  Ref keep = Ref::share(self);
  ChannelState& state = **channel->state;
  if (readable(&state)) return boolean(true);
  if (deadline <= vm.now_ns) return world(vm).yield(vm) ? boolean(readable(&state)) : Ref();
  auto woken = wait_for(vm, trace::BlockReason::kIo, "a message", state.readers, readable, &state, deadline);
  return woken == loop::Woken::kFailed ? Ref() : boolean(woken == loop::Woken::kReady);
}

Ref channel_close(Vm& vm, Value self, Args) {
  close_end(vm, channel_of(self));
  return none();
}

const MethodDef kChannelMethods[] = {
    {"send", channel_send, 1, 1},
    {"recv", channel_recv, 0, -1, true},
    {"poll", channel_poll, 0, 1},
    {"close", channel_close},
};

// --- SharedLock ------------------------------------------------------------------------------------------------------

struct Semaphore {
  int64_t value = 1;
  loop::WaitList waiters;
};

bool take(void* context) {
  auto* semaphore = static_cast<Semaphore*>(context);
  if (semaphore->value == 0) return false;
  --semaphore->value;
  return true;
}

Ref lock_acquire(Vm& vm, Value self, Args args) {
  Value v[2];
  if (!vm.bind("acquire", args, {"block", "timeout"}, 0, v)) return nullptr;
  const int block = v[0] ? vm.truth(v[0]) : 1;
  int64_t deadline = loop::Wait::kForever;
  if (block < 0 || !read_deadline(vm, v[1], &deadline)) return nullptr;
  Ref keep = Ref::share(self);
  auto& semaphore = held<Semaphore>(self);
  if (!block) return boolean(take(&semaphore));
  auto woken = wait_for(vm, trace::BlockReason::kLock, "a lock that processes share", semaphore.waiters, take,
                        &semaphore, deadline);
  return woken == loop::Woken::kFailed ? Ref() : boolean(woken == loop::Woken::kReady);
}
Ref lock_release(Vm& vm, Value self, Args) {
  auto& semaphore = held<Semaphore>(self);
  ++semaphore.value;
  world(vm).notify(vm, semaphore.waiters);
  return none();
}
const MethodDef kLockMethods[] = {{"acquire", lock_acquire, 0, -1, true}, {"release", lock_release}};
const GetSetDef kLockGetSets[] = {{"value", [](Vm&, Value self) { return make_int(held<Semaphore>(self).value); }}};

// --- processes -------------------------------------------------------------------------------------------------------

/// What a new process is given.
struct Start {
  Program program;
  Outputs outputs;
  std::string payload;
  struct Item {
    std::shared_ptr<ChannelState> channel;
    std::shared_ptr<Semaphore> lock;
  };
  std::vector<Item> items;
};

/// Lets go of the channels that nobody took over.
void give_up(Start& start) {
  for (Start::Item& item : start.items) {
    if (item.channel) --item.channel->ends;
  }
  start.items.clear();
}

/// _process_worker.main(payload, items), once the program has been loaded as a module that is not __main__.
bool run_worker(Vm& vm, Machine& machine, Start& start) {
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
  for (Start::Item& item : start.items) {
    append(items.get(), item.channel ? make_channel(vm, type_named(vm, "Channel"), item.channel)
                                     : hold(vm, type_named(vm, "SharedLock"), item.lock));
  }
  give_up(start);
  Ref tuple = vm.tuple_of(items), payload = make_bytes(std::move(start.payload));
  items.reset();
  return static_cast<bool>(vm.call(main, payload, tuple));
}

bool read_items(Vm& vm, Value items, Start* start) {
  Type *channel = type_named(vm, "Channel"), *lock = type_named(vm, "SharedLock");
  return vm.for_each(items, [&](Ref item) {
    if (type_of(item) == channel) {
      start->items.push_back({*channel_of(item)->state, nullptr});
      // Counted from now on, so that nobody sees the end of it before the child has come to life.
      ++(*channel_of(item)->state)->ends;
    } else if (type_of(item) == lock) {
      start->items.push_back({nullptr, *static_cast<Holder<Semaphore>*>(item.get().object())->shared});
    } else {
      vm.raise(vm.exc.TypeError, "a Channel or a SharedLock is needed, not {}", type_name(item));
      return false;
    }
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
  if (!read_items(vm, v[1], start.get())) {
    give_up(*start);
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
        give_up(*start);
        bool stopped = false;
        machine.finish(machine.report_end(false, &stopped));
      },
      view(v[2]), true);
  if (!process) {
    give_up(*start);
    return nullptr;
  }
  loop::asyncio_of(vm).children.push_back(process);
  return hold(vm, type_named(vm, "Handle"), std::move(process));
}

Ref process_join(Vm& vm, Value self, Args args) {
  Value timeout;
  if (!vm.bind("join", args, {"timeout"}, 0, &timeout)) return nullptr;
  int64_t deadline = loop::Wait::kForever;
  if (!read_deadline(vm, timeout, &deadline)) return nullptr;
  Ref keep = Ref::share(self);
  auto& process = held<loop::Process>(self);
  auto woken = wait_for(
      vm, trace::BlockReason::kJoin, "the end of " + process.command, process.ended_list,
      [](void* context) { return static_cast<loop::Process*>(context)->ended; }, &process, deadline);
  return woken == loop::Woken::kFailed ? Ref() : none();
}
template <int Signal>
Ref process_signal(Vm& vm, Value self, Args) {
  world(vm).send_signal(held<loop::Process>(self), Signal);
  return none();
}
Ref process_alive(Vm&, Value self, Args) { return boolean(!held<loop::Process>(self).ended); }
Ref process_pid(Vm&, Value self) { return make_int(held<loop::Process>(self).id); }
Ref process_exitcode(Vm&, Value self) {
  auto& process = held<loop::Process>(self);
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
Ref is_bootstrapping(Vm& vm, Value, Args) { return boolean(runtime_of(vm).bootstrapping); }

const MethodDef kFunctions[] = {
    {"start", start_process, 0, -1, true},
    {"getpid", getpid},
    {"getppid", getppid},
    {"is_bootstrapping", is_bootstrapping},
};

template <typename T>
Type* holder_type(Vm& vm, const char* name) {
  Type* type = vm.make_type({"_processes", name, Kind::kNative, 0, sizeof(Holder<T>), nullptr});
  type->destroy = [](Object* object) {
    delete static_cast<Holder<T>*>(object)->shared;
    free_object(object);
  };
  type->init = [](Vm&, Value, Args) { return true; };
  return type;
}

}  // namespace

bool fill_processes(Vm& vm, Module* module) {
  Type* channel = vm.make_type({"_processes", "Channel", Kind::kNative, 0, sizeof(Channel), nullptr});
  channel->destroy = destroy_channel;
  channel->construct = [](Vm& machine, Type* type, Args) {
    return make_channel(machine, type, std::make_shared<ChannelState>());
  };
  channel->init = [](Vm&, Value, Args) { return true; };
  vm.add_methods(channel, kChannelMethods);
  vm.finish_type(channel);
  dict_set(module->dict, "Channel", channel);

  Type* lock = holder_type<Semaphore>(vm, "SharedLock");
  lock->construct = [](Vm& machine, Type* type, Args args) {
    Value value;
    int64_t n = 1;
    if (!machine.bind("SharedLock", args, {"value"}, 0, &value)) return Ref();
    if (value && !machine.to_index(value, &n)) return Ref();
    auto semaphore = std::make_shared<Semaphore>();
    semaphore->value = n;
    return hold(machine, type, std::move(semaphore));
  };
  vm.add_methods(lock, kLockMethods);
  vm.add_getsets(lock, kLockGetSets);
  vm.finish_type(lock);
  dict_set(module->dict, "SharedLock", lock);

  Type* handle = holder_type<loop::Process>(vm, "Handle");
  handle->type_flags |= kAbstract;
  vm.add_methods(handle, kHandleMethods);
  vm.add_getsets(handle, kHandleGetSets);
  vm.finish_type(handle);
  dict_set(module->dict, "Handle", handle);
  vm.add_functions(module, kFunctions);
  return true;
}

}  // namespace loopscope::runtime

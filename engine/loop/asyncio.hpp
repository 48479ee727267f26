#pragma once
// What engine/loop keeps for one machine, and how it is put in.

#include <memory>
#include <vector>

#include "engine/loop/descriptors.hpp"
#include "engine/loop/signals.hpp"
#include "engine/loop/world.hpp"
#include "engine/vm/vm.hpp"

namespace loopscope::loop {

class Network;
struct Task;
struct EventLoop;

/// A function of lib/*.py that C++ code calls.
struct LibraryFunction {
  const char* module;
  const char* name;
  vm::Ref function;
};

struct Asyncio {
  Asyncio(vm::Vm& the_vm, World& the_world) : vm(the_vm), world(the_world) {}

  vm::Vm& vm;
  World& world;
  vm::Type *future = nullptr, *task = nullptr, *future_iterator = nullptr, *handle = nullptr, *timer_handle = nullptr,
           *event_loop = nullptr, *sync = nullptr, *thread_handle = nullptr, *lock = nullptr, *rlock = nullptr,
           *local = nullptr, *epoll = nullptr;
  std::unique_ptr<DescriptorTable> descriptors;    // of the process
  std::vector<std::shared_ptr<Process>> children;  // started by this process, ended ones until they are waited for
  std::shared_ptr<Network> network;                // of all processes of the run
  bool log_slow_select = false;                    // debug mode logs a selector that was slow
  std::vector<LibraryFunction> library;
  int64_t last_task_name = 0;
  Signals signals;
  std::vector<vm::Object*> locals;  // of type _thread._local that are alive
  // Tasks that are not done, in order of creation.
  Task* first_task = nullptr;
  Task* last_task = nullptr;
};

/// Makes the types of asyncio; call once, before any Python code runs. The world must outlive the machine.
void install(vm::Vm& vm, World& world, std::unique_ptr<DescriptorTable> descriptors);
/// After the last Python code has run and before the machine dies.
void uninstall(vm::Vm& vm);
/// Fill the native modules on which lib/asyncio and lib/threading stand.
bool fill_asyncio_module(vm::Vm& vm, vm::Module* module);
bool fill_loopscope_module(vm::Vm& vm, vm::Module* module);
bool fill_thread_module(vm::Vm& vm, vm::Module* module);
bool fill_signal_module(vm::Vm& vm, vm::Module* module);

inline Asyncio& asyncio_of(const vm::Vm& vm) { return *static_cast<Asyncio*>(vm.loop_state.get()); }
/// A function of a module of the library, imported at its first use; null with an exception pending. The names must
/// live as long as the machine.
vm::Ref library_function(vm::Vm& vm, const char* module, const char* name);
/// Those that are still needed when modules are gone: tasks that die last are described, too.
bool load_library_functions(vm::Vm& vm);

}  // namespace loopscope::loop

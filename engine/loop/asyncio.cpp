#include "engine/loop/asyncio.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "engine/loop/event_loop.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

// A machine lives on one OS thread, and seldom there is more than one there. An entry outlives its machine until the
// next one is installed, because the last objects are freed by the machine's destructor.
thread_local std::vector<std::unique_ptr<Asyncio>> machines;

uint32_t trace_id_of(Value v) {
  if (is_future(v)) return as<Future>(v)->id;
  if (v.is(Kind::kFutureIterator) && as<FutureIterator>(v)->future) return as<FutureIterator>(v)->future->id;
  return 0;
}

}  // namespace

Asyncio& asyncio_of(Vm& vm) {
  if (&machines.back()->vm == &vm) [[likely]]
    return *machines.back();
  return **std::find_if(machines.begin(), machines.end(), [&](const auto& a) { return &a->vm == &vm; });
}

void install(Vm& vm, World& world) {
  std::erase_if(machines, [](const auto& a) { return a->uninstalled; });
  machines.push_back(std::make_unique<Asyncio>(vm, world));
  setup_event_loop_type(vm);
  setup_handle_types(vm);
  setup_future_type(vm);
  setup_task_type(vm);
  vm.future_trace_id = trace_id_of;
}

void uninstall(Vm& vm) {
  vm.future_trace_id = nullptr;
  Asyncio& a = asyncio_of(vm);
  a.library.clear();
  a.uninstalled = true;
}

Ref library_function(Vm& vm, const char* module, const char* name) {
  std::vector<LibraryFunction>& known = asyncio_of(vm).library;
  for (const LibraryFunction& f : known) {
    if (std::strcmp(f.name, name) == 0 && std::strcmp(f.module, module) == 0) return f.function;
  }
  Ref m = vm.import(module);
  Ref function = m ? vm.getattr(m, name) : Ref();
  if (function) known.push_back({module, name, function});
  return function;
}

bool load_library_functions(Vm& vm) {
  static constexpr const char* kNeededLate[][2] = {
      {"asyncio.base_futures", "_future_repr"},   {"asyncio.base_tasks", "_task_repr"},
      {"asyncio.format_helpers", "_handle_repr"}, {"asyncio.format_helpers", "_format_callback_source"},
      {"asyncio.base_events", "_slow_callback"},
  };
  for (auto [module, name] : kNeededLate) {
    if (!library_function(vm, module, name)) return false;
  }
  return true;
}

}  // namespace loopscope::loop

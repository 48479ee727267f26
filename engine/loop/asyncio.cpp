#include "engine/loop/asyncio.hpp"

#include <cstring>
#include <memory>
#include <vector>

#include "engine/loop/event_loop.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

uint32_t trace_id_of(Value v) {
  if (is_future(v)) return as<Future>(v)->id;
  if (v.is(Kind::kFutureIterator) && as<FutureIterator>(v)->future) return as<FutureIterator>(v)->future->id;
  return 0;
}

}  // namespace

void install(Vm& vm, World& world, std::unique_ptr<DescriptorTable> descriptors) {
  vm.loop_state = std::make_shared<Asyncio>(vm, world);
  asyncio_of(vm).descriptors = std::move(descriptors);
  setup_event_loop_type(vm);
  setup_handle_types(vm);
  setup_future_type(vm);
  setup_task_type(vm);
  vm.future_trace_id = trace_id_of;
  world.set_signal_handler(vm, signal_arrived);
}

void uninstall(Vm& vm) {
  vm.future_trace_id = nullptr;
  asyncio_of(vm).library.clear();
  forget_signals(vm);
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

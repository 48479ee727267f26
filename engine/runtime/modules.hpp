#pragma once
// The modules written in C++, and how `import` finds modules.

#include <string_view>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// Vm::find_module: native modules, then the library compiled in; ModuleNotFoundError with a hint for what is refused.
vm::Ref find_module(vm::Vm& vm, std::string_view name);
void register_native_module(vm::Vm& vm, const char* name, bool (*fill)(vm::Vm&, vm::Module*));
void register_native_modules(vm::Vm& vm);

/// A file of engine/runtime/lib, compiled in; embedded.cpp is generated.
struct EmbeddedFile {
  const char* path;  // relative to lib/
  const char* text;
  size_t size;
};
const EmbeddedFile* embedded_files(size_t* count);

bool fill_time(vm::Vm& vm, vm::Module* module);
bool fill_gc(vm::Vm& vm, vm::Module* module);
bool fill_weakref(vm::Vm& vm, vm::Module* module);
bool fill_math(vm::Vm& vm, vm::Module* module);
bool fill_collections(vm::Vm& vm, vm::Module* module);
bool fill_random(vm::Vm& vm, vm::Module* module);
bool fill_contextvars(vm::Vm& vm, vm::Module* module);
bool fill_traceback(vm::Vm& vm, vm::Module* module);
bool fill_types(vm::Vm& vm, vm::Module* module);
bool fill_operator(vm::Vm& vm, vm::Module* module);
bool fill_spawn(vm::Vm& vm, vm::Module* module);
bool fill_processes(vm::Vm& vm, vm::Module* module);
bool fill_pickle(vm::Vm& vm, vm::Module* module);
bool fill_copyreg(vm::Vm& vm, vm::Module* module);
bool fill_warnings(vm::Vm& vm, vm::Module* module);

}  // namespace loopscope::runtime

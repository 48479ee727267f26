#pragma once
// Puts the runtime into a machine.

#include "engine/runtime/session.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

/// Types, builtins, sys and the hooks of the machine; `runtime` must outlive it. The loop is installed before.
void install(vm::Vm& vm, Runtime& runtime, std::string_view path, const std::vector<std::string>& argv);
/// The threads that the program's end waits for. False: they will never end, or the run was stopped; StopRequested is
/// pending.
bool wait_for_threads(vm::Vm& vm);
/// Finalisation in CPython's order: atexit, modules, what is left. False: output could not be written.
bool finalize(vm::Vm& vm);
/// In its place when the process was killed: none of the program's code runs any more.
void abandon(vm::Vm& vm);

/// Sets Vm::on_never_awaited (warnings_module.cpp).
void install_warnings(vm::Vm& vm);

}  // namespace loopscope::runtime

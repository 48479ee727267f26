#pragma once
// The parts of the native module _thread.

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

inline constexpr double kTimeoutMax = 9223372036.0;  // seconds

/// Seconds as given to acquire() and join(); -1: none or negative. False with an exception pending.
bool read_timeout(vm::Vm& vm, vm::Value v, int64_t* ns);
bool add_lock_types(vm::Vm& vm, vm::Module* module);
bool add_local_type(vm::Vm& vm, vm::Module* module);
/// A thread has ended: what it kept in objects of type _local goes.
void forget_locals(vm::Vm& vm, uint32_t thread);

}  // namespace loopscope::loop

#pragma once
// sys.unraisablehook: exceptions that nobody can catch, of finalizers and callbacks, told to the program if it asked.

#include <string_view>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// Hands the exception to the program's sys.unraisablehook. False: there is none but the built-in one, which prints.
/// `what` is the first line of the message; `where` the object in which it happened, or null.
bool call_unraisable_hook(vm::Vm& vm, std::string_view what, vm::Value where, vm::Value exception);

/// The built-in sys.unraisablehook: prints what its UnraisableHookArgs say.
vm::Ref unraisable_hook(vm::Vm& vm, vm::Value self, vm::Args args);

}  // namespace loopscope::runtime

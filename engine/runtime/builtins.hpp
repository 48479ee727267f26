#pragma once
// The builtins module, in parts; and functions of it that other files need.

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

void setup_builtins_iteration(vm::Vm& vm, vm::Module* module);
void setup_builtins_objects(vm::Vm& vm, vm::Module* module);
void setup_builtins_numbers(vm::Vm& vm, vm::Module* module);
void setup_builtins_io(vm::Vm& vm, vm::Module* module);
void setup_builtins_code(vm::Vm& vm, vm::Module* module);
/// Makes the module, with all types and exceptions in it.
void setup_builtins(vm::Vm& vm);

int is_callable(vm::Vm& vm, vm::Value v);  // 1 or 0
/// isinstance and issubclass, with tuples, unions and __instancecheck__. 1, 0, -1.
int is_instance_of(vm::Vm& vm, vm::Value object, vm::Value cls);
int is_subclass_of(vm::Vm& vm, vm::Value derived, vm::Value cls);
/// Stable merge sort that asks only `<`; `args` may have the keywords key and reverse. False with an exception pending.
bool sort_list(vm::Vm& vm, vm::List* list, vm::Args args, const char* function);
/// dir(object): sorted list of names.
vm::Ref names_of(vm::Vm& vm, vm::Value object);

}  // namespace loopscope::runtime

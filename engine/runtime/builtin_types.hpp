#pragma once
// What installs the Python face of the built-in types: one function a file, called by install().

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

void setup_iterators(vm::Vm& vm);
void setup_str_methods(vm::Vm& vm);
void setup_str_search(vm::Vm& vm);
void setup_bytes(vm::Vm& vm);
void setup_int(vm::Vm& vm);
void setup_float(vm::Vm& vm);
void setup_list(vm::Vm& vm);
void setup_tuple_range_slice(vm::Vm& vm);
void setup_dict(vm::Vm& vm);
void setup_dict_views(vm::Vm& vm);
void setup_set(vm::Vm& vm);
void setup_exceptions(vm::Vm& vm);
void setup_exception_groups(vm::Vm& vm);

}  // namespace loopscope::runtime

#pragma once
// __reduce_ex__: how objects are taken apart, for pickle and copy.

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// Gives object and the built-in types their __reduce__, __reduce_ex__, __getstate__ and __getnewargs__.
void setup_reduce(vm::Vm& vm);

}  // namespace loopscope::runtime

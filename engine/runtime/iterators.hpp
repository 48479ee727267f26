#pragma once
// Making iterators of built-in containers.

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// `type`: dict_key_iterator, dict_value_iterator or dict_item_iterator of RuntimeTypes.
vm::Ref dict_iterator(vm::Vm& vm, vm::Type* type, vm::Value dict);
/// part: 0 keys, 1 values, 2 items; from the last to the first.
vm::Ref reversed_dict(vm::Vm& vm, vm::Value dict, int part);
vm::Ref list_reverse_iterator(vm::Vm& vm, vm::Value list);
/// Over __getitem__ from index 0.
vm::Ref sequence_iterator(vm::Vm& vm, vm::Value sequence);
vm::Ref callable_iterator(vm::Vm& vm, vm::Value callable, vm::Value sentinel);

}  // namespace loopscope::runtime

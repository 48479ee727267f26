#pragma once
// str.format(), str.format_map() and the % operator.

#include <string_view>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// `mapping` not null: format_map.
vm::Ref format_fields(vm::Vm& vm, std::string_view format, vm::Args args, vm::Value mapping);
/// format % arguments, for str.
vm::Ref percent_format(vm::Vm& vm, std::string_view format, vm::Value arguments);

}  // namespace loopscope::runtime

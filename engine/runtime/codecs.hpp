#pragma once
// str <-> bytes: utf-8, ascii and latin-1.

#include <string>
#include <string_view>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// False with UnicodeEncodeError or LookupError pending.
bool encode_text(vm::Vm& vm, vm::Value str, std::string_view encoding, std::string_view errors, std::string* out);
/// Null with UnicodeDecodeError or LookupError pending.
vm::Ref decode_bytes(vm::Vm& vm, std::string_view bytes, std::string_view encoding, std::string_view errors);

}  // namespace loopscope::runtime

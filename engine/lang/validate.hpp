#pragma once
// Checks and listings of finished code.

#include <optional>
#include <string>

#include "engine/lang/code.hpp"

namespace loopscope::lang {

/// What is wrong with `code` or with a code object among its constants: operands out of range, stack depths that
/// disagree or leave [0, stack_size], jumps or handlers outside the code. Nothing when it is sound.
std::optional<std::string> validate(const Code& code);

/// A listing of `code` and of the code objects among its constants.
std::string disassemble(const Code& code);

/// A constant as Python would write it, for listings.
std::string show(const Constant& constant);

}  // namespace loopscope::lang

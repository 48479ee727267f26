#pragma once
// What opcodes.def says about each instruction, as data.

#include <cstdint>
#include <string_view>

#include "engine/lang/code.hpp"

namespace loopscope::lang {

enum class Operand : uint8_t { None, Const, Name, Slot, Jump, Count, Oper, Flag, Cache, Depth };

enum OpFlags : uint8_t { kCanRaise = 1, kCanSuspend = 2, kCanJump = 4, kEndsBlock = 8 };

struct OpInfo {
  std::string_view name;
  Operand a;
  Operand b;
  uint8_t flags;
  std::string_view pops;  // as written in opcodes.def
  std::string_view pushes;
  std::string_view prose;
};

const OpInfo& op_info(Op op);

struct StackEffect {
  int pops;
  int pushes;
};

/// What `instruction` takes from and leaves on the stack when it falls through.
StackEffect stack_effect(const Instr& instruction);
/// The same for the path that jumps.
StackEffect jump_effect(const Instr& instruction);

}  // namespace loopscope::lang

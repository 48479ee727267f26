#include "engine/lang/opcodes.hpp"

namespace loopscope::lang {
namespace {

constexpr uint8_t R = kCanRaise;
constexpr uint8_t S = kCanSuspend;
constexpr uint8_t J = kCanJump;
constexpr uint8_t E = kEndsBlock;

constexpr OpInfo kOps[] = {
#define OPCODE(name, a, b, pops, pushes, flags, prose) \
  {#name, Operand::a, Operand::b, static_cast<uint8_t>(flags), #pops, #pushes, prose},
#include "engine/lang/opcodes.def"
#undef OPCODE
};

static_assert((R | S | J | E) == 15);

}  // namespace

const OpInfo& op_info(Op op) { return kOps[static_cast<size_t>(op)]; }

StackEffect stack_effect(const Instr& instruction) {
  [[maybe_unused]] const int a = static_cast<int>(instruction.a);
  [[maybe_unused]] const int b = static_cast<int>(instruction.b);
  switch (static_cast<Op>(instruction.op)) {
#define OPCODE(name, operand_a, operand_b, pops, pushes, flags, prose) \
  case Op::name:                                                       \
    return {pops, pushes};
#include "engine/lang/opcodes.def"
#undef OPCODE
    case Op::kCount:
      break;
  }
  return {0, 0};
}

StackEffect jump_effect(const Instr& instruction) {
  // An exhausted iterator is popped before the jump.
  if (static_cast<Op>(instruction.op) == Op::FOR_ITER) return {1, 0};
  return stack_effect(instruction);
}

}  // namespace loopscope::lang

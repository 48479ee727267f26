#include "engine/lang/emitter.hpp"

#include <algorithm>

#include "engine/lang/opcodes.hpp"

namespace loopscope::lang {

void Emitter::add(Op op, const Position& at, uint32_t a, uint16_t b) {
  instructions_.push_back(Instr{static_cast<uint16_t>(op), b, a});
  positions_.push_back(at);
  handler_of_.push_back(handler_);
}

int Emitter::begin_handler(Label target, int less) {
  handlers_.push_back(Handler{target, less, handler_, static_cast<uint32_t>(instructions_.size())});
  handler_ = static_cast<int>(handlers_.size() - 1);
  return handler_;
}

// Walks all reachable paths. A handler's depth is known when its first instruction is met, which every other
// instruction under it comes after.
void Emitter::find_depths(Code& code, std::vector<int>& depths) {
  depths.assign(instructions_.size(), -1);
  std::vector<uint32_t> work;
  int deepest = 0;
  auto meet = [&](uint32_t i, int depth) {
    deepest = std::max(deepest, depth);
    if (i >= instructions_.size() || depths[i] != -1) return;
    depths[i] = depth;
    work.push_back(i);
  };
  if (!instructions_.empty()) meet(0, 0);
  while (!work.empty()) {
    uint32_t i = work.back();
    work.pop_back();
    int depth = depths[i];
    for (int h = handler_of_[i]; h != -1; h = handlers_[static_cast<size_t>(h)].outer) {
      Handler& handler = handlers_[static_cast<size_t>(h)];
      if (handler.begin == i) handler.depth = depth - handler.less;
    }
    if (handler_of_[i] != -1) {
      const Handler& handler = handlers_[static_cast<size_t>(handler_of_[i])];
      meet(label_at_[handler.target], handler.depth + 1);
    }
    const Instr& instruction = instructions_[i];
    uint8_t flags = op_info(static_cast<Op>(instruction.op)).flags;
    if ((flags & kCanJump) != 0) {
      StackEffect effect = jump_effect(instruction);
      meet(instruction.a, depth - effect.pops + effect.pushes);
    }
    if ((flags & kEndsBlock) == 0) {
      StackEffect effect = stack_effect(instruction);
      meet(i + 1, depth - effect.pops + effect.pushes);
    }
  }
  code.stack_size = static_cast<uint32_t>(deepest);
}

void Emitter::finish(Code& code) {
  for (size_t i = 0; i < instructions_.size(); ++i) {
    Instr& instruction = instructions_[i];
    auto op = static_cast<Op>(instruction.op);
    if (op_info(op).a != Operand::Jump) continue;
    instruction.a = label_at_[instruction.a];
    if (op == Op::JUMP && instruction.a <= i) instruction.op = static_cast<uint16_t>(Op::JUMP_BACKWARD);
    if (op == Op::JUMP_BACKWARD && instruction.a > i) instruction.op = static_cast<uint16_t>(Op::JUMP);
  }
  std::vector<int> depths;
  find_depths(code, depths);

  std::vector<uint32_t> moved(instructions_.size() + 1);
  uint32_t kept = 0;
  for (size_t i = 0; i < instructions_.size(); ++i) {
    moved[i] = kept;
    kept += depths[i] != -1;
  }
  moved[instructions_.size()] = kept;
  int last_handler = -1;
  for (size_t i = 0; i < instructions_.size(); ++i) {
    if (depths[i] == -1) continue;
    Instr instruction = instructions_[i];
    if (op_info(static_cast<Op>(instruction.op)).a == Operand::Jump) instruction.a = moved[instruction.a];
    auto at = static_cast<uint32_t>(code.instructions.size());
    code.instructions.push_back(instruction);
    code.positions.push_back(positions_[i]);
    int h = handler_of_[i];
    if (h != -1) {
      const Handler& handler = handlers_[static_cast<size_t>(h)];
      if (h == last_handler && code.exceptions.back().end == at) {
        code.exceptions.back().end = at + 1;
      } else {
        code.exceptions.push_back({at, at + 1, moved[label_at_[handler.target]], static_cast<uint32_t>(handler.depth)});
      }
    }
    last_handler = h;
  }
  code.cache_count = caches_;
}

}  // namespace loopscope::lang

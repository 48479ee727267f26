#include "engine/lang/validate.hpp"

#include <vector>

#include <fmt/core.h>

#include "engine/lang/opcodes.hpp"

namespace loopscope::lang {
namespace {

class Validator {
 public:
  explicit Validator(const Code& code) : code_(code) {}

  std::optional<std::string> run() {
    size_t count = code_.instructions.size();
    if (count == 0) return wrong(0, "no instructions");
    if (code_.positions.size() != count) return wrong(0, "positions and instructions differ in number");
    if (code_.slot_names.size() != code_.slot_kinds.size()) return wrong(0, "slot names and kinds differ in number");
    for (size_t i = 0; i < count; ++i) {
      const Instr& instruction = code_.instructions[i];
      if (instruction.op >= static_cast<uint16_t>(Op::kCount)) return wrong(i, "unknown opcode");
      const OpInfo& info = op_info(static_cast<Op>(instruction.op));
      if (auto error = operand(i, info.a, instruction.a)) return error;
      if (auto error = operand(i, info.b, instruction.b)) return error;
    }
    for (const ExceptionEntry& entry : code_.exceptions) {
      if (entry.start >= entry.end || entry.end > count || entry.target >= count) {
        return wrong(entry.start, "exception entry outside the code");
      }
    }
    return depths();
  }

 private:
  std::optional<std::string> wrong(size_t i, std::string_view what) const {
    std::string_view name =
        i < code_.instructions.size() && code_.instructions[i].op < static_cast<uint16_t>(Op::kCount)
            ? op_info(static_cast<Op>(code_.instructions[i].op)).name
            : std::string_view("?");
    return fmt::format("{} ({}): instruction {} {}: {}", code_.qualname, code_.filename, i, name, what);
  }

  std::optional<std::string> operand(size_t i, Operand kind, uint32_t value) const {
    bool bad = false;
    switch (kind) {
      case Operand::None:
        bad = value != 0;
        break;
      case Operand::Const:
        bad = value >= code_.constants.size();
        break;
      case Operand::Name:
        bad = value >= code_.names.size();
        break;
      case Operand::Slot:
        bad = value >= code_.slot_names.size();
        break;
      case Operand::Jump:
        bad = value >= code_.instructions.size();
        break;
      case Operand::Cache:
        bad = value >= code_.cache_count;
        break;
      case Operand::Depth:
        bad = value == 0;
        break;
      case Operand::Count:
      case Operand::Oper:
      case Operand::Flag:
        break;
    }
    if (!bad) return std::nullopt;
    return wrong(i, fmt::format("operand {} out of range", value));
  }

  // Follows every path, exceptions included; each instruction must be met at one stack depth only.
  std::optional<std::string> depths() {
    depth_.assign(code_.instructions.size(), -1);
    std::vector<bool> entered(code_.exceptions.size());
    if (auto error = meet(0, 0, 0)) return error;
    while (!work_.empty()) {
      size_t i = work_.back();
      work_.pop_back();
      const Instr& instruction = code_.instructions[i];
      const OpInfo& info = op_info(static_cast<Op>(instruction.op));
      StackEffect effect = stack_effect(instruction);
      int depth = depth_[i];
      if (info.a == Operand::Depth && static_cast<Op>(instruction.op) != Op::COPY &&
          static_cast<Op>(instruction.op) != Op::SWAP) {
        if (depth - effect.pops < static_cast<int>(instruction.a)) return wrong(i, "reaches below the stack");
      }
      if (depth < effect.pops) return wrong(i, fmt::format("pops {} of {} items", effect.pops, depth));
      for (size_t e = 0; e < code_.exceptions.size(); ++e) {
        const ExceptionEntry& entry = code_.exceptions[e];
        if (i < entry.start || i >= entry.end) continue;
        if (static_cast<int>(entry.depth) > depth) return wrong(i, "handler expects a deeper stack");
        if (!entered[e]) {
          entered[e] = true;
          if (auto error = meet(i, entry.target, static_cast<int>(entry.depth) + 1)) return error;
        }
        break;
      }
      if ((info.flags & kCanJump) != 0) {
        StackEffect jump = jump_effect(instruction);
        if (auto error = meet(i, instruction.a, depth - jump.pops + jump.pushes)) return error;
      }
      if ((info.flags & kEndsBlock) != 0) continue;
      if (i + 1 >= code_.instructions.size()) return wrong(i, "falls off the end");
      if (auto error = meet(i, i + 1, depth - effect.pops + effect.pushes)) return error;
    }
    return std::nullopt;
  }

  std::optional<std::string> meet(size_t from, size_t to, int depth) {
    if (depth > static_cast<int>(code_.stack_size)) return wrong(from, "stack deeper than stack_size");
    if (depth_[to] == -1) {
      depth_[to] = depth;
      work_.push_back(to);
    } else if (depth_[to] != depth) {
      return wrong(from, fmt::format("reaches instruction {} at depth {}, not {}", to, depth, depth_[to]));
    }
    return std::nullopt;
  }

  const Code& code_;
  std::vector<int> depth_;
  std::vector<size_t> work_;
};

}  // namespace

std::optional<std::string> validate(const Code& code) {
  if (auto error = Validator(code).run()) return error;
  for (const Constant& constant : code.constants) {
    if (const auto* inner = std::get_if<std::shared_ptr<const Code>>(&constant.value)) {
      if (auto error = validate(**inner)) return error;
    }
  }
  return std::nullopt;
}

}  // namespace loopscope::lang

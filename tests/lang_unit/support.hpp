#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/compiler.hpp"
#include "engine/lang/opcodes.hpp"
#include "engine/lang/validate.hpp"

namespace loopscope::lang {

/// Compiles and validates; an error fails the test and gives an empty code object.
inline CodePtr compiled(std::string_view source, Mode mode = Mode::kExec) {
  Result<CodePtr> result = compile(source, "case.py", mode);
  if (!result.ok()) {
    ADD_FAILURE() << source << "\n" << result.error().lineno << ": " << result.error().message;
    return std::make_shared<Code>();
  }
  if (std::optional<std::string> problem = validate(*result.value())) ADD_FAILURE() << *problem;
  return result.value();
}

/// The code object called `name` among the constants of `code`, at any depth.
inline CodePtr inner(const CodePtr& code, std::string_view name) {
  for (const Constant& constant : code->constants) {
    const auto* found = std::get_if<CodePtr>(&constant.value);
    if (found == nullptr) continue;
    if ((*found)->name == name) return *found;
    if (CodePtr deeper = inner(*found, name); deeper != nullptr) return deeper;
  }
  return nullptr;
}

/// Names of the instructions, in order.
inline std::vector<std::string> ops(const Code& code) {
  std::vector<std::string> out;
  for (const Instr& instruction : code.instructions) out.emplace_back(op_info(static_cast<Op>(instruction.op)).name);
  return out;
}

inline size_t count_ops(const Code& code, Op op) {
  size_t count = 0;
  for (const Instr& instruction : code.instructions) count += instruction.op == static_cast<uint16_t>(op);
  return count;
}

/// Where the n-th `op` of the code comes from, as "line:column-end_line:end_column".
inline std::string where(const Code& code, Op op, size_t n = 0) {
  for (size_t i = 0; i < code.instructions.size(); ++i) {
    if (code.instructions[i].op != static_cast<uint16_t>(op) || n-- > 0) continue;
    const Position& p = code.positions[i];
    return std::to_string(p.line) + ":" + std::to_string(p.column) + "-" + std::to_string(p.end_line) + ":" +
           std::to_string(p.end_column);
  }
  return "none";
}

}  // namespace loopscope::lang

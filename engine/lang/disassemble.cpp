#include <cmath>

#include <fmt/core.h>

#include "engine/lang/opcodes.hpp"
#include "engine/lang/source.hpp"
#include "engine/lang/validate.hpp"

namespace loopscope::lang {
namespace {

// `bytes`: everything outside of ASCII is escaped.
std::string quoted(std::string_view text, bool bytes = false) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\'' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || (bytes && static_cast<unsigned char>(c) >= 0x80)) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string show_items(const std::vector<Constant>& items) {
  std::string out;
  for (const Constant& item : items) {
    if (!out.empty()) out += ", ";
    out += show(item);
  }
  return out;
}

std::string show_float(double value) {
  std::string out = fmt::format("{}", value);
  if (out.find_first_of(".ena") == std::string::npos) out += ".0";
  return out;
}

struct Shower {
  std::string operator()(NoneConstant) const { return "None"; }
  std::string operator()(bool value) const { return value ? "True" : "False"; }
  std::string operator()(int64_t value) const { return std::to_string(value); }
  std::string operator()(const BigIntConstant& value) const { return value.decimal; }
  std::string operator()(double value) const { return show_float(value); }
  std::string operator()(const ComplexConstant& value) const {
    return fmt::format("({}+{}j)", show_float(value.real), show_float(value.imag));
  }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(const BytesConstant& value) const { return "b" + quoted(value.bytes, true); }
  std::string operator()(EllipsisConstant) const { return "Ellipsis"; }
  std::string operator()(const TupleConstant& value) const {
    return "(" + show_items(value.items) + (value.items.size() == 1 ? ",)" : ")");
  }
  std::string operator()(const FrozenSetConstant& value) const {
    return "frozenset({" + show_items(value.items) + "})";
  }
  std::string operator()(const std::shared_ptr<const Code>& code) const {
    return fmt::format("<code {}, line {}>", code->qualname, code->first_line);
  }
};

std::string operand_text(const Code& code, Operand kind, uint32_t value) {
  switch (kind) {
    case Operand::None:
      return {};
    case Operand::Const:
      return value < code.constants.size() ? show(code.constants[value]) : "?";
    case Operand::Name:
      return value < code.names.size() ? code.names[value] : "?";
    case Operand::Slot:
      return value < code.slot_names.size() ? code.slot_names[value] : "?";
    case Operand::Jump:
      return fmt::format("to {}", value);
    case Operand::Cache:
      return {};
    case Operand::Count:
    case Operand::Oper:
    case Operand::Flag:
    case Operand::Depth:
      return std::to_string(value);
  }
  return {};
}

}  // namespace

std::string show(const Constant& constant) { return std::visit(Shower{}, constant.value); }

std::string disassemble(const Code& code) {
  std::string out = fmt::format("{} ({}, line {}), stack {}, caches {}\n", code.qualname, code.filename,
                                code.first_line, code.stack_size, code.cache_count - 1);
  for (size_t i = 0; i < code.slot_names.size(); ++i) {
    static constexpr const char* kKinds[] = {"local", "cell", "free"};
    out += fmt::format("  slot {} {} {}\n", i, kKinds[static_cast<size_t>(code.slot_kinds[i])], code.slot_names[i]);
  }
  int32_t line = 0;
  for (size_t i = 0; i < code.instructions.size(); ++i) {
    const Instr& instruction = code.instructions[i];
    const OpInfo& info = op_info(static_cast<Op>(instruction.op));
    const Position& at = code.positions[i];
    std::string text = operand_text(code, info.a, instruction.a);
    std::string second = operand_text(code, info.b, instruction.b);
    if (!second.empty()) text += ", " + second;
    std::string shown_line = at.line != line ? std::to_string(at.line) : "";
    line = at.line;
    out += fmt::format("{:>5} {:>5}  {:<22} {:<24} {}:{}-{}:{}\n", shown_line, i, info.name, text, at.line, at.column,
                       at.end_line, at.end_column);
  }
  for (const ExceptionEntry& entry : code.exceptions) {
    out += fmt::format("  except {}..{} -> {} depth {}\n", entry.start, entry.end - 1, entry.target, entry.depth);
  }
  for (const Constant& constant : code.constants) {
    if (const auto* inner = std::get_if<std::shared_ptr<const Code>>(&constant.value))
      out += "\n" + disassemble(**inner);
  }
  return out;
}

}  // namespace loopscope::lang

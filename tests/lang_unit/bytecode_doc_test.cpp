// docs/bytecode.md is made from opcodes.def. Set LOOPSCOPE_REGENERATE=1 to write it anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/lang/opcodes.hpp"

namespace loopscope::lang {
namespace {

const char* operand_name(Operand operand) {
  switch (operand) {
    case Operand::None:
      return "";
    case Operand::Const:
      return "constant";
    case Operand::Name:
      return "name";
    case Operand::Slot:
      return "slot";
    case Operand::Jump:
      return "target";
    case Operand::Count:
      return "count";
    case Operand::Oper:
      return "operator";
    case Operand::Flag:
      return "flags";
    case Operand::Cache:
      return "cache";
    case Operand::Depth:
      return "depth";
  }
  return "?";
}

std::string table_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string document() {
  std::ostringstream out;
  out << "# Bytecode\n\n"
         "Made from `engine/lang/opcodes.def` by `tests/lang_unit/bytecode_doc_test.cpp`; run it with\n"
         "`LOOPSCOPE_REGENERATE=1` after a change.\n\n"
         "An instruction has 64 bits: a 16-bit opcode, a 16-bit operand `b` and a 32-bit operand `a`. Jump targets "
         "are\n"
         "absolute instruction indexes. *Pops* and *pushes* hold for the path that does not jump. *Can*: R raise,\n"
         "S suspend, J jump, E end the block (never falls through).\n\n"
         "| instruction | a | b | pops | pushes | can | what it does |\n"
         "|---|---|---|---|---|---|---|\n";
  for (uint16_t i = 0; i < static_cast<uint16_t>(Op::kCount); ++i) {
    const OpInfo& info = op_info(static_cast<Op>(i));
    std::string can;
    if ((info.flags & kCanRaise) != 0) can += 'R';
    if ((info.flags & kCanSuspend) != 0) can += 'S';
    if ((info.flags & kCanJump) != 0) can += 'J';
    if ((info.flags & kEndsBlock) != 0) can += 'E';
    out << "| `" << info.name << "` | " << operand_name(info.a) << " | " << operand_name(info.b) << " | "
        << table_text(info.pops) << " | " << table_text(info.pushes) << " | " << can << " | " << table_text(info.prose)
        << " |\n";
  }
  return out.str();
}

TEST(BytecodeDocument, IsUpToDate) {
  const std::string path = LOOPSCOPE_SOURCE_DIR "/docs/bytecode.md";
  if (const char* regenerate = std::getenv("LOOPSCOPE_REGENERATE"); regenerate != nullptr && *regenerate == '1') {
    std::ofstream(path, std::ios::binary) << document();
  }
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), document()) << "run again with LOOPSCOPE_REGENERATE=1";
}

}  // namespace
}  // namespace loopscope::lang

#pragma once
// What the compiler hands to the virtual machine: code objects made of plain data, free of any VM object.

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace loopscope::lang {

enum class Op : uint16_t {
#define OPCODE(name, a, b, pops, pushes, flags, prose) name,
#include "engine/lang/opcodes.def"
#undef OPCODE
  kCount
};

/// One instruction. `a` and `b` mean what opcodes.def says for `op`.
struct Instr {
  uint16_t op;
  uint16_t b;
  uint32_t a;
};

enum class UnaryOperator : uint8_t { kNegative, kPositive, kInvert, kNot };

/// Arithmetic operators; the in-place ones follow in the same order (kAdd + kInplace).
enum class BinaryOperator : uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kTrueDivide,
  kFloorDivide,
  kModulo,
  kPower,
  kMatrixMultiply,
  kLeftShift,
  kRightShift,
  kAnd,
  kOr,
  kXor,
  kInplace,  // not an operator: the offset of the in-place variants
};

enum class CompareOperator : uint8_t { kLess, kLessEqual, kEqual, kNotEqual, kGreater, kGreaterEqual };

/// Where an instruction comes from: lines from 1, columns in UTF-8 bytes from 0; line 0 = artificial.
struct Position {
  int32_t line = 0;
  int32_t end_line = 0;
  int32_t column = 0;
  int32_t end_column = 0;
};

/// While an instruction in [start, end) raises: unwind the stack to `depth` items, push the exception, go to `target`.
/// Innermost ranges come first; a lookup takes the first that covers the instruction.
struct ExceptionEntry {
  uint32_t start;
  uint32_t end;
  uint32_t target;
  uint32_t depth;
};

struct Code;
struct Constant;

struct NoneConstant {};
struct EllipsisConstant {};
/// An int too large for 64 bits, in decimal.
struct BigIntConstant {
  std::string decimal;
};
struct ComplexConstant {
  double real, imag;
};
struct BytesConstant {
  std::string bytes;
};
struct TupleConstant {
  std::vector<Constant> items;
};
struct FrozenSetConstant {
  std::vector<Constant> items;
};

/// str constants are UTF-8, lone surrogates encoded like any other code point.
struct Constant {
  std::variant<NoneConstant, bool, int64_t, BigIntConstant, double, ComplexConstant, std::string, BytesConstant,
               EllipsisConstant, TupleConstant, FrozenSetConstant, std::shared_ptr<const Code>>
      value;
};

enum CodeFlags : uint32_t {
  kVarArgs = 1,      // *args
  kVarKeywords = 2,  // **kwargs
  kGenerator = 4,
  kCoroutine = 8,
  kAsyncGenerator = 16,
  kFastLocals = 32,  // a function: locals live in slots (module and class bodies use a namespace dict)
  kNested = 64,
  kIterableCoroutine = 128,  // set by types.coroutine at run time
};

enum class SlotKind : uint8_t { kLocal, kCell, kFree };

/// One code object. Slots: parameters (positional, then keyword-only, then *args, then **kwargs), other locals, cells
/// (one for each captured local, parameters included: MAKE_CELL moves them), free variables (in the order of the
/// closure tuple that MAKE_FUNCTION takes).
struct Code {
  std::string name;
  std::string qualname;
  std::string filename;
  int32_t first_line = 1;
  uint32_t flags = 0;
  uint32_t arg_count = 0;  // positional parameters, positional-only ones included
  uint32_t posonly_count = 0;
  uint32_t kwonly_count = 0;
  uint32_t stack_size = 0;   // deepest value stack, in items
  uint32_t cache_count = 1;  // inline caches, slot 0 included
  std::vector<Instr> instructions;
  std::vector<Position> positions;  // one per instruction
  std::vector<Constant> constants;
  std::vector<std::string> names;
  std::vector<std::string> slot_names;
  std::vector<SlotKind> slot_kinds;
  std::vector<ExceptionEntry> exceptions;
  bool has_docstring = false;  // constants[0] is the docstring
};

using CodePtr = std::shared_ptr<const Code>;

}  // namespace loopscope::lang

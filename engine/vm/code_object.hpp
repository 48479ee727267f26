#pragma once
// Code objects as the interpreter runs them, and functions.

#include "engine/lang/code.hpp"
#include "engine/vm/objects.hpp"

namespace loopscope::vm {

/// An inline cache of one instruction. What the fields mean is up to the instruction; zero: empty.
struct InlineCache {
  uint32_t version = 0;   // of the type (LOAD_ATTR...) or of the globals' keys
  uint32_t version2 = 0;  // of the builtins' keys
  int32_t hint = -1;      // entry index in a dict
  uint8_t kind = 0;       // which fast path
  Value value;            // borrowed: kept alive by the version
};

inline constexpr uint16_t kBeginsLine = static_cast<uint16_t>(lang::Op::kCount);

/// The opcode of an instruction, without the mark of a line's beginning.
inline lang::Op op_of(const lang::Instr& instr) {
  return static_cast<lang::Op>(instr.op >= kBeginsLine ? instr.op - kBeginsLine : instr.op);
}

struct CodeObject : Object {
  lang::CodePtr code;
  uint32_t trace_id = 0;         // trace CodeId
  std::vector<Value> constants;  // owned
  std::vector<Str*> names;       // interned
  std::vector<Str*> slot_names;  // interned
  std::vector<InlineCache> caches;
  uint32_t slot_count = 0;
  uint32_t arg_count = 0;     // positional parameters
  uint32_t frame_values = 0;  // slots and value stack of a frame
  uint32_t cell_start = 0;    // first cell slot
  uint32_t free_start = 0;    // first free variable slot
  Str* name = nullptr;
  Str* qualname = nullptr;
  Str* filename = nullptr;
  uint32_t flags = 0;       // lang::CodeFlags; types.coroutine adds kIterableCoroutine
  bool is_library = false;  // one of Loopscope's own .py files
  /// Positional parameters only, no *args/**kwargs/keyword-only: calls may skip argument matching.
  bool simple = false;

  /// The code's instructions; while lines are traced a copy in which those that begin a line have kBeginsLine added to
  /// their opcode, so that the others cost nothing.
  std::vector<lang::Instr> line_marked;
  const lang::Instr* first = nullptr;  // of the code's instructions, or of the marked copy
  const lang::Instr* instructions() const { return first; }
  void mark_lines();
  int32_t line_at(uint32_t instruction) const;
};
Ptr<CodeObject> make_code(Vm&, const lang::CodePtr&);

struct Function : Instance {
  CodeObject* code;        // owned
  Dict* globals;           // owned
  Tuple* defaults;         // owned or null
  Dict* keyword_defaults;  // owned or null
  Tuple* closure;          // owned or null
  Dict* annotations;       // owned or null
  Str* name;               // owned
  Str* qualname;           // owned
  Value doc;               // owned
  Value module;            // owned
};

}  // namespace loopscope::vm

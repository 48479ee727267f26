#pragma once
// Activation records. A function's frame lives on the thread's frame stack; a generator's inside the generator.

#include "engine/vm/code_object.hpp"

namespace loopscope::vm {

struct Generator;

/// One entry of the chain of handled exceptions (`sys.exception()`): each running generator adds one.
struct HandledException {
  Value exception;  // owned or null
  HandledException* previous = nullptr;
};

/// What Python sees of a frame: made on demand (tracebacks, sys._getframe, cr_frame). While `live` is set the locals
/// are in the frame; when the frame ends first, they move here: a traceback keeps locals alive exactly as in CPython.
struct FrameObject : GcObject {
  struct Frame* live;
  CodeObject* code;          // owned
  Dict* globals;             // owned
  Dict* names;               // owned or null
  FrameObject* back;         // owned or null; set when the frame ends
  uint32_t instruction;      // last executed, when not live
  std::vector<Value> slots;  // owned, when not live
  uint32_t current_instruction() const;
  int32_t line() const;
};

struct Frame {
  CodeObject* code;       // owned
  Function* function;     // owned or null (module and class bodies)
  Dict* globals;          // borrowed from the function or the caller
  Dict* names;            // owned: namespace of module and class bodies, else null
  Frame* back;            // who called or resumed it; a suspended chain keeps its inner links
  Generator* generator;   // whose frame this is, else null
  FrameObject* object;    // owned or null
  const lang::Instr* ip;  // next instruction
  Value* sp;              // one past the top of the value stack
  bool is_entry;          // the interpreter's C++ activation ends when this frame ends or yields
  bool discard_result;    // pushes nothing on the caller's stack (an inlined __init__)
  int32_t traced_line;    // last line told to the recorder
  uint32_t trace_frame;   // trace id when frames are traced, else 0
  Value slots[1];         // locals, cells, free variables, then the value stack

  uint32_t instruction_index() const { return static_cast<uint32_t>(ip - code->instructions()) - 1; }
  Value* stack() { return slots + code->slot_count; }
};

}  // namespace loopscope::vm

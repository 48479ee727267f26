#pragma once
// Exception instances and tracebacks. Exceptions of the interpreted program are values, never C++ exceptions.

#include "engine/vm/frame.hpp"

namespace loopscope::vm {

struct Traceback : GcObject {
  Traceback* next;       // owned or null: towards where it was raised
  FrameObject* frame;    // owned
  uint32_t instruction;  // where in the frame
  int32_t line;
};

/// Instances of BaseException and its subclasses; further attributes (name, code, value, errno, exceptions ...) stand
/// in the instance dict.
struct Exception : Instance {
  Tuple* arguments;      // owned
  Traceback* traceback;  // owned or null
  Exception* cause;      // owned or null
  Exception* context;    // owned or null
  bool suppress_context;
  Value value;  // owned or null: StopIteration.value, SystemExit.code
};

/// One for each entry of exceptions.def, and BaseException itself.
struct ExceptionTypes {
  Type* BaseException;
#define EXCEPTION(name, base) Type* name;
#include "engine/vm/exceptions.def"
#undef EXCEPTION
  Type* ExceptionGroup;
  Type* CancelledError;     // asyncio.CancelledError (BaseException)
  Type* InvalidStateError;  // asyncio.InvalidStateError
  Type* StopRequested;      // BaseException that no `except` clause but the session catches: stop, budgets
};

}  // namespace loopscope::vm

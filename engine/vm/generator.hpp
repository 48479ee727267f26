#pragma once
// Generators, coroutines and async generators: heap objects that own their frame.

#include "engine/vm/frame.hpp"

namespace loopscope::vm {

enum class GeneratorState : uint8_t { kCreated, kSuspended, kRunning, kFinished };

/// Invariants: `frame` is valid until kFinished. While this generator is the delegate of another one's YIELD_FROM,
/// `delegator` is that other one (its frame is frame->back), its own state stays kRunning, and whether it really runs
/// is told by the root of the chain (is_generator_running). `innermost` of a suspended root caches the end of its
/// delegate chain, so that resuming costs the same at any depth.
struct Generator : GcObject {
  GeneratorState state;
  bool is_iterable_coroutine;
  // Async generators only:
  bool running_async;  // an asend/athrow/aclose awaitable is in progress
  bool closed;         // finished or aclose() called: later asend raises StopAsyncIteration
  bool hooks_initialized;
  bool ended_by_close;
  uint32_t trace_id;                         // trace CoroId
  uint32_t holder_task;                      // async generators: trace TaskId of the step in progress
  uint8_t close_by;                          // trace::CloseBy that the runtime announced for the next aclose(), else 0
  Value finalizer;                           // owned or null: the loop's hook
  Value origin;                              // owned or null: cr_origin
  Str* name;                                 // owned
  Str* qualname;                             // owned
  Generator* delegator;                      // borrowed
  Generator* innermost;                      // borrowed; null: unknown, walk
  struct AsyncGenAwaitable* step_awaitable;  // borrowed: whose asend runs this async generator inside its delegator
  uint32_t chain_depth;                      // frames between a suspended root and its innermost, both included
  HandledException handled;
  uint32_t frame_capacity;  // Values in frame.slots
  Frame frame;              // last: slots run on
};

/// What an async generator's asend(), __anext__(), athrow() and aclose() return.
struct AsyncGenAwaitable : GcObject {
  enum class Mode : uint8_t { kSend, kNext, kThrow, kClose } mode;
  enum class State : uint8_t { kInit, kIterating, kClosed } state;
  Generator* generator;  // owned
  Tuple* arguments;      // owned or null: of athrow
  Value value;           // owned: what asend sends
};

/// How resuming a generator ended.
enum class Resumed : uint8_t { kYielded, kReturned, kRaised };

/// Sends a value into a generator or coroutine (or starts it) and runs it up to its next suspension, end or exception.
/// kYielded and kReturned: *result holds the value; kRaised: the exception is pending.
Resumed resume(Vm&, Generator*, Value sent, Ref* result);
/// The same, raising `exception` (an instance) at the point of suspension.
/// `close_on_exit`: GeneratorExit closes the delegate instead of being thrown into it (false inside aclose).
Resumed resume_throw(Vm&, Generator*, Ref exception, Ref* result, bool close_on_exit = true);
/// generator.close(): false with an exception pending.
bool close_generator(Vm&, Generator*);
/// Sends to any iterator or awaitable's iterator as YIELD_FROM does.
Resumed send_to(Vm&, Value iterator, Value sent, Ref* result);

bool is_generator_running(const Generator*);
/// What a suspended generator awaits or delegates to (gi_yieldfrom, cr_await, ag_await); null when nothing.
Value delegate_of(const Generator*);
/// Line a suspended or running generator stands on.
int32_t current_line(const Generator*);
/// The iterator that `await` uses for a value; raises TypeError when it has none.
Ref awaitable_iterator(Vm&, Value awaitable);

}  // namespace loopscope::vm

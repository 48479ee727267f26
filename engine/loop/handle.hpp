#pragma once
// asyncio.Handle and TimerHandle: a callback that waits for its turn.

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

struct EventLoop;

struct Handle : vm::GcObject {
  EventLoop* loop;             // owned
  vm::Value callback;          // owned; null when cancelled
  vm::Tuple* arguments;        // owned or null
  vm::Value context;           // owned or null: an empty one
  vm::Value source_traceback;  // owned or null
  vm::Value saved_repr;        // owned or null: what debug mode remembers of a cancelled handle
  uint32_t id;                 // trace HandleId
  bool cancelled;
  bool scheduled;  // timers: in the heap
  bool waiting;    // in the heap or in the ready queue: it has not run yet
  double when;     // timers: loop time in seconds
};

vm::Ptr<Handle> make_handle(vm::Vm& vm, EventLoop* loop, vm::Value callback, vm::Args arguments, vm::Value context);
vm::Ptr<Handle> make_timer(vm::Vm& vm, EventLoop* loop, double when, vm::Value callback, vm::Args arguments,
                           vm::Value context);
/// Calls the callback in its context; exceptions go to the loop's exception handler. False: one leaves the loop.
bool run_handle(vm::Vm& vm, Handle* handle);
void cancel_handle(vm::Vm& vm, Handle* handle);
/// The name of a callback for the trace.
std::string callback_name(vm::Vm& vm, vm::Value callback);
void setup_handle_types(vm::Vm& vm);

/// Makes `context` the current one for a while; what replaces an empty one meanwhile is stored back.
class InContext {
 public:
  InContext(vm::Vm& vm, vm::Value* context);
  ~InContext();
  InContext(const InContext&) = delete;

 private:
  vm::Vm& vm_;
  vm::Value* place_;
  vm::Value outer_;
};

/// What sys.exception() tells while the exception handler is called: errors in there get it as their context.
class Handling {
 public:
  Handling(vm::Vm& vm, vm::Value exception);
  ~Handling();
  Handling(const Handling&) = delete;

 private:
  vm::Vm& vm_;
  vm::HandledException entry_;
};

/// A copy of the current context, or null when that is empty. Null with an exception pending on failure.
vm::Ref capture_context(vm::Vm& vm);

}  // namespace loopscope::loop

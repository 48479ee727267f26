#pragma once
// asyncio.Future: a result that is not there yet.

#include <vector>

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

struct EventLoop;
struct Task;

enum class FutureState : uint8_t { kPending, kCancelled, kFinished };

/// One registered callback. With a Task as `callback` and a null `context`, it is that task's wake-up.
struct DoneCallback {
  vm::Value callback;  // owned
  vm::Value context;   // owned or null
};

/// Invariants: `callbacks` is empty once the state is not kPending. `exception` is only set when finished. An object
/// whose end needs nothing said has ObjectFlag kFinalized set, so that __del__ is not even looked up.
struct Future : vm::Instance {
  EventLoop* loop;  // owned; null before __init__
  FutureState state;
  bool log_traceback;  // nobody has fetched the exception yet
  bool blocking;       // _asyncio_future_blocking: yielded by an await, not by a bare yield
  bool is_task;
  uint32_t id;                      // trace FutureId
  vm::Value result;                 // owned or null
  vm::Value exception;              // owned or null
  vm::Value exception_traceback;    // owned or null
  vm::Value cancel_message;         // owned or null
  vm::Value cancelled_error;        // owned or null: the CancelledError that ended a task
  vm::Value source_traceback;       // owned or null: debug mode's list of (file, line, function)
  DoneCallback first;               // the usual case: one callback
  std::vector<DoneCallback>* more;  // owned or null
};

/// What awaiting a future runs on.
struct FutureIterator : vm::GcObject {
  Future* future;  // owned; null when exhausted
};

inline bool is_future(vm::Value v) { return v.is(vm::Kind::kFuture) || v.is(vm::Kind::kTask); }

/// Sets up a new future's own part. False with an exception pending.
bool init_future(vm::Vm& vm, Future* future, EventLoop* loop);
vm::Ptr<Future> make_future(vm::Vm& vm, EventLoop* loop);
/// False with InvalidStateError pending.
bool set_result(vm::Vm& vm, Future* future, vm::Value result);
bool set_exception(vm::Vm& vm, Future* future, vm::Value exception);
/// Future.cancel(): 1 cancelled, 0 was done already, -1 failed.
int cancel_future(vm::Vm& vm, Future* future, vm::Value message);
/// The same through the right type's cancel(), also for tasks, subclasses and foreign futures.
int cancel_any(vm::Vm& vm, vm::Value future, vm::Value message);
/// The result; or null with what result() raises pending.
vm::Ref future_result(vm::Vm& vm, Future* future);
/// The exception that result() would raise, null when there is a result. Counts as retrieved.
vm::Ref future_error(vm::Vm& vm, Future* future);
/// At most 120 bytes of the repr, for the trace.
std::string short_repr(vm::Vm& vm, vm::Value v);
vm::Ref make_cancelled_error(vm::Vm& vm, Future* future);
/// Null context: the current one is captured. False with an exception pending.
bool add_done_callback(vm::Vm& vm, Future* future, vm::Value callback, vm::Value context);
/// The same for the wake-up of a task.
bool add_wakeup(vm::Vm& vm, Future* future, Task* task);
/// The innermost `limit` frames (0: all) as (file, line, function), outermost first.
vm::Ref capture_stack(vm::Vm& vm, int limit);

void setup_future_type(vm::Vm& vm);
/// Slots and methods that Task shares.
void destroy_future_fields(Future* future);
void traverse_future(vm::Object* object, vm::Visitor& visitor);
void clear_future(vm::Object* object);
vm::Ref future_await(vm::Vm& vm, vm::Value self);
vm::Ref future_repr(vm::Vm& vm, vm::Value self);
extern const std::span<const vm::MethodDef> kFutureMethods;
extern const std::span<const vm::GetSetDef> kFutureGetSets;

}  // namespace loopscope::loop

#pragma once
// asyncio.Task: a coroutine that the loop drives.

#include "engine/loop/future.hpp"

namespace loopscope::loop {

/// A pending task is in one of three states: waiting (`waiter` is a future that is not done, its wake-up is registered
/// there), scheduled (a step stands in the ready queue), or running (in step(), `waiter` is null).
struct Task : Future {
  vm::Value coro;     // owned; null after an eager task has ended at once
  vm::Value name;     // owned; a small int N until somebody asks: "Task-N"
  vm::Value waiter;   // owned or null
  vm::Value context;  // owned or null: an empty one that is not made yet
  uint32_t cancel_requests;
  bool must_cancel;
  bool log_destroy_pending;
  bool linked;     // in the list of live tasks
  Task* previous;  // live tasks in order of creation
  Task* next;
};

/// Runs one step: sends None, or throws `error` unless null. False: an exception leaves the loop (KeyboardInterrupt,
/// SystemExit, a stop request, or a broken invariant).
bool step_task(vm::Vm& vm, Task* task, vm::Ref error);
/// The step after `future` ended.
bool wake_task(vm::Vm& vm, Task* task, vm::Value future);
int cancel_task(vm::Vm& vm, Task* task, vm::Value message);
vm::Ref task_name(vm::Vm& vm, Task* task);
std::string task_name_text(vm::Vm& vm, Task* task);
void setup_task_type(vm::Vm& vm);

}  // namespace loopscope::loop

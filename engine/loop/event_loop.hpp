#pragma once
// The core of the event loop: ready queue, timer heap and run_once. The rest of BaseEventLoop is lib/asyncio.

#include <cstddef>
#include <vector>

#include "engine/loop/handle.hpp"
#include "engine/loop/select_phase.hpp"
#include "engine/loop/task.hpp"
#include "engine/loop/world.hpp"

namespace loopscope::loop {

/// One entry of the ready queue. Steps and wake-ups of tasks need no Handle object. The self-pipe's entry stands for
/// the callback with which asyncio empties the pipe that wakes its selector; it takes a place in the queue, nothing
/// else.
struct Ready {
  enum Kind : uint8_t { kHandle, kStep, kWakeup, kSelfPipe } kind;
  uint32_t handle_id;  // trace HandleId, 0 when nothing is recorded
  vm::Value target;    // owned: Handle or Task
  vm::Value argument;  // owned or null: a step's error, a wake-up's future
};

/// First in, first out; grows, never shrinks.
class ReadyQueue {
 public:
  ReadyQueue() : slots_(64) {}
  bool empty() const { return head_ == tail_; }
  size_t size() const { return tail_ - head_; }
  void push(const Ready& entry) {
    if (size() == slots_.size()) grow();
    slots_[tail_++ & (slots_.size() - 1)] = entry;
  }
  Ready pop() { return slots_[head_++ & (slots_.size() - 1)]; }
  const Ready& at(size_t i) const { return slots_[(head_ + i) & (slots_.size() - 1)]; }

 private:
  void grow();
  std::vector<Ready> slots_;  // size is a power of two
  size_t head_ = 0;
  size_t tail_ = 0;
};

/// Ordered as heapq orders it, ties included: equal times leave the heap in the order that CPython gives them.
class TimerHeap {
 public:
  bool empty() const { return items_.empty(); }
  size_t size() const { return items_.size(); }
  Handle* top() const { return items_.front(); }
  void push(Handle* timer);
  Handle* pop();
  std::vector<Handle*>& items() { return items_; }
  void heapify();

 private:
  void sift_down(size_t start, size_t at);
  void sift_up(size_t at);
  std::vector<Handle*> items_;  // owned references
};

struct EventLoop : vm::Instance {
  ReadyQueue* ready;   // owned, made with the object
  TimerHeap* timers;   // owned
  LoopIo* io;          // owned
  Task* current_task;  // owned or null
  uint32_t id;         // trace LoopId
  uint32_t iteration;
  size_t cancelled_timers;  // still in the heap
  double slow_seconds;      // slow_callback_duration
  uint32_t thread;          // of run_forever, 0 when not running
  bool debug;
  bool closed;
  bool stopping;
  bool own_call_soon;          // a Python subclass overrides call_soon or call_at
  uint32_t self_pipe_entries;  // in the ready queue
  uint64_t signals;            // bit N: signal N arrived, and its handle is to be scheduled
};

/// call_soon for what the loop itself schedules.
bool schedule_step(vm::Vm& vm, Task* task, vm::Value error);
bool schedule_wakeup(vm::Vm& vm, Task* task, Future* future);
/// call_soon(callback, argument) in a context.
bool schedule_callback(vm::Vm& vm, EventLoop* loop, vm::Value callback, vm::Value argument, vm::Value context);
void push_handle(vm::Vm& vm, EventLoop* loop, Handle* handle);
void push_timer(vm::Vm& vm, EventLoop* loop, Handle* timer);
/// loop.time() in seconds.
double loop_time(vm::Vm& vm);
/// One iteration, phase by phase (docs/event-loop.md). False with an exception pending.
bool run_once(vm::Vm& vm, EventLoop* loop);
/// RuntimeError when closed.
bool check_open(vm::Vm& vm, const EventLoop* loop);
/// Debug mode: RuntimeError when called from a thread that does not run the loop.
bool check_thread(vm::Vm& vm, const EventLoop* loop);
/// loop.call_exception_handler({...}); the dict is made of pairs. Failures are written as unraisable.
void report_to_handler(vm::Vm& vm, EventLoop* loop, vm::Ref context);
void clear_queues(vm::Vm& vm, EventLoop* loop);
void setup_event_loop_type(vm::Vm& vm);

}  // namespace loopscope::loop

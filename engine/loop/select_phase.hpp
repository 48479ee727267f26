#pragma once
// Phases 3 and 4 of an iteration: the selector waits, and handles of descriptors that became ready join the queue.

#include <memory>

#include "engine/loop/poller.hpp"
#include "engine/vm/vm.hpp"

namespace loopscope::loop {

struct EventLoop;
class WakeUp;

/// The loop's side of its selector. Made with the loop.
struct LoopIo {
  LoopIo();
  ~LoopIo() { drop_selector(); }
  /// Back to a loop without a selector.
  void drop_selector();

  Poller own;             // asked while no selector is attached; it watches nothing but the wake-up
  Poller* poller = &own;  // null: the selector is the program's own, and its select() is called
  vm::Value selector;     // owned or null
  vm::Value epoll;        // owned or null: whose poller it is
  vm::Value keys;         // owned or null: the selector's dict of SelectorKeys by descriptor, with `epoll`
  std::shared_ptr<WakeUp> wakeup;
  int wakeup_fd = -1;  // under which the selector watches it
  int ring_fd = -1;    // CPython's other end; nobody uses it
  std::vector<Poller::Ready> ready;
};

/// False with an exception pending. timeout -1: for ever.
bool select_phase(vm::Vm& vm, EventLoop* loop, int64_t timeout_ns);
/// Another thread, or a signal, wants the loop to look at its ready queue: the selector wakes, now or when it is asked
/// next.
void wake_selector(vm::Vm& vm, EventLoop* loop);

/// What _asyncio.EventLoop has for lib/asyncio/selector_events.py: its own methods and the use of the selector.
/// _attach_selector(selector, epoll or None, keys or None): opens the descriptors of the wake-up; returns the watched
/// one.
vm::Ref attach_selector(vm::Vm& vm, vm::Value self, vm::Args args);
vm::Ref detach_selector(vm::Vm& vm, vm::Value self, vm::Args args);

}  // namespace loopscope::loop

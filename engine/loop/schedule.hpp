#pragma once
// What the simulated world keeps beside each thread and process. Internal to it.

#include <deque>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

#include "engine/base/fiber.hpp"
#include "engine/loop/world.hpp"

namespace loopscope::loop {

/// A thread's next event: when it times out, or when it learns of a notification.
struct Event {
  int64_t ns;
  uint64_t order;  // equal times: who asked first
  Thread* thread;
  friend bool operator<(const Event& a, const Event& b) { return std::tie(a.ns, a.order) < std::tie(b.ns, b.order); }
};

struct Thread::Schedule {
  std::unique_ptr<Fiber> fiber;
  World::ThreadBody body;
  World::ProcessBody process_body;  // of a process's main thread
  std::shared_ptr<Thread> self;     // until it has ended

  const Wait* wait = nullptr;  // while it blocks
  std::vector<WaitList::Entry> entries;
  int64_t notified_ns = Wait::kForever;
  Event event{Wait::kForever, 0, nullptr};  // as it stands in Process::Schedule::events
  bool told = false;                        // the trace knows of the wait
  bool interrupted = false;                 // woken only to look at signals and stop requests
  Woken woken = Woken::kReady;
  int64_t ready_ns = 0;  // since when it wants the interpreter lock
};

struct Process::Schedule {
  std::shared_ptr<Process> self;  // until it has ended
  std::vector<std::shared_ptr<Thread>> threads;
  Thread* main = nullptr;
  Thread* holder = nullptr;        // of the interpreter lock
  std::deque<Thread*> contending;  // for it, in order
  std::set<Event> events;
  int64_t handed_over_ns = 0;  // when the lock last went from one thread to another
  int64_t start_ns = 0;        // its clock before there is a machine
  bool threaded = false;       // there has been a second thread: the lock is worth telling about
  bool ending = false;         // no thread of it runs another line
  World::SignalHandler signal_handler = nullptr;
};

}  // namespace loopscope::loop

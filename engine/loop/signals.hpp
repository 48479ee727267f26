#pragma once
// What one machine does about signals.

#include <array>
#include <memory>

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

struct AlarmClock;

struct Signals {
  std::array<vm::Ref, 65> handlers;  // null: the default action; 1: ignored; else what is called
  vm::Ref loop;                      // learns of every signal that has a handler; or null
  uint64_t handled = 0;              // how many have arrived
  bool untouched = true;             // the program has not imported signal
  std::shared_ptr<AlarmClock> alarm;
};

/// Whether a signal that this thread raises ends a call in which the main thread blocks: it is the main thread itself,
/// or a loop's wake-up descriptor carries the news.
bool interrupts_main(vm::Vm& vm);
/// The world's SignalHandler: runs on the main thread. False with an exception pending.
bool signal_arrived(vm::Vm& vm, int signal);
/// At the end of the program: handlers hold what they are bound to.
void forget_signals(vm::Vm& vm);

}  // namespace loopscope::loop

#pragma once
// The engine's side of Control: where a run parks.

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "engine/runtime/session.hpp"
#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

struct Control::Impl {
  mutable std::mutex mutex;
  std::condition_variable wake;
  vm::Vm* vm = nullptr;  // while a run is attached
  bool pause_wanted = false;
  bool stop_wanted = false;
  bool stepping = false;  // the engine goes on until `step` is done
  Step step = Step::kEvent;
  bool waiting = false;
  uint64_t signals = 0;  // bit N: signal N was sent and is not delivered yet

  // What a step counts, as it stood when the step began; used by the engine's thread only.
  uint32_t task_at_start = 0;
  uint32_t tick_at_start = 0;
  bool seen_task = false;

  void attach(vm::Vm& machine);
  void detach();
  /// Vm::on_interrupt: parks while paused; false with StopRequested pending when the run is to end.
  static bool on_interrupt(vm::Vm& vm, void* self);
  /// Recorder's hook after each event of a step.
  static void on_event(void* self, trace::Recorder& recorder);

 private:
  /// Waits until the run may go on.
  void park(std::unique_lock<std::mutex>& lock);
  void begin_step();
  bool step_done();
};

}  // namespace loopscope::runtime

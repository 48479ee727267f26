#pragma once
// The default world: deterministic, in virtual time, in one operating system thread.
//
// Each thread of the program is a fiber. Within a process they contend for the interpreter lock as CPython's do: who
// holds it runs, and gives it away when it blocks, or when somebody has waited for the switch interval. Processes run
// in parallel virtual time: each has a clock of its own (Vm::now_ns), and the one that lags behind goes on, a slice at
// a time. When nobody can run, the clock jumps to the next deadline.

#include <utility>
#include <vector>

#include "engine/loop/world.hpp"

namespace loopscope::loop {

class SimulatedWorld final : public World {
 public:
  /// With `paced`, waiting also takes real time, so that a person can watch.
  explicit SimulatedWorld(bool paced = false);
  ~SimulatedWorld() override;

  int64_t monotonic_ns(const vm::Vm& vm) const override;
  int64_t wall_ns(const vm::Vm& vm) const override;
  Woken block(vm::Vm& vm, const Wait& wait) override;
  void notify(vm::Vm& vm, WaitList& list) override;
  bool yield(vm::Vm& vm) override;

  std::shared_ptr<Thread> start_thread(vm::Vm& vm, ThreadBody body, std::string_view name, bool daemon) override;
  Thread& current_thread() override { return *current_; }
  Thread& main_thread(vm::Vm& vm) override;
  std::vector<Thread*> threads(vm::Vm& vm) override;
  int64_t switch_interval_ns() const override { return switch_interval_ns_; }
  void set_switch_interval_ns(int64_t ns) override { switch_interval_ns_ = ns; }
  void stop() override;

  std::shared_ptr<Process> start_process(vm::Vm& vm, ProcessBody body, std::string_view command, bool worker) override;
  Process& current_process() override { return *current_->process; }
  bool ending() override;
  void attach(vm::Vm& vm) override;
  void detach(vm::Vm& vm, int status) override;

  void send_signal(Process& process, int signal, bool interrupts = true) override;
  void signal_at(int64_t ns, int signal) override;
  void set_signal_handler(vm::Vm& vm, SignalHandler handler) override;
  bool die_of(vm::Vm& vm, int signal) override;
  bool leave(vm::Vm& vm, int status) override;

 private:
  struct Choice {
    Process* process = nullptr;
    Thread* due = nullptr;  // an event of this thread comes first; null: the process runs
    bool key = false;       // a signal from outside comes first
    int64_t ns = Wait::kForever;
  };

  std::shared_ptr<Thread> make_thread(Process& process, std::string_view name, bool daemon);
  /// When the process would go on by itself, and at what.
  Choice next_of(Process& process) const;
  Choice next_of_all(const Process* but) const;
  /// The thread that goes on now; time jumps, deadlines pass, conditions are asked on the way.
  Thread* pick();
  /// Gives the processor to whoever is next. Returns when the running thread goes on. False: it is to end, with an
  /// exception pending.
  bool reschedule(vm::Vm& vm);
  void go_to(Thread* next);
  void end_process(Process& process);
  void end_thread(Thread& thread);
  void reap();
  void notify_at(WaitList& list, int64_t ns);
  static void thread_main(void* self);

  void set_event(Thread& thread);
  void event_due(Thread& thread, int64_t ns);
  void end_wait(Thread& thread, Woken how, int64_t ns);
  void make_ready(Thread& thread, int64_t ns);
  bool preempt(vm::Vm& vm);
  void arm();
  static bool on_time(vm::Vm& vm, void* self);
  bool time_has_come(vm::Vm& vm);
  bool handle_signals(vm::Vm& vm);
  bool end_now(vm::Vm& vm, std::string_view why);
  bool must_end(const Thread& thread) const;
  bool raise_end(vm::Vm& vm);
  void nobody_can_run();
  /// Delivers the next signal of signal_at().
  void press_key();
  /// Advances an idle process's clock.
  void advance(Process& process, int64_t ns);
  bool pace(int64_t from, int64_t to);

  const bool paced_;
  int64_t switch_interval_ns_ = 5'000'000;
  Thread* current_ = nullptr;
  Process* program_ = nullptr;                       // the first process
  std::vector<std::shared_ptr<Process>> processes_;  // that have not ended
  std::shared_ptr<Thread> dead_;                     // its stack goes as soon as nobody stands on it
  std::shared_ptr<Process> dead_process_;
  uint32_t last_thread_ = 0, last_process_ = 0;
  uint64_t last_order_ = 0;
  int64_t paced_until_ns_ = 0;
  std::vector<std::pair<int64_t, int>> keys_;  // time and signal, the last one first
  bool stopping_ = false;
  std::string stop_text_;
};

}  // namespace loopscope::loop

#pragma once
// The world behind the engine: what takes time, what runs beside the program and what comes from outside. The default
// one is simulated (simulated_world.hpp): time is virtual and waiting jumps it.
//
// Everything that can block a thread is made of two operations: block() waits until a condition holds, notify() says
// that it may hold now. Locks, joins, pipes, selectors and child processes are built on them.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/trace/events.hpp"

namespace loopscope::vm {
class Vm;
struct ThreadState;
}  // namespace loopscope::vm

namespace loopscope::loop {

struct Thread;
struct Process;

/// Who waits for a change of one thing, in the order in which they came. It stands in the thing itself, which may only
/// die when nobody waits.
class WaitList {
 public:
  struct Entry {
    Thread* thread = nullptr;
    WaitList* list = nullptr;
    Entry *next = nullptr, *previous = nullptr;
  };

  WaitList() = default;
  WaitList(const WaitList&) = delete;
  bool empty() const { return !first_; }
  const Entry* first() const { return first_; }
  void add(Entry* entry);
  static void remove(Entry* entry);

 private:
  Entry *first_ = nullptr, *last_ = nullptr;
};

/// What a thread blocks on.
struct Wait {
  static constexpr int64_t kForever = INT64_MAX;

  trace::BlockReason reason = trace::BlockReason::kOther;
  std::string_view what;             // for the trace and for messages: "lock", "pipe 5"
  std::span<WaitList* const> lists;  // whose notification makes it worth asking the condition
  bool (*ready)(void*) = nullptr;    // asked without the interpreter lock, as a kernel would: takes what is waited
                                     // for, may not run Python code; null: only time ends the wait
  void* context = nullptr;           // ready's argument
  int64_t deadline_ns = kForever;    // on Vm::now_ns' scale
  bool silent = false;               // tells the trace nothing: the caller does (the selector)
  std::string (*describe)(void*) = nullptr;  // in place of `what` in the message of a deadlock; null: what
};

enum class Woken : uint8_t { kReady, kTimedOut, kFailed };

/// A thread of the simulated machine.
struct Thread {
  uint32_t id = 0;  // trace ThreadId; 1 is the first
  std::string name;
  bool daemon = false;
  bool ended = false;
  Process* process = nullptr;
  vm::ThreadState* state = nullptr;
  WaitList ended_list;  // notified when it ends
  struct Schedule;      // the world's own
  Schedule* schedule = nullptr;
};

/// One interpreter with its threads. Processes share nothing but pipes.
struct Process {
  uint32_t id = 0;  // trace ProcessId and os.getpid(); 1 is the program
  std::string command;
  vm::Vm* vm = nullptr;  // while it runs
  bool ended = false;
  int status = 0;     // when ended; -N: by signal N
  int killed_by = 0;  // the signal whose default action ends it
  bool left = false;  // by os._exit(): it ends at once, with this status
  int left_with = 0;
  WaitList ended_list;  // notified when it ends
  Process* parent = nullptr;
  uint64_t pending_signals = 0;  // bit N: signal N has arrived and is not handled yet
  struct Schedule;
  Schedule* schedule = nullptr;
};

class World {
 public:
  virtual ~World() = default;

  // --- time --------------------------------------------------------------------------------------------------------
  /// time.monotonic() in nanoseconds.
  virtual int64_t monotonic_ns(const vm::Vm& vm) const = 0;
  /// time.time() in nanoseconds.
  virtual int64_t wall_ns(const vm::Vm& vm) const = 0;

  // --- blocking ----------------------------------------------------------------------------------------------------
  /// Blocks the running thread, which gives the interpreter lock away meanwhile. A signal for the main thread runs its
  /// handler, and the wait goes on. kFailed: an exception is pending (the run was stopped, nothing can ever end the
  /// wait, a handler raised).
  virtual Woken block(vm::Vm& vm, const Wait& wait) = 0;
  /// Those who wait in the list ask their condition again, a moment later and one after the other. The caller goes on.
  virtual void notify(vm::Vm& vm, WaitList& list) = 0;
  /// A system call that does not block: who waits for the interpreter lock gets it. False: as kFailed.
  virtual bool yield(vm::Vm& vm) = 0;
  /// time.sleep(). False: as kFailed.
  bool sleep(vm::Vm& vm, int64_t ns);

  // --- threads -----------------------------------------------------------------------------------------------------
  /// The body runs on the new thread, with Vm::thread set; it deals with its exceptions, except StopRequested, which it
  /// leaves pending. Null with an exception pending: no more threads can be had.
  using ThreadBody = std::function<void(vm::Vm&)>;
  virtual std::shared_ptr<Thread> start_thread(vm::Vm& vm, ThreadBody body, std::string_view name, bool daemon) = 0;
  virtual Thread& current_thread() = 0;
  virtual Thread& main_thread(vm::Vm& vm) = 0;
  /// Threads of the process that have not ended, the main one included.
  virtual std::vector<Thread*> threads(vm::Vm& vm) = 0;
  virtual int64_t switch_interval_ns() const = 0;
  virtual void set_switch_interval_ns(int64_t ns) = 0;
  /// The program is being taken down: from now on nothing blocks, it fails.
  virtual void stop() = 0;

  // --- processes ---------------------------------------------------------------------------------------------------
  /// The body runs as the new process's main thread: it makes a machine, calls attach(), works and calls detach(). Null
  /// with an exception pending: no more processes can be had.
  using ProcessBody = std::function<void(Process&)>;
  virtual std::shared_ptr<Process> start_process(vm::Vm& vm, ProcessBody body, std::string_view command,
                                                 bool worker) = 0;
  virtual Process& current_process() = 0;
  /// The running process is being taken down: nothing of it runs any more.
  virtual bool ending() = 0;
  /// The machine belongs to the running process from now on; before its first Python code.
  virtual void attach(vm::Vm& vm) = 0;
  /// After the last Python code: threads that are left end without running another line of it, and with the program
  /// (the first process) the other processes do.
  virtual void detach(vm::Vm& vm, int status) = 0;

  // --- signals -----------------------------------------------------------------------------------------------------
  /// A signal reaches the process. Its main thread handles it as soon as it can; if it blocks and `interrupts` is
  /// false, not before it goes on by itself.
  virtual void send_signal(Process& process, int signal, bool interrupts = true) = 0;
  /// The same for the program at a time that is still to come: a key that somebody will press then.
  virtual void signal_at(int64_t ns, int signal) = 0;
  /// What the process does about a signal; set by the signal module. False: an exception is pending.
  using SignalHandler = bool (*)(vm::Vm&, int signal);
  virtual void set_signal_handler(vm::Vm& vm, SignalHandler handler) = 0;
  /// The default action of most signals: the running process ends. Returns false with an exception pending.
  virtual bool die_of(vm::Vm& vm, int signal) = 0;
  /// os._exit(): not another line of the running process's code. Returns false with an exception pending.
  virtual bool leave(vm::Vm& vm, int status) = 0;
};

/// The resolution of the monotonic clock in seconds, as time.get_clock_info("monotonic") tells it.
inline constexpr double kClockResolution = 1e-9;
/// Where the monotonic clock stands when a program starts: a machine that has been up for a while.
inline constexpr int64_t kMonotonicStart = 1'000'000'000'000;
/// 2025-01-01T00:00:00Z, when every simulated program starts.
inline constexpr int64_t kWallStart = 1'735'689'600'000'000'000;
/// How long after a notification a blocked thread learns of it: what a kernel needs to wake somebody.
inline constexpr int64_t kWakeLatencyNs = 20'000;

}  // namespace loopscope::loop

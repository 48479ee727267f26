#pragma once
// Everything that holds at one instant of a trace: the answers to the eight questions. Plain data; texts are numbers
// of the Store's strings. A State grows by apply(), one event after the other; StateIndex gives the one of any instant.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/id_map.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/analysis/queue.hpp"
#include "engine/base/ids.hpp"
#include "engine/trace/events.hpp"

namespace loopscope::analysis {

struct PlainFrame {
  CodeId code;
  uint32_t line = 0;
};

struct ThreadInfo {
  ThreadId id;
  bool gone = false;
  StringId name;
  ProcessId process;  // none: the program itself
  bool ended = false;
  ThreadState state = ThreadState::kRunning;
  trace::BlockReason blocked_on{};
  StringId blocked_what;
  int64_t blocked_until_ns = -1;  // -1: nobody knows
  HandleId handle;                // what runs on it
  TaskId task;
  CoroId coro;                     // the innermost coroutine or generator that runs on it
  LoopId loop;                     // which runs on it
  PlainFrame line;                 // where a plain function stands that was called last; code none: a coroutine runs
  std::vector<PlainFrame> frames;  // plain calls, outermost first; only when calls are traced
  std::vector<TaskId> outer_tasks;
};

enum class LoopPhase : uint8_t { kIdle, kBetween, kSelect, kTimers, kRun };
const char* text_of(LoopPhase phase);

struct TimerEntry {
  int64_t when_ns = 0;
  HandleId handle;
  friend auto operator<=>(const TimerEntry&, const TimerEntry&) = default;
};

struct Registration {
  uint32_t fd = 0;
  uint32_t interest = 0;  // 1 read, 2 write
  HandleId handle;
  StringId what;
};

struct LoopInfo {
  LoopId id;
  bool gone = false;
  StringId name;
  ThreadId thread;  // that runs it
  LoopPhase phase = LoopPhase::kIdle;
  uint32_t iteration = 0;
  bool debug = false;
  bool closed = false;
  bool stopping = false;
  bool shutting_down_asyncgens = false;
  int64_t slow_threshold_ns = 0;
  int64_t select_timeout_ns = 0;
  HandleId running;
  uint32_t run_left = 0;     // handles of this iteration that have not begun
  Queue<HandleId> ready;     // in the order in which they will run
  Queue<TimerEntry> timers;  // in the order in which they fall due
  std::vector<Registration> selector;
};

enum class HandleState : uint8_t { kReady, kTimer, kRunning, kDone };

struct HandleInfo {
  HandleId id;
  bool gone = false;
  LoopId loop;
  HandleState state = HandleState::kReady;
  bool cancelled = false;
  bool threadsafe = false;
  bool timer = false;
  StringId label;
  TaskId task;      // whose step it is
  FutureId cause;   // whose end scheduled it
  FutureId target;  // of a timer: the future that it ends
  int64_t when_ns = 0;
  uint32_t scheduled = kNoEvent;
  uint32_t begun = kNoEvent;
};

struct TaskInfo {
  TaskId id;
  bool gone = false;
  CoroId coro;
  LoopId loop;
  StringId name;
  TaskId parent;
  Place created_at;
  uint32_t created = kNoEvent;
  TaskState state = TaskState::kCreated;  // never kCancelling: see shown()
  bool cancelling = false;                // a cancel() is on its way
  bool destroyed_pending = false;
  bool freed = false;
  trace::Outcome outcome{};  // when done
  StringId value;
  uint32_t done = kNoEvent;
  FutureId waits_for;  // suspended: on this; none with a label, or with nothing known
  StringId wait_label;
  bool woken_in_step = false;          // while it runs: it will be ready, not suspended, when its step ends
  uint32_t woken = kNoEvent;           // the event that scheduled its present or last step
  uint32_t cancel_request = kNoEvent;  // the newest
  TaskId cancelled_by;
  uint32_t cancel_requests = 0;
  StringId thrown;  // into the present step
  uint32_t steps = 0;
  uint32_t since = kNoEvent;  // begin of the present state
  int64_t since_ns = 0;
  int64_t running_ns = 0, ready_ns = 0, suspended_ns = 0;  // without the present state: see State::times()

  TaskState shown() const {
    return cancelling && (state == TaskState::kReady || state == TaskState::kSuspended) ? TaskState::kCancelling
                                                                                        : state;
  }
};

enum class CoroState : uint8_t { kCreated, kRunning, kSuspended, kAtYield, kFinished };
const char* text_of(CoroState state);

struct CoroInfo {
  CoroId id;
  bool gone = false;
  trace::CoroKind kind{};
  CodeId code;
  Place created_at;
  TaskId creator;
  uint32_t created = kNoEvent;
  CoroState state = CoroState::kCreated;
  uint32_t line = 0;         // where its frame stands
  CoroId awaiter, awaiting;  // its neighbours in the await chain
  uint32_t depth = 0;        // in the chain; 0 for a task's own coroutine
  FutureId awaits_future;    // what it awaits when that is no coroutine
  StringId awaits_label;
  bool awaits_other = false;  // the two above hold
  uint32_t await_line = 0;    // where it awaits
  TaskId task;                // that drives it, or drove it last
  TaskId holder;              // async generators: who is within an operation
  trace::AsyncgenOp op{};
  bool held = false;
  LoopId first_loop;  // whose hooks saw its first iteration
  bool hook_called = false;
  trace::CloseBy close_by{};
  uint32_t close_begin = kNoEvent;
  uint32_t finalization = 0;
  Place last_reference;
  bool never_awaited = false;
  bool exit_ignored = false;
  trace::FinishHow finished{};
  StringId exception;
};

enum class FutureState : uint8_t { kPending, kResult, kException, kCancelled };
const char* text_of(FutureState state);

struct FutureInfo {
  FutureId id;
  bool gone = false;
  LoopId loop;
  StringId label;
  Place created_at;
  uint32_t created = kNoEvent;
  FutureState state = FutureState::kPending;
  StringId value;
  uint32_t resolved = kNoEvent;
  TaskId resolved_by;
  HandleId timer;  // that will end it
  int64_t due_ns = -1;
  int64_t sleep_ns = -1;  // of a sleep(): how long
  bool retrieved = false;
  uint32_t callbacks = 0;
};

struct Waiter {
  FutureId future;
  TaskId task;
  trace::WaitRole role{};
  bool woken = false;
};

struct SyncInfo {
  SyncId id;
  bool gone = false;
  trace::SyncKind kind{};
  StringId name;
  Place created_at;
  uint32_t size = 0;
  uint32_t value = 0;
  TaskId holder;
  bool shut_down = false;
  std::vector<Waiter> waiters;  // in order
};

/// One link of an await chain, outermost first.
struct ChainLink {
  CoroId coro;           // none: something that is no coroutine, see what
  Place place;           // the line on which it stands
  std::string function;  // "rows"
  std::string what;      // of the last link when it is no coroutine: "Future 3", "Task-2", "sleep(0.1) until 0.1 s"
};

struct TaskTimes {
  int64_t running_ns = 0, ready_ns = 0, suspended_ns = 0;
};

struct State {
  uint32_t applied = 0;  // events: this is the state after event applied - 1
  uint32_t tick = 0;
  int64_t now_ns = 0;
  ThreadId gil_holder;
  uint32_t outputs = 0;  // pieces of output (and signals) so far: Model::output()[0, outputs)
  uint32_t finalizations = 0;
  uint32_t exit_status = 0;
  bool ended = false;
  IdMap<ThreadInfo> threads;
  IdMap<LoopInfo> loops;
  IdMap<TaskInfo> tasks;      // all that ever were
  IdMap<CoroInfo> coros;      // until they are freed
  IdMap<FutureInfo> futures;  // until they are freed; tasks are not among them
  IdMap<HandleInfo> handles;  // until they have run
  IdMap<SyncInfo> syncs;

  /// The next event: `store.size() > applied`.
  void apply(const trace::Store& store);
  size_t entities() const;
  /// Goes on from a checkpoint of the trace; a damaged one changes nothing.
  void resume(std::string_view checkpoint);
  /// Its state as people see it: one that awaits another is suspended, although the chain as a whole may run.
  static CoroState shown(const CoroInfo& coro);
  TaskTimes times(const TaskInfo& task) const;
  /// From the task's own coroutine to the innermost one, and what that awaits.
  std::vector<ChainLink> await_chain(const trace::Store& store, const TaskInfo& task) const;
  /// The coroutine at which a task's chain begins: its own, or the async generator that it drives.
  CoroId chain_root(const TaskInfo& task) const;
  /// "sleep(0.1) until 0.1 s", "Future 3", "Task-2 (worker)"; "" when it waits for nothing.
  std::string waiting_for(const trace::Store& store, const TaskInfo& task) const;

 private:
  std::string library_wait(const trace::Store& store, const TaskInfo& task) const;
};

/// The name of a code object and its file, found through the trace's index.
struct CodeName {
  StringId name, qualname;
  Place first_line;
};
CodeName find_code(const trace::Store& store, CodeId code);
/// "rows": the name of a function as its author would say it.
std::string function_text(const trace::Store& store, const CodeName& code);
/// "rows" for a coroutine that is known or was.
std::string coro_function(const trace::Store& store, CoroId coro);
/// "Task-2", or "task 2" for one that the trace does not name.
std::string task_name(const trace::Store& store, TaskId task);
std::string_view file_path(const trace::Store& store, FileId file);
/// "name.py:12" without its directories, or "".
std::string place_text(const trace::Store& store, Place place);
/// "0.1 s", "150 ms", "12 µs"
std::string time_text(int64_t ns);
/// A point of the clock for people: without the microseconds that the program's own code took, once there are
/// milliseconds.
std::string clock_text(int64_t ns);

}  // namespace loopscope::analysis

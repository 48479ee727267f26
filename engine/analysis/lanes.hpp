#pragma once
// The whole trace as lanes, kept up to date while events arrive: what the timeline draws and the text timeline prints.
// Everything is plain data in vectors that only grow at their end (the last interval of a row may still be open, and
// is closed in place).

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/trace/events.hpp"

namespace loopscope::trace {
class Store;
}

namespace loopscope::analysis {

struct State;
class StateIndex;

using trace::kNoEvent;  // also: the end of an interval that is still open

/// A point of the trace: its event, that event's time, and the tick, which counts the loop iterations begun so far
/// (0: before the first one).
struct Moment {
  uint32_t event = kNoEvent;
  uint32_t tick = 0;
  int64_t ns = 0;
};

/// A text of Model::text(); 0 is "".
using Label = uint32_t;

enum class TaskState : uint8_t { kCreated, kReady, kRunning, kSuspended, kCancelling, kDone, kLeaked };
const char* text_of(TaskState state);

enum class TaskEnd : uint8_t { kPending, kReturned, kRaised, kCancelled, kLeaked };
const char* text_of(TaskEnd end);

/// A stretch of a task's life. While a cancel() is on its way to the task, kCancelling stands for ready and suspended.
struct TaskInterval {
  Moment begin, end;
  TaskState state = TaskState::kCreated;
  bool throwing = false;      // running: the step begins with an exception thrown in (a cancellation, mostly)
  Label label = 0;            // suspended: what it waits for, "sleep(0.1)", "Task-2", "Future 3"
  FutureId future;            // suspended: on this
  uint32_t cause = kNoEvent;  // ready: the event that woke it; running: the event that scheduled the step;
                              // cancelling: the cancel request
};

/// A frame of an await chain, for as long as it is one: from the await's begin to its end.
struct FrameInterval {
  Moment begin, end;
  CoroId coro;      // none: it awaits something that is no coroutine, named by label
  Label label = 0;  // "rows()", "sleep()"
  Place place;      // where its awaiter stands
};

enum class MarkKind : uint8_t {
  kBirth,
  kEnd,
  kWake,
  kCancelRequest,
  kFirstIteration,
  kLastReference,
  kCloseCall,
  kRejected,  // an asend() that ran into another
  kError,     // an exception that nobody handled
  kLeak,
  kSlow,
};

struct LaneMark {
  Moment at;
  MarkKind kind = MarkKind::kBirth;
  Label label = 0;
};

struct TaskLane {
  TaskId task;
  CoroId coro;
  LoopId loop;
  Label name = 0;       // "Task-2"; the newest
  Label step_name = 0;  // "Task-2 step"
  Label coro_name = 0;  // "worker()"
  TaskId parent;
  Place created_at;
  Moment birth, death;  // death.event is kNoEvent while it is pending
  TaskEnd end = TaskEnd::kPending;
  Label value = 0;  // repr of the result or of the exception
  uint32_t steps = 0;
  int64_t running_ns = 0, ready_ns = 0, suspended_ns = 0;  // of closed intervals
  std::vector<TaskInterval> intervals;
  std::vector<std::vector<FrameInterval>> chain;  // by depth; 0 is what the task's own coroutine awaits
  std::vector<LaneMark> marks;
};

enum class GenState : uint8_t { kCreated, kRunning, kSuspendedAtYield, kAwaiting };
const char* text_of(GenState state);

/// How a generator, async generator or coroutine ended.
enum class CoroEnd : uint8_t {
  kOpen,       // not yet, or never: see never_closed
  kExhausted,  // ran to its end (or returned)
  kRaised,
  kClosedExplicit,
  kClosedAclosing,
  kClosedGcHook,
  kClosedShutdown,
  kClosedDealloc,
  kNeverAwaited,
  kNeverClosed,  // the program ended before it was closed
};
const char* text_of(CoroEnd end);

struct GenInterval {
  Moment begin, end;
  GenState state = GenState::kCreated;
  TaskId task;        // running, awaiting: the task that drives it
  uint32_t line = 0;  // suspended: where
};

/// An async generator, or a coroutine that was never awaited. Other coroutines live in their task's chain.
struct CoroLane {
  CoroId coro;
  trace::CoroKind kind{};
  Label name = 0;  // "rows()"
  TaskId creator;
  Place created_at;
  Moment birth, death;
  CoroEnd end = CoroEnd::kOpen;
  CoroEnd close_by = CoroEnd::kOpen;  // who began to close it, also while that runs, and when the closing raised
  Label exception = 0;                // when it raised, also from a finally while closing
  uint32_t finalization = 0;          // 1 for the first async generator that was asked to close …; 0: not yet
  TaskId closer;                      // the task that closes it
  LoopId loop;                        // whose hooks saw the first iteration
  Moment close_begin;
  std::vector<GenInterval> intervals;
  std::vector<LaneMark> marks;
};

struct HandleRun {
  HandleId handle;
  Moment begin, end;
  Label label = 0;  // "Task-2 step", "slow_cb()"
  TaskId task;
  uint32_t scheduled = kNoEvent;  // the event that put it into the queue (a timer: into the heap)
  bool slow = false;
};

/// Phases follow each other: select from begin to select_end, timers from there to run_begin, run to end. A phase that
/// was not reached has kNoEvent.
struct Iteration {
  LoopId loop;
  uint32_t number = 0;
  uint32_t tick = 0;
  Moment begin, select_begin, select_end, timers_begin, run_begin, end;
  int64_t timeout_ns = 0;            // -1: without limit
  uint32_t first_run = 0, runs = 0;  // range of LoopLane::runs
};

struct LoopLane {
  LoopId loop;
  Label name = 0;
  Moment birth, death;
  bool debug = false;
  int64_t slow_threshold_ns = 0;
  std::vector<Iteration> iterations;
  std::vector<HandleRun> runs;
  std::vector<LaneMark> marks;
};

enum class ThreadState : uint8_t { kRunning, kWaitingForGil, kBlocked };

struct ThreadInterval {
  Moment begin, end;
  ThreadState state = ThreadState::kRunning;
  Label label = 0;  // blocked: on what, "time.sleep(0.15)"
};

struct ThreadLane {
  ThreadId thread;
  Label name = 0;
  Moment birth, death;
  std::vector<ThreadInterval> intervals;
  std::vector<std::vector<FrameInterval>> calls;  // plain functions by depth, where calls are traced
};

struct SyncSample {
  Moment at;
  uint32_t value = 0;
  uint32_t waiters = 0;
  TaskId holder;
};

struct SyncLane {
  SyncId sync;
  trace::SyncKind kind{};
  Label name = 0;
  uint32_t size = 0;
  Moment birth, death;
  std::vector<SyncSample> samples;  // the first one at its birth
};

/// What the program shows to the world; and a signal, by which the world reaches the program.
enum class OutputKind : uint8_t { kStdout, kStderr, kLog, kWarning, kError, kSignal };

struct OutputMark {
  Moment at;
  OutputKind kind = OutputKind::kStdout;
  StringId text;  // of the Store
  TaskId task;
  Place place;
};

/// A recorded cause: what happened at `from` made `to` happen.
enum class EdgeKind : uint8_t { kCreated, kWoke, kScheduled, kCancelled, kRejected, kClosed };

struct Edge {
  EdgeKind kind = EdgeKind::kCreated;
  Moment from, to;
  TaskId from_task, to_task;  // none: it was no task (the loop, a callback)
  CoroId coro;                // kRejected and kClosed: the generator
};

class Model {
 public:
  explicit Model(const trace::Store& store);
  ~Model();
  Model(const Model&) = delete;

  /// Takes over at most this many new events of the store; returns how many. Cheap per event.
  uint32_t advance(uint32_t max_events = 0xFFFFFFFFu);
  /// Events taken over so far: [0, size()) is what everything below tells about.
  uint32_t size() const;
  /// Changes with every advance() that took something over.
  uint64_t revision() const { return size(); }
  /// The moment of an event, and the last moment.
  Moment moment(uint32_t event) const;
  Moment last() const;

  const std::vector<LoopLane>& loops() const { return loops_; }
  const std::vector<TaskLane>& tasks() const { return tasks_; }  // in the order of their creation
  const std::vector<CoroLane>& coros() const { return coros_; }  // async generators and never-awaited coroutines
  const std::vector<ThreadLane>& threads() const { return threads_; }
  const std::vector<SyncLane>& syncs() const { return syncs_; }
  const std::vector<OutputMark>& output() const { return output_; }
  const std::vector<Edge>& edges() const { return edges_; }  // in the order of `to`
  /// The direct causes and effects of what a task, or an async generator, did in [begin_event, end_event].
  std::vector<Edge> edges_of(TaskId task, uint32_t begin_event, uint32_t end_event) const;
  std::vector<Edge> edges_of(CoroId coro) const;

  const TaskLane* task(TaskId task) const;
  const CoroLane* coro(CoroId coro) const;
  std::string_view text(Label label) const;

  const trace::Store& store() const { return store_; }
  /// The state after the last event taken over.
  const State& state() const;
  /// The state at any instant; its checkpoints are made as events are taken over.
  StateIndex& states();
  /// The same for who only looks; holds until the next question.
  const State& state_at(uint32_t event) const;

 private:
  struct Builder;
  friend struct Builder;
  const trace::Store& store_;
  std::vector<LoopLane> loops_;
  std::vector<TaskLane> tasks_;
  std::vector<CoroLane> coros_;
  std::vector<ThreadLane> threads_;
  std::vector<SyncLane> syncs_;
  std::vector<OutputMark> output_;
  std::vector<Edge> edges_;
  std::unique_ptr<Builder> builder_;
};

}  // namespace loopscope::analysis

#pragma once

// What the timeline shows, as it sees it: lanes of rows of intervals, marks on them, arrows between them.
// `LaneSource` is all that layout and painting know of a trace; model_source.hpp makes one from analysis::Model and
// memory_source.hpp one from vectors. No GUI library here.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace loopscope::timeline {

// A point of the trace. `ns` is the trace's clock; `seq` is the number of the event, which tells apart what happens at
// one instant of a virtual clock. Later points never have a smaller `ns` nor a smaller `seq`.
struct Instant {
  std::int64_t ns = 0;
  std::uint32_t seq = 0;
  friend bool operator==(const Instant&, const Instant&) = default;
};
inline bool before(Instant a, Instant b) { return a.ns != b.ns ? a.ns < b.ns : a.seq < b.seq; }

// `seq` of an end that lies in the future: the interval is still open.
inline constexpr std::uint32_t kOpenSeq = 0xFFFFFFFFU;

enum class LaneKind : std::uint8_t { loop, task, asyncgen, coroutine, thread, sync, output };

// Kinds of one row differ in their low three bits, so that a summary needs eight counters and no more.
enum class State : std::uint8_t {
  created = 0,
  ready = 1,
  running = 2,
  suspended = 3,
  cancelling = 4,  // tasks and coroutines
  gen_created = 8,
  gen_running = 9,
  gen_suspended = 10,
  gen_awaiting = 11,  // asynchronous generators
  idle = 16,
  select = 17,
  timers = 18,
  run = 19,  // the loop's row 0
  handle = 24,
  slow_handle = 25,  // the loop's row 1
  thread_running = 32,
  thread_gil = 33,
  thread_blocked = 34,  // threads
  frame_running = 40,
  frame_waiting = 41,  // rows of the await chain
  held = 48,
  contended = 49,
  sync_free = 50,  // locks and queues
};
inline constexpr int kSlots = 8;
inline int slot_of(State s) { return static_cast<int>(s) & 7; }

// How a lane's life ended. `open`: it has not, yet. `leaked`: it never will, its loop has closed.
enum class End : std::uint8_t {
  open,
  returned,
  raised,
  cancelled,
  leaked,
  exhausted,
  closed,
  closed_aclosing,
  closed_gc_hook,
  closed_shutdown,
  closed_dealloc,
  never_closed,  // asynchronous generators
  never_awaited,
};

struct Interval {
  Instant begin;
  Instant end;  // end.seq == kOpenSeq: still open
  State state = State::created;
  std::uint32_t label = 0;  // for LaneSource::text(); 0 is none
  std::uint64_t ref = 0;    // what it is to the owner of the source, handed back in a selection
};

enum class MarkKind : std::uint8_t {
  birth,
  end,  // the first and the last mark of a lane
  wake,
  cancel_request,
  first_iteration,
  close_call,  // ordinary
  stdout_text,
  stderr_text,
  log_record,
  warning,
  note,
  rejected,  // an asend that ran into another one's
  signal,    // arrives at the program
  error,
  leak,
  slow,
  finding,  // important: folding never hides them
};
inline constexpr int kMarkKinds = static_cast<int>(MarkKind::finding) + 1;
inline bool important(MarkKind k) { return k >= MarkKind::rejected; }

struct Mark {
  Instant at;
  MarkKind kind = MarkKind::note;
  End end = End::open;       // for MarkKind::end
  std::uint16_t number = 0;  // finalization order, shown in a circle; 0 is none
  std::uint32_t label = 0;
  std::uint64_t ref = 0;
};

// A lane's identity, stable while a trace grows: the kind and the id that the trace gave to the thing.
struct LaneKey {
  LaneKind kind = LaneKind::loop;
  std::uint32_t id = 0;
  friend bool operator==(const LaneKey&, const LaneKey&) = default;
  friend auto operator<=>(const LaneKey&, const LaneKey&) = default;
};
inline constexpr std::uint32_t kNoLane = 0xFFFFFFFFU;

struct LaneInfo {
  LaneKey key;
  std::string_view name;    // "Task-2", "rows()"
  std::string_view detail;  // "worker", "created by Task-1"
  End end = End::open;
  std::uint8_t rows = 1;           // row 0 and the rows that unfold below it
  std::uint8_t indent = 0;         // children stand under what created them
  std::uint16_t number = 0;        // finalization order; 0 is none
  std::uint32_t parent = kNoLane;  // the lane of what created it
  Instant birth, death;            // death counts only when `end` is not open
};

enum class ArrowKind : std::uint8_t { created, woke, cancelled, rejected, holds, closed, other };

struct Arrow {
  ArrowKind kind = ArrowKind::other;
  std::uint32_t from_lane = kNoLane, to_lane = kNoLane;
  Instant from, to;
  bool cause = true;  // true: leads to the selected thing; false: leads away from it
};

enum class Pick : std::uint8_t { none, lane, interval, mark, area };

// What is selected, in the terms of the trace. `row` and `index` help while the source stands; `ref` and the instants
// are what others should use.
struct Selection {
  Pick pick = Pick::none;
  LaneKey lane;
  std::uint8_t row = 0;
  std::size_t index = 0;
  Instant begin, end;  // of the interval, the mark (begin) or the area
  std::uint64_t ref = 0;
  friend bool operator==(const Selection&, const Selection&) = default;
};

// A boundary of the tick ruler: one column for each iteration of the loop, and in it one slot of equal width for each
// phase or step that begins. Sorted.
struct TickStep {
  Instant at;
  bool new_tick = false;   // begins an iteration
  std::uint32_t tick = 0;  // its number, as asyncio would count
  bool outside = false;    // with new_tick: a column for what happens outside of any iteration
};

class LaneSource {
 public:
  virtual ~LaneSource() = default;

  // Changes whenever anything below may answer differently. Growth at the end keeps `epoch`; anything else changes it.
  virtual std::uint64_t revision() const = 0;
  virtual std::uint64_t epoch() const { return 0; }

  virtual Instant first() const = 0;
  virtual Instant last() const = 0;

  virtual std::uint32_t lane_count() const = 0;
  virtual LaneInfo lane(std::uint32_t lane) const = 0;

  // Of one row: sorted, not overlapping. Only the last may be open.
  virtual std::size_t interval_count(std::uint32_t lane, std::uint8_t row) const = 0;
  virtual Interval interval(std::uint32_t lane, std::uint8_t row, std::size_t index) const = 0;

  // Of one lane; those of one kind are sorted.
  virtual std::size_t mark_count(std::uint32_t lane) const = 0;
  virtual Mark mark(std::uint32_t lane, std::size_t index) const = 0;

  virtual std::size_t tick_step_count() const = 0;
  virtual TickStep tick_step(std::size_t index) const = 0;

  virtual std::string_view text(std::uint32_t label) const = 0;

  // Direct causes and effects of the selection, causes first, in order of time.
  virtual void arrows(const Selection& selection, std::vector<Arrow>& out) const = 0;

  // Words for the tooltip beyond name, state and duration: what it awaits, why it was woken. Lines, empty when none.
  virtual void describe(const Selection& thing, std::vector<std::string_view>& out) const { (void)thing, (void)out; }

  // The point of the trace just after everything that happened until `ns`. By default it has no event's number.
  virtual Instant at_time(std::int64_t ns) const { return {ns, 0}; }

  // The same for the number of an event; `near` is a guess that will do where a source does not know.
  virtual Instant at_event(std::uint32_t seq, Instant near) const {
    (void)seq;
    return near;
  }

  // The lane with this key, or kNoLane.
  virtual std::uint32_t find(LaneKey key) const;
};

}  // namespace loopscope::timeline

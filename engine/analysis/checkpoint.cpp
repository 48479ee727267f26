#include "engine/analysis/checkpoint.hpp"

#include <type_traits>

#include "engine/trace/file/bytes.hpp"

namespace loopscope::analysis {

namespace {

// --- what is kept of each thing, once for both directions ------------------------------------------------------------

struct EventRef {
  uint32_t& event;
};

// The greatest value of an enum; a damaged file may hold any number.
constexpr unsigned last_of(ThreadState) { return static_cast<unsigned>(ThreadState::kBlocked); }
constexpr unsigned last_of(LoopPhase) { return static_cast<unsigned>(LoopPhase::kRun); }
constexpr unsigned last_of(HandleState) { return static_cast<unsigned>(HandleState::kDone); }
constexpr unsigned last_of(TaskState) { return static_cast<unsigned>(TaskState::kLeaked); }
constexpr unsigned last_of(CoroState) { return static_cast<unsigned>(CoroState::kFinished); }
constexpr unsigned last_of(FutureState) { return static_cast<unsigned>(FutureState::kCancelled); }
#define LOOPSCOPE_ITEM(name, text) +1
#define LOOPSCOPE_ENUM(Name, ...) \
  constexpr unsigned last_of(trace::Name) { return (0 __VA_ARGS__) - 1; }
#include "engine/trace/enums.def"
#undef LOOPSCOPE_ENUM
#undef LOOPSCOPE_ITEM

template <class Ar>
void fields(Ar& ar, PlainFrame& x) {
  ar(x.code, x.line);
}
template <class Ar>
void fields(Ar& ar, TimerEntry& x) {
  ar(x.when_ns, x.handle);
}
template <class Ar>
void fields(Ar& ar, Registration& x) {
  ar(x.fd, x.interest, x.handle, x.what);
}
template <class Ar>
void fields(Ar& ar, Waiter& x) {
  ar(x.future, x.task, x.role, x.woken);
}
template <class Ar>
void fields(Ar& ar, ThreadInfo& x) {
  ar(x.name, x.process, x.ended, x.state, x.blocked_on, x.blocked_what, x.blocked_until_ns, x.handle, x.task, x.coro,
     x.loop, x.line, x.frames, x.outer_tasks);
}
template <class Ar>
void fields(Ar& ar, LoopInfo& x) {
  ar(x.name, x.thread, x.phase, x.iteration, x.debug, x.closed, x.stopping, x.shutting_down_asyncgens,
     x.slow_threshold_ns, x.select_timeout_ns, x.running, x.run_left, x.ready, x.timers, x.selector);
}
template <class Ar>
void fields(Ar& ar, HandleInfo& x) {
  ar(x.loop, x.state, x.cancelled, x.threadsafe, x.timer, x.label, x.task, x.cause, x.target, x.when_ns,
     EventRef{x.scheduled}, EventRef{x.begun});
}
template <class Ar>
void fields(Ar& ar, TaskInfo& x) {
  ar(x.coro, x.loop, x.name, x.parent, x.created_at, EventRef{x.created}, x.state, x.cancelling, x.destroyed_pending,
     x.freed, x.outcome, x.value, EventRef{x.done}, x.waits_for, x.wait_label, x.woken_in_step, EventRef{x.woken},
     EventRef{x.cancel_request}, x.cancelled_by, x.cancel_requests, x.thrown, x.steps, EventRef{x.since}, x.since_ns,
     x.running_ns, x.ready_ns, x.suspended_ns);
}
template <class Ar>
void fields(Ar& ar, CoroInfo& x) {
  ar(x.kind, x.code, x.created_at, x.creator, EventRef{x.created}, x.state, x.line, x.awaiter, x.awaiting, x.depth,
     x.awaits_future, x.awaits_label, x.awaits_other, x.await_line, x.task, x.holder, x.op, x.held, x.first_loop,
     x.hook_called, x.close_by, EventRef{x.close_begin}, x.finalization, x.last_reference, x.never_awaited,
     x.exit_ignored, x.finished, x.exception);
}
template <class Ar>
void fields(Ar& ar, FutureInfo& x) {
  ar(x.loop, x.label, x.created_at, EventRef{x.created}, x.state, x.value, EventRef{x.resolved}, x.resolved_by, x.timer,
     x.due_ns, x.sleep_ns, x.retrieved, x.callbacks);
}
template <class Ar>
void fields(Ar& ar, SyncInfo& x) {
  ar(x.kind, x.name, x.created_at, x.size, x.value, x.holder, x.shut_down, x.waiters);
}
template <class Ar>
void fields(Ar& ar, State& x) {
  ar(x.now_ns, x.gil_holder, x.finalizations, x.exit_status, x.ended, x.threads, x.loops, x.tasks, x.coros, x.futures,
     x.handles, x.syncs);
}

// --- the two directions ----------------------------------------------------------------------------------------------

class Encoder {
 public:
  Encoder(std::string& out, const std::vector<uint32_t>& renumbered) : to_(out), renumbered_(renumbered) {}

  template <class... T>
  void operator()(T&&... values) {
    (put(values), ...);
  }

 private:
  template <class T>
  void put(T& value) requires std::is_integral_v<T> || std::is_enum_v<T> {
    to_.zigzag(static_cast<int64_t>(value));
  }
  template <class Tag>
  void put(Id<Tag>& id) {
    to_.varint(id.value);
  }
  void put(Place& place) { to_.varint(place.packed); }
  void put(const EventRef& ref) {
    const uint32_t event = ref.event < renumbered_.size() ? renumbered_[ref.event] : kNoEvent;
    to_.varint(event == kNoEvent ? 0 : uint64_t{event} + 1);
  }
  template <class T>
  void put(std::vector<T>& values) {
    to_.varint(values.size());
    for (T& value : values) put(value);
  }
  template <class T>
  void put(Queue<T>& queue) {
    to_.varint(queue.size());
    for (T item : queue.items()) put(item);
  }
  template <class T>
  void put(IdMap<T>& map) {
    to_.varint(map.size());
    map.each([&](T& item) {
      to_.varint(item.id.value);
      fields(*this, item);
    });
  }
  template <class T>
  void put(T& value) requires requires(Encoder& ar) {
    fields(ar, value);
  }
  { fields(*this, value); }

  trace::file::ByteWriter to_;
  const std::vector<uint32_t>& renumbered_;
};

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : from_(bytes) {}
  bool good() const { return !from_.bad() && from_.left() == 0 && !out_of_range_; }

  template <class... T>
  void operator()(T&&... values) {
    (get(values), ...);
  }

 private:
  template <class T>
  void get(T& value) requires std::is_integral_v<T> {
    value = static_cast<T>(from_.zigzag());
  }
  template <class T>
  void get(T& value) requires std::is_enum_v<T> {
    const int64_t number = from_.zigzag();
    out_of_range_ |= number < 0 || number > static_cast<int64_t>(last_of(T{}));
    value = out_of_range_ ? T{} : static_cast<T>(number);
  }
  template <class Tag>
  void get(Id<Tag>& id) {
    id.value = static_cast<uint32_t>(from_.varint());
  }
  void get(Place& place) { place.packed = static_cast<uint32_t>(from_.varint()); }
  void get(const EventRef& ref) {
    const uint64_t number = from_.varint();
    ref.event = number == 0 ? kNoEvent : static_cast<uint32_t>(number - 1);
  }
  /// Each element takes a byte at least.
  uint64_t count() {
    const uint64_t n = from_.varint();
    out_of_range_ |= n > from_.left();
    return out_of_range_ ? 0 : n;
  }
  template <class T>
  void get(std::vector<T>& values) {
    values.clear();
    for (uint64_t n = count(); n > 0 && !from_.bad(); --n) get(values.emplace_back());
  }
  template <class T>
  void get(Queue<T>& queue) {
    queue.clear();
    for (uint64_t n = count(); n > 0 && !from_.bad(); --n) {
      T item{};
      get(item);
      queue.push_back(item);
    }
  }
  template <class T>
  void get(IdMap<T>& map) {
    map = {};
    uint64_t last = 0;
    for (uint64_t n = count(); n > 0 && !from_.bad(); --n) {
      const uint64_t id = from_.varint();
      // They are written in the order of their ids; another order would also cost much.
      if (id <= last || id > UINT32_MAX) {
        out_of_range_ = true;
        return;
      }
      last = id;
      fields(*this, map.add(static_cast<uint32_t>(id)));
    }
  }
  template <class T>
  void get(T& value) requires requires(Decoder& ar) {
    fields(ar, value);
  }
  { fields(*this, value); }

  trace::file::ByteReader from_;
  bool out_of_range_ = false;
};

}  // namespace

std::string encode_state(const State& state, const std::vector<uint32_t>& renumbered) {
  std::string out;
  Encoder ar(out, renumbered);
  fields(ar, const_cast<State&>(state));  // an encoder changes nothing
  return out;
}

bool decode_state(std::string_view bytes, State& state) {
  State read;
  Decoder ar(bytes);
  fields(ar, read);
  if (!ar.good()) return false;
  state = std::move(read);
  return true;
}

}  // namespace loopscope::analysis

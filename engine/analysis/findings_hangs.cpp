#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/state_index.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Programs that stand still: who waits for what, at the instant at which somebody lost patience.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;
using trace::SyncKind;
using trace::WaitRole;

namespace {

constexpr size_t kMostTold = 8;
constexpr uint32_t kInterruptedStatus = 130;  // of a program that Ctrl-C ended
constexpr int64_t kLongNs = 100'000'000;

/// Where a program stands still: the state after `event` holds until `ns`.
struct Hang {
  uint32_t event = kNoEvent;  // none: the program came to its own end
  int64_t ns = 0;
};

/// When it was interrupted, or found to wait for ever; of a trace that breaks off, its end.
Hang find_hang(const Model& model) {
  const trace::Store& store = model.store();
  if (model.size() == 0) return {};
  for (uint32_t k = 0; k < store.count(EventType::kSignalRaised); ++k) {
    const uint32_t event = store.nth(EventType::kSignalRaised, k);
    if (event > 0 && store.text(store.get<ev::SignalRaised>(event).name) == "SIGINT") {
      return {event - 1, store.time(event)};
    }
  }
  // Where signals are not recorded: the main task is cancelled from outside of the loop, and the program ends so.
  const uint32_t ended = store.nth(EventType::kProgramEnded, 0);
  if (ended != kNoEvent && store.get<ev::ProgramEnded>(ended).exit_status == kInterruptedStatus) {
    for (uint32_t k = 0; k < store.count(EventType::kTaskCancelRequested); ++k) {
      const uint32_t event = store.nth(EventType::kTaskCancelRequested, k);
      if (event > 0 && !store.task(event) && !store.handle(event)) return {event - 1, store.time(event)};
    }
  }
  for (uint32_t k = 0; k < store.count(EventType::kUnhandledError); ++k) {
    const uint32_t event = store.nth(EventType::kUnhandledError, k);
    if (store.text(store.get<ev::UnhandledError>(event).exception).starts_with("StopRequested('the event loop would")) {
      // What was still pending has been torn down by now: the loop's last iteration tells.
      return {store.before(EventType::kSelectBegin, event), store.time(event)};
    }
  }
  if (store.count(EventType::kProgramEnded) > 0) return {};
  return {model.size() - 1, store.time(model.size() - 1)};
}

/// A synchronisation object that a task waits for.
struct SyncWait {
  const SyncInfo* sync = nullptr;
  WaitRole role{};
};

class Waits {
 public:
  explicit Waits(const State& state) : state_(state) {
    state.syncs.each([&](const SyncInfo& sync) {
      for (const Waiter& waiter : sync.waiters) {
        if (!waiter.woken) by_future_[waiter.future.value] = {&sync, waiter.role};
      }
    });
  }

  SyncWait sync_of(const TaskInfo& task) const {
    const auto found = by_future_.find(task.waits_for.value);
    return task.waits_for && found != by_future_.end() ? found->second : SyncWait{};
  }
  /// The task that would have to do something first: the one that is awaited, or that holds the lock.
  const TaskInfo* blocker(const TaskInfo& task) const {
    if (task.state != TaskState::kSuspended) return nullptr;
    if (const TaskInfo* awaited = state_.tasks.find(task.waits_for.value)) return pending(awaited);
    const SyncWait wait = sync_of(task);
    return wait.sync && wait.role == WaitRole::kAcquire ? pending(state_.tasks.find(wait.sync->holder.value)) : nullptr;
  }
  /// The tasks of the circle that the task is part of, itself first; empty when it is in none.
  std::vector<const TaskInfo*> circle(const TaskInfo& task) const {
    std::vector<const TaskInfo*> way;
    for (const TaskInfo* next = &task; next && way.size() < 1000; next = blocker(*next)) {
      if (!way.empty() && next == &task) return way;
      if (std::find(way.begin(), way.end(), next) != way.end()) return {};
      way.push_back(next);
    }
    return {};
  }

 private:
  static const TaskInfo* pending(const TaskInfo* task) {
    return task && task->state == TaskState::kSuspended ? task : nullptr;
  }

  const State& state_;
  std::unordered_map<uint32_t, SyncWait> by_future_;
};

std::string sync_name(const Model& model, const SyncInfo& sync) {
  for (const SyncLane& lane : model.syncs()) {
    if (lane.sync == sync.id) return std::string(model.text(lane.name));
  }
  return fmt::format("{} {}", trace::text_of(sync.kind), sync.id.value);
}

/// The line of the program on which the task waits: of its own code, not the library's.
Place waiting_at(const Model& model, const State& state, const TaskInfo& task) {
  Place place;
  for (const ChainLink& link : state.await_chain(model.store(), task)) {
    if (const Place user = user_place(model.store(), link.place)) place = user;
  }
  return place;
}

class Deadlock final : public FindingKind {
 public:
  const char* name() const override { return "deadlock"; }
  const char* title() const override { return "Deadlock"; }
  Severity severity() const override { return Severity::kError; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const Hang hang = find_hang(model);
    if (hang.event == kNoEvent) return;
    const State& state = model.state_at(hang.event);
    const Waits waits(state);
    std::vector<TaskId> told;
    state.tasks.each([&](const TaskInfo& task) {
      if (std::find(told.begin(), told.end(), task.id) != told.end()) return;
      const std::vector<const TaskInfo*> circle = waits.circle(task);
      if (circle.empty()) return;
      const TaskInfo* last = circle[0];  // who closed the circle
      for (const TaskInfo* each : circle) {
        told.push_back(each->id);
        if (each->since != kNoEvent && (last->since == kNoEvent || each->since > last->since)) last = each;
      }
      Finding found;
      found.at = model.moment(last->since);
      found.until = model.moment(hang.event);
      found.event = last->since;
      found.task = last->id;
      found.place = waiting_at(model, state, *last);
      out.push_back(found);
    });
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const State& state = model.state_at(find_hang(model).event);
    const Waits waits(state);
    const TaskInfo* task = state.tasks.find(finding.task.value);
    std::string text;
    for (const TaskInfo* each : task ? waits.circle(*task) : std::vector<const TaskInfo*>{}) {
      const std::string who = task_name(model.store(), each->id);
      const std::string other = task_name(model.store(), waits.blocker(*each)->id);
      const SyncWait wait = waits.sync_of(*each);
      if (!text.empty()) text += "; ";
      text += wait.sync ? fmt::format("{} waits for {}, which {} holds", who, sync_name(model, *wait.sync), other)
                        : fmt::format("{} waits for {}", who, other);
    }
    return text + ": none of them can ever go on";
  }

  std::string summarise(size_t count) const override {
    return counted(count, "circle") + " of tasks wait for each other";
  }
};

class StuckTask final : public FindingKind {
 public:
  const char* name() const override { return "stuck-task"; }
  const char* title() const override { return "Waits, and nothing would end it"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const Hang hang = find_hang(model);
    if (hang.event == kNoEvent) return;
    const trace::Store& store = model.store();
    const State& state = model.state_at(hang.event);
    const Waits waits(state);
    std::vector<Finding> found;
    state.tasks.each([&](const TaskInfo& task) {
      if (task.state != TaskState::kSuspended || !waits.circle(task).empty() || !is_cause(model, state, waits, task))
        return;
      const int64_t waited = hang.ns - task.since_ns;
      if (waited < kLongNs || waited * 5 < hang.ns - store.time(0)) return;
      Finding each;
      each.at = task.since == kNoEvent ? Moment{0, 0, task.since_ns} : model.moment(task.since);
      each.until = model.moment(hang.event);
      each.event = task.since;
      each.task = task.id;
      each.place = waiting_at(model, state, task);
      found.push_back(each);
    });
    // Who got stuck first is mostly who keeps the others; but to wait for input is what servers do.
    const auto reads = [&](const Finding& each) {
      return state.waiting_for(store, *state.tasks.find(each.task.value)).starts_with("StreamReader.");
    };
    std::stable_sort(found.begin(), found.end(), [&](const Finding& a, const Finding& b) {
      return std::pair(reads(a), a.at.ns) < std::pair(reads(b), b.at.ns);
    });
    if (found.size() > kMostTold) found.resize(kMostTold);
    out.insert(out.end(), found.begin(), found.end());
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    const Hang hang = find_hang(model);
    const State& state = model.state_at(hang.event);
    const TaskInfo* task = state.tasks.find(finding.task.value);
    if (!task) return "a task waits";
    const std::string place = place_text(store, finding.place);
    const std::string begin =
        fmt::format("{} has waited since {}{}, for {},", task_name(store, task->id), clock_text(task->since_ns),
                    place.empty() ? "" : " at " + place, time_text(hang.ns - task->since_ns));
    const Waits waits(state);
    const SyncWait wait = waits.sync_of(*task);
    if (!wait.sync) {
      const std::string what = state.waiting_for(store, *task);
      return fmt::format("{} for {}: nothing came that would end it", begin, what.empty() ? "something" : what);
    }
    const std::string sync = sync_name(model, *wait.sync);
    switch (wait.role) {
      case WaitRole::kPut:
        return fmt::format("{} for room in {}, which is full ({}): {}", begin, sync, wait.sync->value,
                           partner_text(model, state, *wait.sync, false));
      case WaitRole::kGet:
        return fmt::format("{} for an item of {}, which is empty: {}", begin, sync,
                           partner_text(model, state, *wait.sync, true));
      case WaitRole::kJoin:
        return fmt::format("{} in join() of {}: not everything that was taken from it was reported as done; {}", begin,
                           sync, partner_text(model, state, *wait.sync, false));
      case WaitRole::kWait:
        return fmt::format("{} for {}, which nobody has set", begin, sync);
      case WaitRole::kAcquire: {
        const TaskInfo* holder = state.tasks.find(wait.sync->holder.value);
        if (!holder) return fmt::format("{} for {}", begin, sync);
        return fmt::format("{} for {}, held by {}", begin, sync, life_text(model, state, *holder));
      }
    }
    return begin;
  }

  std::string summarise(size_t count) const override { return counted(count, "task") + " wait for what does not come"; }

 private:
  // Tasks that merely wait for another task, for a lock that a living task holds, or for a timer, are not the cause.
  static bool is_cause(const Model& model, const State& state, const Waits& waits, const TaskInfo& task) {
    if (waits.blocker(task)) return false;
    const SyncWait wait = waits.sync_of(task);
    if (wait.sync) {
      const bool queue = wait.role == WaitRole::kPut || wait.role == WaitRole::kGet;
      if (!queue) return true;
      // A worker without work is no trouble, nor is a full queue that somebody reads.
      const TaskInfo* other = partner(model, state, *wait.sync, wait.role == WaitRole::kGet);
      return wait.role == WaitRole::kPut ? !other || over(*other) : other && over(*other);
    }
    const FutureInfo* future = state.futures.find(task.waits_for.value);
    if (!future || future->state != FutureState::kPending || future->due_ns >= 0) return false;
    // A future without a name stands for other tasks (gather's, wait's), but for one that the program made itself.
    const std::string what = state.waiting_for(model.store(), task);
    if (what.starts_with("wait()") || what.starts_with("GatheringFuture")) return false;
    return !what.starts_with("Future ") ||
           source_line(model.store(), future->created_at).find("uture(") != std::string_view::npos;
  }
  static bool over(const TaskInfo& task) { return task.state == TaskState::kDone || task.state == TaskState::kLeaked; }

  // The task that last put into the queue, or took from it.
  static const TaskInfo* partner(const Model& model, const State& state, const SyncInfo& sync, bool put) {
    const trace::Store& store = model.store();
    const TaskInfo* last = nullptr;
    uint32_t value = 0;
    store.of_sync().each(sync.id.value, [&](uint32_t event) {
      if (event >= state.applied || store.type(event) != EventType::kSyncValueChanged) return;
      const uint32_t now = store.get<ev::SyncValueChanged>(event).value;
      if (store.task(event) && (put ? now > value : now < value)) last = state.tasks.find(store.task(event).value);
      value = now;
    });
    return last;
  }

  static std::string life_text(const Model& model, const State& state, const TaskInfo& task) {
    const trace::Store& store = model.store();
    const std::string who = task_name(store, task.id);
    if (!over(task)) {
      if (task.state != TaskState::kSuspended) return who;
      const std::string what = state.waiting_for(store, task);
      return fmt::format("{}, which waits itself since {}{}", who, clock_text(task.since_ns),
                         what.empty() ? "" : " for " + what);
    }
    const std::string when = task.done == kNoEvent ? "" : " at " + clock_text(store.time(task.done));
    if (task.outcome == trace::Outcome::kException) {
      return fmt::format("{}, which ended with {}{}", who, one_line(store.text(task.value), 80), when);
    }
    return fmt::format("{}, which {}{}", who,
                       task.outcome == trace::Outcome::kCancelled ? "was cancelled" : "has ended", when);
  }
  static std::string partner_text(const Model& model, const State& state, const SyncInfo& sync, bool put) {
    const TaskInfo* other = partner(model, state, sync, put);
    if (!other) return put ? "nobody has ever put anything into it" : "nobody has ever taken anything from it";
    return fmt::format("the last to {} was {}", put ? "put something into it" : "take something from it",
                       life_text(model, state, *other));
  }
};

}  // namespace

std::unique_ptr<FindingKind> make_Deadlock() { return std::make_unique<Deadlock>(); }
std::unique_ptr<FindingKind> make_StuckTask() { return std::make_unique<StuckTask>(); }

}  // namespace loopscope::analysis

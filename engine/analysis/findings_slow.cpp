#include <fmt/core.h>

#include <algorithm>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// What held the loop up: callbacks that took too long, log handlers that block, a selector with work of its own.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

constexpr uint32_t kMaxLooked = 20'000;  // timers that are looked at to tell who was late
constexpr size_t kMaxNamed = 3;

struct Late {
  std::string who;
  int64_t by_ns;
};

// The task that waits for the future of a timer, else what the timer calls.
std::string waiter(const trace::Store& store, HandleId timer, uint32_t scheduled) {
  const uint32_t aimed = store.of_handle().after(timer.value, scheduled);
  if (aimed != kNoEvent && store.type(aimed) == EventType::kTimerAimed) {
    const FutureId future = store.get<ev::TimerAimed>(aimed).future;
    const trace::Postings& events = store.of_future();
    for (uint32_t at = events.first(future.value); at != kNoEvent; at = events.after(future.value, at)) {
      if (store.type(at) != EventType::kFutureCallbackAdded) continue;
      if (const TaskId task = store.get<ev::FutureCallbackAdded>(at).task) return task_name(store, task);
    }
  }
  return handle_name(store, timer);
}

bool was_cancelled(const trace::Store& store, HandleId handle, uint32_t before) {
  const trace::Postings& events = store.of_handle();
  for (uint32_t at = events.first(handle.value); at != kNoEvent && at < before; at = events.after(handle.value, at)) {
    if (store.type(at) == EventType::kHandleCancelled) return true;
  }
  return false;
}

void add_late(std::vector<Late>& late, std::string who, int64_t by_ns) {
  const auto known = std::find_if(late.begin(), late.end(), [&](const Late& other) { return other.who == who; });
  if (known == late.end()) {
    late.push_back({std::move(who), by_ns});
  } else {
    known->by_ns = std::max(known->by_ns, by_ns);
  }
}

// Who could not run in [from, until] of a loop's time although it was due: the latest first.
std::vector<Late> late_because(const Model& model, LoopId loop, TaskId culprit, const Moment& from,
                               const Moment& until) {
  const trace::Store& store = model.store();
  std::vector<Late> late;
  for (const TaskLane& task : model.tasks()) {
    if (task.loop != loop || task.task == culprit || is_library(store, task.coro)) continue;
    auto at = std::partition_point(task.intervals.begin(), task.intervals.end(), [&](const TaskInterval& interval) {
      return interval.end.event != kNoEvent && interval.end.event < from.event;
    });
    for (; at != task.intervals.end() && at->begin.event < until.event; ++at) {
      const bool waits = at->state == TaskState::kReady || at->state == TaskState::kCreated;
      if (!waits || at->end.event < until.event) continue;
      add_late(late, std::string(model.text(task.name)), until.ns - std::max(at->begin.ns, from.ns));
    }
  }
  // Timers that fell due meanwhile were not even looked at.
  uint32_t k = store.count_before(EventType::kTimerScheduled, until.event);
  for (uint32_t looked = 0; k > 0 && looked < kMaxLooked; ++looked) {
    const uint32_t event = store.nth(EventType::kTimerScheduled, --k);
    const auto e = store.get<ev::TimerScheduled>(event);
    if (e.loop != loop || e.when < from.ns || e.when >= until.ns) continue;
    if (event > from.event || was_cancelled(store, e.handle, until.event)) continue;
    add_late(late, waiter(store, e.handle, event), until.ns - e.when);
  }
  std::stable_sort(late.begin(), late.end(), [](const Late& a, const Late& b) { return a.by_ns > b.by_ns; });
  return late;
}

// To the millisecond: what the clock says beyond that is the instructions' own time.
std::string rounded(int64_t ns) { return time_text((ns + 500'000) / 1'000'000 * 1'000'000); }

// "monitor was late by 0.24 s", "3 tasks were late, by up to 0.3 s: a, b, c".
std::string late_text(const std::vector<Late>& late) {
  constexpr int64_t kNotable = 1'000'000;
  const auto worth = static_cast<size_t>(
      std::count_if(late.begin(), late.end(), [](const Late& each) { return each.by_ns >= kNotable; }));
  if (worth == 0) return "nothing else could run";
  if (worth == 1) return fmt::format("{} was late by {}", late[0].who, rounded(late[0].by_ns));
  std::string names;
  for (size_t i = 0; i < std::min(worth, kMaxNamed); ++i) names += (i == 0 ? "" : ", ") + late[i].who;
  if (worth > kMaxNamed) names += " …";
  return fmt::format("{} tasks and callbacks were late, by up to {}: {}", worth, rounded(late[0].by_ns), names);
}

// Where a callback's own thread blocks the longest within [from, until], or kNoEvent.
uint32_t blocks_within(const trace::Store& store, HandleId handle, const Moment& from, const Moment& until) {
  uint32_t longest = kNoEvent, begun = kNoEvent;
  int64_t most = -1;
  if (until.event == kNoEvent) return kNoEvent;
  const auto next = [&](uint32_t event) {
    return std::min(store.after(EventType::kThreadBlocked, event), store.after(EventType::kThreadUnblocked, event));
  };
  for (uint32_t event = next(from.event); event < until.event; event = next(event)) {
    if (store.handle(event) != handle) continue;  // another thread's
    if (store.type(event) == EventType::kThreadBlocked) {
      begun = event;
    } else if (begun != kNoEvent && store.time(event) - store.time(begun) > most) {
      most = store.time(event) - store.time(begun);
      longest = begun;
    }
  }
  return longest;
}

class SlowCallback final : public FindingKind {
 public:
  const char* name() const override { return "slow-callback"; }
  const char* title() const override { return "Slow callback"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    for (const LoopLane& loop : model.loops()) {
      for (const HandleRun& run : loop.runs) {
        // The engine marks it in debug mode; without, the time it took tells as much.
        const bool over = run.end.event != kNoEvent && loop.slow_threshold_ns > 0 &&
                          run.end.ns - run.begin.ns >= loop.slow_threshold_ns;
        if (!run.slow && !over) continue;
        Finding found;
        found.at = run.begin;
        found.until = run.end;
        found.event = run.begin.event;
        found.handle = run.handle;
        found.task = run.task;
        found.loop = loop.loop;
        const uint32_t blocked = blocks_within(model.store(), run.handle, run.begin, run.end);
        if (blocked != kNoEvent) found.place = standing_at(model.store(), blocked);
        out.push_back(found);
      }
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    std::string blocked;
    const uint32_t event = blocks_within(store, finding.handle, finding.at, finding.until);
    if (event != kNoEvent) {
      const std::string place = place_text(store, finding.place);
      blocked = fmt::format(", blocked in {}{}{}", blocked_on(store, event), place.empty() ? "" : " at ", place);
    }
    return fmt::format("{} held the loop for {}{}: {}", handle_name(store, finding.handle),
                       time_text(finding.until.ns - finding.at.ns), blocked,
                       late_text(late_because(model, finding.loop, finding.task, finding.at, finding.until)));
  }

  std::string summarise(size_t count) const override {
    return counted(count, "callback") + " held the loop for longer than its slow threshold";
  }
};

class BlockingLogHandler final : public FindingKind {
 public:
  const char* name() const override { return "blocking-log-handler"; }
  const char* title() const override { return "Log handler that blocks the loop"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    constexpr int64_t kNotable = 20'000'000;
    const trace::Store& store = model.store();
    for (uint32_t k = 0; k < store.count(EventType::kLogRecorded); ++k) {
      const uint32_t event = store.nth(EventType::kLogRecorded, k);
      if (event >= model.size()) return;
      if (!store.handle(event)) continue;  // outside of a callback nobody is held up
      const uint32_t blocked = blocks_in_handler(store, event);
      if (blocked == kNoEvent) continue;
      const uint32_t goes_on = store.after(EventType::kThreadUnblocked, blocked);
      if (goes_on == kNoEvent || store.time(goes_on) - store.time(event) < kNotable) continue;
      Finding found;
      found.at = model.moment(event);
      found.until = model.moment(goes_on);
      found.event = event;
      found.handle = store.handle(event);
      found.task = store.task(event);
      found.place = user_place(store, store.get<ev::LogRecorded>(event).place);
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    const uint32_t blocked = blocks_in_handler(store, finding.event);
    const std::string place = place_text(store, finding.place);
    return fmt::format("logging \"{}\"{}{} took {}: its handler called {}, and the whole loop waited for it",
                       one_line(store.text(store.get<ev::LogRecorded>(finding.event).message), 60),
                       place.empty() ? "" : " at ", place, time_text(finding.until.ns - finding.at.ns),
                       blocked == kNoEvent ? std::string("something slow") : blocked_on(store, blocked));
  }

  std::string summarise(size_t count) const override {
    return counted(count, "log record") + " blocked the loop in a handler";
  }

 private:
  // Where the thread blocks between a record and the end of its emit(), or kNoEvent.
  static uint32_t blocks_in_handler(const trace::Store& store, uint32_t logged) {
    constexpr uint32_t kFarthest = 400;
    bool emits = false;
    const uint32_t end = std::min(store.size(), logged + kFarthest);
    for (uint32_t event = logged + 1; event < end; ++event) {
      if (store.thread(event) != store.thread(logged)) continue;
      switch (store.type(event)) {
        case EventType::kLogRecorded:
        case EventType::kTaskStepEnd:
        case EventType::kHandleEnd:
          return kNoEvent;
        case EventType::kLineReached: {
          const auto e = store.get<ev::LineReached>(event);
          if (e.coro) return kNoEvent;  // back in the coroutine that logged
          emits |= store.text(find_code(store, e.code).name) == "emit";
          break;
        }
        case EventType::kThreadBlocked:
          if (emits) return event;
          break;
        default:
          break;
      }
    }
    return kNoEvent;
  }
};

class SlowSelector final : public FindingKind {
 public:
  const char* name() const override { return "slow-selector"; }
  const char* title() const override { return "Slow selector"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const trace::Store& store = model.store();
    for (uint32_t k = 0; k < store.count(EventType::kSelectSlow); ++k) {
      const uint32_t event = store.nth(EventType::kSelectSlow, k);
      if (event >= model.size()) return;
      const uint32_t begin = store.before(EventType::kSelectBegin, event);
      Finding found;
      found.at = model.moment(begin == kNoEvent ? event : begin);
      found.until = model.moment(event);
      found.event = event;
      found.loop = store.get<ev::SelectSlow>(event).loop;
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    const uint32_t begin = store.before(EventType::kSelectBegin, finding.event);
    const int64_t asked = begin == kNoEvent ? 0 : store.get<ev::SelectBegin>(begin).timeout;
    return fmt::format("the selector took {}, though the loop had asked it {}: {}",
                       time_text(store.get<ev::SelectSlow>(finding.event).took),
                       asked > 0 ? "to wait at most " + time_text(asked) : std::string("not to wait at all"),
                       late_text(late_because(model, finding.loop, {}, finding.at, finding.until)));
  }

  std::string summarise(size_t count) const override {
    return counted(count, "call") + " of the selector took longer than asked";
  }
};

}  // namespace

std::unique_ptr<FindingKind> make_SlowCallback();
std::unique_ptr<FindingKind> make_SlowCallback() { return std::make_unique<SlowCallback>(); }
std::unique_ptr<FindingKind> make_BlockingLogHandler();
std::unique_ptr<FindingKind> make_BlockingLogHandler() { return std::make_unique<BlockingLogHandler>(); }
std::unique_ptr<FindingKind> make_SlowSelector();
std::unique_ptr<FindingKind> make_SlowSelector() { return std::make_unique<SlowSelector>(); }

}  // namespace loopscope::analysis

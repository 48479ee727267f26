#include <fmt/core.h>

#include <algorithm>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Threads in the way of a loop: calls from the wrong one, and waiting for the interpreter lock.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

// A stretch in which a loop runs on a thread.
struct Running {
  LoopId loop;
  ThreadId thread;
  uint32_t begin, end;
};

std::vector<Running> all_runs(const trace::Store& store) {
  std::vector<Running> runs;
  for (uint32_t k = 0; k < store.count(EventType::kLoopRunBegin); ++k) {
    const uint32_t begin = store.nth(EventType::kLoopRunBegin, k);
    const LoopId loop = store.get<ev::LoopRunBegin>(begin).loop;
    uint32_t end = store.after(EventType::kLoopRunEnd, begin);
    while (end != kNoEvent && store.get<ev::LoopRunEnd>(end).loop != loop)
      end = store.after(EventType::kLoopRunEnd, end);
    runs.push_back({loop, store.thread(begin), begin, end});
  }
  return runs;
}

class WrongThreadCall final : public FindingKind {
 public:
  const char* name() const override { return "wrong-thread-call"; }
  const char* title() const override { return "Call into a loop from the wrong thread"; }
  Severity severity() const override { return Severity::kError; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const trace::Store& store = model.store();
    const std::vector<Running> runs = all_runs(store);
    for (const EventType type : {EventType::kHandleScheduled, EventType::kTimerScheduled}) {
      for (uint32_t k = 0; k < store.count(type); ++k) {
        const uint32_t event = store.nth(type, k);
        if (event >= model.size()) break;
        const bool soon = type == EventType::kHandleScheduled;
        const LoopId loop =
            soon ? store.get<ev::HandleScheduled>(event).loop : store.get<ev::TimerScheduled>(event).loop;
        const auto wrong = std::find_if(runs.begin(), runs.end(), [&](const Running& run) {
          return run.loop == loop && run.thread != store.thread(event) && run.begin < event && event < run.end;
        });
        if (wrong == runs.end()) continue;
        Finding found;
        found.at = model.moment(event);
        found.event = event;
        found.handle =
            soon ? store.get<ev::HandleScheduled>(event).handle : store.get<ev::TimerScheduled>(event).handle;
        if (soon) found.task = store.get<ev::HandleScheduled>(event).task;
        found.loop = loop;
        found.thread = store.thread(event);
        found.place = standing_at(store, event);
        out.push_back(found);
      }
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    const std::string place = place_text(store, finding.place);
    std::string late;
    const trace::Postings& events = store.of_handle();
    for (uint32_t at = events.after(finding.handle.value, finding.event); at != kNoEvent;
         at = events.after(finding.handle.value, at)) {
      if (store.type(at) != EventType::kHandleBegin) continue;
      late = fmt::format(", and it ran {} later", time_text(store.time(at) - store.time(finding.event)));
      break;
    }
    return fmt::format(
        "{} put {} into the loop's queue{}{} without waking the loop, which belongs to another thread{}: "
        "call_soon_threadsafe() wakes it",
        thread_name(store, finding.thread), handle_name(store, finding.handle), place.empty() ? "" : " at ", place,
        late);
  }

  std::string summarise(size_t count) const override {
    return counted(count, "call") + " into a loop came from the wrong thread";
  }
};

class LoopWaitsForGil final : public FindingKind {
 public:
  const char* name() const override { return "loop-waits-for-gil"; }
  const char* title() const override { return "Loop waits for the interpreter lock"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    std::vector<ThreadId> of_loops;
    for (const Running& run : all_runs(model.store())) {
      if (std::find(of_loops.begin(), of_loops.end(), run.thread) == of_loops.end()) of_loops.push_back(run.thread);
    }
    for (const ThreadLane& lane : model.threads()) {
      if (std::find(of_loops.begin(), of_loops.end(), lane.thread) == of_loops.end()) continue;
      // One finding for each thread: the waits come by the hundred.
      Finding found;
      for (const ThreadInterval& interval : lane.intervals) {
        if (!notable(interval)) continue;
        if (found.at.event == kNoEvent) found.at = interval.begin;
        found.until = interval.end;
      }
      if (found.at.event == kNoEvent) continue;
      found.event = found.at.event;
      found.thread = lane.thread;
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    uint32_t count = 0;
    int64_t total = 0, most = 0;
    for (const ThreadLane& lane : model.threads()) {
      if (lane.thread != finding.thread) continue;
      for (const ThreadInterval& interval : lane.intervals) {
        if (!notable(interval)) continue;
        const int64_t took = interval.end.ns - interval.begin.ns;
        ++count;
        total += took;
        most = std::max(most, took);
      }
    }
    const trace::Store& store = model.store();
    std::string holder;
    if (store.type(finding.event) == EventType::kGilWaitBegin) {
      const ThreadId who = store.get<ev::GilWaitBegin>(finding.event).holder;
      if (who) holder = fmt::format(", the first time because {} was computing", thread_name(store, who));
    }
    return fmt::format(
        "{}, on which the loop runs, had to wait for the interpreter lock {}, {} in all and up to {} at "
        "once{}: threads that compute take turns with the loop",
        thread_name(store, finding.thread), counted(count, "time"), time_text(total), time_text(most), holder);
  }

  std::string summarise(size_t count) const override {
    return counted(count, "thread") + " with a loop had to wait for the interpreter lock";
  }

 private:
  static bool notable(const ThreadInterval& interval) {
    constexpr int64_t kNotable = 1'000'000;
    return interval.state == ThreadState::kWaitingForGil && interval.end.event != kNoEvent &&
           interval.end.ns - interval.begin.ns >= kNotable;
  }
};

}  // namespace

std::unique_ptr<FindingKind> make_WrongThreadCall();
std::unique_ptr<FindingKind> make_WrongThreadCall() { return std::make_unique<WrongThreadCall>(); }
std::unique_ptr<FindingKind> make_LoopWaitsForGil();
std::unique_ptr<FindingKind> make_LoopWaitsForGil() { return std::make_unique<LoopWaitsForGil>(); }

}  // namespace loopscope::analysis

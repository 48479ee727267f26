#include <fmt/core.h>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Callbacks that took too long, and tasks that never came to an end.

namespace loopscope::analysis {

using trace::EventType;

namespace {

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
        out.push_back(found);
      }
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    const std::string who = handle_name(store, finding.handle);
    std::string blocked;
    for (uint32_t event = store.after(EventType::kThreadBlocked, finding.at.event);
         event != kNoEvent && finding.until.event != kNoEvent && event < finding.until.event;
         event = store.after(EventType::kThreadBlocked, event)) {
      if (store.handle(event) != finding.handle) continue;  // another thread
      blocked = fmt::format(", blocked in {}", blocked_on(store, event));
      break;
    }
    return fmt::format("{} held the loop for {}{}: nothing else could run", who,
                       time_text(finding.until.ns - finding.at.ns), blocked);
  }

  std::string summarise(size_t count) const override {
    return counted(count, "callback") + " held the loop for longer than its slow threshold";
  }
};

class LeakedTask final : public FindingKind {
 public:
  const char* name() const override { return "leaked-task"; }
  const char* title() const override { return "Task that never ended"; }
  Severity severity() const override { return Severity::kError; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    for (const TaskLane& task : model.tasks()) {
      if (task.end != TaskEnd::kLeaked) continue;
      Finding found;
      found.at = task.death;
      found.event = task.death.event;
      found.task = task.task;
      found.place = user_place(model.store(), task.created_at);
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const TaskLane& task = *model.task(finding.task);
    const bool destroyed = model.store().type(finding.event) == EventType::kTaskDestroyedPending;
    std::string waiting;
    if (!task.intervals.empty() && task.intervals.back().label) {
      waiting = fmt::format(" while it waited for {}", model.text(task.intervals.back().label));
    }
    return fmt::format("{} {} was still pending when {}{}", model.text(task.name), model.text(task.coro_name),
                       destroyed ? "its last reference was dropped" : "its loop was closed", waiting);
  }

  std::string summarise(size_t count) const override { return counted(count, "task") + " never came to an end"; }
};

}  // namespace

std::unique_ptr<FindingKind> make_SlowCallback();
std::unique_ptr<FindingKind> make_SlowCallback() { return std::make_unique<SlowCallback>(); }
std::unique_ptr<FindingKind> make_LeakedTask();
std::unique_ptr<FindingKind> make_LeakedTask() { return std::make_unique<LeakedTask>(); }

}  // namespace loopscope::analysis

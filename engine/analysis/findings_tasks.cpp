#include <fmt/core.h>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Tasks that never came to an end, and what was never closed.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

// The event happens while the cycle collector runs.
bool collected(const trace::Store& store, uint32_t event) {
  const uint32_t begin = store.before(EventType::kCollectionBegin, event);
  if (begin == kNoEvent) return false;
  const uint32_t end = store.after(EventType::kCollectionEnd, begin);
  return end == kNoEvent || event < end;
}

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
    std::string how = "its loop was closed";
    if (destroyed) {
      const std::string place = place_text(model.store(), standing_at(model.store(), finding.event));
      how = fmt::format("{}{}{}",
                        collected(model.store(), finding.event)
                            ? "the garbage collector freed it, because nothing held it but what it waited for,"
                            : "its last reference was dropped",
                        place.empty() ? "" : " at ", place);
    }
    return fmt::format("{} {} was still pending when {}{}", model.text(task.name), model.text(task.coro_name), how,
                       waiting);
  }

  std::string summarise(size_t count) const override { return counted(count, "task") + " never came to an end"; }
};

class NeverClosed final : public FindingKind {
 public:
  const char* name() const override { return "never-closed"; }
  const char* title() const override { return "Never closed"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const trace::Store& store = model.store();
    for (uint32_t k = 0; k < store.count(EventType::kWarningIssued); ++k) {
      const uint32_t event = store.nth(EventType::kWarningIssued, k);
      if (event >= model.size()) return;
      const auto e = store.get<ev::WarningIssued>(event);
      if (store.text(e.category) != "ResourceWarning" || !store.text(e.message).starts_with(kUnclosed)) continue;
      Finding found;
      found.at = model.moment(event);
      found.event = event;
      found.task = store.task(event);
      found.place = user_place(store, e.place);
      if (store.text(e.message).starts_with("unclosed event loop")) {
        // Its finalizer warns and then closes it.
        const uint32_t closed = store.after(EventType::kLoopClosed, event);
        if (closed != kNoEvent) found.loop = store.get<ev::LoopClosed>(closed).loop;
      }
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    std::string_view what = store.text(store.get<ev::WarningIssued>(finding.event).message);
    what.remove_prefix(kUnclosed.size());
    const std::string_view thing = what.substr(0, what.find('<'));
    const std::string place = place_text(store, finding.place);
    return fmt::format("the last reference to an {}was dropped{}{}, and nobody had called its close(): {}",
                       thing.starts_with('e') ? std::string(thing) : "open " + std::string(thing),
                       place.empty() ? "" : " at ", place, one_line(what.substr(thing.size()), 80));
  }

  std::string summarise(size_t count) const override {
    return counted(count, "resource") + (count == 1 ? " was" : " were") + " never closed";
  }

 private:
  static constexpr std::string_view kUnclosed = "unclosed ";
};

}  // namespace

std::unique_ptr<FindingKind> make_NeverClosed();
std::unique_ptr<FindingKind> make_NeverClosed() { return std::make_unique<NeverClosed>(); }
std::unique_ptr<FindingKind> make_LeakedTask();
std::unique_ptr<FindingKind> make_LeakedTask() { return std::make_unique<LeakedTask>(); }

}  // namespace loopscope::analysis

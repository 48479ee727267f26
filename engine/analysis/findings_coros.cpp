#include <fmt/core.h>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Coroutines that nobody awaited, and async generators whose closing was left to the garbage collector.

namespace loopscope::analysis {

namespace {

class NeverAwaited final : public FindingKind {
 public:
  const char* name() const override { return "never-awaited"; }
  const char* title() const override { return "Coroutine never awaited"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    for (const CoroLane& coro : model.coros()) {
      if (coro.end != CoroEnd::kNeverAwaited) continue;
      Finding found;
      found.at = coro.death;
      found.event = coro.death.event;
      found.coro = coro.coro;
      found.task = coro.creator;
      found.place = user_place(model.store(), coro.created_at);
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const CoroLane& coro = *model.coro(finding.coro);
    const std::string place = place_text(model.store(), finding.place);
    return fmt::format("{} was called{}{} but never awaited: its body did not run", model.text(coro.name),
                       place.empty() ? "" : " at ", place);
  }

  std::string summarise(size_t count) const override {
    return counted(count, "coroutine") + (count == 1 ? " was" : " were") + " never awaited";
  }
};

class GeneratorLeftToCollector final : public FindingKind {
 public:
  const char* name() const override { return "asyncgen-finalizer"; }
  const char* title() const override { return "Async generator not closed where it was used"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    for (const CoroLane& coro : model.coros()) {
      const bool hook = coro.close_by == CoroEnd::kClosedGcHook || coro.close_by == CoroEnd::kClosedShutdown;
      if (!hook && coro.end != CoroEnd::kNeverClosed) continue;
      // One that was never asked for a value has nothing to clean up.
      if (!hook && coro.intervals.size() < 2) continue;
      Finding found;
      found.at = hook ? coro.close_begin : model.last();
      found.until = coro.death;
      found.event = found.at.event;
      found.coro = coro.coro;
      found.task = coro.closer;
      found.place = user_place(model.store(), coro.created_at);
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const CoroLane& coro = *model.coro(finding.coro);
    const std::string_view name = model.text(coro.name);
    if (coro.end == CoroEnd::kNeverClosed && coro.close_by == CoroEnd::kOpen) {
      return fmt::format("{} was not run to its end and never closed: its cleanup did not happen", name);
    }
    const char* by = coro.close_by == CoroEnd::kClosedShutdown ? "shutdown_asyncgens()" : "the garbage-collection hook";
    std::string others;
    for (const CoroLane& other : model.coros()) {
      if (&other == &coro || other.finalization != coro.finalization + 1 || coro.finalization == 0) continue;
      const bool overlaps = coro.death.event == kNoEvent || other.close_begin.event < coro.death.event;
      if (overlaps) others = fmt::format("; {} began to close before it was done", model.text(other.name));
    }
    return fmt::format("{} was left unfinished, and closed by {} in {} (number {} to close){}", name, by,
                       finding.task ? task_name(model.store(), finding.task) : std::string("no task"),
                       coro.finalization, others);
  }

  std::string summarise(size_t count) const override {
    return counted(count, "async generator") + (count == 1 ? " was" : " were") +
           " not closed where used: aclosing() would";
  }
};

}  // namespace

std::unique_ptr<FindingKind> make_NeverAwaited();
std::unique_ptr<FindingKind> make_NeverAwaited() { return std::make_unique<NeverAwaited>(); }
std::unique_ptr<FindingKind> make_GeneratorLeftToCollector();
std::unique_ptr<FindingKind> make_GeneratorLeftToCollector() { return std::make_unique<GeneratorLeftToCollector>(); }

}  // namespace loopscope::analysis

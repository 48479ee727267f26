#include <fmt/core.h>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Coroutines that nobody awaited, and async generators whose closing was left to the garbage collector.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

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
      // Whoever asked it to close in vain did what can be done: that it went on is another finding.
      if (!hook && (coro.end != CoroEnd::kNeverClosed || coro.close_by != CoroEnd::kOpen)) continue;
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

class NoHooks final : public FindingKind {
 public:
  const char* name() const override { return "asyncgen-without-loop"; }
  const char* title() const override { return "Async generator that no loop looks after"; }
  Severity severity() const override { return Severity::kWarning; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const trace::Store& store = model.store();
    for (uint32_t k = 0; k < store.count(EventType::kCoroFirstIteration); ++k) {
      const uint32_t event = store.nth(EventType::kCoroFirstIteration, k);
      if (event >= model.size()) return;
      const auto e = store.get<ev::CoroFirstIteration>(event);
      if (e.loop || !model.coro(e.coro) || is_library(store, e.coro)) continue;
      Finding found;
      found.at = model.moment(event);
      found.event = event;
      found.coro = e.coro;
      found.task = store.task(event);
      found.place = standing_at(store, event);
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    const std::string place = place_text(store, finding.place);
    return fmt::format(
        "{} was first iterated by {}{}{}, where no event loop's hooks were set: no loop knows of it, and "
        "none will close it when it is dropped",
        coro_name(store, finding.coro), actor(store, finding.event), place.empty() ? "" : " at ", place);
  }

  std::string summarise(size_t count) const override {
    return counted(count, "async generator") + (count == 1 ? " was" : " were") + " first iterated outside of a loop";
  }
};

class GeneratorExitIgnored final : public FindingKind {
 public:
  const char* name() const override { return "generator-exit-ignored"; }
  const char* title() const override { return "GeneratorExit ignored"; }
  Severity severity() const override { return Severity::kError; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const trace::Store& store = model.store();
    for (uint32_t k = 0; k < store.count(EventType::kCoroGeneratorExitIgnored); ++k) {
      const uint32_t event = store.nth(EventType::kCoroGeneratorExitIgnored, k);
      if (event >= model.size()) return;
      const auto e = store.get<ev::CoroGeneratorExitIgnored>(event);
      Finding found;
      found.at = model.moment(event);
      found.event = event;
      found.coro = e.coro;
      found.task = store.task(event);
      const uint32_t born = store.of_coro().first(e.coro.value);
      if (born != kNoEvent && store.type(born) == EventType::kCoroCreated) {
        found.place = Place(find_code(store, store.get<ev::CoroCreated>(born).code).first_line.file(), e.line);
      }
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    return fmt::format(
        "{} was being closed by {} and went on to {} instead of ending: it caught the GeneratorExit that "
        "close() throws in, or awaited where nobody could wait",
        coro_name(store, finding.coro), actor(store, finding.event), place_text(store, finding.place));
  }

  std::string summarise(size_t count) const override {
    return counted(count, "request") + " to close a generator" + (count == 1 ? " was" : " were") + " ignored";
  }
};

}  // namespace

std::unique_ptr<FindingKind> make_NoHooks();
std::unique_ptr<FindingKind> make_NoHooks() { return std::make_unique<NoHooks>(); }
std::unique_ptr<FindingKind> make_GeneratorExitIgnored();
std::unique_ptr<FindingKind> make_GeneratorExitIgnored() { return std::make_unique<GeneratorExitIgnored>(); }
std::unique_ptr<FindingKind> make_NeverAwaited();
std::unique_ptr<FindingKind> make_NeverAwaited() { return std::make_unique<NeverAwaited>(); }
std::unique_ptr<FindingKind> make_GeneratorLeftToCollector();
std::unique_ptr<FindingKind> make_GeneratorLeftToCollector() { return std::make_unique<GeneratorLeftToCollector>(); }

}  // namespace loopscope::analysis

#include <fmt/core.h>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Exceptions that nobody handled, and operations on an async generator that ran into another one.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

class UnhandledException final : public FindingKind {
 public:
  const char* name() const override { return "unhandled-exception"; }
  const char* title() const override { return "Unhandled exception"; }
  Severity severity() const override { return Severity::kError; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const trace::Store& store = model.store();
    for (uint32_t k = 0; k < store.count(EventType::kUnhandledError); ++k) {
      const uint32_t event = store.nth(EventType::kUnhandledError, k);
      if (event >= model.size()) return;
      const auto e = store.get<ev::UnhandledError>(event);
      Finding found;
      found.at = model.moment(event);
      found.event = event;
      found.future = e.future;
      found.task = model.task(as_task(e.future)) ? as_task(e.future) : store.task(event);
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    const auto e = store.get<ev::UnhandledError>(finding.event);
    const std::string what = one_line(store.text(e.exception ? e.exception : e.message), 80);
    const std::string message = one_line(store.text(e.message), 80);
    switch (e.kind) {
      case trace::ErrorKind::kMain:
        return fmt::format("{} left the program: nobody handled it", what);
      case trace::ErrorKind::kUnraisable:
        return fmt::format("{} was raised where nobody could handle it{}{}", what, message.empty() ? "" : ": ",
                           message);
      case trace::ErrorKind::kThread:
        return fmt::format("{} ended its thread: nobody handled it", what);
      case trace::ErrorKind::kLoopHandler:
        break;
    }
    const std::string who = finding.task ? task_name(store, finding.task) : std::string("a callback");
    return fmt::format("{} in {} reached only the loop's exception handler{}{}{}", what, who,
                       message.empty() ? "" : ", which says: \"", message, message.empty() ? "" : "\"");
  }

  std::string summarise(size_t count) const override {
    return counted(count, "exception") + (count == 1 ? " was" : " were") + " handled by nobody";
  }
};

class ConcurrentAsend final : public FindingKind {
 public:
  const char* name() const override { return "concurrent-asend"; }
  const char* title() const override { return "Async generator used by two tasks at once"; }
  Severity severity() const override { return Severity::kError; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const trace::Store& store = model.store();
    for (uint32_t k = 0; k < store.count(EventType::kAsyncgenBusy); ++k) {
      const uint32_t event = store.nth(EventType::kAsyncgenBusy, k);
      if (event >= model.size()) return;
      const auto e = store.get<ev::AsyncgenBusy>(event);
      Finding found;
      found.at = model.moment(event);
      found.event = event;
      found.coro = e.coro;
      found.task = store.task(event);
      if (const TaskLane* task = model.task(found.task)) found.place = user_place(store, task->created_at);
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    const auto e = store.get<ev::AsyncgenBusy>(finding.event);
    const std::string holder = e.holder ? task_name(store, e.holder) : "another operation";
    return fmt::format("{} called {}() on {} while {} was still inside it: an async generator serves one at a time",
                       actor(store, finding.event), trace::text_of(e.op), coro_name(store, e.coro), holder);
  }

  std::string summarise(size_t count) const override {
    return counted(count, "operation") + (count == 1 ? " was" : " were") +
           " refused, because the async generator was in use";
  }
};

}  // namespace

std::unique_ptr<FindingKind> make_UnhandledException();
std::unique_ptr<FindingKind> make_UnhandledException() { return std::make_unique<UnhandledException>(); }
std::unique_ptr<FindingKind> make_ConcurrentAsend();
std::unique_ptr<FindingKind> make_ConcurrentAsend() { return std::make_unique<ConcurrentAsend>(); }

}  // namespace loopscope::analysis

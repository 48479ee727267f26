#include <fmt/core.h>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Exceptions that nobody handled, and operations on an async generator that ran into another one.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

// The event that tells that nobody fetched this future's exception, or kNoEvent.
uint32_t unread(const trace::Store& store, FutureId future) {
  const trace::Postings& events = store.of_future();
  for (uint32_t at = events.first(future.value); future && at != kNoEvent; at = events.after(future.value, at)) {
    if (store.type(at) == EventType::kFutureNeverRetrieved) return at;
  }
  return kNoEvent;
}

// Findings of their own: an exception that nobody fetched, a task that was destroyed while pending.
bool told_elsewhere(const Model& model, const ev::UnhandledError& e) {
  if (unread(model.store(), e.future) != kNoEvent) return true;
  const TaskLane* task = model.task(as_task(e.future));
  return !e.exception && task && task->end == TaskEnd::kLeaked;
}

// "90 ms": below a tenth of it the clock only tells of instructions.
std::string later(int64_t ns) {
  const int64_t unit = ns >= 10'000'000 ? 1'000'000 : ns >= 10'000 ? 1'000 : 1;
  return time_text(ns / unit * unit);
}

class NeverRetrieved final : public FindingKind {
 public:
  const char* name() const override { return "never-retrieved"; }
  const char* title() const override { return "Exception never retrieved"; }
  Severity severity() const override { return Severity::kError; }

  void check(const Model& model, std::vector<Finding>& out) const override {
    const trace::Store& store = model.store();
    for (uint32_t k = 0; k < store.count(EventType::kFutureNeverRetrieved); ++k) {
      const uint32_t event = store.nth(EventType::kFutureNeverRetrieved, k);
      if (event >= model.size()) return;
      const auto e = store.get<ev::FutureNeverRetrieved>(event);
      Finding found;
      found.at = model.moment(event);
      found.event = event;
      found.future = e.future;
      if (model.task(as_task(e.future))) found.task = as_task(e.future);
      found.place = standing_at(store, event);
      out.push_back(found);
    }
  }

  std::string explain(const Model& model, const Finding& finding) const override {
    const trace::Store& store = model.store();
    uint32_t failed = finding.event;
    const trace::Postings& events = store.of_future();
    for (uint32_t at = events.first(finding.future.value); at != kNoEvent && at < finding.event;
         at = events.after(finding.future.value, at)) {
      if (store.type(at) == EventType::kTaskDone || store.type(at) == EventType::kFutureResolved) failed = at;
    }
    const std::string place = place_text(store, finding.place);
    return fmt::format(
        "{} ended with {} at {}, and nobody ever asked for its result: that came out {} later, when its "
        "last reference went{}{}",
        future_name(store, finding.future),
        one_line(store.text(store.get<ev::FutureNeverRetrieved>(finding.event).exception), 80),
        clock_text(store.time(failed)), later(store.time(finding.event) - store.time(failed)),
        place.empty() ? "" : " at ", place);
  }

  std::string summarise(size_t count) const override {
    return counted(count, "exception") + (count == 1 ? " was" : " were") + " never retrieved";
  }
};

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
      if (e.kind == trace::ErrorKind::kLoopHandler && told_elsewhere(model, e)) continue;
      Finding found;
      found.at = model.moment(event);
      found.event = event;
      found.future = e.future;
      if (e.kind == trace::ErrorKind::kThread) found.thread = store.thread(event);
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
        return fmt::format("{} was raised where nobody could handle it, so Python only printed it{}{}", what,
                           message.empty() ? "" : ": ", message);
      case trace::ErrorKind::kThread:
        return fmt::format("{} ended {}: nobody handled it", what, thread_name(store, store.thread(finding.event)));
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

std::unique_ptr<FindingKind> make_NeverRetrieved();
std::unique_ptr<FindingKind> make_NeverRetrieved() { return std::make_unique<NeverRetrieved>(); }
std::unique_ptr<FindingKind> make_UnhandledException();
std::unique_ptr<FindingKind> make_UnhandledException() { return std::make_unique<UnhandledException>(); }
std::unique_ptr<FindingKind> make_ConcurrentAsend();
std::unique_ptr<FindingKind> make_ConcurrentAsend() { return std::make_unique<ConcurrentAsend>(); }

}  // namespace loopscope::analysis

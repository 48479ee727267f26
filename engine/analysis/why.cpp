#include "engine/analysis/why.hpp"

#include <fmt/core.h>

#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

bool is_scheduling(EventType type) {
  return type == EventType::kHandleScheduled || type == EventType::kHandleScheduledThreadsafe;
}

// The newest event of one of two types that mentions a future or task, not later than `event`.
uint32_t newest(const trace::Store& store, uint32_t future, uint32_t event, EventType a, EventType b) {
  const trace::Postings& events = store.of_future();
  for (uint32_t at = events.before(future, event + 1); at != kNoEvent; at = events.before(future, at)) {
    if (store.type(at) == a || store.type(at) == b) return at;
  }
  return kNoEvent;
}

// What became of the future that woke a task: "sleep(0.1) is over at 0.1 s", "Task-2, which it awaits, is done".
std::string wake_text(const trace::Store& store, FutureId future, uint32_t event) {
  const std::string name = future_name(store, future);
  const uint32_t end = newest(store, future.value, event, EventType::kTaskDone, EventType::kFutureResolved);
  if (end == kNoEvent) return fmt::format("{} is done", name);
  const bool is_task = store.type(end) == EventType::kTaskDone;
  const trace::Outcome outcome =
      is_task ? store.get<ev::TaskDone>(end).outcome : store.get<ev::FutureResolved>(end).outcome;
  if (is_task) {
    const char* how = outcome == trace::Outcome::kResult      ? "has returned"
                      : outcome == trace::Outcome::kException ? "has raised"
                                                              : "is cancelled";
    return fmt::format("{}, which it waited for, {}", name, how);
  }
  if (outcome == trace::Outcome::kCancelled) return fmt::format("{}, which it waited for, is cancelled", name);
  // A timer did it: no more to say than that the time is over.
  const uint32_t by = handle_origin(store, store.handle(end));
  if (by != kNoEvent && store.type(by) == EventType::kTimerScheduled) {
    return fmt::format("{} is over: its timer fell due at {}", name,
                       clock_text(store.get<ev::TimerScheduled>(by).when));
  }
  const char* got = outcome == trace::Outcome::kResult ? "its result" : "an exception";
  return fmt::format("{}, which it waited for, got {} from {}", name, got, actor(store, end));
}

std::string task_scheduled(const trace::Store& store, const ev::HandleScheduled& e, uint32_t event) {
  const trace::Postings& events = store.of_future();
  const uint32_t cancel =
      newest(store, e.task.value, event, EventType::kTaskCancelRequested, EventType::kTaskStepBegin);
  if (cancel != kNoEvent && store.type(cancel) == EventType::kTaskCancelRequested &&
      store.get<ev::TaskCancelRequested>(cancel).task == e.task) {
    return fmt::format("{} cancelled it", actor(store, cancel));
  }
  if (e.cause) return wake_text(store, e.cause, event);
  const uint32_t stepped = newest(store, e.task.value, event, EventType::kTaskStepBegin, EventType::kTaskStepBegin);
  if (stepped == kNoEvent) {
    const uint32_t made = events.first(e.task.value);
    if (made == kNoEvent || store.type(made) != EventType::kTaskCreated) return "its first step";
    // Within a callback of the loop's, the recorded place is only where the loop was started.
    const bool known = store.task(made) || !store.handle(made);
    const Place place = known ? user_place(store, store.get<ev::TaskCreated>(made).place) : Place{};
    return fmt::format("its first step; created by {}{}", actor(store, made),
                       place ? fmt::format(" at line {}", place.line()) : "");
  }
  if (store.task(event) == e.task) return "it gave way for one round (a bare yield), and queued up again";
  return fmt::format("{} scheduled it", actor(store, event));
}

}  // namespace

std::string why_scheduled(const trace::Store& store, uint32_t event) {
  if (event == kNoEvent) return {};
  const EventType type = store.type(event);
  if (is_scheduling(type)) {
    const auto e = store.get<ev::HandleScheduled>(event);
    if (e.task) return task_scheduled(store, e, event);
    if (e.cause) return fmt::format("{} is done, and this is its callback", future_name(store, e.cause));
    if (const CoroId dropped = hooked(store, event)) {
      return fmt::format("{} was dropped unfinished by {}", coro_name(store, dropped), actor(store, event));
    }
    const bool safe = type == EventType::kHandleScheduledThreadsafe;
    return fmt::format("{}() by {}", safe ? "call_soon_threadsafe" : "call_soon", actor(store, event));
  }
  if (type == EventType::kTimerScheduled) {
    return fmt::format("its timer fell due at {}; set by {}", clock_text(store.get<ev::TimerScheduled>(event).when),
                       actor(store, event));
  }
  if (type == EventType::kSelectorReady) {
    return fmt::format("file descriptor {} is ready", store.get<ev::SelectorReady>(event).fd);
  }
  return {};
}

std::vector<WhyStep> why(const trace::Store& store, uint32_t event, size_t max_steps) {
  std::vector<WhyStep> steps;
  if (event >= store.size()) return steps;
  // An event is caused by the handle it happens in; one that schedules, too.
  HandleId handle = store.handle(event);
  while (steps.size() < max_steps && handle) {
    const uint32_t origin = handle_origin(store, handle);
    if (origin == kNoEvent) break;
    const std::string cause = why_scheduled(store, origin);
    if (cause.empty()) break;
    steps.push_back({origin, fmt::format("{} runs – {}.", handle_name(store, handle), cause)});
    // A wake-up was scheduled by whatever ended the future; a timer by whoever set it.
    HandleId earlier = store.handle(origin);
    if (earlier == handle) break;
    handle = earlier;
  }
  return steps;
}

}  // namespace loopscope::analysis

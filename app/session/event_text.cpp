#include "app/session/event_text.hpp"

#include <fmt/core.h>

#include "engine/analysis/state.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

using analysis::coro_function;
using analysis::task_name;
using trace::EventType;
namespace ev = trace::ev;

std::string shortened(std::string_view text, std::size_t most = 80) {
  const std::size_t line = text.find('\n');
  std::string out(text.substr(0, std::min(line, most)));
  if (line != std::string_view::npos || text.size() > most) out += "\u2026";
  return out;
}

// " by Task-2" for what a task did, "" for the loop's own doing.
std::string by_context(const trace::Store& store, std::uint32_t event, const char* word = " by ") {
  const TaskId task = store.task(event);
  return task ? word + task_name(store, task) : std::string();
}

std::string coro_name(const trace::Store& store, CoroId coro) { return coro_function(store, coro) + "()"; }

// A task's name when the future is a task, else "future 3".
std::string future_name(const trace::Store& store, FutureId future) {
  const std::string name = task_name(store, TaskId{future.value});
  return name.substr(0, 5) == "task " ? fmt::format("future {}", future.value) : name;
}

EventText task_done(const trace::Store& store, const ev::TaskDone& e) {
  const std::string value = shortened(store.text(e.value));
  switch (e.outcome) {
    case trace::Outcome::kResult:
      return {"returned " + (value.empty() ? "None" : value), Color::returned};
    case trace::Outcome::kException:
      return {"raised " + value, Color::raised_error};
    case trace::Outcome::kCancelled:
      return {"ended cancelled", Color::cancelled};
  }
  return {"ended", Color::text};
}

EventText future_resolved(const trace::Store& store, std::uint32_t event, const ev::FutureResolved& e) {
  const std::string who = future_name(store, e.future) + by_context(store, event, " is ended by ");
  const std::string value = shortened(store.text(e.value));
  switch (e.outcome) {
    case trace::Outcome::kResult:
      return {who + (value.empty() || value == "None" ? "" : " with " + value), Color::text_dim};
    case trace::Outcome::kException:
      return {who + " with " + value, Color::raised_error};
    case trace::Outcome::kCancelled:
      return {who + ": cancelled", Color::cancelled};
  }
  return {who, Color::text_dim};
}

EventText scheduled(const trace::Store& store, std::uint32_t event, TaskId task, FutureId cause, StringId label) {
  if (!task) return {"call_soon(" + shortened(store.text(label), 48) + ")" + by_context(store, event), Color::text_dim};
  if (cause) return {task_name(store, task) + " is woken: " + future_name(store, cause) + " has ended", Color::ready};
  return {task_name(store, task) + " joins the ready queue", Color::ready};
}

EventText coro_closed(const trace::Store& store, std::uint32_t event, const ev::CoroCloseBegin& e) {
  std::string how;
  switch (e.by) {
    case trace::CloseBy::kAclosing:
      how = " by aclosing";
      break;
    case trace::CloseBy::kGcHook:
      how = " by the garbage-collection hook";
      break;
    case trace::CloseBy::kShutdownAsyncgens:
      how = " by shutdown_asyncgens()";
      break;
    case trace::CloseBy::kDealloc:
      how = " because nothing refers to it any more";
      break;
    case trace::CloseBy::kExplicit:
    case trace::CloseBy::kUnknown:
      how = by_context(store, event);
      break;
  }
  return {"closing begins" + how, Color::asyncgen};
}

}  // namespace

EventText event_text(const trace::Store& store, std::uint32_t event) {
  switch (store.type(event)) {
    case EventType::kTaskCreated: {
      const auto e = store.get<ev::TaskCreated>(event);
      return {task_name(store, e.task) + " is created" + by_context(store, event), Color::text};
    }
    case EventType::kTaskRenamed:
      return {"renamed to " + std::string(store.text(store.get<ev::TaskRenamed>(event).name)), Color::text_dim};
    case EventType::kTaskStepBegin: {
      const auto e = store.get<ev::TaskStepBegin>(event);
      const std::string thrown = shortened(store.text(e.thrown));
      return {thrown.empty() ? "runs" : "runs, and " + thrown + " is thrown in", Color::running};
    }
    case EventType::kTaskStepEnd:
      return {"step ends", Color::text_dim};
    case EventType::kTaskSuspended: {
      const auto e = store.get<ev::TaskSuspended>(event);
      const std::string label = shortened(store.text(e.label));
      if (!label.empty()) return {"suspends, waiting for " + label, Color::text};
      if (e.future) return {"suspends, waiting for " + future_name(store, e.future), Color::text};
      return {"gives way to the others, ready at once", Color::ready};
    }
    case EventType::kTaskCancelRequested:
      return {"cancel() is asked for" + by_context(store, event), Color::cancelling};
    case EventType::kTaskUncancelled:
      return {"uncancel()", Color::text_dim};
    case EventType::kTaskDone:
      return task_done(store, store.get<ev::TaskDone>(event));
    case EventType::kTaskDestroyedPending:
      return {"is freed while it is still pending", Color::leaked};
    case EventType::kTaskPendingAtClose:
      return {"is still pending when its loop closes", Color::leaked};
    case EventType::kTaskEagerStart:
      return {"its first step runs at once, inside its creator", Color::running};
    case EventType::kTaskFreed:
    case EventType::kFutureFreed:
    case EventType::kCoroFreed:
      return {"the last reference is gone", Color::text_faint};
    case EventType::kHandleScheduled: {
      const auto e = store.get<ev::HandleScheduled>(event);
      return scheduled(store, event, e.task, e.cause, e.label);
    }
    case EventType::kHandleScheduledThreadsafe: {
      const auto e = store.get<ev::HandleScheduledThreadsafe>(event);
      return scheduled(store, event, e.task, e.cause, e.label);
    }
    case EventType::kTimerScheduled: {
      const auto e = store.get<ev::TimerScheduled>(event);
      return {"a timer is set for " + analysis::time_text(e.when), Color::phase_timers};
    }
    case EventType::kTimerReady:
      return {"the timer is due", Color::phase_timers};
    case EventType::kHandleBegin:
      return {"the loop runs the handle", Color::running};
    case EventType::kHandleEnd:
      return {"the handle has run", Color::text_dim};
    case EventType::kHandleCancelled:
      return {"the handle is cancelled" + by_context(store, event), Color::cancelled};
    case EventType::kHandleSlow: {
      const auto e = store.get<ev::HandleSlow>(event);
      return {"took " + analysis::time_text(e.took) + ", over the slow threshold", Color::slow};
    }
    case EventType::kFutureCreated: {
      const auto e = store.get<ev::FutureCreated>(event);
      const std::string label = shortened(store.text(e.label));
      return {"future " + std::to_string(e.future.value) + (label.empty() ? "" : " for " + label) + " is created" +
                  by_context(store, event),
              Color::text_dim};
    }
    case EventType::kFutureResolved:
      return future_resolved(store, event, store.get<ev::FutureResolved>(event));
    case EventType::kFutureCallbackAdded: {
      const auto e = store.get<ev::FutureCallbackAdded>(event);
      return {e.task ? task_name(store, e.task) + " wants to be woken by its end" : "a callback is added",
              Color::text_dim};
    }
    case EventType::kFutureRetrieved:
      return {"its result is fetched" + by_context(store, event), Color::text_dim};
    case EventType::kFutureNeverRetrieved:
      return {"nobody ever fetched its exception", Color::raised_error};
    case EventType::kCoroCreated: {
      const auto e = store.get<ev::CoroCreated>(event);
      return {coro_name(store, e.coro) + " is created" + by_context(store, event), Color::text};
    }
    case EventType::kCoroAwaitBegin: {
      const auto e = store.get<ev::CoroAwaitBegin>(event);
      return {coro_name(store, e.parent) + " awaits " + coro_name(store, e.child), Color::text_dim};
    }
    case EventType::kCoroAwaitEnd:
      return {coro_name(store, store.get<ev::CoroAwaitEnd>(event).parent) + " has what it awaited", Color::text_dim};
    case EventType::kCoroResumed:
      return {"goes on" + by_context(store, event, " in "), Color::running};
    case EventType::kCoroSuspended:
      return {fmt::format("suspends at line {}", store.get<ev::CoroSuspended>(event).line), Color::text_dim};
    case EventType::kCoroYielded: {
      const auto e = store.get<ev::CoroYielded>(event);
      const std::string value = shortened(store.text(e.value), 40);
      return {fmt::format("yields{}{} at line {}", value.empty() ? "" : " ", value, e.line), Color::asyncgen};
    }
    case EventType::kCoroFirstIteration:
      if (!store.get<ev::CoroFirstIteration>(event).loop) {
        return {"is iterated for the first time, with no hooks: no loop adopts it", Color::leaked};
      }
      return {"is iterated for the first time: the loop's hooks adopt it", Color::asyncgen};
    case EventType::kCoroLastReference:
      return {"the last reference is dropped" + by_context(store, event), Color::leaked};
    case EventType::kAsyncgenHookCalled:
      return {"the finalizer hook asks the loop to close it, in a task of its own", Color::asyncgen};
    case EventType::kCoroCloseBegin:
      return coro_closed(store, event, store.get<ev::CoroCloseBegin>(event));
    case EventType::kCoroFinished: {
      const auto e = store.get<ev::CoroFinished>(event);
      if (e.how == trace::FinishHow::kRaised) return {"raised " + shortened(store.text(e.value)), Color::raised_error};
      return {e.how == trace::FinishHow::kReturned ? "ran to its end" : "is closed", Color::returned};
    }
    case EventType::kCoroGeneratorExitIgnored:
      return {"ignores GeneratorExit", Color::raised_error};
    case EventType::kCoroNeverAwaited:
      return {"is freed, and nobody ever awaited it", Color::leaked};
    case EventType::kAsyncgenOpBegin: {
      const auto e = store.get<ev::AsyncgenOpBegin>(event);
      return {fmt::format("{}() begins{}", trace::text_of(e.op), by_context(store, event)), Color::text_dim};
    }
    case EventType::kAsyncgenOpEnd: {
      const auto e = store.get<ev::AsyncgenOpEnd>(event);
      return {fmt::format("{}() is over", trace::text_of(e.op)), Color::text_dim};
    }
    case EventType::kAsyncgenBusy: {
      const auto e = store.get<ev::AsyncgenBusy>(event);
      return {fmt::format("{}(){} is refused: {} holds it", trace::text_of(e.op), by_context(store, event),
                          e.holder ? task_name(store, e.holder) : "another operation"),
              Color::raised_error};
    }
    case EventType::kCoroThrown:
      return {shortened(store.text(store.get<ev::CoroThrown>(event).exception)) + " is thrown in", Color::raised_error};
    case EventType::kStdoutWritten:
      return {"writes " + shortened(store.text(store.get<ev::StdoutWritten>(event).text), 60), Color::text_dim};
    case EventType::kStderrWritten:
      return {"writes " + shortened(store.text(store.get<ev::StderrWritten>(event).text), 60), Color::out_stderr};
    case EventType::kProgramStarted:
      return {"the program starts", Color::text};
    case EventType::kProgramEnded: {
      const std::uint32_t status = store.get<ev::ProgramEnded>(event).exit_status;
      return {fmt::format("the program ends with status {}", status),
              status == 0 ? Color::returned : Color::raised_error};
    }
    case EventType::kLineReached: {
      const auto e = store.get<ev::LineReached>(event);
      const std::string name(store.text(analysis::find_code(store, e.code).qualname));
      return {fmt::format("line {} of {}", e.line, name.empty() ? "the program" : name), Color::text};
    }
    case EventType::kIterationBegin:
      return {fmt::format("iteration {} of the loop begins", store.get<ev::IterationBegin>(event).iteration),
              Color::text_dim};
    case EventType::kIterationEnd:
      return {fmt::format("iteration {} of the loop is over", store.get<ev::IterationEnd>(event).iteration),
              Color::text_dim};
    case EventType::kSelectBegin: {
      const std::int64_t timeout = store.get<ev::SelectBegin>(event).timeout;
      if (timeout == 0) return {"the loop looks for input and output, without waiting", Color::text_dim};
      return {timeout < 0 ? "the loop waits for input and output"
                          : "the loop waits for at most " + analysis::time_text(timeout),
              Color::text_dim};
    }
    case EventType::kSelectEnd:
      return {"the wait is over", Color::text_dim};
    case EventType::kTimersBegin:
      return {"due timers move to the ready queue", Color::phase_timers};
    case EventType::kRunBegin: {
      const std::uint32_t n = store.get<ev::RunBegin>(event).handles;
      return {n == 1 ? "the one handle that is ready will run"
                     : fmt::format("exactly these {} handles will run, in their order", n),
              Color::phase_run};
    }
    case EventType::kLoopCreated:
      return {"an event loop is created", Color::text};
    case EventType::kLoopClosed:
      return {"the loop is closed", Color::text};
    case EventType::kCoroAwaitsFuture: {
      const auto e = store.get<ev::CoroAwaitsFuture>(event);
      const std::string label = shortened(store.text(e.label), 40);
      return {coro_name(store, e.coro) + " awaits " + (label.empty() ? future_name(store, e.future) : label),
              Color::text_dim};
    }
    case EventType::kSignalRaised:
      return {fmt::format("{} reaches the program", store.text(store.get<ev::SignalRaised>(event).name)),
              Color::cancelling};
    case EventType::kSignalHandled: {
      const auto e = store.get<ev::SignalHandled>(event);
      return {e.handle ? "the signal's handler joins the ready queue" : "the signal's handler runs", Color::text};
    }
    case EventType::kUnhandledError:
      return {shortened(store.text(store.get<ev::UnhandledError>(event).message)), Color::raised_error};
    default:
      break;
  }
  const trace::EventInfo* info = trace::event_info(static_cast<unsigned>(store.type(event)));
  if (info == nullptr)
    return {fmt::format("event of type {}", static_cast<unsigned>(store.type(event))), Color::text_faint};
  return {info->prose, Color::text_dim};
}

bool worth_telling(const trace::Store& store, std::uint32_t event) {
  switch (store.type(event)) {
    case EventType::kLineReached:
    case EventType::kCodeDefined:
    case EventType::kFileLoaded:
    case EventType::kCoroResumed:
    case EventType::kCoroSuspended:
    case EventType::kTaskStepEnd:
    case EventType::kTimerAimed:
    case EventType::kFutureCallbackAdded:
    case EventType::kFutureCallbackRemoved:
    case EventType::kHandleEnd:
      return false;
    default:
      return true;
  }
}

}  // namespace loopscope::app

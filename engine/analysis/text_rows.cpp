#include "engine/analysis/text_rows.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

std::string circled(uint32_t number) {
  if (number == 0 || number > 20) return fmt::format("({})", number);
  std::string text = "\xE2\x91\x9F";  // the character before the circled one
  text[2] = static_cast<char>(static_cast<unsigned char>(text[2]) + number);
  return text;
}

Place TextRows::current_place(uint32_t event) const {
  const auto found = places_.find(store_.thread(event).value);
  return found == places_.end() ? Place{} : found->second;
}

void TextRows::follow(uint32_t event) {
  Place& place = places_[store_.thread(event).value];
  switch (store_.type(event)) {
    case EventType::kLineReached: {
      const auto e = store_.get<ev::LineReached>(event);
      const FileId file = find_code(store_, e.code).first_line.file();
      if (file && !is_library(store_, file)) place = Place(file, e.line);
      break;
    }
    case EventType::kHandleBegin:
    case EventType::kHandleEnd:
    case EventType::kTaskStepEnd:
      place = {};
      break;
    default:
      break;
  }
}

Row TextRows::describe(uint32_t event, StateIndex& states) {
  follow(event);
  Row row;
  row.event = event;
  row.inside = static_cast<bool>(store_.handle(event));
  row.place = current_place(event);
  row.text = words(event, states, row.place);
  row.ours = is_ours(event);
  return row;
}

bool TextRows::is_ours(TaskId task) const {
  const TaskLane* lane = m_.task(task);
  return lane && !(lane->coro && is_library(store_, lane->coro));
}

bool TextRows::is_ours(uint32_t event) const {
  switch (store_.type(event)) {
    case EventType::kTaskCreated:
    case EventType::kTaskDone:
    case EventType::kTaskStepBegin:
    case EventType::kTaskStepEnd:
    case EventType::kTaskCancelRequested:
      return is_ours(TaskId{store_.args(event)[0]});
    default:
      return true;
  }
}

bool TextRows::handle_is_ours(uint32_t scheduled) const {
  if (scheduled == kNoEvent) return true;
  switch (store_.type(scheduled)) {
    case EventType::kHandleScheduled:
    case EventType::kHandleScheduledThreadsafe: {
      const auto e = store_.get<ev::HandleScheduled>(scheduled);
      if (e.task) return is_ours(e.task);
      return hooked(store_, scheduled) || !is_internal_callback(store_, store_.text(e.label));
    }
    default:
      return true;
  }
}

std::string TextRows::words(uint32_t event, StateIndex& states, Place& place) {
  std::string text = of_coro(event, place);
  if (text.empty()) text = of_task(event, states, place);
  if (text.empty()) text = of_output(event, place);
  return text;
}

std::string TextRows::of_coro(uint32_t event, Place& place) {
  const auto line_of = [&](CoroId coro, uint32_t line) {
    const uint32_t born = store_.of_coro().first(coro.value);
    if (born == kNoEvent || store_.type(born) != EventType::kCoroCreated) return Place{};
    return Place(find_code(store_, store_.get<ev::CoroCreated>(born).code).first_line.file(), line);
  };
  // Generators of the library are its own business; async generators of the user are what this page is about.
  const auto ours = [&](CoroId coro) { return m_.coro(coro) && !is_library(store_, coro); };
  switch (store_.type(event)) {
    case EventType::kCoroFirstIteration: {
      const auto e = store_.get<ev::CoroFirstIteration>(event);
      if (!ours(e.coro)) return {};
      just_adopted_ = e.coro;
      return fmt::format("begins to iterate {}{}", coro_name(store_, e.coro),
                         e.loop ? "; the loop adopts it" : "; no loop adopts it");
    }
    case EventType::kAsyncgenOpBegin: {
      const auto e = store_.get<ev::AsyncgenOpBegin>(event);
      const bool told = just_adopted_ == e.coro && e.op == trace::AsyncgenOp::kAnext;
      just_adopted_ = {};
      if (!ours(e.coro) || told || e.op == trace::AsyncgenOp::kAclose) return {};
      if (e.op == trace::AsyncgenOp::kAnext)
        return fmt::format("asks {} for its next value", coro_name(store_, e.coro));
      return fmt::format("{}() enters {}", trace::text_of(e.op), coro_name(store_, e.coro));
    }
    case EventType::kCoroYielded: {
      const auto e = store_.get<ev::CoroYielded>(event);
      if (!ours(e.coro)) return {};
      place = line_of(e.coro, e.line);
      return fmt::format("{} hands out a value at its yield", coro_name(store_, e.coro));
    }
    case EventType::kCoroLastReference: {
      const auto e = store_.get<ev::CoroLastReference>(event);
      if (!ours(e.coro)) return {};
      if (const Place dropped = user_place(store_, e.place)) place = dropped;
      return fmt::format("the last reference to {} is dropped", coro_name(store_, e.coro));
    }
    case EventType::kAsyncgenHookCalled: {
      const auto e = store_.get<ev::AsyncgenHookCalled>(event);
      if (!ours(e.coro)) return {};
      return fmt::format("the finalizer hook asks the loop to close {}", coro_name(store_, e.coro));
    }
    case EventType::kCoroCloseBegin: {
      const auto e = store_.get<ev::CoroCloseBegin>(event);
      const CoroLane* lane = m_.coro(e.coro);
      if (!lane || is_library(store_, e.coro)) return {};
      return fmt::format("{} begins to close {}, {}", circled(lane->finalization), coro_name(store_, e.coro),
                         closing_text(lane->close_by));
    }
    case EventType::kCoroFinished: {
      const auto e = store_.get<ev::CoroFinished>(event);
      const CoroLane* lane = m_.coro(e.coro);
      if (!lane || is_library(store_, e.coro)) return {};
      const std::string number = lane->finalization ? circled(lane->finalization) + " " : "";
      if (e.how == trace::FinishHow::kRaised) {
        return fmt::format("{}{} raises {}", number, coro_name(store_, e.coro), one_line(store_.text(e.value), 80));
      }
      const bool closed = lane->finalization != 0 || e.how != trace::FinishHow::kReturned;
      return fmt::format("{}{} {}", number, coro_name(store_, e.coro), closed ? "is closed" : "has run to its end");
    }
    case EventType::kCoroGeneratorExitIgnored: {
      const auto e = store_.get<ev::CoroGeneratorExitIgnored>(event);
      place = line_of(e.coro, e.line);
      return fmt::format("✗ {} ignores GeneratorExit: it goes on instead of ending", coro_name(store_, e.coro));
    }
    case EventType::kCoroNeverAwaited:
      return fmt::format("✗ {} is freed: nobody ever awaited it",
                         coro_name(store_, store_.get<ev::CoroNeverAwaited>(event).coro));
    case EventType::kAsyncgenBusy: {
      const auto e = store_.get<ev::AsyncgenBusy>(event);
      return fmt::format("✗ {}() on {} is refused: {} is still inside it", trace::text_of(e.op),
                         coro_name(store_, e.coro), e.holder ? task_name(store_, e.holder) : "another operation");
    }
    default:
      return {};
  }
}

std::string TextRows::of_task(uint32_t event, StateIndex& states, Place& place) {
  switch (store_.type(event)) {
    case EventType::kTaskCreated: {
      const auto e = store_.get<ev::TaskCreated>(event);
      // Within a callback of the loop's, the recorded place is only where the loop was started.
      const Place made = user_place(store_, e.place);
      if (made && (store_.task(event) || !store_.handle(event))) place = made;
      const std::string body = task_body(store_, e.task);
      return fmt::format("creates {}{}", task_name(store_, e.task), body.empty() ? "" : " for " + body);
    }
    case EventType::kTaskStepBegin: {
      const auto e = store_.get<ev::TaskStepBegin>(event);
      if (!e.thrown) return {};
      const State& state = states.at(event);
      const TaskInfo* task = state.tasks.find(e.task.value);
      const bool asked =
          task && task->cancel_request != kNoEvent && e.thrown && store_.text(e.thrown).starts_with("CancelledError");
      return fmt::format("{} is thrown in{}", one_line(store_.text(e.thrown), 60),
                         asked ? ": " + actor(store_, task->cancel_request) + " asked it to cancel" : "");
    }
    case EventType::kTaskStepEnd: {
      const auto e = store_.get<ev::TaskStepEnd>(event);
      const State& state = states.at(event);
      const TaskInfo* task = state.tasks.find(e.task.value);
      if (!task || (task->state != TaskState::kSuspended && task->state != TaskState::kReady)) return {};
      for (const ChainLink& link : state.await_chain(store_, *task)) {
        if (const Place user = user_place(store_, link.place)) place = user;
      }
      if (task->state == TaskState::kReady) return "gives way: ready again, at the end of the queue";
      const std::string what = state.waiting_for(store_, *task);
      return fmt::format("waits for {}", what.empty() ? "something that is not recorded" : what);
    }
    case EventType::kTaskCancelRequested: {
      const auto e = store_.get<ev::TaskCancelRequested>(event);
      std::string text = fmt::format("asks {} to cancel", task_name(store_, e.task));
      if (e.forwarded) text += fmt::format(", and with it {}", future_name(store_, e.forwarded));
      return text;
    }
    case EventType::kTaskDone: {
      const auto e = store_.get<ev::TaskDone>(event);
      place = {};
      const std::string name = task_name(store_, e.task);
      const std::string value = one_line(store_.text(e.value), 80);
      if (e.outcome == trace::Outcome::kCancelled) return fmt::format("{} is cancelled", name);
      if (e.outcome == trace::Outcome::kException) return fmt::format("{} ends with {}", name, value);
      return fmt::format("{} returns {}", name, value.empty() ? "a result" : value);
    }
    case EventType::kTaskDestroyedPending:
      return fmt::format("✗ {} is freed while it is still pending",
                         task_name(store_, store_.get<ev::TaskDestroyedPending>(event).task));
    case EventType::kTaskPendingAtClose:
      return fmt::format("✗ {} is still pending, and its loop is closed: it will never go on",
                         task_name(store_, store_.get<ev::TaskPendingAtClose>(event).task));
    case EventType::kHandleScheduled:
    case EventType::kHandleScheduledThreadsafe: {
      // The user's own call_soon(); wake-ups and done callbacks are told where they run.
      const auto e = store_.get<ev::HandleScheduled>(event);
      if (e.task || e.cause || !current_place(event) || hooked(store_, event)) return {};
      return fmt::format("puts {} into the queue", handle_name(store_, e.handle));
    }
    case EventType::kTimerScheduled: {
      const auto e = store_.get<ev::TimerScheduled>(event);
      const bool aimed = event + 1 < m_.size() && store_.type(event + 1) == EventType::kTimerAimed;
      if (aimed || !current_place(event)) return {};
      return fmt::format("sets a timer for {}: {}", clock_text(e.when), handle_name(store_, e.handle));
    }
    case EventType::kHandleSlow:
      place = {};
      return slow(event, states);
    default:
      return {};
  }
}

// A slow handle, and who had to wait for it.
std::string TextRows::slow(uint32_t event, StateIndex& states) const {
  constexpr size_t kNamed = 3;
  const auto e = store_.get<ev::HandleSlow>(event);
  std::string text = fmt::format("! took {}, longer than the slow threshold", time_text(e.took));
  std::string delayed;
  size_t count = 0;
  states.at(event).loops.each([&](const LoopInfo& loop) {
    for (const HandleId handle : loop.ready.items().first(std::min<size_t>(loop.run_left, loop.ready.size()))) {
      if (++count <= kNamed) delayed += (count == 1 ? "" : ", ") + handle_name(store_, handle);
    }
  });
  if (count == 0) return text;
  if (count > kNamed) delayed += fmt::format(" and {} more", count - kNamed);
  return fmt::format("{}; meanwhile {} had to wait", text, delayed);
}

std::string TextRows::of_output(uint32_t event, Place& place) {
  switch (store_.type(event)) {
    case EventType::kThreadBlocked: {
      if (!store_.handle(event)) return {};  // a thread that runs no loop holds nobody up
      return fmt::format("blocks the whole loop in {}", blocked_on(store_, event));
    }
    case EventType::kStderrWritten: {
      const auto e = store_.get<ev::StderrWritten>(event);
      const std::string_view text = store_.text(e.text);
      const std::string_view log = store_.text(logged_);
      if (!log.empty() && text.starts_with(log.substr(0, text.size()))) return {};
      const size_t end = text.find('\n');
      const std::string first = one_line(text.substr(0, end), 120);
      if (first.find_first_not_of(' ') == std::string::npos) return {};
      return fmt::format("writes to stderr  {}{}", first, end + 1 < text.size() ? " …" : "");
    }
    case EventType::kLogRecorded: {
      const auto e = store_.get<ev::LogRecorded>(event);
      logged_ = e.message;
      std::string_view message = store_.text(e.message);
      return fmt::format("{} logs  {}", e.logger ? store_.text(e.logger) : "root",
                         one_line(message.substr(0, message.find('\n')), 200));
    }
    case EventType::kWarningIssued: {
      const auto e = store_.get<ev::WarningIssued>(event);
      if (const Place warned = user_place(store_, e.place); warned && !store_.handle(event)) place = warned;
      return fmt::format("{}: {}", store_.text(e.category), one_line(store_.text(e.message), 200));
    }
    case EventType::kUnhandledError: {
      const auto e = store_.get<ev::UnhandledError>(event);
      place = {};
      return fmt::format("✗ nobody handles {}", one_line(store_.text(e.exception ? e.exception : e.message), 120));
    }
    case EventType::kSignalRaised:
      place = {};
      return fmt::format("⚡ {} reaches the program", store_.text(store_.get<ev::SignalRaised>(event).name));
    case EventType::kShutdownAsyncgensBegin: {
      const auto e = store_.get<ev::ShutdownAsyncgensBegin>(event);
      if (e.alive == 0) return {};
      return fmt::format("shutdown_asyncgens(): {} still alive", counted(e.alive, "async generator"));
    }
    case EventType::kLoopClosed:
      place = {};
      return "the loop is closed";
    default:
      return {};
  }
}

}  // namespace loopscope::analysis

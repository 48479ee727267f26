#include <fmt/core.h>

#include <algorithm>

#include "app/session/observe.hpp"
#include "engine/analysis/state.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

using namespace analysis;

// More marks than this nobody can tell apart.
constexpr std::size_t kMostTasks = 400;

Color color_of(TaskState state) {
  switch (state) {
    case TaskState::kRunning:
      return Color::running;
    case TaskState::kReady:
      return Color::ready;
    case TaskState::kCancelling:
      return Color::cancelling;
    default:
      return Color::suspended;
  }
}

std::string thread_owner(const Observed& seen, const ThreadInfo& thread) {
  const std::string_view name = seen.store.text(thread.name);
  if (!name.empty()) return std::string(name);
  return thread.id.value <= 1 ? "MainThread" : fmt::format("thread {}", thread.id.value);
}

}  // namespace

std::vector<FrameMark> observe_frames(const Observed& seen) {
  std::vector<FrameMark> marks;
  std::size_t tasks = 0;
  seen.state.tasks.each([&](const TaskInfo& task) {
    const TaskState state = task.shown();
    if (state == TaskState::kDone || state == TaskState::kLeaked || tasks >= kMostTasks) return;
    ++tasks;
    const std::size_t first = marks.size();
    const Selection subject{Subject::task, task.id.value, 0, 0};
    for (const ChainLink& link : seen.state.await_chain(seen.store, task)) {
      if (!link.place) continue;
      FrameMark mark;
      mark.file = link.place.file().value;
      mark.line = link.place.line();
      mark.owner = task_name(seen.store, task.id);
      mark.subject = subject;
      mark.innermost = false;
      mark.color = color_of(state);
      marks.push_back(mark);
    }
    // The innermost frame of the program's own file speaks for the task: where it waits inside a library is no news.
    for (std::size_t i = marks.size(); i-- > first;) {
      if (marks[i].file != seen.program_file) continue;
      marks[i].innermost = true;
      marks[i].running = state == TaskState::kRunning;
      break;
    }
  });
  // A plain function that was called last stands deeper than the coroutine that called it.
  seen.state.threads.each([&](const ThreadInfo& thread) {
    if (thread.ended || !thread.line.code) return;
    const CodeName code = find_code(seen.store, thread.line.code);
    FrameMark mark;
    mark.file = code.first_line.file().value;
    mark.line = thread.line.line;
    if (mark.file != seen.program_file) return;
    mark.owner = thread.task ? task_name(seen.store, thread.task) : thread_owner(seen, thread);
    mark.subject = thread.task ? Selection{Subject::task, thread.task.value, 0, 0}
                               : Selection{Subject::thread, thread.id.value, 0, 0};
    mark.running = true;
    mark.color = Color::running;
    for (FrameMark& other : marks) {
      if (other.subject == mark.subject) other.running = false, other.innermost = false;
    }
    marks.push_back(mark);
  });
  seen.state.coros.each([&](const CoroInfo& coro) {
    // An async generator that nobody drives stands at its yield.
    if (coro.kind != trace::CoroKind::kAsyncGenerator || coro.awaiter || coro.line == 0) return;
    if (coro.state != CoroState::kAtYield && coro.state != CoroState::kSuspended) return;
    const CodeName code = find_code(seen.store, coro.code);
    FrameMark mark;
    mark.file = code.first_line.file().value;
    mark.line = coro.line;
    mark.owner = std::string(seen.store.text(code.name)) + "()";
    mark.subject = {Subject::coro, coro.id.value, 0, 0};
    mark.color = Color::asyncgen;
    marks.push_back(mark);
  });
  return marks;
}

}  // namespace loopscope::app

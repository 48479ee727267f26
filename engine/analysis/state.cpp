#include "engine/analysis/state.hpp"

#include "engine/analysis/checkpoint.hpp"
#include "engine/analysis/state_apply.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis {

using trace::EventType;

const char* text_of(LoopPhase phase) {
  switch (phase) {
    case LoopPhase::kIdle:
      return "idle";
    case LoopPhase::kBetween:
      return "between iterations";
    case LoopPhase::kSelect:
      return "select";
    case LoopPhase::kTimers:
      return "timers";
    case LoopPhase::kRun:
      return "run";
  }
  return "";
}

const char* text_of(CoroState state) {
  switch (state) {
    case CoroState::kCreated:
      return "created";
    case CoroState::kRunning:
      return "running";
    case CoroState::kSuspended:
      return "suspended";
    case CoroState::kAtYield:
      return "suspended at yield";
    case CoroState::kFinished:
      return "finished";
  }
  return "";
}

const char* text_of(FutureState state) {
  switch (state) {
    case FutureState::kPending:
      return "pending";
    case FutureState::kResult:
      return "result";
    case FutureState::kException:
      return "exception";
    case FutureState::kCancelled:
      return "cancelled";
  }
  return "";
}

void State::apply(const trace::Store& store) {
  const uint32_t event = applied;
  if (const std::string_view resumed = store.checkpoint_at(event); !resumed.empty()) resume(resumed);
  now_ns = store.time(event);
  Applier step(*this, store, event);
  switch (store.type(event)) {
#define LOOPSCOPE_EVENT(number, Name, ...)      \
  case EventType::k##Name:                      \
    step.on(store.get<trace::ev::Name>(event)); \
    break;
#include "engine/trace/events.def"
#undef LOOPSCOPE_EVENT
    default:
      break;  // of a newer version; the Store has counted it
  }
  ++applied;
}

CoroState State::shown(const CoroInfo& coro) {
  const bool waits = coro.awaiting || coro.awaits_other;
  return waits && coro.state != CoroState::kFinished ? CoroState::kSuspended : coro.state;
}

void State::resume(std::string_view checkpoint) {
  State read;
  if (!decode_state(checkpoint, read)) return;
  read.applied = applied;
  read.tick = tick;
  read.outputs = outputs;
  *this = std::move(read);
}

size_t State::entities() const {
  return threads.size() + loops.size() + tasks.size() + coros.size() + futures.size() + handles.size() + syncs.size();
}

TaskTimes State::times(const TaskInfo& task) const {
  TaskTimes times{task.running_ns, task.ready_ns, task.suspended_ns};
  const int64_t now = now_ns - task.since_ns;
  if (task.state == TaskState::kRunning) times.running_ns += now;
  if (task.state == TaskState::kReady || task.state == TaskState::kCreated) times.ready_ns += now;
  if (task.state == TaskState::kSuspended) times.suspended_ns += now;
  return times;
}

CoroId State::chain_root(const TaskInfo& task) const {
  if (task.coro) return task.coro;
  // A task around asend() or aclose() has no coroutine of its own: it drives the generator.
  CoroId root;
  coros.each([&](const CoroInfo& coro) {
    if (coro.held && coro.holder == task.id && !root) root = coro.id;
  });
  return root;
}

std::vector<ChainLink> State::await_chain(const trace::Store& store, const TaskInfo& task) const {
  std::vector<ChainLink> chain;
  CoroId next = chain_root(task);
  while (next && chain.size() < 100'000) {
    const CoroInfo* coro = coros.find(next.value);
    if (!coro || coro->state == CoroState::kFinished) break;
    const FileId file = find_code(store, coro->code).first_line.file();
    uint32_t line = coro->line;
    if (coro->awaiting || coro->awaits_other) line = coro->await_line;
    if (line == 0) line = find_code(store, coro->code).first_line.line();
    chain.push_back({next, Place(file, line), coro_function(store, next), {}});
    if (coro->awaits_other) {
      ChainLink last;
      last.what = waiting_for(store, task);
      if (last.what.empty()) last.what = store.text(coro->awaits_label);
      if (!last.what.empty()) chain.push_back(std::move(last));
    }
    next = coro->awaiting;
  }
  return chain;
}

std::string State::waiting_for(const trace::Store& store, const TaskInfo& task) const {
  if (task.state != TaskState::kSuspended) return {};
  if (!task.waits_for) return std::string(store.text(task.wait_label));
  if (tasks.find(task.waits_for.value)) return task_name(store, as_task(task.waits_for));
  const FutureInfo* future = futures.find(task.waits_for.value);
  std::string text(store.text(task.wait_label));
  if (text.empty() && future) text = store.text(future->label);
  if (text.empty() && future && future->sleep_ns >= 0) text = sleep_text(future->sleep_ns);
  if (text.empty()) {
    text = "Future " + std::to_string(task.waits_for.value);
    // The library function in which it waits says more: Queue.get(), Lock.acquire().
    const std::string inside = library_wait(store, task);
    if (!inside.empty()) text = inside + "() (" + text + ")";
  }
  if (future && future->due_ns >= 0) text += " until " + clock_text(future->due_ns);
  return text;
}

// The innermost public library coroutine of a chain, below the program's own: of `async with lock` it is Lock.acquire.
std::string State::library_wait(const trace::Store& store, const TaskInfo& task) const {
  constexpr int kDeepest = 256;
  std::string found;
  CoroId next = chain_root(task);
  for (int depth = 0; next && depth < kDeepest; ++depth) {
    const CoroInfo* coro = coros.find(next.value);
    if (!coro) break;
    if (!is_library(store, next)) {
      found.clear();
    } else if (next != task.coro) {
      std::string name = coro_function(store, next);
      const size_t dot = name.rfind('.');
      const bool is_public = name[0] != '_' && name[dot == std::string::npos ? 0 : dot + 1] != '_';
      if (found.empty() || is_public) found = std::move(name);
    }
    next = coro->awaiting;
  }
  return found;
}

}  // namespace loopscope::analysis

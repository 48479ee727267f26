#include "engine/analysis/cut.hpp"

#include <algorithm>
#include <vector>

#include "engine/analysis/checkpoint.hpp"
#include "engine/analysis/state_index.hpp"
#include "engine/trace/file/event_chunk.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis {

namespace {

using trace::EventType;
namespace ev = trace::ev;

// Whether what an event tells the birth (or the name) of is still there.
bool still_matters(const trace::Store& store, uint32_t event, const State& state) {
  switch (store.type(event)) {
    case EventType::kProgramStarted:
    case EventType::kFileLoaded:
    case EventType::kCodeDefined:
    case EventType::kThreadStarted:
    case EventType::kThreadRenamed:
    case EventType::kThreadOfProcess:
    case EventType::kProcessStarted:
    case EventType::kLoopCreated:
      return true;
    case EventType::kTaskCreated: {
      const TaskInfo* task = state.tasks.find(store.get<ev::TaskCreated>(event).task.value);
      return task && !task->freed;
    }
    case EventType::kTaskRenamed: {
      const TaskInfo* task = state.tasks.find(store.get<ev::TaskRenamed>(event).task.value);
      return task && !task->freed;
    }
    case EventType::kCoroCreated:
      return state.coros.find(store.get<ev::CoroCreated>(event).coro.value) != nullptr;
    case EventType::kCoroFirstIteration:
      return state.coros.find(store.get<ev::CoroFirstIteration>(event).coro.value) != nullptr;
    case EventType::kFutureCreated:
      return state.futures.find(store.get<ev::FutureCreated>(event).future.value) != nullptr;
    case EventType::kSyncCreated:
      return state.syncs.find(store.get<ev::SyncCreated>(event).sync.value) != nullptr;
    case EventType::kHandleScheduled:
      return state.handles.find(store.get<ev::HandleScheduled>(event).handle.value) != nullptr;
    case EventType::kHandleScheduledThreadsafe:
      return state.handles.find(store.get<ev::HandleScheduledThreadsafe>(event).handle.value) != nullptr;
    case EventType::kTimerScheduled:
      return state.handles.find(store.get<ev::TimerScheduled>(event).handle.value) != nullptr;
    default:
      return false;
  }
}

trace::Record record_of(const trace::Store& store, uint32_t event) {
  trace::Record record{};
  record.time_ns = store.time(event);
  record.type = static_cast<uint16_t>(store.type(event));
  record.thread = static_cast<uint16_t>(store.thread(event).value);
  const auto args = store.args(event);
  std::copy(args.begin(), args.end(), record.args);
  return record;
}

}  // namespace

uint32_t write_cut(const trace::Store& store, int64_t from_ns, int64_t to_ns, trace::file::EventSink& sink) {
  const uint32_t before = store.at_time(from_ns - 1);
  const uint32_t begin = before == kNoEvent ? 0 : before + 1;
  const uint32_t last = store.at_time(to_ns);
  const uint32_t end = last == kNoEvent ? 0 : last + 1;
  for (uint32_t id = 1; id < store.string_count(); ++id) sink.on_string(id, store.text(StringId{id}));
  if (begin > 0) {
    StateIndex index(store);
    const State& state = index.at(begin - 1);
    std::vector<uint32_t> renumbered(begin, kNoEvent);
    uint32_t kept = 0;
    for (uint32_t event = 0; event < begin; ++event) {
      if (!still_matters(store, event, state)) continue;
      renumbered[event] = kept++;
      sink.on_event(record_of(store, event));
    }
    std::vector<trace::file::RunningThread> running;
    state.threads.each([&](const ThreadInfo& thread) {
      if (!thread.handle && !thread.task) return;
      std::vector<uint32_t> outer;
      for (const TaskId task : thread.outer_tasks) outer.push_back(task.value);
      running.push_back({thread.id.value, {thread.handle.value, thread.task.value, std::move(outer)}});
    });
    sink.on_checkpoint(running, encode_state(state, renumbered));
  }
  for (uint32_t event = begin; event < end; ++event) sink.on_event(record_of(store, event));
  return end > begin ? end - begin : 0;
}

}  // namespace loopscope::analysis

#include "engine/analysis/model_builder.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Lanes of loops, threads and synchronisation objects.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

void Model::Builder::follow_thread(ThreadId id) {
  const ThreadInfo* info = state.threads.find(id.value);
  if (!info) return;
  ThreadLane& lane = thread(id);
  if (!lane.intervals.empty()) {
    if (lane.intervals.back().state == info->state) return;
    lane.intervals.back().end = now;
  }
  ThreadInterval next{now, {}, info->state, 0};
  if (info->state == ThreadState::kBlocked) {
    next.label = label(blocked_on(store, now.event));
  }
  lane.intervals.push_back(next);
}

void Model::Builder::enter_call(CodeId code) {
  // A recursion as deep as this shows nothing more by going on.
  constexpr size_t kDeepest = 128;
  const ThreadId id = store.thread(now.event);
  const ThreadInfo* info = state.threads.find(id.value);
  if (!info || info->frames.empty() || info->frames.size() > kDeepest) return;
  const size_t depth = info->frames.size() - 1;
  ThreadLane& lane = thread(id);
  if (depth >= lane.calls.size()) lane.calls.resize(depth + 1);
  lane.calls[depth].push_back({now, {}, {}, facts_of(code).function, find_code(store, code).first_line});
}

void Model::Builder::leave_call() {
  const ThreadId id = store.thread(now.event);
  const ThreadInfo* info = state.threads.find(id.value);
  if (!info) return;
  ThreadLane& lane = thread(id);
  const size_t depth = info->frames.size();
  if (depth >= lane.calls.size() || lane.calls[depth].empty()) return;
  FrameInterval& call = lane.calls[depth].back();
  if (call.end.event == kNoEvent) call.end = now;
}

void Model::Builder::loops_and_threads(uint32_t event) {
  const auto iteration = [&](LoopId id) -> Iteration* {
    LoopLane* lane = loop(id);
    return lane && !lane->iterations.empty() ? &lane->iterations.back() : nullptr;
  };
  switch (store.type(event)) {
    case EventType::kThreadStarted: {
      const auto e = store.get<ev::ThreadStarted>(event);
      thread(e.thread).name = label(e.name);
      follow_thread(e.thread);
      break;
    }
    case EventType::kFrameEntered:
      enter_call(store.get<ev::FrameEntered>(event).code);
      break;
    case EventType::kFrameLeft:
      leave_call();
      break;
    case EventType::kThreadRenamed: {
      const auto e = store.get<ev::ThreadRenamed>(event);
      thread(e.thread).name = label(e.name);
      break;
    }
    case EventType::kThreadEnded: {
      ThreadLane& lane = thread(store.get<ev::ThreadEnded>(event).thread);
      lane.death = now;
      if (!lane.intervals.empty()) lane.intervals.back().end = now;
      break;
    }
    case EventType::kProgramStarted:
    case EventType::kGilWaitBegin:
    case EventType::kGilAcquired:
    case EventType::kThreadBlocked:
    case EventType::kThreadUnblocked:
      follow_thread(store.thread(event));
      break;
    case EventType::kLoopCreated: {
      const auto e = store.get<ev::LoopCreated>(event);
      loop_lanes[e.loop.value] = static_cast<uint32_t>(m.loops_.size());
      LoopLane& lane = m.loops_.emplace_back();
      lane.loop = e.loop;
      lane.name = label(e.name);
      lane.birth = now;
      break;
    }
    case EventType::kLoopDebugChanged: {
      const auto e = store.get<ev::LoopDebugChanged>(event);
      if (LoopLane* lane = loop(e.loop)) lane->debug = e.enabled;
      break;
    }
    case EventType::kLoopSlowThresholdChanged: {
      const auto e = store.get<ev::LoopSlowThresholdChanged>(event);
      if (LoopLane* lane = loop(e.loop)) lane->slow_threshold_ns = e.threshold;
      break;
    }
    case EventType::kLoopClosed:
      if (LoopLane* lane = loop(store.get<ev::LoopClosed>(event).loop)) lane->death = now;
      break;
    case EventType::kIterationBegin: {
      const auto e = store.get<ev::IterationBegin>(event);
      LoopLane* lane = loop(e.loop);
      if (!lane) break;
      Iteration& next = lane->iterations.emplace_back();
      next.loop = e.loop;
      next.number = e.iteration;
      next.tick = now.tick;
      next.begin = now;
      next.first_run = static_cast<uint32_t>(lane->runs.size());
      break;
    }
    case EventType::kSelectBegin: {
      const auto e = store.get<ev::SelectBegin>(event);
      if (Iteration* it = iteration(e.loop)) {
        it->select_begin = now;
        it->timeout_ns = e.timeout;
      }
      break;
    }
    case EventType::kSelectEnd:
      if (Iteration* it = iteration(store.get<ev::SelectEnd>(event).loop)) it->select_end = now;
      break;
    case EventType::kTimersBegin:
      if (Iteration* it = iteration(store.get<ev::TimersBegin>(event).loop)) it->timers_begin = now;
      break;
    case EventType::kRunBegin:
      if (Iteration* it = iteration(store.get<ev::RunBegin>(event).loop)) it->run_begin = now;
      break;
    case EventType::kIterationEnd:
      if (Iteration* it = iteration(store.get<ev::IterationEnd>(event).loop)) it->end = now;
      break;
    case EventType::kSelectSlow: {
      const auto e = store.get<ev::SelectSlow>(event);
      if (LoopLane* lane = loop(e.loop)) {
        lane->marks.push_back({now, MarkKind::kSlow, label("select took " + time_text(e.took))});
      }
      break;
    }
    case EventType::kHandleBegin: {
      const auto e = store.get<ev::HandleBegin>(event);
      LoopLane* lane = loop(e.loop);
      const HandleInfo* info = state.handles.find(e.handle.value);
      if (!lane || !info) break;
      lane->runs.push_back({e.handle, now, {}, label_of_handle(*info), info->task, info->scheduled, false});
      if (!lane->iterations.empty()) ++lane->iterations.back().runs;
      if (info->task || info->scheduled == kNoEvent) break;
      // A callback's own cause; that of a task's step is its wake-up.
      edge(EdgeKind::kScheduled, info->scheduled, store.task(info->scheduled), {});
      break;
    }
    case EventType::kHandleEnd: {
      const auto e = store.get<ev::HandleEnd>(event);
      for (LoopLane& lane : m.loops_) {
        if (!lane.runs.empty() && lane.runs.back().handle == e.handle && lane.runs.back().end.event == kNoEvent) {
          lane.runs.back().end = now;
        }
      }
      break;
    }
    case EventType::kHandleSlow: {
      const auto e = store.get<ev::HandleSlow>(event);
      for (LoopLane& lane : m.loops_) {
        if (lane.runs.empty() || lane.runs.back().handle != e.handle) continue;
        lane.runs.back().slow = true;
        lane.marks.push_back({now, MarkKind::kSlow, label(time_text(e.took))});
        if (TaskLane* slow = task(lane.runs.back().task)) slow->marks.push_back({now, MarkKind::kSlow, 0});
      }
      break;
    }
    default:
      break;
  }
}

void Model::Builder::sample(SyncId id) {
  SyncLane* lane = sync(id);
  const SyncInfo* info = state.syncs.find(id.value);
  if (!lane || !info) return;
  lane->samples.push_back({now, info->value, static_cast<uint32_t>(info->waiters.size()), info->holder});
}

void Model::Builder::syncs(uint32_t event) {
  switch (store.type(event)) {
    case EventType::kSyncCreated: {
      const auto e = store.get<ev::SyncCreated>(event);
      sync_lanes[e.sync.value] = static_cast<uint32_t>(m.syncs_.size());
      SyncLane& lane = m.syncs_.emplace_back();
      lane.sync = e.sync;
      lane.kind = e.kind;
      lane.size = e.size;
      lane.birth = now;
      std::string name(store.text(e.name));
      if (name.empty()) name = trace::text_of(e.kind) ? trace::text_of(e.kind) : "object";
      lane.name = label(name + " " + std::to_string(e.sync.value));
      sample(e.sync);
      break;
    }
    case EventType::kSyncAcquired:
    case EventType::kSyncReleased:
    case EventType::kSyncWaiterAdded:
    case EventType::kSyncWaiterRemoved:
    case EventType::kSyncValueChanged:
      sample(SyncId{store.args(event)[0]});
      break;
    case EventType::kSyncFreed:
      if (SyncLane* lane = sync(store.get<ev::SyncFreed>(event).sync)) lane->death = now;
      break;
    default:
      break;
  }
}

}  // namespace loopscope::analysis

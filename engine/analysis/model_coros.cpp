#include "engine/analysis/model_builder.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

// Lanes of async generators and of coroutines that nobody awaited, frames of await chains, output.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

CoroEnd end_by(trace::CloseBy by) {
  switch (by) {
    case trace::CloseBy::kAclosing:
      return CoroEnd::kClosedAclosing;
    case trace::CloseBy::kGcHook:
      return CoroEnd::kClosedGcHook;
    case trace::CloseBy::kShutdownAsyncgens:
      return CoroEnd::kClosedShutdown;
    case trace::CloseBy::kDealloc:
      return CoroEnd::kClosedDealloc;
    default:
      return CoroEnd::kClosedExplicit;
  }
}

}  // namespace

void Model::Builder::follow_gen(CoroId id) {
  CoroLane* lane = coro(id);
  const CoroInfo* info = state.coros.find(id.value);
  if (!lane || !info || lane->death.event != kNoEvent) return;
  GenState shown = GenState::kCreated;
  if (info->held) {
    const TaskInfo* holder = state.tasks.find(info->holder.value);
    shown = holder && holder->state != TaskState::kRunning ? GenState::kAwaiting : GenState::kRunning;
  } else if (info->state == CoroState::kAtYield || info->state == CoroState::kRunning ||
             info->state == CoroState::kSuspended) {
    shown = info->state == CoroState::kRunning ? GenState::kRunning : GenState::kSuspendedAtYield;
  }
  GenInterval& last = lane->intervals.back();
  if (last.state == shown) return;
  last.end = now;
  lane->intervals.push_back({now, {}, shown, info->holder, info->line});
}

void Model::Builder::follow_held(TaskId holder) {
  const auto held = held_by.find(holder.value);
  if (held == held_by.end()) return;
  for (const CoroId gen : held->second) follow_gen(gen);
}

void Model::Builder::finish_gen(CoroLane& lane, const CoroInfo& info) {
  if (lane.death.event != kNoEvent) return;
  lane.death = now;
  if (lane.intervals.back().end.event == kNoEvent) lane.intervals.back().end = now;
  lane.exception = label(info.exception);
  if (info.finished == trace::FinishHow::kRaised) {
    lane.end = CoroEnd::kRaised;
  } else if (info.close_begin != kNoEvent) {
    lane.end = end_by(info.close_by);
  } else {
    lane.end = info.finished == trace::FinishHow::kReturned ? CoroEnd::kExhausted : CoroEnd::kClosedDealloc;
  }
  lane.marks.push_back({now, MarkKind::kEnd, lane.exception});
}

void Model::Builder::add_output(OutputKind kind, StringId text, Place place) {
  m.output_.push_back({now, kind, text, store.task(now.event), place});
}

void Model::Builder::end_of_program() {
  for (CoroLane& lane : m.coros_) {
    if (lane.kind == trace::CoroKind::kAsyncGenerator && lane.end == CoroEnd::kOpen && lane.death.event == kNoEvent) {
      lane.end = CoroEnd::kNeverClosed;
      lane.marks.push_back({now, MarkKind::kLeak, 0});
    }
  }
}

void Model::Builder::coros_and_outputs(uint32_t event) {
  switch (store.type(event)) {
    case EventType::kCoroCreated: {
      const auto e = store.get<ev::CoroCreated>(event);
      if (e.kind == trace::CoroKind::kAsyncGenerator) make_coro_lane(*state.coros.find(e.coro.value));
      break;
    }
    case EventType::kCoroAwaitBegin: {
      const auto e = store.get<ev::CoroAwaitBegin>(event);
      open_frame(e.parent, e.child, label_of_coro(e.child), e.line);
      break;
    }
    case EventType::kCoroAwaitsFuture: {
      const auto e = store.get<ev::CoroAwaitsFuture>(event);
      Label name = label(e.label);
      if (!name && e.future) {
        name = label(future_name(store, e.future));
      }
      open_frame(e.coro, {}, name, e.line);
      break;
    }
    case EventType::kCoroAwaitEnd:
      close_frames(store.get<ev::CoroAwaitEnd>(event).parent);
      break;
    case EventType::kAsyncgenOpBegin: {
      const auto e = store.get<ev::AsyncgenOpBegin>(event);
      held_by[store.task(event).value].push_back(e.coro);
      holder_of[e.coro.value] = store.task(event).value;
      follow_gen(e.coro);
      break;
    }
    case EventType::kAsyncgenOpEnd: {
      const auto e = store.get<ev::AsyncgenOpEnd>(event);
      if (const auto holder = holder_of.find(e.coro.value); holder != holder_of.end()) {
        const auto held = held_by.find(holder->second);
        std::erase(held->second, e.coro);
        if (held->second.empty()) held_by.erase(held);
        holder_of.erase(holder);
      }
      follow_gen(e.coro);
      break;
    }
    case EventType::kCoroYielded:
      follow_gen(store.get<ev::CoroYielded>(event).coro);
      break;
    case EventType::kCoroResumed:
      follow_gen(store.get<ev::CoroResumed>(event).coro);
      break;
    case EventType::kCoroSuspended:
      follow_gen(store.get<ev::CoroSuspended>(event).coro);
      break;
    case EventType::kCoroFirstIteration: {
      const auto e = store.get<ev::CoroFirstIteration>(event);
      if (CoroLane* lane = coro(e.coro)) {
        lane->loop = e.loop;
        lane->marks.push_back({now, MarkKind::kFirstIteration, 0});
      }
      break;
    }
    case EventType::kCoroLastReference: {
      const auto e = store.get<ev::CoroLastReference>(event);
      if (CoroLane* lane = coro(e.coro)) {
        lane->marks.push_back({now, MarkKind::kLastReference, label(place_text(store, e.place))});
      }
      break;
    }
    case EventType::kCoroCloseBegin: {
      const auto e = store.get<ev::CoroCloseBegin>(event);
      CoroLane* lane = coro(e.coro);
      const CoroInfo* info = state.coros.find(e.coro.value);
      if (!lane || !info) break;
      lane->close_by = end_by(info->close_by);
      lane->finalization = info->finalization;
      lane->closer = store.task(event);
      if (lane->close_begin.event == kNoEvent) lane->close_begin = now;
      lane->marks.push_back({now, MarkKind::kCloseCall, label(text_of(lane->close_by))});
      edge(EdgeKind::kClosed, event, lane->closer, {}, e.coro);
      break;
    }
    case EventType::kAsyncgenBusy: {
      const auto e = store.get<ev::AsyncgenBusy>(event);
      if (CoroLane* lane = coro(e.coro)) {
        lane->marks.push_back({now, MarkKind::kRejected, label(std::string(trace::text_of(e.op)) + "() rejected")});
      }
      if (TaskLane* lane = task(store.task(event))) lane->marks.push_back({now, MarkKind::kRejected, 0});
      edge(EdgeKind::kRejected, event, e.holder, store.task(event), e.coro);
      break;
    }
    case EventType::kCoroFinished: {
      const auto e = store.get<ev::CoroFinished>(event);
      const CoroInfo* info = state.coros.find(e.coro.value);
      CoroLane* lane = coro(e.coro);
      if (info && lane) finish_gen(*lane, *info);
      break;
    }
    case EventType::kCoroNeverAwaited: {
      const auto e = store.get<ev::CoroNeverAwaited>(event);
      const CoroInfo* info = state.coros.find(e.coro.value);
      if (!info) break;
      CoroLane& lane = make_coro_lane(*info);
      lane.end = CoroEnd::kNeverAwaited;
      lane.death = now;
      lane.intervals.back().end = now;
      lane.marks.push_back({now, MarkKind::kLeak, 0});
      break;
    }
    case EventType::kStdoutWritten: {
      const auto e = store.get<ev::StdoutWritten>(event);
      add_output(OutputKind::kStdout, e.text, e.place);
      break;
    }
    case EventType::kStderrWritten: {
      const auto e = store.get<ev::StderrWritten>(event);
      add_output(OutputKind::kStderr, e.text, e.place);
      break;
    }
    case EventType::kLogRecorded: {
      const auto e = store.get<ev::LogRecorded>(event);
      add_output(OutputKind::kLog, e.message, e.place);
      break;
    }
    case EventType::kWarningIssued: {
      const auto e = store.get<ev::WarningIssued>(event);
      add_output(OutputKind::kWarning, e.message, e.place);
      break;
    }
    case EventType::kUnhandledError: {
      const auto e = store.get<ev::UnhandledError>(event);
      add_output(OutputKind::kError, e.exception ? e.exception : e.message, {});
      TaskLane* lane = task(as_task(e.future));
      if (!lane) lane = task(store.task(event));
      if (lane) lane->marks.push_back({now, MarkKind::kError, label(e.exception)});
      break;
    }
    case EventType::kSignalRaised:
      add_output(OutputKind::kSignal, store.get<ev::SignalRaised>(event).name, {});
      break;
    case EventType::kProgramEnded:
      end_of_program();
      break;
    default:
      break;
  }
}

}  // namespace loopscope::analysis

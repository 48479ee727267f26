#include "engine/analysis/state_apply.hpp"
#include "engine/trace/store.hpp"

// Coroutines, generators, futures, synchronisation, output and the rest.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::Outcome;

// --- coroutines and generators ---------------------------------------------------------------------------------------

void Applier::unlink(CoroInfo& parent) {
  if (CoroInfo* child = coro(parent.awaiting); child && child->awaiter == parent.id) {
    child->awaiter = {};
    child->depth = 0;
  }
  parent.awaiting = {};
  parent.awaits_future = {};
  parent.awaits_label = {};
  parent.awaits_other = false;
}

void Applier::on(const ev::CoroCreated& e) {
  CoroInfo& made = s_.coros.add(e.coro.value);
  made.kind = e.kind;
  made.code = e.code;
  made.created_at = e.place;
  made.creator = task_;
  made.created = event_;
}

void Applier::on(const ev::CoroAwaitBegin& e) {
  CoroInfo* parent = coro(e.parent);
  if (!parent) return;
  unlink(*parent);
  parent->awaiting = e.child;
  parent->await_line = e.line;
  parent->task = task_;
  if (CoroInfo* child = coro(e.child)) {
    child->awaiter = e.parent;
    child->depth = parent->depth + 1;
    child->task = task_;
  }
}

void Applier::on(const ev::CoroAwaitEnd& e) {
  CoroInfo* parent = coro(e.parent);
  if (!parent) return;
  unlink(*parent);
  parent->state = CoroState::kRunning;
  thread().coro = e.parent;
}

void Applier::on(const ev::CoroAwaitsFuture& e) {
  CoroInfo* parent = coro(e.coro);
  if (!parent) return;
  unlink(*parent);
  parent->awaits_other = true;
  parent->awaits_future = e.future;
  parent->awaits_label = e.label;
  parent->await_line = e.line;
  parent->task = task_;
}

void Applier::on(const ev::CoroResumed& e) {
  CoroInfo* resumed = coro(e.coro);
  if (!resumed) return;
  resumed->state = CoroState::kRunning;
  resumed->task = task_;
  ThreadInfo& t = thread();
  t.coro = e.coro;
  t.line = {};
}

void Applier::on(const ev::CoroSuspended& e) {
  CoroInfo* suspended = coro(e.coro);
  if (!suspended) return;
  suspended->state = CoroState::kSuspended;
  if (e.line) suspended->line = e.line;
  thread().coro = {};
}

void Applier::on(const ev::CoroYielded& e) {
  CoroInfo* yielding = coro(e.coro);
  if (!yielding) return;
  yielding->state = CoroState::kAtYield;
  if (e.line) yielding->line = e.line;
  ThreadInfo& t = thread();
  t.coro = yielding->awaiter;
  t.line = {};
}

void Applier::on(const ev::CoroFirstIteration& e) {
  if (CoroInfo* seen = coro(e.coro)) seen->first_loop = e.loop;
}

void Applier::on(const ev::CoroLastReference& e) {
  if (CoroInfo* dropped = coro(e.coro)) dropped->last_reference = e.place;
}

void Applier::on(const ev::AsyncgenHookCalled& e) {
  if (CoroInfo* dropped = coro(e.coro)) dropped->hook_called = true;
}

void Applier::on(const ev::CoroCloseBegin& e) {
  CoroInfo* closing = coro(e.coro);
  if (!closing) return;
  closing->close_by = e.by;
  if (closing->close_begin == kNoEvent) closing->close_begin = event_;
  if (e.by == trace::CloseBy::kUnknown) {
    const LoopInfo* loop = s_.loops.find(closing->first_loop.value);
    const CoroInfo* awaiter = coro(closing->awaiter);
    if (closing->hook_called) {
      closing->close_by = trace::CloseBy::kGcHook;
    } else if (loop && loop->shutting_down_asyncgens) {
      closing->close_by = trace::CloseBy::kShutdownAsyncgens;
    } else if (awaiter && store_.text(find_code(store_, awaiter->code).qualname) == "aclosing.__aexit__") {
      closing->close_by = trace::CloseBy::kAclosing;
    } else {
      closing->close_by = trace::CloseBy::kExplicit;
    }
  }
  if (closing->kind == trace::CoroKind::kAsyncGenerator && closing->finalization == 0) {
    closing->finalization = ++s_.finalizations;
  }
}

void Applier::on(const ev::CoroFinished& e) {
  CoroInfo* finished = coro(e.coro);
  if (!finished) return;
  unlink(*finished);
  finished->state = CoroState::kFinished;
  finished->finished = e.how;
  finished->exception = e.value;
  thread().coro = finished->awaiter;
}

void Applier::on(const ev::CoroGeneratorExitIgnored& e) {
  if (CoroInfo* ignoring = coro(e.coro)) ignoring->exit_ignored = true;
}

void Applier::on(const ev::CoroNeverAwaited& e) {
  if (CoroInfo* forgotten = coro(e.coro)) forgotten->never_awaited = true;
}

void Applier::on(const ev::AsyncgenOpBegin& e) {
  CoroInfo* gen = coro(e.coro);
  if (!gen) return;
  gen->held = true;
  gen->holder = task_;
  gen->op = e.op;
  gen->task = task_;
  gen->state = CoroState::kRunning;
}

void Applier::on(const ev::AsyncgenOpEnd& e) {
  CoroInfo* gen = coro(e.coro);
  if (!gen) return;
  gen->held = false;
  gen->holder = {};
  if (gen->state == CoroState::kRunning || gen->state == CoroState::kSuspended) gen->state = CoroState::kAtYield;
}

void Applier::on(const ev::AsyncgenBusy&) {}

void Applier::on(const ev::CoroFreed& e) {
  if (const CoroInfo* freed = coro(e.coro)) {
    if (CoroInfo* awaiter = coro(freed->awaiter); awaiter && awaiter->awaiting == e.coro) awaiter->awaiting = {};
    s_.coros.erase(e.coro.value);
  }
}

void Applier::on(const ev::CoroThrown&) {}

// --- futures ---------------------------------------------------------------------------------------------------------

void Applier::on(const ev::FutureCreated& e) {
  FutureInfo& future = s_.futures.add(e.future.value);
  future.loop = e.loop;
  future.label = e.label;
  future.created_at = e.place;
  future.created = event_;
}

void Applier::on(const ev::FutureResolved& e) {
  FutureInfo* future = s_.futures.find(e.future.value);
  if (!future) return;
  future->state = e.outcome == Outcome::kResult      ? FutureState::kResult
                  : e.outcome == Outcome::kException ? FutureState::kException
                                                     : FutureState::kCancelled;
  future->value = e.value;
  future->resolved = event_;
  future->resolved_by = task_;
}

void Applier::on(const ev::FutureCallbackAdded& e) {
  if (FutureInfo* future = s_.futures.find(e.future.value)) ++future->callbacks;
}

void Applier::on(const ev::FutureCallbackRemoved& e) {
  if (FutureInfo* future = s_.futures.find(e.future.value)) {
    future->callbacks -= std::min(future->callbacks, e.count);
  }
}

void Applier::on(const ev::FutureRetrieved& e) {
  if (FutureInfo* future = s_.futures.find(e.future.value)) future->retrieved = true;
}

void Applier::on(const ev::FutureNeverRetrieved&) {}
void Applier::on(const ev::FutureFreed& e) { s_.futures.erase(e.future.value); }

// --- synchronisation -------------------------------------------------------------------------------------------------

void Applier::on(const ev::SyncCreated& e) {
  SyncInfo& sync = s_.syncs.add(e.sync.value);
  sync.kind = e.kind;
  sync.size = e.size;
  sync.name = e.name;
  sync.created_at = e.place;
  if (e.kind == trace::SyncKind::kSemaphore) sync.value = e.size;
}

void Applier::on(const ev::SyncAcquired& e) {
  if (SyncInfo* sync = s_.syncs.find(e.sync.value)) {
    sync->holder = task_;
    sync->value = e.value;
  }
}

void Applier::on(const ev::SyncReleased& e) {
  if (SyncInfo* sync = s_.syncs.find(e.sync.value)) {
    sync->holder = {};
    sync->value = e.value;
  }
}

void Applier::on(const ev::SyncWaiterAdded& e) {
  if (SyncInfo* sync = s_.syncs.find(e.sync.value)) sync->waiters.push_back({e.future, task_, e.role, false});
}

void Applier::on(const ev::SyncWaiterWoken& e) {
  SyncInfo* sync = s_.syncs.find(e.sync.value);
  if (!sync) return;
  for (Waiter& waiter : sync->waiters) {
    if (waiter.future == e.future) waiter.woken = true;
  }
}

void Applier::on(const ev::SyncWaiterRemoved& e) {
  SyncInfo* sync = s_.syncs.find(e.sync.value);
  if (sync) std::erase_if(sync->waiters, [&](const Waiter& waiter) { return waiter.future == e.future; });
}

void Applier::on(const ev::SyncValueChanged& e) {
  if (SyncInfo* sync = s_.syncs.find(e.sync.value)) sync->value = e.value;
}

void Applier::on(const ev::SyncShutdown& e) {
  if (SyncInfo* sync = s_.syncs.find(e.sync.value)) sync->shut_down = true;
}

void Applier::on(const ev::SyncFreed& e) { s_.syncs.erase(e.sync.value); }

// --- output, executors, signals, processes ---------------------------------------------------------------------------

void Applier::on(const ev::StdoutWritten&) { output(); }
void Applier::on(const ev::StderrWritten&) { output(); }
void Applier::on(const ev::LogRecorded&) { output(); }
void Applier::on(const ev::WarningIssued&) { output(); }
void Applier::on(const ev::UnhandledError&) { output(); }
void Applier::on(const ev::ExecutorSubmitted&) {}
void Applier::on(const ev::ExecutorWorkBegin&) {}
void Applier::on(const ev::ExecutorWorkEnd&) {}
void Applier::on(const ev::SignalRaised&) { output(); }
void Applier::on(const ev::SignalHandled&) {}
void Applier::on(const ev::ProcessStarted&) {}
void Applier::on(const ev::ProcessEnded&) {}

}  // namespace loopscope::analysis

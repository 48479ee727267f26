#include "engine/analysis/state_apply.hpp"
#include "engine/trace/store.hpp"

// Threads, the interpreter lock, loops with their phases and selectors.

namespace loopscope::analysis {

namespace ev = trace::ev;

// --- threads ---------------------------------------------------------------------------------------------------------

void Applier::on(const ev::ThreadStarted& e) {
  ThreadInfo* t = s_.threads.find(e.thread.value);
  if (!t) t = &s_.threads.add(e.thread.value);
  t->name = e.name;
}

void Applier::on(const ev::ThreadRenamed& e) {
  if (ThreadInfo* t = s_.threads.find(e.thread.value)) t->name = e.name;
}

void Applier::on(const ev::ThreadOfProcess& e) {
  if (ThreadInfo* t = s_.threads.find(e.thread.value)) t->process = e.process;
}

void Applier::on(const ev::ThreadEnded& e) {
  if (ThreadInfo* t = s_.threads.find(e.thread.value)) t->ended = true;
}

void Applier::on(const ev::GilWaitBegin&) { thread().state = ThreadState::kWaitingForGil; }

void Applier::on(const ev::GilAcquired&) {
  thread().state = ThreadState::kRunning;
  // Every process has a lock of its own; the program's is the one to show.
  if (!thread().process) s_.gil_holder = store_.thread(event_);
}

void Applier::on(const ev::GilReleased&) {
  if (s_.gil_holder == store_.thread(event_)) s_.gil_holder = {};
}

void Applier::on(const ev::ThreadBlocked& e) {
  ThreadInfo& t = thread();
  t.state = ThreadState::kBlocked;
  t.blocked_on = e.reason;
  t.blocked_what = e.what;
  t.blocked_until_ns = e.until;
}

void Applier::on(const ev::ThreadUnblocked&) { thread().state = ThreadState::kRunning; }

// --- loops -----------------------------------------------------------------------------------------------------------

void Applier::on(const ev::LoopCreated& e) { s_.loops.add(e.loop.value).name = e.name; }

void Applier::on(const ev::LoopDebugChanged& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->debug = e.enabled;
}

void Applier::on(const ev::LoopSlowThresholdChanged& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->slow_threshold_ns = e.threshold;
}

void Applier::on(const ev::LoopRunBegin& e) {
  thread().loop = e.loop;
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) {
    loop->phase = LoopPhase::kBetween;
    loop->thread = store_.thread(event_);
    loop->stopping = false;
  }
}

void Applier::on(const ev::LoopRunEnd& e) {
  thread().loop = {};
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->phase = LoopPhase::kIdle;
}

void Applier::on(const ev::LoopStopRequested& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->stopping = true;
}

void Applier::on(const ev::LoopClosed& e) {
  LoopInfo* loop = s_.loops.find(e.loop.value);
  if (!loop) return;
  loop->closed = true;
  loop->phase = LoopPhase::kIdle;
  loop->ready.clear();
  loop->timers.clear();
  loop->selector.clear();
}

void Applier::on(const ev::IterationBegin& e) {
  ++s_.tick;
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) {
    loop->iteration = e.iteration;
    loop->phase = LoopPhase::kBetween;
  }
}

void Applier::on(const ev::SelectBegin& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) {
    loop->phase = LoopPhase::kSelect;
    loop->select_timeout_ns = e.timeout;
  }
}

void Applier::on(const ev::SelectEnd& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->phase = LoopPhase::kBetween;
}

void Applier::on(const ev::TimersBegin& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->phase = LoopPhase::kTimers;
}

void Applier::on(const ev::RunBegin& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) {
    loop->phase = LoopPhase::kRun;
    loop->run_left = e.handles;
  }
}

void Applier::on(const ev::IterationEnd& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) {
    loop->phase = LoopPhase::kBetween;
    loop->run_left = 0;
  }
}

void Applier::on(const ev::SelectorRegistered& e) {
  LoopInfo* loop = s_.loops.find(e.loop.value);
  if (!loop) return;
  std::erase_if(loop->selector, [&](const Registration& r) { return r.fd == e.fd && r.interest == e.interest; });
  loop->selector.push_back({e.fd, e.interest, e.handle, e.what});
}

void Applier::on(const ev::SelectorUnregistered& e) {
  LoopInfo* loop = s_.loops.find(e.loop.value);
  if (loop) std::erase_if(loop->selector, [&](const Registration& r) { return r.fd == e.fd; });
}

void Applier::on(const ev::SelectorReady& e) {
  // The handle of a registration runs as often as it is ready: it stands in the queue again.
  LoopInfo* loop = s_.loops.find(e.loop.value);
  if (!loop || !e.handle) return;
  HandleInfo* handle = s_.handles.find(e.handle.value);
  if (!handle) handle = &s_.handles.add(e.handle.value);
  handle->loop = e.loop;
  handle->state = HandleState::kReady;
  handle->scheduled = event_;
  loop->ready.push_back(e.handle);
}

void Applier::on(const ev::SelectSlow&) {}

void Applier::on(const ev::ShutdownAsyncgensBegin& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->shutting_down_asyncgens = true;
}

void Applier::on(const ev::ShutdownAsyncgensEnd& e) {
  if (LoopInfo* loop = s_.loops.find(e.loop.value)) loop->shutting_down_asyncgens = false;
}

}  // namespace loopscope::analysis

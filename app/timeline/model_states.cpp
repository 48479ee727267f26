// The model's words for states, ends and marks in those of the timeline.

#include "app/timeline/model_states.hpp"

namespace loopscope::timeline {

using analysis::CoroEnd;

End end_of(const analysis::TaskLane& task) {
  switch (task.end) {
    case analysis::TaskEnd::kPending:
      return End::open;
    case analysis::TaskEnd::kReturned:
      return End::returned;
    case analysis::TaskEnd::kRaised:
      return End::raised;
    case analysis::TaskEnd::kCancelled:
      return End::cancelled;
    case analysis::TaskEnd::kLeaked:
      return End::leaked;
  }
  return End::open;
}

End end_of(const analysis::CoroLane& coro) {
  switch (coro.end) {
    case CoroEnd::kOpen:
      return End::open;
    case CoroEnd::kExhausted:
      return End::exhausted;
    case CoroEnd::kRaised:
      return End::raised;
    case CoroEnd::kClosedExplicit:
      return End::closed;
    case CoroEnd::kClosedAclosing:
      return End::closed_aclosing;
    case CoroEnd::kClosedGcHook:
      return End::closed_gc_hook;
    case CoroEnd::kClosedShutdown:
      return End::closed_shutdown;
    case CoroEnd::kClosedDealloc:
      return End::closed_dealloc;
    case CoroEnd::kNeverAwaited:
      return End::never_awaited;
    case CoroEnd::kNeverClosed:
      return End::never_closed;
  }
  return End::open;
}

State state_of(analysis::TaskState state) {
  switch (state) {
    case analysis::TaskState::kCreated:
      return State::created;
    case analysis::TaskState::kReady:
      return State::ready;
    case analysis::TaskState::kRunning:
      return State::running;
    case analysis::TaskState::kSuspended:
      return State::suspended;
    case analysis::TaskState::kCancelling:
      return State::cancelling;
    case analysis::TaskState::kDone:
    case analysis::TaskState::kLeaked:
      return State::suspended;
  }
  return State::suspended;
}

State state_of(analysis::GenState state) {
  switch (state) {
    case analysis::GenState::kCreated:
      return State::gen_created;
    case analysis::GenState::kRunning:
      return State::gen_running;
    case analysis::GenState::kSuspendedAtYield:
      return State::gen_suspended;
    case analysis::GenState::kAwaiting:
      return State::gen_awaiting;
  }
  return State::gen_created;
}

State state_of(analysis::ThreadState state) {
  switch (state) {
    case analysis::ThreadState::kRunning:
      return State::thread_running;
    case analysis::ThreadState::kWaitingForGil:
      return State::thread_gil;
    case analysis::ThreadState::kBlocked:
      return State::thread_blocked;
  }
  return State::thread_running;
}

MarkKind kind_of(analysis::MarkKind kind) {
  switch (kind) {
    case analysis::MarkKind::kBirth:
      return MarkKind::birth;
    case analysis::MarkKind::kEnd:
      return MarkKind::end;
    case analysis::MarkKind::kWake:
      return MarkKind::wake;
    case analysis::MarkKind::kCancelRequest:
      return MarkKind::cancel_request;
    case analysis::MarkKind::kFirstIteration:
      return MarkKind::first_iteration;
    case analysis::MarkKind::kLastReference:
      return MarkKind::note;
    case analysis::MarkKind::kCloseCall:
      return MarkKind::close_call;
    case analysis::MarkKind::kRejected:
      return MarkKind::rejected;
    case analysis::MarkKind::kError:
      return MarkKind::error;
    case analysis::MarkKind::kLeak:
      return MarkKind::leak;
    case analysis::MarkKind::kSlow:
      return MarkKind::slow;
  }
  return MarkKind::note;
}

MarkKind kind_of(analysis::OutputKind kind) {
  switch (kind) {
    case analysis::OutputKind::kStdout:
      return MarkKind::stdout_text;
    case analysis::OutputKind::kStderr:
      return MarkKind::stderr_text;
    case analysis::OutputKind::kLog:
      return MarkKind::log_record;
    case analysis::OutputKind::kWarning:
      return MarkKind::warning;
    case analysis::OutputKind::kError:
      return MarkKind::error;
    case analysis::OutputKind::kSignal:
      return MarkKind::signal;
  }
  return MarkKind::stdout_text;
}

}  // namespace loopscope::timeline

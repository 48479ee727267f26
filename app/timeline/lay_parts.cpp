#include "app/timeline/lay_parts.hpp"

namespace loopscope::timeline {

const StateStyle& style_of(State state) {
  static constexpr StateStyle kCreated{Ink::created, Shape::outline, 0.5F, false, 1};
  static constexpr StateStyle kReady{Ink::ready, Shape::dotted, 0.75F, true, 3};
  static constexpr StateStyle kRunning{Ink::running, Shape::solid, 1, false, 9};
  static constexpr StateStyle kSuspended{Ink::suspended, Shape::rail, 1, true, 2};
  static constexpr StateStyle kCancelling{Ink::cancelling, Shape::hatched, 1, true, 8};
  static constexpr StateStyle kGenCreated{Ink::gen_created, Shape::outline, 0.5F, false, 1};
  static constexpr StateStyle kGenRunning{Ink::gen_running, Shape::solid, 1, false, 9};
  static constexpr StateStyle kGenSuspended{Ink::gen_suspended, Shape::double_rail, 0.5F, true, 2};
  static constexpr StateStyle kGenAwaiting{Ink::gen_awaiting, Shape::band, 0.75F, false, 4};
  static constexpr StateStyle kIdle{Ink::idle, Shape::rail, 1, true, 0};
  static constexpr StateStyle kSelect{Ink::select, Shape::band, 1, false, 2};
  static constexpr StateStyle kTimers{Ink::timers, Shape::band, 1, false, 5};
  static constexpr StateStyle kRun{Ink::run, Shape::band, 1, false, 4};
  static constexpr StateStyle kHandle{Ink::handle, Shape::solid, 1, false, 6};
  static constexpr StateStyle kSlow{Ink::slow, Shape::hatched, 1, true, 9};
  static constexpr StateStyle kThreadRunning{Ink::thread_running, Shape::solid, 1, false, 9};
  static constexpr StateStyle kThreadGil{Ink::thread_gil, Shape::dotted, 0.75F, true, 3};
  static constexpr StateStyle kThreadBlocked{Ink::thread_blocked, Shape::rail, 1, true, 2};
  static constexpr StateStyle kFrameRunning{Ink::frame_running, Shape::solid, 1, false, 9};
  static constexpr StateStyle kFrameWaiting{Ink::frame_waiting, Shape::outline, 1, false, 2};
  static constexpr StateStyle kHeld{Ink::held, Shape::solid, 0.75F, false, 9};
  static constexpr StateStyle kContended{Ink::contended, Shape::hatched, 0.75F, true, 10};
  static constexpr StateStyle kFree{Ink::idle, Shape::rail, 1, true, 1};
  switch (state) {
    case State::sync_free:
      return kFree;
    case State::created:
      return kCreated;
    case State::ready:
      return kReady;
    case State::running:
      return kRunning;
    case State::suspended:
      return kSuspended;
    case State::cancelling:
      return kCancelling;
    case State::gen_created:
      return kGenCreated;
    case State::gen_running:
      return kGenRunning;
    case State::gen_suspended:
      return kGenSuspended;
    case State::gen_awaiting:
      return kGenAwaiting;
    case State::idle:
      return kIdle;
    case State::select:
      return kSelect;
    case State::timers:
      return kTimers;
    case State::run:
      return kRun;
    case State::handle:
      return kHandle;
    case State::slow_handle:
      return kSlow;
    case State::thread_running:
      return kThreadRunning;
    case State::thread_gil:
      return kThreadGil;
    case State::thread_blocked:
      return kThreadBlocked;
    case State::frame_running:
      return kFrameRunning;
    case State::frame_waiting:
      return kFrameWaiting;
    case State::held:
      return kHeld;
    case State::contended:
      return kContended;
  }
  return kCreated;
}

State state_of_slot(LaneKind kind, std::uint8_t row, int slot) {
  int base = 0;
  switch (kind) {
    case LaneKind::loop:
      base = row == 0 ? 16 : 24;
      break;
    case LaneKind::task:
    case LaneKind::coroutine:
      base = row == 0 ? 0 : 40;
      break;
    case LaneKind::asyncgen:
      base = row == 0 ? 8 : 40;
      break;
    case LaneKind::thread:
      base = row == 0 ? 32 : 40;
      break;
    case LaneKind::sync:
      base = 48;
      break;
    case LaneKind::output:
      base = 0;
      break;
  }
  return static_cast<State>(base + slot);
}

const char* state_name(State state) {
  switch (state) {
    case State::created:
      return "created";
    case State::ready:
      return "ready, waiting its turn";
    case State::running:
      return "running";
    case State::suspended:
      return "suspended";
    case State::cancelling:
      return "cancelling";
    case State::gen_created:
      return "created, not started";
    case State::gen_running:
      return "running";
    case State::gen_suspended:
      return "suspended at a yield";
    case State::gen_awaiting:
      return "awaiting inside";
    case State::idle:
      return "idle";
    case State::select:
      return "select";
    case State::timers:
      return "timers";
    case State::run:
      return "run";
    case State::handle:
      return "handle";
    case State::slow_handle:
      return "slow callback";
    case State::thread_running:
      return "running";
    case State::thread_gil:
      return "waiting for the GIL";
    case State::thread_blocked:
      return "blocked";
    case State::frame_running:
      return "running";
    case State::frame_waiting:
      return "awaiting";
    case State::held:
      return "held";
    case State::sync_free:
      return "free";
    case State::contended:
      return "held, others wait";
  }
  return "";
}

const char* end_name(End end) {
  switch (end) {
    case End::open:
      return "";
    case End::returned:
      return "returned";
    case End::raised:
      return "raised";
    case End::cancelled:
      return "cancelled";
    case End::leaked:
      return "leaked: still pending when its loop closed";
    case End::exhausted:
      return "exhausted";
    case End::closed:
      return "closed by aclose()";
    case End::closed_aclosing:
      return "closed by aclosing";
    case End::closed_gc_hook:
      return "closed by the garbage-collection hook";
    case End::closed_shutdown:
      return "closed by shutdown_asyncgens()";
    case End::closed_dealloc:
      return "closed when its memory was freed";
    case End::never_closed:
      return "never closed";
    case End::never_awaited:
      return "never awaited";
  }
  return "";
}

const char* kind_name(LaneKind kind) {
  switch (kind) {
    case LaneKind::loop:
      return "event loop";
    case LaneKind::task:
      return "task";
    case LaneKind::asyncgen:
      return "asynchronous generator";
    case LaneKind::coroutine:
      return "coroutine";
    case LaneKind::thread:
      return "thread";
    case LaneKind::sync:
      return "lock or queue";
    case LaneKind::output:
      return "output";
  }
  return "";
}

Ink ink_of(End end) {
  switch (end) {
    case End::returned:
    case End::exhausted:
    case End::closed:
    case End::closed_aclosing:
      return Ink::returned;
    case End::raised:
      return Ink::raised;
    case End::cancelled:
      return Ink::cancelled;
    case End::closed_gc_hook:
    case End::closed_shutdown:
    case End::closed_dealloc:
      return Ink::ready;
    case End::leaked:
    case End::never_closed:
    case End::never_awaited:
      return Ink::leaked;
    case End::open:
      break;
  }
  return Ink::text_dim;
}

Ink ink_of(MarkKind kind) {
  switch (kind) {
    case MarkKind::stdout_text:
      return Ink::out_stdout;
    case MarkKind::stderr_text:
      return Ink::out_stderr;
    case MarkKind::log_record:
      return Ink::out_log;
    case MarkKind::warning:
      return Ink::out_warning;
    case MarkKind::rejected:
    case MarkKind::error:
      return Ink::raised;
    case MarkKind::leak:
      return Ink::leaked;
    case MarkKind::slow:
      return Ink::slow;
    case MarkKind::finding:
      return Ink::out_warning;
    case MarkKind::cancel_request:
    case MarkKind::signal:
      return Ink::cancelling;
    case MarkKind::birth:
      return Ink::text_dim;
    default:
      return Ink::text_dim;
  }
}

}  // namespace loopscope::timeline

// The native module _signal: what a process does about the signals that the world brings. lib/signal.py gives the
// numbers their names.

#include <cmath>
#include <csignal>
#include <cstring>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/loop/signals.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

/// One ITIMER_REAL: a thread of the world that sleeps until it is time, so that everybody sees what it does.
struct AlarmClock {
  uint64_t generation = 0;  // changes with every setting
  int64_t due_ns = 0;       // 0: not set
  int64_t interval_ns = 0;
  WaitList changed;
};

namespace {

constexpr int kMost = 64;
constexpr int kIgnore = 1;  // SIG_IGN; SIG_DFL is 0

World& world(Vm& vm) { return asyncio_of(vm).world; }
Ref none() { return Ref::share(kNone); }

bool read_signal(Vm& vm, Value v, int* signal) {
  int64_t n = 0;
  if (!vm.to_index(v, &n)) return false;
  if (n < 1 || n > kMost) {
    vm.raise(vm.exc.ValueError, "signal number out of range");
    return false;
  }
  *signal = static_cast<int>(n);
  return true;
}

Ref handler_of(Vm& vm, int signal) {
  const Ref& handler = asyncio_of(vm).signals.handlers[signal];
  return handler ? handler : make_int(0);
}

bool is_number(Value v, int64_t wanted) {
  int64_t n = 0;
  return int_value(v, &n) == 1 && n == wanted;
}

Ref set_handler(Vm& vm, Value, Args args) {
  int signal = 0;
  Value handler = args[1];
  const bool callable = !is_number(handler, 0) && !is_number(handler, kIgnore);
  if (callable && !type_of(handler)->call && !handler.is(Kind::kFunction) && !handler.is(Kind::kBoundMethod) &&
      !handler.is(Kind::kNativeFunction) && !vm.lookup(type_of(handler), vm.names.__call__)) {
    return vm.raise(vm.exc.TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
  }
  if (&world(vm).current_thread() != &world(vm).main_thread(vm)) {
    return vm.raise(vm.exc.ValueError, "signal only works in main thread of the main interpreter");
  }
  if (!read_signal(vm, args[0], &signal)) return nullptr;
  if (signal == SIGKILL || signal == SIGSTOP) {
    Ref number = make_int(22), text = make_str("Invalid argument");
    Ref error = vm.call(vm.exc.OSError, number, text);
    return error ? vm.raise_instance(std::move(error)) : Ref();
  }
  Ref old = handler_of(vm, signal);
  Ref fresh = callable ? Ref::share(handler) : is_number(handler, 0) ? Ref() : make_int(kIgnore);
  asyncio_of(vm).signals.handlers[signal] = std::move(fresh);
  return old;
}

Ref get_handler(Vm& vm, Value, Args args) {
  int signal = 0;
  return read_signal(vm, args[0], &signal) ? handler_of(vm, signal) : Ref();
}

}  // namespace

bool interrupts_main(Vm& vm) {
  return asyncio_of(vm).signals.loop || &world(vm).current_thread() == &world(vm).main_thread(vm);
}

namespace {

/// Sends to the own process; the main thread handles it before the call returns.
Ref raise_signal(Vm& vm, Value, Args args) {
  int signal = 0;
  if (!read_signal(vm, args[0], &signal)) return nullptr;
  world(vm).send_signal(world(vm).current_process(), signal, interrupts_main(vm));
  return !vm.safe_point_due() || vm.at_safe_point() ? none() : Ref();
}

Ref default_int_handler(Vm& vm, Value, Args) {
  return vm.raise_instance(vm.make_exception_with(vm.exc.KeyboardInterrupt, {}));
}

/// _handled_by_loop(number, frame): the handler of a signal that an event loop turns into a handle.
Ref handled_by_loop(Vm&, Value, Args) { return none(); }

/// _wake(loop or None): this loop learns of every signal that has a handler, as through asyncio's wake-up descriptor.
Ref wake(Vm& vm, Value, Args args) {
  if (&world(vm).current_thread() != &world(vm).main_thread(vm)) {
    return vm.raise(vm.exc.ValueError, "set_wakeup_fd only works in main thread of the main interpreter");
  }
  asyncio_of(vm).signals.loop = args[0].is(Kind::kEventLoop) ? Ref::share(args[0]) : Ref();
  return none();
}

Ref pause(Vm& vm, Value, Args) {
  Signals& signals = asyncio_of(vm).signals;
  struct Seen {
    Signals* signals;
    uint64_t handled;
  } seen{&signals, signals.handled};
  Wait wait;
  wait.what = "a signal";
  wait.ready = [](void* context) {
    auto* s = static_cast<Seen*>(context);
    return s->signals->handled != s->handled;
  };
  wait.context = &seen;
  return world(vm).block(vm, wait) == Woken::kFailed ? Ref() : none();
}

Ref describe(Vm& vm, Value, Args args) {
  int signal = 0;
  if (!read_signal(vm, args[0], &signal)) return nullptr;
  const char* text = signal < kMost ? sigdescr_np(signal) : nullptr;
  return text ? make_str(text) : none();
}

// --- alarms ----------------------------------------------------------------------------------------------------------

void run_alarm(Vm& vm, AlarmClock& clock, uint64_t generation) {
  struct Context {
    AlarmClock* clock;
    uint64_t generation;
  } context{&clock, generation};
  WaitList* lists[] = {&clock.changed};
  while (clock.generation == generation) {
    Wait wait;
    wait.reason = trace::BlockReason::kSleep;
    wait.what = "its time";
    wait.lists = lists;
    wait.ready = [](void* c) {
      return static_cast<Context*>(c)->clock->generation != static_cast<Context*>(c)->generation;
    };
    wait.context = &context;
    wait.deadline_ns = clock.due_ns;
    if (world(vm).block(vm, wait) != Woken::kTimedOut) return;
    world(vm).send_signal(world(vm).current_process(), SIGALRM);
    clock.due_ns = clock.interval_ns ? clock.due_ns + clock.interval_ns : 0;
    if (!clock.due_ns) return;
  }
}

/// _set_alarm(seconds, interval): the old ones as a pair.
Ref set_alarm(Vm& vm, Value, Args args) {
  double seconds = 0, interval = 0;
  if (!vm.to_double(args[0], &seconds) || !vm.to_double(args[1], &interval)) return nullptr;
  if (seconds < 0 || interval < 0 || !std::isfinite(seconds + interval) || seconds + interval > 1e9) {
    return vm.raise(vm.exc.ValueError, "an alarm needs a time between 0 and 1e9 seconds");
  }
  Signals& signals = asyncio_of(vm).signals;
  if (!signals.alarm) signals.alarm = std::make_shared<AlarmClock>();
  std::shared_ptr<AlarmClock> clock = signals.alarm;
  const double left = clock->due_ns > vm.now_ns ? static_cast<double>(clock->due_ns - vm.now_ns) / 1e9 : 0;
  Ref old[] = {make_float(left), make_float(static_cast<double>(clock->interval_ns) / 1e9)};
  const uint64_t generation = ++clock->generation;
  world(vm).notify(vm, clock->changed);
  clock->interval_ns = std::llround(interval * 1e9);
  clock->due_ns = seconds > 0 ? vm.now_ns + std::llround(seconds * 1e9) : 0;
  if (clock->due_ns &&
      !world(vm).start_thread(
          vm, [clock, generation](Vm& machine) { run_alarm(machine, *clock, generation); }, "alarm clock", true)) {
    return nullptr;
  }
  Value pair[] = {old[0], old[1]};
  return make_tuple(std::span<const Value>(pair));
}

const MethodDef kFunctions[] = {
    {"signal", set_handler, 2, 2},
    {"getsignal", get_handler, 1, 1},
    {"raise_signal", raise_signal, 1, 1},
    {"default_int_handler", default_int_handler, 0, -1},
    {"pause", pause},
    {"strsignal", describe, 1, 1},
    {"_handled_by_loop", handled_by_loop, 2, 2},
    {"_wake", wake, 1, 1},
    {"_set_alarm", set_alarm, 2, 2},
};

}  // namespace

bool signal_arrived(Vm& vm, int signal) {
  Signals& signals = asyncio_of(vm).signals;
  ++signals.handled;
  if (tracing(vm)) {
    const char* name = signal < kMost ? sigabbrev_np(signal) : nullptr;
    std::string text = name ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
    vm.recorder.emit(ev::SignalRaised{static_cast<uint32_t>(signal), vm.recorder.intern(text)});
  }
  Ref handler = signals.handlers[signal];
  if (!handler) {
    switch (signal) {
      case SIGINT:
        // Python's own handler for it is there from the start.
        if (signals.untouched) {
          vm.raise_instance(vm.make_exception_with(vm.exc.KeyboardInterrupt, {}));
          return false;
        }
        break;
      case SIGCHLD:
      case SIGURG:
      case SIGWINCH:
      case SIGCONT:
      case SIGPIPE:  // ignored by Python
        return true;
    }
    return world(vm).die_of(vm, signal);
  }
  if (is_number(handler, kIgnore)) return true;
  const bool by_loop = handler.is(Kind::kNativeFunction) && as<NativeFunction>(handler)->def->fn == handled_by_loop;
  if (tracing(vm) && !by_loop) vm.recorder.emit(ev::SignalHandled{static_cast<uint32_t>(signal), {}});
  if (signals.loop) {
    auto* loop = as<EventLoop>(signals.loop);
    loop->signals |= uint64_t{1} << signal;
    wake_selector(vm, loop);
  }
  Ref number = make_int(signal);
  Ref frame = vm.current_frame() ? Ref(vm.frame_object(vm.current_frame())) : none();
  return static_cast<bool>(vm.call(handler, number, frame));
}

void forget_signals(Vm& vm) {
  Signals& signals = asyncio_of(vm).signals;
  for (Ref& handler : signals.handlers) handler.reset();
  signals.loop.reset();
}

bool fill_signal_module(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  Signals& signals = asyncio_of(vm).signals;
  signals.untouched = false;
  signals.handlers[SIGINT] = Ref::share(dict_get(module->dict, "default_int_handler"));
  signals.handlers[SIGPIPE] = make_int(kIgnore);
  return true;
}

}  // namespace loopscope::loop

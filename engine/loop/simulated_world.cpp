#include "engine/loop/simulated_world.hpp"

#include <algorithm>
#include <cassert>
#include <csignal>
#include <ctime>
#include <utility>

#include "engine/loop/schedule.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

// Recursion through C++ code ends at the machine's own limits, which need this much.
#ifdef __SANITIZE_ADDRESS__
constexpr size_t kStackBytes = size_t{512} << 20;
constexpr size_t kMostThreads = 200;
#else
constexpr size_t kStackBytes = size_t{64} << 20;
constexpr size_t kMostThreads = 1000;
#endif
constexpr size_t kMostProcesses = 64;
constexpr int64_t kLookOutNs = 1'000'000;
constexpr int64_t kSliceNs = 20'000;  // how far a process may run ahead of the others

int64_t clock_of(const Process& process) { return process.vm ? process.vm->now_ns : process.schedule->start_ns; }

bool traced(const Process& process) { return process.vm && tracing(*process.vm); }

/// Emits on behalf of a thread that does not run.
template <class Event>
void emit_for(const Thread& thread, const Event& event) {
  if (!traced(*thread.process)) return;
  trace::Recorder& recorder = thread.process->vm->recorder;
  const ThreadId running = recorder.thread();
  const int64_t* clock = recorder.clock();
  recorder.set_thread(ThreadId{thread.id});
  recorder.set_clock(&thread.process->vm->now_ns);
  recorder.emit(event);
  recorder.set_thread(running);
  recorder.set_clock(clock);
}

}  // namespace

SimulatedWorld::SimulatedWorld(bool paced) : paced_(paced) {
  auto process = std::make_shared<Process>();
  process->id = ++last_process_;
  process->schedule = new Process::Schedule;
  process->schedule->self = process;
  processes_.push_back(process);
  program_ = process.get();
  std::shared_ptr<Thread> thread = make_thread(*process, "MainThread", false);
  thread->schedule->fiber = std::make_unique<Fiber>();
  process->schedule->main = process->schedule->holder = current_ = thread.get();
}

SimulatedWorld::~SimulatedWorld() {
  reap();
  for (const std::shared_ptr<Process>& process : processes_) {
    for (const std::shared_ptr<Thread>& thread : process->schedule->threads) {
      delete std::exchange(thread->schedule, nullptr);
    }
    std::shared_ptr<Process> keep = process;
    delete std::exchange(process->schedule, nullptr);
  }
}

int64_t SimulatedWorld::monotonic_ns(const Vm& vm) const { return kMonotonicStart + vm.now_ns; }
int64_t SimulatedWorld::wall_ns(const Vm& vm) const { return kWallStart + vm.now_ns; }

// --- threads ---------------------------------------------------------------------------------------------------------

std::shared_ptr<Thread> SimulatedWorld::make_thread(Process& process, std::string_view name, bool daemon) {
  auto thread = std::make_shared<Thread>();
  thread->id = ++last_thread_;
  thread->name = name.empty() ? fmt::format("thread {}", thread->id) : std::string(name);
  thread->daemon = daemon;
  thread->process = &process;
  thread->schedule = new Thread::Schedule;
  thread->schedule->self = thread;
  process.schedule->threads.push_back(thread);
  return thread;
}

std::shared_ptr<Thread> SimulatedWorld::start_thread(Vm& vm, ThreadBody body, std::string_view name, bool daemon) {
  Process& process = *current_->process;
  size_t count = 0;
  for (const auto& p : processes_) count += p->schedule->threads.size();
  std::shared_ptr<Thread> thread;
  if (count < kMostThreads && !process.schedule->ending) {
    thread = make_thread(process, name, daemon);
    thread->schedule->fiber = std::make_unique<Fiber>(kStackBytes, thread_main, this);
    if (!thread->schedule->fiber->valid()) {
      process.schedule->threads.pop_back();
      delete std::exchange(thread->schedule, nullptr);
      thread.reset();
    }
  }
  if (!thread) {
    vm.raise(vm.exc.RuntimeError, "can't start new thread");
    return nullptr;
  }
  thread->state = new ThreadState(thread->id);
  thread->schedule->body = std::move(body);
  if (tracing(vm)) {
    if (!process.schedule->threaded) {
      vm.recorder.emit(ev::ThreadRenamed{ThreadId{current_->id}, vm.recorder.intern(current_->name)});
      vm.recorder.emit(ev::GilAcquired{});
    }
    vm.recorder.emit(ev::ThreadStarted{ThreadId{thread->id}, vm.recorder.intern(thread->name), daemon});
  }
  process.schedule->threaded = true;
  make_ready(*thread, vm.now_ns);
  arm();
  return thread;
}

Thread& SimulatedWorld::main_thread(Vm&) { return *current_->process->schedule->main; }

std::vector<Thread*> SimulatedWorld::threads(Vm&) {
  std::vector<Thread*> out;
  for (const std::shared_ptr<Thread>& thread : current_->process->schedule->threads) out.push_back(thread.get());
  return out;
}

void SimulatedWorld::thread_main(void* argument) {
  auto* self = static_cast<SimulatedWorld*>(argument);
  self->reap();
  Thread& thread = *self->current_;
  Process& process = *thread.process;
  if (thread.schedule->process_body) {
    thread.schedule->process_body(process);
    self->end_process(process);
  } else {
    Vm& vm = *process.vm;
    if (!self->must_end(thread)) thread.schedule->body(vm);
    self->end_thread(thread);
  }
  Thread* next = self->pick();
  self->go_to(next);
}

/// What a thread leaves behind.
void SimulatedWorld::end_thread(Thread& thread) {
  Process& process = *thread.process;
  Process::Schedule& s = *process.schedule;
  Vm& vm = *process.vm;
  if (vm.failed()) {
    // Only a request to stop gets here, and it is meant for the whole program.
    Ref why = vm.take_exception();
    if (!s.ending && !stopping_) {
      Ref text = vm.str(why);
      vm.take_exception();
      stopping_ = true;
      stop_text_ = text ? std::string(as<Str>(text)->view()) : "";
      if (s.main->schedule->wait) end_wait(*s.main, Woken::kFailed, vm.now_ns);
    }
  }
  thread.schedule->body = nullptr;
  thread.state->clear();
  if (tracing(vm)) {
    vm.recorder.emit(ev::ThreadEnded{ThreadId{thread.id}});
    vm.recorder.emit(ev::GilReleased{trace::GilRelease::kThreadEnd});
  }
  thread.ended = true;
  notify(vm, thread.ended_list);
  s.holder = nullptr;
  std::erase_if(s.threads, [&](const auto& t) { return t.get() == &thread; });
  dead_ = thread.schedule->self;
}

/// Its machine is gone already.
void SimulatedWorld::end_process(Process& process) {
  Process::Schedule& s = *process.schedule;
  Thread& thread = *s.main;
  thread.schedule->process_body = nullptr;
  thread.ended = true;
  process.ended = true;
  notify_at(process.ended_list, s.start_ns);
  s.holder = nullptr;
  s.threads.clear();
  dead_ = thread.schedule->self;
  dead_process_ = s.self;
  std::erase_if(processes_, [&](const auto& p) { return p.get() == &process; });
}

/// Frees the stack and the schedule of the thread that has just ended; nobody stands on them now.
void SimulatedWorld::reap() {
  if (std::shared_ptr<Thread> thread = std::move(dead_)) {
    std::unique_ptr<Thread::Schedule> schedule(std::exchange(thread->schedule, nullptr));
    delete std::exchange(thread->state, nullptr);
    schedule->self.reset();
  }
  if (std::shared_ptr<Process> process = std::move(dead_process_)) {
    std::unique_ptr<Process::Schedule> schedule(std::exchange(process->schedule, nullptr));
    schedule->self.reset();
  }
}

void SimulatedWorld::go_to(Thread* next) {
  Thread* previous = current_;
  if (next != previous) {
    if (Vm* vm = previous->process->vm; vm && previous->state) previous->state->running_task = vm->running_task;
    current_ = next;
    if (Vm* vm = next->process->vm) {
      vm->thread = next->state;
      vm->running_task = next->state->running_task;
      current_vm = vm;
      vm->recorder.set_thread(ThreadId{next->id});
      vm->recorder.set_clock(&vm->now_ns);
    }
    if (previous->ended) previous->schedule->fiber->finish_into(*next->schedule->fiber);
    previous->schedule->fiber->switch_to(*next->schedule->fiber);
    reap();
  }
  arm();
}

// --- who is next -----------------------------------------------------------------------------------------------------

SimulatedWorld::Choice SimulatedWorld::next_of(Process& process) const {
  const Process::Schedule& s = *process.schedule;
  Choice choice{&process, nullptr, false, Wait::kForever};
  if (s.holder) {
    choice.ns = clock_of(process);
  } else if (!s.contending.empty()) {
    choice.ns = std::max(clock_of(process), s.contending.front()->schedule->ready_ns);
  }
  if (!s.events.empty() && s.events.begin()->ns <= choice.ns) {
    choice.due = s.events.begin()->thread;
    choice.ns = s.events.begin()->ns;
  }
  if (&process == program_ && !keys_.empty() && keys_.back().first <= choice.ns) {
    choice.due = nullptr;
    choice.key = true;
    choice.ns = keys_.back().first;
  }
  return choice;
}

SimulatedWorld::Choice SimulatedWorld::next_of_all(const Process* but) const {
  Choice best;
  for (const std::shared_ptr<Process>& process : processes_) {
    if (process.get() == but) continue;
    Choice choice = next_of(*process);
    if (choice.ns < best.ns) best = choice;
  }
  return best;
}

Thread* SimulatedWorld::pick() {
  for (;;) {
    Choice choice = next_of_all(nullptr);
    if (choice.ns == Wait::kForever) {
      nobody_can_run();
      continue;
    }
    if (choice.key) {
      press_key();
      continue;
    }
    if (choice.due) {
      event_due(*choice.due, choice.ns);
      continue;
    }
    Process& process = *choice.process;
    Process::Schedule& s = *process.schedule;
    if (!s.holder) {
      s.holder = s.contending.front();
      s.contending.pop_front();
      advance(process, s.holder->schedule->ready_ns);
      s.handed_over_ns = clock_of(process);
      if (s.threaded) emit_for(*s.holder, ev::GilAcquired{});
    }
    return s.holder;
  }
}

void SimulatedWorld::advance(Process& process, int64_t ns) {
  if (ns <= clock_of(process)) return;
  if (process.vm) {
    process.vm->now_ns = ns;
  } else {
    process.schedule->start_ns = ns;
  }
}

bool SimulatedWorld::reschedule(Vm& vm) {
  go_to(pick());
  return !must_end(*current_) || raise_end(vm);
}

/// Every thread waits, and no time will ever end a wait. CPython would hang; saying who waits for what is the better
/// service.
void SimulatedWorld::nobody_can_run() {
  Thread& main = *program_->schedule->main;
  if (!stopping_) {
    stopping_ = true;
    const auto& threads = program_->schedule->threads;
    if (threads.size() == 1 && processes_.size() == 1 && main.schedule->wait->reason == trace::BlockReason::kSelect) {
      stop_text_ =
          "the event loop would wait for ever: no callback is ready, no timer is scheduled, and nothing else "
          "can wake it";
    } else {
      stop_text_ = "the program would wait for ever";
      const char* separator = ": ";
      for (const std::shared_ptr<Process>& process : processes_) {
        for (const std::shared_ptr<Thread>& thread : process->schedule->threads) {
          const Wait* wait = thread->schedule->wait;
          if (!wait) continue;
          std::string what = wait->describe ? wait->describe(wait->context) : std::string(wait->what);
          stop_text_ += fmt::format("{}{} waits for {}", separator, thread->name, what);
          separator = ", ";
        }
      }
    }
  }
  assert(main.schedule->wait);
  end_wait(main, Woken::kFailed, clock_of(*program_));
}

bool SimulatedWorld::must_end(const Thread& thread) const {
  const Process::Schedule& s = *thread.process->schedule;
  return s.ending || (stopping_ && !stop_text_.empty() && &thread == program_->schedule->main);
}

void SimulatedWorld::stop() { stopping_ = true; }

bool SimulatedWorld::ending() { return current_->process->schedule->ending; }

bool SimulatedWorld::raise_end(Vm& vm) {
  if (!vm.failed()) vm.raise(vm.exc.StopRequested, stop_text_.empty() ? "the run was stopped" : stop_text_);
  if (current_ == program_->schedule->main) stop_text_.clear();
  return false;
}

// --- the interpreter lock --------------------------------------------------------------------------------------------

void SimulatedWorld::make_ready(Thread& thread, int64_t ns) {
  Process::Schedule& s = *thread.process->schedule;
  thread.schedule->ready_ns = ns;
  if (s.threaded && (s.holder || !s.contending.empty())) {
    Thread* holder = s.holder ? s.holder : s.contending.front();
    emit_for(thread, ev::GilWaitBegin{ThreadId{holder->id}});
  }
  s.contending.push_back(&thread);
}

/// The running thread goes to the end of the line.
bool SimulatedWorld::preempt(Vm& vm) {
  Process::Schedule& s = *current_->process->schedule;
  if (tracing(vm)) vm.recorder.emit(ev::GilReleased{trace::GilRelease::kSwitchInterval});
  s.holder = nullptr;
  make_ready(*current_, vm.now_ns);
  return reschedule(vm);
}

bool SimulatedWorld::yield(Vm& vm) {
  Process::Schedule& s = *current_->process->schedule;
  if (s.contending.empty() && (s.events.empty() || s.events.begin()->ns > vm.now_ns)) [[likely]]
    return true;
  while (!s.events.empty() && s.events.begin()->ns <= vm.now_ns) {
    event_due(*s.events.begin()->thread, s.events.begin()->ns);
  }
  if (!s.contending.empty()) {
    if (tracing(vm)) vm.recorder.emit(ev::GilReleased{trace::GilRelease::kBlocking});
    s.holder = nullptr;
    make_ready(*current_, vm.now_ns);
    if (!reschedule(vm)) return false;
  }
  arm();
  return true;
}

/// When the running thread has to look up next.
void SimulatedWorld::arm() {
  Process& process = *current_->process;
  if (!process.vm) return;
  const Process::Schedule& s = *process.schedule;
  int64_t ns = Wait::kForever;
  if (s.ending || (process.pending_signals && current_ == s.main)) {
    ns = 0;
  } else {
    if (!s.events.empty()) ns = s.events.begin()->ns;
    if (!s.contending.empty()) {
      ns = std::min(ns, std::max(s.contending.front()->schedule->ready_ns, s.handed_over_ns) + switch_interval_ns_);
    }
    if (processes_.size() > 1) {
      const int64_t others = next_of_all(&process).ns;
      if (others != Wait::kForever) ns = std::min(ns, others + kSliceNs);
    }
    // Requests from outside go to the program; while it waits, its children look for them.
    if (&process != program_) ns = std::min(ns, process.vm->now_ns + kLookOutNs);
    if (&process == program_ && !keys_.empty()) ns = std::min(ns, keys_.back().first);
  }
  process.vm->check_at(ns);
}

bool SimulatedWorld::on_time(Vm& vm, void* self) { return static_cast<SimulatedWorld*>(self)->time_has_come(vm); }

bool SimulatedWorld::time_has_come(Vm& vm) {
  Process::Schedule& s = *current_->process->schedule;
  if (must_end(*current_)) return raise_end(vm);
  while (!s.events.empty() && s.events.begin()->ns <= vm.now_ns) {
    event_due(*s.events.begin()->thread, s.events.begin()->ns);
  }
  if (!s.contending.empty() &&
      std::max(s.contending.front()->schedule->ready_ns, s.handed_over_ns) + switch_interval_ns_ <= vm.now_ns) {
    if (!preempt(vm)) return false;
  } else if (processes_.size() > 1 && next_of_all(current_->process).ns < vm.now_ns) {
    if (!reschedule(vm)) return false;
  }
  while (current_->process == program_ && !keys_.empty() && keys_.back().first <= vm.now_ns) press_key();
  Thread& main = *program_->schedule->main;
  if (current_->process != program_ && main.schedule->wait && program_->vm &&
      program_->vm->interrupt.load(std::memory_order_relaxed)) {
    main.schedule->interrupted = true;
    end_wait(main, Woken::kTimedOut, clock_of(*program_));
    if (!reschedule(vm)) return false;
  }
  bool ok = handle_signals(vm);
  arm();
  return ok;
}

// --- waiting ---------------------------------------------------------------------------------------------------------

/// Puts the thread's next event where it belongs now.
void SimulatedWorld::set_event(Thread& thread) {
  Thread::Schedule& t = *thread.schedule;
  std::set<Event>& events = thread.process->schedule->events;
  const int64_t ns = t.wait ? std::min(t.wait->deadline_ns, t.notified_ns) : Wait::kForever;
  if (ns == t.event.ns) return;
  if (t.event.ns != Wait::kForever) events.erase(t.event);
  t.event = Event{ns, ++last_order_, &thread};
  if (ns != Wait::kForever) events.insert(t.event);
}

void SimulatedWorld::event_due(Thread& thread, int64_t ns) {
  Thread::Schedule& t = *thread.schedule;
  const Wait& wait = *t.wait;
  Process& process = *thread.process;
  if (!process.schedule->holder && process.schedule->contending.empty()) {
    const int64_t before = clock_of(process);
    if (paced_ && ns > before && !pace(before, ns)) {
      // Somebody outside wants something: the main thread has a look.
      Thread& main = *program_->schedule->main;
      if (main.schedule->wait) {
        main.schedule->interrupted = true;
        end_wait(main, Woken::kTimedOut, clock_of(*program_));
        return;
      }
    }
    advance(process, ns);
  }
  if (t.notified_ns <= ns) {
    t.notified_ns = Wait::kForever;
    const bool signalled = &thread == process.schedule->main && process.pending_signals;
    if (wait.ready && wait.ready(wait.context)) {
      end_wait(thread, Woken::kReady, ns);
      return;
    }
    if (signalled) {
      t.interrupted = true;
      end_wait(thread, Woken::kTimedOut, ns);
      return;
    }
  }
  if (wait.deadline_ns <= ns) {
    end_wait(thread, Woken::kTimedOut, ns);
  } else {
    set_event(thread);
  }
}

void SimulatedWorld::end_wait(Thread& thread, Woken how, int64_t ns) {
  Thread::Schedule& t = *thread.schedule;
  if (!t.interrupted && t.told) emit_for(thread, ev::ThreadUnblocked{});
  for (WaitList::Entry& entry : t.entries) WaitList::remove(&entry);
  t.woken = how;
  t.wait = nullptr;
  set_event(thread);
  make_ready(thread, ns);
}

Woken SimulatedWorld::block(Vm& vm, const Wait& wait) {
  Thread& thread = *current_;
  Thread::Schedule& t = *thread.schedule;
  Process::Schedule& s = *thread.process->schedule;
  if (wait.ready && wait.ready(wait.context)) return Woken::kReady;
  if (stopping_ || must_end(thread)) {
    raise_end(vm);
    return Woken::kFailed;
  }
  t.told = !wait.silent || s.threaded;
  if (tracing(vm) && t.told) {
    const int64_t until = wait.deadline_ns == Wait::kForever ? -1 : wait.deadline_ns;
    vm.recorder.emit(ev::ThreadBlocked{wait.reason, vm.recorder.intern(wait.what), until});
  }
  if (!paced_ && wait.deadline_ns != Wait::kForever && s.threads.size() == 1 && processes_.size() == 1 &&
      !thread.process->pending_signals && keys_.empty()) {
    // Nobody is there who could notify.
    if (wait.deadline_ns > vm.now_ns) vm.now_ns = wait.deadline_ns;
    if (tracing(vm) && t.told) vm.recorder.emit(ev::ThreadUnblocked{});
    return vm.safe_point_due() && !vm.at_safe_point() ? Woken::kFailed : Woken::kTimedOut;
  }
  for (;;) {
    t.interrupted = false;
    t.notified_ns = Wait::kForever;
    t.entries.resize(wait.lists.size());
    for (size_t i = 0; i < wait.lists.size(); ++i) {
      t.entries[i].thread = &thread;
      wait.lists[i]->add(&t.entries[i]);
    }
    t.wait = &wait;
    set_event(thread);
    if (s.threaded && tracing(vm)) vm.recorder.emit(ev::GilReleased{trace::GilRelease::kBlocking});
    s.holder = nullptr;
    if (thread.process->pending_signals && s.main == &thread) {
      // It arrived just before: the wait does not even begin.
      t.interrupted = true;
      end_wait(thread, Woken::kTimedOut, vm.now_ns);
    }
    Woken how = Woken::kTimedOut;
    if (reschedule(vm)) {
      how = t.woken;
      if (how == Woken::kFailed) raise_end(vm);
    } else {
      how = Woken::kFailed;
    }
    if (how != Woken::kFailed && (!handle_signals(vm) || (vm.safe_point_due() && !vm.at_safe_point()))) {
      how = Woken::kFailed;
    }
    if (how == Woken::kFailed || !t.interrupted) return how;
    // What was waited for may have come meanwhile.
    if (wait.ready && wait.ready(wait.context)) how = Woken::kReady;
    if (how == Woken::kReady || wait.deadline_ns <= vm.now_ns) {
      if (t.told && tracing(vm)) vm.recorder.emit(ev::ThreadUnblocked{});
      return how;
    }
  }
}

void SimulatedWorld::notify_at(WaitList& list, int64_t ns) {
  for (const WaitList::Entry* entry = list.first(); entry; entry = entry->next) {
    Thread& thread = *entry->thread;
    thread.schedule->notified_ns = std::min(thread.schedule->notified_ns, ns + kWakeLatencyNs);
    set_event(thread);
  }
}

void SimulatedWorld::notify(Vm& vm, WaitList& list) {
  if (list.empty()) return;
  notify_at(list, vm.now_ns);
  arm();
}

/// Real time goes by. False: somebody outside wants the engine's attention.
bool SimulatedWorld::pace(int64_t from, int64_t to) {
  constexpr int64_t kSlice = 10'000'000;
  for (int64_t at = std::max(from, paced_until_ns_); at < to;) {
    const int64_t part = std::min(kSlice, to - at);
    timespec wait{0, static_cast<long>(part)};
    nanosleep(&wait, nullptr);
    at += part;
    paced_until_ns_ = at;
    for (const std::shared_ptr<Process>& process : processes_) {
      if (process->vm && process->vm->interrupt.load(std::memory_order_relaxed)) {
        advance(*program_, at);
        return false;
      }
    }
  }
  return true;
}

// --- processes -------------------------------------------------------------------------------------------------------

std::shared_ptr<Process> SimulatedWorld::start_process(Vm& vm, ProcessBody body, std::string_view command,
                                                       bool worker) {
  auto process = std::make_shared<Process>();
  process->schedule = new Process::Schedule;
  std::shared_ptr<Thread> thread;
  if (processes_.size() < kMostProcesses && !current_->process->schedule->ending) {
    thread = make_thread(*process, "MainThread", false);
    thread->schedule->fiber = std::make_unique<Fiber>(kStackBytes, thread_main, this);
  }
  if (!thread || !thread->schedule->fiber->valid()) {
    if (thread) delete std::exchange(thread->schedule, nullptr);
    delete std::exchange(process->schedule, nullptr);
    vm.raise(vm.exc.BlockingIOError, "Resource temporarily unavailable");
    return nullptr;
  }
  process->id = ++last_process_;
  process->command = command;
  process->parent = current_->process;
  process->schedule->self = process;
  process->schedule->main = thread.get();
  process->schedule->start_ns = vm.now_ns;
  thread->schedule->process_body = std::move(body);
  processes_.push_back(process);
  if (tracing(vm)) {
    ProcessId id{process->id};
    vm.recorder.emit(ev::ProcessStarted{id, vm.recorder.intern(command), worker});
    vm.recorder.emit(ev::ThreadStarted{ThreadId{thread->id}, vm.recorder.intern(command), false});
    vm.recorder.emit(ev::ThreadOfProcess{ThreadId{thread->id}, id});
  }
  make_ready(*thread, vm.now_ns);
  arm();
  return process;
}

void SimulatedWorld::attach(Vm& vm) {
  Process& process = *current_->process;
  vm.now_ns = std::max(vm.now_ns, process.schedule->start_ns);
  process.vm = &vm;
  vm.thread->id = current_->id;
  current_->state = vm.thread;
  vm.recorder.set_thread(ThreadId{current_->id});
  vm.recorder.set_clock(&vm.now_ns);
  vm.on_time = on_time;
  vm.on_time_context = this;
  arm();
}

void SimulatedWorld::detach(Vm& vm, int status) {
  Thread& thread = *current_;
  Process& process = *thread.process;
  auto end_all = [&](Process& p) {
    p.schedule->ending = true;
    for (const std::shared_ptr<Thread>& t : p.schedule->threads) {
      if (t.get() != &thread && t->schedule->wait) end_wait(*t, Woken::kFailed, clock_of(p));
    }
  };
  auto others = [&] { return process.schedule->threads.size() > 1 || (&process == program_ && processes_.size() > 1); };
  // They end in their own time, each on its own stack, and this one waits at the end of the line, however far the
  // clocks of the others have come.
  const int64_t now = vm.now_ns;
  while (others()) {
    for (size_t i = 0; i < processes_.size(); ++i) {
      if (processes_[i].get() == &process || &process == program_) end_all(*processes_[i]);
    }
    process.schedule->holder = nullptr;
    // The program itself is the very last: were it as early as a child that waits here too, each would only ever see
    // the other one.
    thread.schedule->ready_ns = Wait::kForever - (&process == program_ ? 1 : 2);
    process.schedule->contending.push_back(&thread);
    go_to(pick());
    vm.now_ns = now;
  }
  process.status = process.killed_by ? -process.killed_by : status;
  if (tracing(vm) && &process != program_) {
    vm.recorder.emit(ev::ThreadEnded{ThreadId{thread.id}});
    vm.recorder.emit(ev::ProcessEnded{ProcessId{process.id}, static_cast<uint32_t>(process.status)});
  }
  process.schedule->start_ns = vm.now_ns;
  vm.on_time = nullptr;
  current_->state = nullptr;
  process.vm = nullptr;
}

// --- signals ---------------------------------------------------------------------------------------------------------

void SimulatedWorld::set_signal_handler(Vm&, SignalHandler handler) {
  current_->process->schedule->signal_handler = handler;
}

void SimulatedWorld::send_signal(Process& process, int signal, bool interrupts) {
  if (process.ended || signal <= 0 || signal > 63) return;
  process.pending_signals |= uint64_t{1} << signal;
  Thread& main = *process.schedule->main;
  if (main.schedule->wait && interrupts) {
    const int64_t now = std::max(clock_of(*current_->process), clock_of(process));
    main.schedule->notified_ns = std::min(main.schedule->notified_ns, now + kWakeLatencyNs);
    set_event(main);
  }
  arm();
}

void SimulatedWorld::signal_at(int64_t ns, int signal) {
  keys_.emplace_back(ns, signal);
  std::sort(keys_.rbegin(), keys_.rend());
  arm();
}

void SimulatedWorld::press_key() {
  const auto [ns, signal] = keys_.back();
  keys_.pop_back();
  Process::Schedule& s = *program_->schedule;
  if (!s.holder && s.contending.empty()) {
    if (paced_) pace(clock_of(*program_), ns);
    advance(*program_, ns);
  }
  send_signal(*program_, signal, true);
}

/// Signals are handled by the main thread, between two instructions.
bool SimulatedWorld::handle_signals(Vm& vm) {
  Process& process = *current_->process;
  if (current_ != process.schedule->main) return true;
  while (process.pending_signals) {
    const int signal = __builtin_ctzll(process.pending_signals);
    process.pending_signals &= process.pending_signals - 1;
    bool ok = true;
    if (signal == SIGKILL || signal == SIGSTOP) {
      ok = die_of(vm, signal);
    } else if (process.schedule->signal_handler) {
      ok = process.schedule->signal_handler(vm, signal);
    } else if (signal == SIGINT) {
      vm.raise_instance(vm.make_exception_with(vm.exc.KeyboardInterrupt, {}));
      ok = false;
    } else {
      ok = die_of(vm, signal);
    }
    if (!ok) return false;
  }
  return true;
}

bool SimulatedWorld::end_now(Vm& vm, std::string_view why) {
  Process& process = *current_->process;
  if (&process == program_) stopping_ = true;
  if (&process != program_) process.schedule->ending = true;
  vm.raise(vm.exc.StopRequested, why);
  return false;
}

bool SimulatedWorld::die_of(Vm& vm, int signal) {
  current_->process->killed_by = signal;
  return end_now(vm, "killed by a signal");
}

bool SimulatedWorld::leave(Vm& vm, int status) {
  current_->process->left = true;
  current_->process->left_with = status;
  return end_now(vm, "left by os._exit()");
}

}  // namespace loopscope::loop

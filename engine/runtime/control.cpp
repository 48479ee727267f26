#include "engine/runtime/control.hpp"

#include "engine/loop/asyncio.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/trace/recorder.hpp"

namespace loopscope::runtime {

namespace {

uint32_t ticks(const vm::Vm& vm) {
  vm::Value loop = vm.thread->running_loop;
  return loop.is(vm::Kind::kEventLoop) ? vm::as<loop::EventLoop>(loop)->iteration : 0;
}

}  // namespace

Control::Control() : impl_(std::make_unique<Impl>()) {}
Control::~Control() = default;

void Control::pause() {
  std::lock_guard lock(impl_->mutex);
  impl_->pause_wanted = true;
  impl_->stepping = false;
  if (impl_->vm) impl_->vm->interrupt.store(true, std::memory_order_relaxed);
}

void Control::resume() {
  std::lock_guard lock(impl_->mutex);
  impl_->pause_wanted = false;
  impl_->stepping = false;
  impl_->wake.notify_all();
}

void Control::step(Step how) {
  std::lock_guard lock(impl_->mutex);
  impl_->pause_wanted = true;
  impl_->stepping = true;
  impl_->step = how;
  if (impl_->vm) impl_->vm->interrupt.store(true, std::memory_order_relaxed);
  impl_->wake.notify_all();
}

void Control::send_signal(int signal) {
  if (signal < 1 || signal > 63) return;
  std::lock_guard lock(impl_->mutex);
  impl_->signals |= uint64_t{1} << signal;
  if (impl_->vm) impl_->vm->interrupt.store(true, std::memory_order_relaxed);
}

void Control::stop() {
  std::lock_guard lock(impl_->mutex);
  impl_->stop_wanted = true;
  if (impl_->vm) impl_->vm->interrupt.store(true, std::memory_order_relaxed);
  impl_->wake.notify_all();
}

bool Control::paused() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->pause_wanted && !impl_->stepping;
}

bool Control::waiting() const {
  std::lock_guard lock(impl_->mutex);
  // A step that was asked for counts as under way before the engine has woken.
  return impl_->waiting && impl_->pause_wanted && !impl_->stepping && !impl_->stop_wanted;
}

bool Control::stop_requested() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->stop_wanted;
}

void Control::Impl::attach(vm::Vm& machine) {
  std::lock_guard lock(mutex);
  vm = &machine;
  machine.on_interrupt = on_interrupt;
  machine.interrupt_context = this;
  if (pause_wanted || stop_wanted || signals) machine.interrupt.store(true, std::memory_order_relaxed);
}

void Control::Impl::detach() {
  std::lock_guard lock(mutex);
  if (vm) vm->recorder.set_limit(trace::Recorder::kNoLimit);
  vm = nullptr;
}

void Control::Impl::begin_step() {
  task_at_start = vm->running_task;
  tick_at_start = ticks(*vm);
  seen_task = task_at_start != 0;
  vm->recorder.set_limit_hook(on_event, this);
  vm->recorder.set_limit(vm->recorder.event_count() + 1);
}

void Control::Impl::park(std::unique_lock<std::mutex>& lock) {
  waiting = true;
  wake.wait(lock, [this] { return !pause_wanted || stepping || stop_wanted; });
  waiting = false;
}

/// Looked at after each event: a task's step is over when no task (or another one) runs; a tick when the loop counts
/// on.
bool Control::Impl::step_done() {
  switch (step) {
    case Step::kEvent:
      return true;
    case Step::kTaskStep: {
      bool over = seen_task && vm->running_task != task_at_start;
      if (!seen_task && vm->running_task != 0) {
        seen_task = true;
        task_at_start = vm->running_task;
      }
      return over;
    }
    case Step::kTick:
      return ticks(*vm) != tick_at_start;
  }
  return true;
}

void Control::Impl::on_event(void* context, trace::Recorder& recorder) {
  auto* self = static_cast<Impl*>(context);
  std::unique_lock lock(self->mutex);
  if (self->stop_wanted || !self->pause_wanted) {
    recorder.set_limit(trace::Recorder::kNoLimit);
    return;
  }
  if (self->stepping) {
    if (!self->step_done()) {
      recorder.set_limit(recorder.event_count() + 1);
      return;
    }
    self->stepping = false;
  }
  self->park(lock);
  if (self->stepping && !self->stop_wanted) {
    self->begin_step();
  } else {
    recorder.set_limit(trace::Recorder::kNoLimit);
  }
}

bool Control::Impl::on_interrupt(vm::Vm& vm, void* context) {
  auto* self = static_cast<Impl*>(context);
  {
    std::unique_lock lock(self->mutex);
    if (!self->stop_wanted && self->pause_wanted && !self->stepping) self->park(lock);
    if (!self->stop_wanted) {
      if (self->pause_wanted && self->stepping) self->begin_step();
      // Handled by the main thread at its next safe point.
      loop::World& world = loop::asyncio_of(vm).world;
      for (; self->signals; self->signals &= self->signals - 1) {
        world.send_signal(world.current_process(), __builtin_ctzll(self->signals));
      }
      return true;
    }
  }
  // The next safe point stops again: a handler that swallows the request does not keep the program alive.
  vm.interrupt.store(true, std::memory_order_relaxed);
  vm.raise(vm.exc.StopRequested, "the run was stopped");
  return false;
}

}  // namespace loopscope::runtime

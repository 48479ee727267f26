#include "engine/base/fiber.hpp"

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

// The sanitizers follow one stack a thread; they are told of every change.
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#define LOOPSCOPE_FIBER_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#define LOOPSCOPE_FIBER_TSAN 1
#endif

namespace loopscope {

struct Fiber::Impl {
  ucontext_t context{};
  Body body = nullptr;
  void* argument = nullptr;
  void* mapping = nullptr;  // a guard page, then the stack; null for a thread's own stack
  size_t mapped = 0;
  bool valid = true;
  const void* stack = nullptr;  // as the address sanitizer knows it
  size_t stack_size = 0;
  void* fake_stack = nullptr;
  void* tsan = nullptr;
  Impl* came_from = nullptr;  // who switched here last

  void arrived();
  static void run(unsigned low, unsigned high);
};

/// The first thing on a stack that is entered again.
void Fiber::Impl::arrived() {
#ifdef LOOPSCOPE_FIBER_ASAN
  const void* stack_left = nullptr;
  size_t size_left = 0;
  __sanitizer_finish_switch_fiber(fake_stack, &stack_left, &size_left);
  if (came_from && !came_from->mapping) {
    came_from->stack = stack_left;
    came_from->stack_size = size_left;
  }
#endif
}

void Fiber::Impl::run(unsigned low, unsigned high) {
  auto* self = reinterpret_cast<Impl*>(static_cast<uintptr_t>(low) | static_cast<uintptr_t>(high) << 32);
  self->arrived();
  self->body(self->argument);
  std::abort();  // a body ends with finish_into()
}

Fiber::Fiber() : impl_(std::make_unique<Impl>()) {
#ifdef LOOPSCOPE_FIBER_TSAN
  impl_->tsan = __tsan_get_current_fiber();
#endif
}

Fiber::Fiber(size_t stack_bytes, Body body, void* argument) : impl_(std::make_unique<Impl>()) {
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  const size_t size = (stack_bytes + page - 1) / page * page;
  void* mapping = mmap(nullptr, size + page, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (mapping == MAP_FAILED) {
    impl_->valid = false;
    return;
  }
  mprotect(mapping, page, PROT_NONE);
  impl_->mapping = mapping;
  impl_->mapped = size + page;
  impl_->stack = static_cast<char*>(mapping) + page;
  impl_->stack_size = size;
  impl_->body = body;
  impl_->argument = argument;
  getcontext(&impl_->context);
  impl_->context.uc_stack.ss_sp = static_cast<char*>(mapping) + page;
  impl_->context.uc_stack.ss_size = size;
  impl_->context.uc_link = nullptr;
  // makecontext hands over ints only.
  const auto address = reinterpret_cast<uintptr_t>(impl_.get());
  makecontext(&impl_->context, reinterpret_cast<void (*)()>(Impl::run), 2, static_cast<unsigned>(address),
              static_cast<unsigned>(address >> 32));
#ifdef LOOPSCOPE_FIBER_TSAN
  impl_->tsan = __tsan_create_fiber(0);
#endif
}

Fiber::~Fiber() {
#ifdef LOOPSCOPE_FIBER_TSAN
  if (impl_->mapping && impl_->tsan) __tsan_destroy_fiber(impl_->tsan);
#endif
  if (impl_->mapping) munmap(impl_->mapping, impl_->mapped);
}

bool Fiber::valid() const { return impl_->valid; }

void Fiber::enter(Fiber& next, bool last) {
  next.impl_->came_from = impl_.get();
#ifdef LOOPSCOPE_FIBER_ASAN
  __sanitizer_start_switch_fiber(last ? nullptr : &impl_->fake_stack, next.impl_->stack, next.impl_->stack_size);
#endif
#ifdef LOOPSCOPE_FIBER_TSAN
  __tsan_switch_to_fiber(next.impl_->tsan, 0);
#endif
  if (last) setcontext(&next.impl_->context);
  swapcontext(&impl_->context, &next.impl_->context);
  impl_->arrived();
}

void Fiber::switch_to(Fiber& next) { enter(next, false); }

void Fiber::finish_into(Fiber& next) {
  enter(next, true);
  std::abort();
}

}  // namespace loopscope

#pragma once
// A second stack of one operating system thread: the simulated threads of a program run on fibers, one at a time, so
// that who runs is decided by the simulation alone and nothing needs a lock.

#include <cstddef>
#include <memory>

namespace loopscope {

class Fiber {
 public:
  using Body = void (*)(void* argument);

  /// The stack that the caller stands on: where the others are entered from.
  Fiber();
  /// A fiber that will run body(argument) on a stack of its own when it is first entered. The stack's pages cost memory
  /// only once they are touched. Check valid(): there may be no room for the stack.
  Fiber(size_t stack_bytes, Body body, void* argument);
  /// Its stack must not be in use: never entered, or its body has come to its end.
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  bool valid() const;
  /// Leaves the running fiber, which must be *this, and goes on with `next` where it left off. Returns when somebody
  /// switches back.
  void switch_to(Fiber& next);
  /// The same at the end of a body: this fiber is never entered again.
  [[noreturn]] void finish_into(Fiber& next);

  struct Impl;

 private:
  void enter(Fiber& next, bool last);
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope

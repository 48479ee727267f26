#include "engine/vm/vm.hpp"

#include "engine/vm/impl.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

thread_local Vm* current_vm = nullptr;

namespace {

void intern_names(Names& names) {
#define NAME(n) names.n = intern(#n);
#include "engine/vm/names.def"
#undef NAME
}

}  // namespace

Vm::Vm(Host& the_host, trace::Recorder& the_recorder, const Limits& the_limits)
    : thread(new ThreadState), host(the_host), recorder(the_recorder), limits(the_limits), impl(make_impl()) {
  current_vm = this;
  thread->frames = new FrameStack;
  intern_names(names);
  create_types(*this);
  // The first strings are older than their type.
  for (Str* s : impl->interned.slots) {
    if (s) s->type = types.str;
  }
  setup_function_types(*this);
  setup_frame_types(*this);
  setup_generator_types(*this);
  setup_exception_types(*this);
  builtins = make_dict().release();
  modules = make_dict().release();
}

Vm::~Vm() {
  current_vm = this;
  trace_enabled = false;
  thread->pending.reset();
  for (Value* v : {&thread->asyncgen_firstiter, &thread->asyncgen_finalizer, &thread->running_loop, &thread->context}) {
    decref(std::exchange(*v, kNull));
  }
  decref(std::exchange(modules, nullptr));
  collect();
  decref(std::exchange(builtins, nullptr));
  collect();
  destroy_impl();
  delete thread->frames;
  delete thread;
  current_vm = nullptr;
}

bool Vm::at_safe_point() {
  collect_if_due(*this);
  if (over_memory_limit(*this)) {
    raise(exc.MemoryError, "");
    return false;
  }
  if (spent >= limits.instructions) {
    // Once: the handlers that run while the program is taken down get a little more.
    limits.instructions = spent + 10'000'000;
    raise(exc.StopRequested,
          "the program was stopped: it ran through its budget of instructions (raise it with "
          "--max-instructions)");
    return false;
  }
  if (!interrupt.load(std::memory_order_relaxed)) return true;
  interrupt.store(false, std::memory_order_relaxed);
  return !on_interrupt || on_interrupt(*this, interrupt_context);
}

}  // namespace loopscope::vm

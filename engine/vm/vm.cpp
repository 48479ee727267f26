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

ThreadState::ThreadState(uint32_t thread_id) : id(thread_id), frames(new FrameStack) {}

ThreadState::~ThreadState() {
  clear();
  delete frames;
}

void ThreadState::clear() {
  pending.reset();
  for (Value* v : {&asyncgen_firstiter, &asyncgen_finalizer, &running_loop, &context}) {
    decref(std::exchange(*v, kNull));
  }
}

Vm::Vm(Host& the_host, trace::Recorder& the_recorder, const Limits& the_limits, TraceIds* ids)
    : thread(new ThreadState),
      host(the_host),
      recorder(the_recorder),
      limits(the_limits),
      trace_ids(ids ? *ids : *new TraceIds),
      impl(make_impl()),
      own_trace_ids_(ids ? nullptr : &trace_ids) {
  current_vm = this;
  check_at(INT64_MAX);
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
  thread->clear();
  decref(std::exchange(modules, nullptr));
  collect();
  decref(std::exchange(builtins, nullptr));
  collect();
  destroy_impl();
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
    // The handlers that run while the program is taken down get a little more, once. Who needs even more than that is
    // never done, and finalizers, which swallow what is raised here, do not run any more.
    abandoned |= stopped_by_budget_;
    stopped_by_budget_ = true;
    limits.instructions = spent + 10'000'000;
    check_at(wanted_check_ns_);
    raise(exc.StopRequested,
          "the program was stopped: it ran through its budget of instructions (raise it with "
          "--max-instructions)");
    return false;
  }
  if (now_ns >= check_ns && instruction_ns != 0) {
    // Time may have jumped without a single instruction, so this is not always the end of the budget.
    check_at(wanted_check_ns_);
    if (now_ns >= wanted_check_ns_ && on_time && !on_time(*this, on_time_context)) return false;
  }
  if (!interrupt.load(std::memory_order_relaxed)) return true;
  interrupt.store(false, std::memory_order_relaxed);
  return !on_interrupt || on_interrupt(*this, interrupt_context);
}

void Vm::check_at(int64_t ns) {
  wanted_check_ns_ = ns;
  // A budget that no clock can reach would overflow.
  const int64_t left = limits.instructions > spent ? limits.instructions - spent : 0;
  const int64_t budget_end = left < (INT64_MAX - now_ns) / kInstructionNs ? now_ns + left * kInstructionNs : INT64_MAX;
  check_ns = ns < budget_end ? ns : budget_end;
}

}  // namespace loopscope::vm

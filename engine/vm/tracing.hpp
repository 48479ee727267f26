#pragma once
// What the virtual machine tells the recorder. Call these only while tracing(vm): the check is the whole cost
// otherwise.

#include "engine/base/ids.hpp"
#include "engine/vm/vm.hpp"

namespace loopscope::vm {

inline bool tracing(const Vm& vm) { return vm.trace_enabled; }

enum class FinishedHow : uint8_t { kReturned, kRaised, kClosed, kClosedUnstarted };

/// The code object, and its file when that is new.
void trace_code(Vm& vm, CodeObject* code);
void trace_line_reached(Vm& vm, Frame* frame, int32_t line);
void trace_generator_created(Vm& vm, Generator* generator);
/// The root's step enters its chain at `innermost`.
void trace_resumed(Vm& vm, Generator* innermost, bool thrown);
/// The chain suspends; `frame` is the innermost one.
void trace_suspended(Vm& vm, Generator* innermost, Frame* frame);
/// `parent` starts to await or delegate to `child`.
void trace_await_begin(Vm& vm, Generator* parent, Generator* child, Frame* parent_frame);
/// The same for an awaitable that is no generator (a future, an iterator).
void trace_await_native(Vm& vm, Frame* frame, Value delegate);
void trace_await_end(Vm& vm, Generator* parent);
void trace_yield(Vm& vm, Generator* generator);
void trace_generator_finished(Vm& vm, Generator* generator, FinishedHow how);
void trace_generator_raised(Vm& vm, Generator* generator, Value exception);
void trace_generator_exit_ignored(Vm& vm, Generator* generator);
void trace_last_reference(Vm& vm, Generator* generator);
void trace_never_awaited(Vm& vm, Generator* generator);
void trace_coro_freed(Vm& vm, Generator* generator);
/// An asend(), anext(), athrow() or aclose() holds its generator from begin to end; `busy`: it was refused.
void trace_asyncgen_op_begin(Vm& vm, AsyncGenAwaitable* awaitable);
void trace_asyncgen_op_end(Vm& vm, AsyncGenAwaitable* awaitable);
void trace_asyncgen_busy(Vm& vm, AsyncGenAwaitable* awaitable);

/// Where a frame stands, for events of other layers. trace_user_place: the innermost frame that is not Loopscope's
/// library.
Place trace_place(Vm& vm, Frame* frame);
Place trace_user_place(Vm& vm);

/// cr_origin of a coroutine that is being created: tuple of (filename, line, function).
Ref capture_origin(Vm& vm);

}  // namespace loopscope::vm

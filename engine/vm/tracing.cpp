#include "engine/vm/tracing.hpp"

#include "engine/trace/recorder.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

namespace ev = trace::ev;
using trace::AsyncgenOp;
using trace::FinishHow;

namespace {

CoroId id_of(const Generator* generator) { return CoroId{generator->trace_id}; }

uint32_t line_of_frame(const Frame* frame) {
  return frame ? static_cast<uint32_t>(frame->code->line_at(frame->instruction_index())) : 0;
}

FileId file_id(Vm& vm, Str* path, bool library) {
  auto [place, fresh] = vm.trace_ids.files.try_emplace(std::string(path->view()), 0);
  if (fresh) {
    place->second = static_cast<uint32_t>(vm.trace_ids.files.size());
    std::string_view text = vm.source_text ? vm.source_text(vm, path->view()) : std::string_view();
    vm.recorder.emit(
        ev::FileLoaded{FileId{place->second}, vm.recorder.intern(path->view()), vm.recorder.text(text), library});
  }
  return FileId{place->second};
}

CodeId code_id(Vm& vm, CodeObject* code) {
  if (code->trace_id == 0) trace_code(vm, code);
  return CodeId{code->trace_id};
}

/// Creation and resumption of library generators (asyncio.sleep and the like) are recorded like any other: the await
/// chain must be whole. Objects made before recording began get their id when they are first heard of.
CoroId known(Vm& vm, Generator* generator) {
  if (generator->trace_id == 0) trace_generator_created(vm, generator);
  return id_of(generator);
}

AsyncgenOp operation_of(const AsyncGenAwaitable* awaitable) {
  switch (awaitable->mode) {
    case AsyncGenAwaitable::Mode::kSend:
      return AsyncgenOp::kAsend;
    case AsyncGenAwaitable::Mode::kNext:
      return AsyncgenOp::kAnext;
    case AsyncGenAwaitable::Mode::kThrow:
      return AsyncgenOp::kAthrow;
    case AsyncGenAwaitable::Mode::kClose:
      return AsyncgenOp::kAclose;
  }
  return AsyncgenOp::kAnext;
}

}  // namespace

Place trace_place(Vm& vm, Frame* frame) {
  if (!frame) return {};
  return Place(file_id(vm, frame->code->filename, frame->code->is_library), line_of_frame(frame));
}

Place trace_user_place(Vm& vm) { return trace_place(vm, vm.user_frame()); }

void trace_code(Vm& vm, CodeObject* code) {
  FileId file = file_id(vm, code->filename, code->is_library);
  code->trace_id = ++vm.trace_ids.code;
  vm.recorder.emit(ev::CodeDefined{CodeId{code->trace_id}, vm.recorder.intern(code->name->view()),
                                   vm.recorder.intern(code->qualname->view()),
                                   Place(file, static_cast<uint32_t>(code->code->first_line))});
}

void trace_line_reached(Vm& vm, Frame* frame, int32_t line) {
  CoroId coro;
  if (frame->generator) coro = known(vm, frame->generator);
  vm.recorder.emit(ev::LineReached{code_id(vm, frame->code), static_cast<uint32_t>(line), coro});
}

void trace_generator_created(Vm& vm, Generator* generator) {
  generator->trace_id = ++vm.trace_ids.coro;
  auto kind = trace::CoroKind::kGenerator;
  if (generator->kind == Kind::kCoroutine) kind = trace::CoroKind::kCoroutine;
  if (generator->kind == Kind::kAsyncGenerator) kind = trace::CoroKind::kAsyncGenerator;
  CodeId code = code_id(vm, generator->frame.code);
  vm.recorder.emit(ev::CoroCreated{id_of(generator), kind, code, trace_place(vm, vm.thread->frame)});
}

void trace_resumed(Vm& vm, Generator* innermost, bool thrown) {
  vm.recorder.emit(ev::CoroResumed{known(vm, innermost), thrown ? trace::ResumeHow::kThrow : trace::ResumeHow::kSend});
}

void trace_suspended(Vm& vm, Generator* innermost, Frame* frame) {
  // A plain yield was recorded as such already.
  if (op_of(*frame->ip) != lang::Op::YIELD_FROM) return;
  uint32_t line = static_cast<uint32_t>(frame->code->line_at(frame->instruction_index() + 1));
  vm.recorder.emit(ev::CoroSuspended{known(vm, innermost), line});
}

void trace_await_begin(Vm& vm, Generator* parent, Generator* child, Frame* parent_frame) {
  CoroId inner = known(vm, child);
  vm.recorder.emit(ev::CoroAwaitBegin{known(vm, parent), inner, line_of_frame(parent_frame)});
}

namespace {
/// Object::aux of a generator: the await of a future (or the like) that it stands at is told already. The instruction
/// runs again at every resumption, the event must not.
constexpr uint16_t kAwaitTold = 1;
}  // namespace

void trace_await_native(Vm& vm, Frame* frame, Value delegate) {
  if (frame->generator->aux & kAwaitTold) return;
  frame->generator->aux |= kAwaitTold;
  uint32_t future = vm.future_trace_id ? vm.future_trace_id(delegate) : 0;
  if (delegate.is(Kind::kAsyncGenAwaitable)) {
    CoroId child = known(vm, as<AsyncGenAwaitable>(delegate)->generator);
    vm.recorder.emit(ev::CoroAwaitBegin{known(vm, frame->generator), child, line_of_frame(frame)});
    return;
  }
  vm.recorder.emit(ev::CoroAwaitsFuture{known(vm, frame->generator), FutureId{future}, line_of_frame(frame),
                                        vm.recorder.intern(future ? "" : type_of(delegate)->name->view())});
}

void trace_await_end(Vm& vm, Generator* parent) {
  parent->aux &= static_cast<uint16_t>(~kAwaitTold);
  vm.recorder.emit(ev::CoroAwaitEnd{known(vm, parent)});
}

void trace_yield(Vm& vm, Generator* generator) {
  vm.recorder.emit(ev::CoroYielded{known(vm, generator), line_of_frame(&generator->frame), {}});
}

namespace {

void finished(Vm& vm, Generator* generator, FinishHow how, StringId text) {
  vm.recorder.emit(ev::CoroFinished{known(vm, generator), how, text});
}

}  // namespace

void trace_generator_finished(Vm& vm, Generator* generator, FinishedHow how) {
  FinishHow recorded = FinishHow::kReturned;
  if (how == FinishedHow::kClosed) recorded = FinishHow::kClosed;
  if (how == FinishedHow::kClosedUnstarted) recorded = FinishHow::kClosedUnstarted;
  finished(vm, generator, recorded, {});
}

void trace_generator_raised(Vm& vm, Generator* generator, Value exception) {
  if (exception && is_instance(exception, vm.exc.GeneratorExit)) return finished(vm, generator, FinishHow::kClosed, {});
  StringId text = exception ? vm.recorder.text(vm.repr_text(exception)) : StringId{};
  finished(vm, generator, FinishHow::kRaised, text);
}

void trace_generator_exit_ignored(Vm& vm, Generator* generator) {
  vm.recorder.emit(ev::CoroGeneratorExitIgnored{known(vm, generator), static_cast<uint32_t>(current_line(generator))});
}

void trace_last_reference(Vm& vm, Generator* generator) {
  vm.recorder.emit(ev::CoroLastReference{known(vm, generator), trace_user_place(vm)});
}

void trace_never_awaited(Vm& vm, Generator* generator) { vm.recorder.emit(ev::CoroNeverAwaited{known(vm, generator)}); }

void trace_coro_freed(Vm& vm, Generator* generator) { vm.recorder.emit(ev::CoroFreed{id_of(generator)}); }

void trace_asyncgen_op_begin(Vm& vm, AsyncGenAwaitable* awaitable) {
  CoroId id = known(vm, awaitable->generator);
  awaitable->generator->holder_task = vm.running_task;
  vm.recorder.emit(ev::AsyncgenOpBegin{id, operation_of(awaitable)});
  if (awaitable->mode == AsyncGenAwaitable::Mode::kClose) {
    auto by = static_cast<trace::CloseBy>(awaitable->generator->close_by);
    vm.recorder.emit(ev::CoroCloseBegin{id, by});
  }
}

void trace_asyncgen_op_end(Vm& vm, AsyncGenAwaitable* awaitable) {
  awaitable->generator->holder_task = 0;
  vm.recorder.emit(ev::AsyncgenOpEnd{known(vm, awaitable->generator), operation_of(awaitable)});
}

void trace_asyncgen_busy(Vm& vm, AsyncGenAwaitable* awaitable) {
  Generator* generator = awaitable->generator;
  vm.recorder.emit(ev::AsyncgenBusy{known(vm, generator), operation_of(awaitable), TaskId{generator->holder_task}});
}

Ref capture_origin(Vm& vm) {
  std::vector<Ref> entries;
  int depth = vm.coroutine_origin_depth;
  for (Frame* frame = vm.thread->frame; frame && depth > 0; frame = frame->back, --depth) {
    Ptr<Tuple> entry = make_tuple(3);
    entry->items[0] = Ref::share(frame->code->filename).release();
    entry->items[1] = make_int(frame->code->line_at(frame->instruction_index())).release();
    entry->items[2] = Ref::share(frame->code->name).release();
    entries.emplace_back(std::move(entry));
  }
  Ptr<Tuple> origin = make_tuple(static_cast<uint32_t>(entries.size()));
  for (size_t i = 0; i < entries.size(); ++i) origin->items[i] = entries[i].release();
  return origin;
}

}  // namespace loopscope::vm

#pragma once

// A small program as the engine would record it.

#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::timeline::test {

// A task creates another, waits for a sleep, is woken in the second tick and returns; an async generator is closed by
// the hook; a coroutine is never awaited; the other task runs into the generator and is still pending when the loop
// closes.
class Program {
 public:
  Program() {
    trace::Channel channel(trace::Channel::Options{.unbounded = true});
    trace::Recorder recorder(&channel, &now_);
    record(recorder);
    recorder.close();
    store_.drain(channel);
  }
  const trace::Store& store() const { return store_; }

 private:
  void record(trace::Recorder& r) {
    namespace ev = trace::ev;
    const LoopId loop{1};
    const TaskId first{1}, second{2};
    const FutureId sleep{3};
    const CoroId main{1}, worker{2}, rows{3}, forgotten{4};
    const auto at = [&](std::int64_t us) { now_ = us * 1000; };
    r.emit(ev::ProgramStarted{r.intern("app.py")});
    r.emit(ev::CodeDefined{CodeId{1}, r.intern("main"), r.intern("main"), {}});
    r.emit(ev::CodeDefined{CodeId{2}, r.intern("worker"), r.intern("worker"), {}});
    r.emit(ev::CodeDefined{CodeId{3}, r.intern("rows"), r.intern("rows"), {}});
    r.emit(ev::CodeDefined{CodeId{4}, r.intern("forgotten"), r.intern("forgotten"), {}});
    at(10);
    r.emit(ev::LoopCreated{loop, r.intern("loop 1")});
    r.emit(ev::CoroCreated{main, trace::CoroKind::kCoroutine, CodeId{1}, {}});
    r.emit(ev::TaskCreated{first, main, loop, r.intern("Task-1"), {}});
    r.emit(ev::HandleScheduled{HandleId{1}, loop, {}, first, {}});
    r.emit(ev::LoopRunBegin{loop});
    iteration(r, 1, 20, 20);
    r.emit(ev::HandleBegin{HandleId{1}, loop});
    r.emit(ev::TaskStepBegin{first, {}});
    r.emit(ev::CoroResumed{main, trace::ResumeHow::kSend});
    at(30);
    r.emit(ev::CoroCreated{worker, trace::CoroKind::kCoroutine, CodeId{2}, {}});
    r.emit(ev::TaskCreated{second, worker, loop, r.intern("Task-2"), {}});
    r.emit(ev::HandleScheduled{HandleId{2}, loop, {}, second, {}});
    r.emit(ev::CoroCreated{rows, trace::CoroKind::kAsyncGenerator, CodeId{3}, {}});
    r.emit(ev::CoroFirstIteration{rows, loop});
    r.emit(ev::AsyncgenOpBegin{rows, trace::AsyncgenOp::kAnext});
    at(40);
    r.emit(ev::CoroYielded{rows, 12, {}});
    r.emit(ev::AsyncgenOpEnd{rows, trace::AsyncgenOp::kAnext});
    r.emit(ev::CoroCreated{forgotten, trace::CoroKind::kCoroutine, CodeId{4}, {}});
    r.emit(ev::FutureCreated{sleep, loop, r.intern("sleep(0.1)"), {}});
    r.emit(ev::TimerScheduled{HandleId{3}, loop, r.intern("wake"), 100'000'000});
    r.emit(ev::TimerAimed{HandleId{3}, sleep});
    r.emit(ev::TaskSuspended{first, sleep, r.intern("sleep(0.1)")});
    at(50);
    r.emit(ev::CoroSuspended{main, 5});
    r.emit(ev::TaskStepEnd{first});
    r.emit(ev::HandleEnd{HandleId{1}});
    r.emit(ev::IterationEnd{loop, 1});
    iteration(r, 2, 60, 60);
    r.emit(ev::HandleBegin{HandleId{2}, loop});
    r.emit(ev::TaskStepBegin{second, {}});
    at(70);
    r.emit(ev::AsyncgenBusy{rows, trace::AsyncgenOp::kAsend, first});
    r.emit(ev::TaskSuspended{second, FutureId{4}, r.intern("forever")});
    r.emit(ev::TaskStepEnd{second});
    r.emit(ev::HandleEnd{HandleId{2}});
    r.emit(ev::IterationEnd{loop, 2});
    iteration(r, 3, 80, 100'000);
    r.emit(ev::HandleBegin{HandleId{3}, loop});
    r.emit(ev::FutureResolved{sleep, trace::Outcome::kResult, {}});
    r.emit(ev::HandleScheduled{HandleId{4}, loop, {}, first, sleep});
    r.emit(ev::HandleEnd{HandleId{3}});
    r.emit(ev::IterationEnd{loop, 3});
    iteration(r, 4, 100'010, 100'010);
    r.emit(ev::HandleBegin{HandleId{4}, loop});
    r.emit(ev::TaskStepBegin{first, {}});
    at(100'050);
    r.emit(ev::CoroLastReference{rows, {}});
    r.emit(ev::AsyncgenHookCalled{rows, loop});
    r.emit(ev::CoroCloseBegin{rows, trace::CloseBy::kGcHook});
    r.emit(ev::CoroFinished{rows, trace::FinishHow::kClosed, {}});
    r.emit(ev::CoroNeverAwaited{forgotten});
    r.emit(ev::TaskDone{first, trace::Outcome::kResult, r.intern("None")});
    r.emit(ev::TaskStepEnd{first});
    r.emit(ev::HandleEnd{HandleId{4}});
    r.emit(ev::IterationEnd{loop, 4});
    at(100'060);
    r.emit(ev::LoopRunEnd{loop});
    r.emit(ev::TaskPendingAtClose{second, loop});
    r.emit(ev::LoopClosed{loop});
    at(100'070);
    r.emit(ev::ProgramEnded{0});
  }
  void iteration(trace::Recorder& r, std::uint32_t number, std::int64_t from_us, std::int64_t to_us) {
    namespace ev = trace::ev;
    now_ = from_us * 1000;
    r.emit(ev::IterationBegin{LoopId{1}, number});
    r.emit(ev::SelectBegin{LoopId{1}, 0});
    now_ = to_us * 1000;
    r.emit(ev::SelectEnd{LoopId{1}, 0});
    r.emit(ev::TimersBegin{LoopId{1}});
    r.emit(ev::RunBegin{LoopId{1}, 1});
  }

  std::int64_t now_ = 0;
  trace::Store store_;
};

}  // namespace loopscope::timeline::test

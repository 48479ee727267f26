#pragma once

// A small trace made by hand, as the engine would record it: main() starts a worker that sleeps for 100 ms, iterates an
// async generator once, and is woken by the worker's end. The worker prints and is slow.

#include "app/session/trace_session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/file/writer.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app::testing {

class DemoTrace : public TraceSession {
 public:
  DemoTrace() {
    trace::Channel channel({.blocks = 4, .unbounded = true});
    trace::Recorder recorder(&channel, &now_);
    record(recorder);
    recorder.close();
    store().drain(channel);
    advance(0xFFFFFFFFU);
    finish();
  }

  // Into a file; false when that fails.
  bool save(const std::string& path) {
    std::string error;
    const auto writer = trace::file::Writer::create(path, "{}", &error);
    if (!writer) return false;
    trace::file::write_store(store(), 0, store().size(), *writer);
    return writer->close();
  }

  static constexpr std::uint32_t kFile = 1;
  static constexpr TaskId kMain{1}, kWorker{2};
  static constexpr CoroId kMainCoro{1}, kWorkerCoro{2}, kRows{3};

 private:
  // One iteration of the loop around a single handle.
  template <class Body>
  void tick(trace::Recorder& r, std::uint32_t number, std::int64_t wait, HandleId handle, Body body) {
    namespace ev = trace::ev;
    r.emit(ev::IterationBegin{kLoop, number});
    r.emit(ev::SelectBegin{kLoop, wait});
    now_ += wait;
    r.emit(ev::SelectEnd{kLoop, 0});
    r.emit(ev::TimersBegin{kLoop});
    if (wait > 0) r.emit(ev::TimerReady{handle, kLoop});
    r.emit(ev::RunBegin{kLoop, 1});
    r.emit(ev::HandleBegin{handle, kLoop});
    now_ += 1000;
    body();
    r.emit(ev::HandleEnd{handle});
    r.emit(ev::IterationEnd{kLoop, number});
  }

  void record(trace::Recorder& r) {
    namespace ev = trace::ev;
    const Place top{FileId{kFile}, 12}, start{FileId{kFile}, 8};
    r.emit(ev::ProgramStarted{r.intern("lesson.py")});
    r.emit(ev::FileLoaded{FileId{2}, r.intern("/loopscope/lib/asyncio/runners.py"), r.intern("x"), true});
    r.emit(ev::FileLoaded{FileId{kFile}, r.intern("lesson.py"), r.text("import asyncio\n"), false});
    r.emit(ev::CodeDefined{CodeId{1}, r.intern("main"), r.intern("main"), Place{FileId{kFile}, 7}});
    r.emit(ev::CodeDefined{CodeId{2}, r.intern("worker"), r.intern("worker"), Place{FileId{kFile}, 2}});
    r.emit(ev::CodeDefined{CodeId{3}, r.intern("rows"), r.intern("rows"), Place{FileId{kFile}, 4}});
    r.emit(ev::LoopCreated{kLoop, r.intern("loop")});
    r.emit(ev::LoopDebugChanged{kLoop, true});
    r.emit(ev::LoopSlowThresholdChanged{kLoop, 100'000'000});
    r.emit(ev::CoroCreated{kMainCoro, trace::CoroKind::kCoroutine, CodeId{1}, top});
    r.emit(ev::TaskCreated{kMain, kMainCoro, kLoop, r.intern("Task-1"), top});
    r.emit(ev::HandleScheduled{HandleId{1}, kLoop, {}, kMain, {}});
    r.emit(ev::LoopRunBegin{kLoop});
    tick(r, 1, 0, HandleId{1}, [&] {
      r.emit(ev::TaskStepBegin{kMain, {}});
      r.emit(ev::CoroResumed{kMainCoro, trace::ResumeHow::kSend});
      r.emit(ev::LineReached{CodeId{1}, 8, kMainCoro});
      r.emit(ev::CoroCreated{kWorkerCoro, trace::CoroKind::kCoroutine, CodeId{2}, start});
      r.emit(ev::TaskCreated{kWorker, kWorkerCoro, kLoop, r.intern("Task-2"), start});
      r.emit(ev::HandleScheduled{HandleId{2}, kLoop, {}, kWorker, {}});
      r.emit(ev::LineReached{CodeId{1}, 9, kMainCoro});
      r.emit(ev::StdoutWritten{r.text("started"), Place{FileId{kFile}, 9}});
      r.emit(ev::StdoutWritten{r.text("\n"), Place{FileId{kFile}, 9}});
      r.emit(ev::CoroAwaitsFuture{kMainCoro, FutureId{kWorker.value}, 10, {}});
      r.emit(ev::TaskSuspended{kMain, FutureId{kWorker.value}, {}});
      r.emit(ev::CoroSuspended{kMainCoro, 10});
      r.emit(ev::TaskStepEnd{kMain});
    });
    tick(r, 2, 0, HandleId{2}, [&] {
      r.emit(ev::TaskStepBegin{kWorker, {}});
      r.emit(ev::CoroResumed{kWorkerCoro, trace::ResumeHow::kSend});
      r.emit(ev::LineReached{CodeId{2}, 3, kWorkerCoro});
      r.emit(ev::FutureCreated{FutureId{3}, kLoop, r.intern("sleep(0.1)"), Place{FileId{kFile}, 3}});
      r.emit(ev::TimerScheduled{HandleId{3}, kLoop, r.intern("sleep"), now_ + 100'000'000});
      r.emit(ev::TimerAimed{HandleId{3}, FutureId{3}});
      r.emit(ev::CoroAwaitsFuture{kWorkerCoro, FutureId{3}, 3, r.intern("sleep(0.1)")});
      r.emit(ev::TaskSuspended{kWorker, FutureId{3}, r.intern("sleep(0.1)")});
      r.emit(ev::CoroSuspended{kWorkerCoro, 3});
      r.emit(ev::TaskStepEnd{kWorker});
    });
    tick(r, 3, 100'000'000, HandleId{3}, [&] {
      r.emit(ev::FutureResolved{FutureId{3}, trace::Outcome::kResult, {}});
      r.emit(ev::HandleScheduled{HandleId{4}, kLoop, {}, kWorker, FutureId{3}});
    });
    tick(r, 4, 0, HandleId{4}, [&] {
      r.emit(ev::TaskStepBegin{kWorker, {}});
      r.emit(ev::CoroResumed{kWorkerCoro, trace::ResumeHow::kSend});
      r.emit(ev::LineReached{CodeId{2}, 4, kWorkerCoro});
      now_ += 150'000'000;
      r.emit(ev::TaskDone{kWorker, trace::Outcome::kResult, r.intern("42")});
      r.emit(ev::HandleScheduled{HandleId{5}, kLoop, {}, kMain, FutureId{kWorker.value}});
      r.emit(ev::CoroFinished{kWorkerCoro, trace::FinishHow::kReturned, {}});
      r.emit(ev::TaskStepEnd{kWorker});
      r.emit(ev::HandleSlow{HandleId{4}, 150'001'000, r.intern("<Task-2>")});
      r.emit(ev::LogRecorded{30, r.intern("asyncio"), r.intern("Executing <Task-2> took 0.150 seconds"), {}});
      r.emit(ev::StderrWritten{r.text("Executing <Task-2> took 0.150 seconds\n"), {}});
    });
    tick(r, 5, 0, HandleId{5}, [&] {
      r.emit(ev::TaskStepBegin{kMain, {}});
      r.emit(ev::CoroAwaitEnd{kMainCoro});
      r.emit(ev::CoroResumed{kMainCoro, trace::ResumeHow::kSend});
      r.emit(ev::LineReached{CodeId{1}, 11, kMainCoro});
      r.emit(ev::CoroCreated{kRows, trace::CoroKind::kAsyncGenerator, CodeId{3}, Place{FileId{kFile}, 11}});
      r.emit(ev::CoroFirstIteration{kRows, kLoop});
      r.emit(ev::CoroYielded{kRows, 5, r.intern("1")});
      r.emit(ev::TaskDone{kMain, trace::Outcome::kException, r.intern("ValueError('no rows')")});
      r.emit(ev::CoroFinished{kMainCoro, trace::FinishHow::kRaised, r.intern("ValueError('no rows')")});
      r.emit(ev::TaskStepEnd{kMain});
    });
    r.emit(ev::LoopRunEnd{kLoop});
    r.emit(ev::LoopClosed{kLoop});
    r.emit(ev::StderrWritten{r.text("ValueError: no rows\n"), {}});
    r.emit(ev::ProgramEnded{1});
  }

  static constexpr LoopId kLoop{1};
  std::int64_t now_ = 0;
};

}  // namespace loopscope::app::testing

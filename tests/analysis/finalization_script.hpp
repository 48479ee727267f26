#pragma once
// A program that leaves two async generators unfinished, as the engine would record it:
//
//   task Task-1 main() iterates outer() and within it inner(); both are dropped; the hook closes inner() in Task-2 and
//   outer() in Task-3; inner() sleeps 0.1 s while it closes.

#include "tests/analysis/script.hpp"

namespace loopscope::analysis::testing {

struct FinalizationScript : Script {
  FileId demo;
  CoroId main, outer, inner;
  Made first, close_inner, close_outer;
  FutureId sleep;
  HandleId timer_handle;

  FinalizationScript() {
    demo =
        file("/home/me/demo.py",
             "import asyncio\n\nasync def outer():\n    try:\n        yield 1\n    finally:\n        print('outer')\n\n"
             "async def inner():\n    try:\n        yield 2\n    finally:\n        await asyncio.sleep(0.1)\n\n"
             "async def main():\n    async for c in outer():\n        async for r in inner():\n            break\n"
             "        break\n\nasyncio.run(main())\n");
    const FileId runners = file("/loopscope/lib/asyncio/tasks.py", "async def sleep(delay):\n    ...\n", true);
    const CodeId main_code = code("main", demo, 15), outer_code = code("outer", demo, 3),
                 inner_code = code("inner", demo, 9), sleep_code = code("sleep", runners, 1);
    const LoopId loop = this->loop();
    main = coro(main_code, trace::CoroKind::kCoroutine, Place(demo, 21));
    first = task("Task-1", main, Place(demo, 21));
    emit(ev::LoopRunBegin{loop});
    tick(1, [&] {
      step(first.handle, first.task, [&] {
        emit(ev::CoroResumed{main, trace::ResumeHow::kSend});
        outer = iterate(outer_code, 16, 5);
        inner = iterate(inner_code, 17, 11);
        emit(ev::LineReached{main_code, 18, main});
        close_inner = drop(inner, 18);
        emit(ev::LineReached{main_code, 19, main});
        close_outer = drop(outer, 19);
        emit(ev::CoroFinished{main, trace::FinishHow::kReturned, {}});
        emit(ev::TaskDone{first.task, trace::Outcome::kResult, str("None")});
      });
    });
    tick(2, [&] {
      step(close_inner.handle, close_inner.task, [&] {
        close(inner);
        emit(ev::LineReached{inner_code, 13, inner});
        const CoroId sleeping = coro(sleep_code);
        emit(ev::CoroAwaitBegin{inner, sleeping, 13});
        sleep = future("sleep(0.1)");
        timer_handle = timer("set_result", now() + 100'000'000, sleep);
        emit(ev::CoroAwaitsFuture{sleeping, sleep, 2, {}});
        emit(ev::CoroSuspended{sleeping, 2});
        emit(ev::TaskSuspended{close_inner.task, sleep, {}});
      });
      step(close_outer.handle, close_outer.task, [&] {
        close(outer);
        emit(ev::LineReached{outer_code, 7, outer});
        emit(ev::StdoutWritten{str("outer"), Place(demo, 7)});
        emit(ev::StdoutWritten{str("\n"), Place(demo, 7)});
        finish(outer, close_outer.task);
      });
    });
    due(timer_handle);
    HandleId woken;
    tick(
        1,
        [&] {
          handle(timer_handle, [&] {
            emit(ev::FutureResolved{sleep, trace::Outcome::kResult, str("None")});
            woken = soon(close_inner.task, sleep);
          });
        },
        100'000'000);
    tick(1, [&] {
      step(woken, close_inner.task, [&] {
        emit(ev::CoroResumed{CoroId{4}, trace::ResumeHow::kSend});
        emit(ev::CoroFinished{CoroId{4}, trace::FinishHow::kReturned, {}});
        emit(ev::CoroAwaitEnd{inner});
        finish(inner, close_inner.task);
      });
    });
    emit(ev::LoopRunEnd{loop});
    emit(ev::LoopClosed{loop});
    emit(ev::ProgramEnded{0});
  }

 private:
  CoroId iterate(CodeId code, uint32_t line, uint32_t yield_line) {
    emit(ev::LineReached{CodeId{1}, line, main});
    const CoroId gen = coro(code, trace::CoroKind::kAsyncGenerator, Place(demo, line));
    emit(ev::CoroFirstIteration{gen, LoopId{1}});
    emit(ev::CoroAwaitBegin{main, gen, line});
    emit(ev::AsyncgenOpBegin{gen, trace::AsyncgenOp::kAnext});
    emit(ev::CoroYielded{gen, yield_line, {}});
    emit(ev::AsyncgenOpEnd{gen, trace::AsyncgenOp::kAnext});
    emit(ev::CoroAwaitEnd{main});
    return gen;
  }
  Made drop(CoroId gen, uint32_t line) {
    emit(ev::CoroLastReference{gen, Place(demo, line)});
    emit(ev::AsyncgenHookCalled{gen, LoopId{1}});
    return task(gen == inner ? "Task-2" : "Task-3", gen);
  }
  void close(CoroId gen) {
    emit(ev::AsyncgenOpBegin{gen, trace::AsyncgenOp::kAclose});
    emit(ev::CoroCloseBegin{gen, trace::CloseBy::kUnknown});
  }
  void finish(CoroId gen, TaskId task) {
    emit(ev::CoroFinished{gen, trace::FinishHow::kClosed, {}});
    emit(ev::AsyncgenOpEnd{gen, trace::AsyncgenOp::kAclose});
    emit(ev::TaskDone{task, trace::Outcome::kResult, str("None")});
  }
};

}  // namespace loopscope::analysis::testing

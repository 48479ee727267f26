// What happens after the last line: the order in which CPython takes a program down.

#include <gtest/gtest.h>

#include "tests/runtime/run_program.hpp"

namespace loopscope::runtime {
namespace {

TEST(Finalization, FinalizersStillSeeTheGlobals) {
  Ran ran = run_program(
      "import math\n"
      "name = 'global'\n"
      "class A:\n"
      "  def __del__(self):\n"
      "    print('gone', name, math.floor(1.5))\n"
      "a = A()\n"
      "a.me = a\n"
      "print('end')\n");
  EXPECT_EQ(ran.out, "end\ngone global 1\n");
  EXPECT_EQ(ran.err, "");
}

TEST(Finalization, CyclesGoBeforeGlobals) {
  Ran ran = run_program(
      "class D:\n"
      "  def __init__(self, name): self.name = name\n"
      "  def __del__(self): print('del', self.name)\n"
      "x = D('global')\n"
      "a = D('cycle')\n"
      "a.me = a\n"
      "del a\n");
  EXPECT_EQ(ran.out, "del cycle\ndel global\n");
}

TEST(Finalization, ExitFunctionsRunFirstAndBackwards) {
  Ran ran = run_program(
      "import atexit\n"
      "atexit.register(print, 'one')\n"
      "atexit.register(print, 'two')\n"
      "print('end')\n");
  EXPECT_EQ(ran.out, "end\ntwo\none\n");
}

TEST(Finalization, ExitFunctionsRunAfterAnUncaughtError) {
  Ran ran = run_program("import atexit\natexit.register(print, 'bye')\n1 / 0\n");
  EXPECT_EQ(ran.out, "bye\n");
  EXPECT_EQ(ran.result.exit_status, 1);
}

TEST(Finalization, PendingTasksComplain) {
  Ran ran = run_program(
      "import asyncio\n"
      "async def stuck():\n"
      "  await asyncio.get_running_loop().create_future()\n"
      "loop = asyncio.new_event_loop()\n"
      "t = loop.create_task(stuck(), name='stuck')\n"
      "loop.run_until_complete(asyncio.sleep(0))\n"
      "loop.close()\n"
      "print('end')\n");
  EXPECT_EQ(ran.out, "end\n");
  EXPECT_NE(ran.err.find("Task was destroyed but it is pending!"), std::string::npos) << ran.err;
}

TEST(Finalization, CoroutinesThatNobodyAwaitedAreNamed) {
  Ran ran = run_program("async def lonely(): pass\nlonely()\n");
  EXPECT_EQ(ran.err,
            "program.py:2: RuntimeWarning: coroutine 'lonely' was never awaited\n"
            "  lonely()\n"
            "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n");
}

TEST(Finalization, ErrorsInFinalizersAreReported) {
  Ran ran =
      run_program("class A:\n  def __del__(self):\n    raise RuntimeError('late')\na = A()\ndel a\nprint('on')\n");
  EXPECT_EQ(ran.out, "on\n");
  EXPECT_NE(ran.err.find("Exception ignored in: <function A.__del__ at 0x"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("    raise RuntimeError('late')\nRuntimeError: late\n"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace loopscope::runtime

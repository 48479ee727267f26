#include <gtest/gtest.h>

#include <vector>

#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "tests/runtime/run_program.hpp"

namespace loopscope::runtime {
namespace {

TEST(Session, PrintsAndEndsWithZero) {
  Ran ran = run_program("print('one', 2, sep='-')\nimport sys\nprint('err', file=sys.stderr)\n");
  EXPECT_EQ(ran.out, "one-2\n");
  EXPECT_EQ(ran.err, "err\n");
  EXPECT_EQ(ran.result.exit_status, 0);
  EXPECT_FALSE(ran.result.stopped);
}

TEST(Session, ArgumentsAndEnvironmentReachTheProgram) {
  RunOptions options;
  options.argv = {"a", "b c"};
  options.environment["NAME"] = "value";
  Ran ran = run_program("import sys, os\nprint(sys.argv, os.environ.get('NAME'), os.getenv('HOME'))\n", options);
  EXPECT_EQ(ran.out, "['program.py', 'a', 'b c'] value None\n");
}

struct ExitCase {
  const char* source;
  int status;
  const char* err;
};

class ExitStatus : public testing::TestWithParam<ExitCase> {};

TEST_P(ExitStatus, IsCPythons) {
  Ran ran = run_program(GetParam().source);
  EXPECT_EQ(ran.result.exit_status, GetParam().status);
  EXPECT_EQ(ran.err, GetParam().err);
}

INSTANTIATE_TEST_SUITE_P(Session, ExitStatus,
                         testing::Values(ExitCase{"import sys; sys.exit()", 0, ""},
                                         ExitCase{"raise SystemExit(3)", 3, ""},
                                         ExitCase{"raise SystemExit(256 + 7)", 7, ""},
                                         ExitCase{"import sys; sys.exit('why')", 1, "why\n"},
                                         ExitCase{"raise SystemExit(None)", 0, ""},
                                         ExitCase{"raise KeyboardInterrupt", 130,
                                                  "Traceback (most recent call last):\n"
                                                  "  File \"program.py\", line 1, in <module>\n"
                                                  "    raise KeyboardInterrupt\n"
                                                  "KeyboardInterrupt\n"},
                                         ExitCase{"try:\n  exit(4)\nexcept Exception:\n  pass\n", 4, ""}));

TEST(Session, MissingFileIsStatusTwo) {
  RunOptions options;
  std::string err;
  options.path = "/no/such/file.py";
  options.on_stderr = [&](std::string_view text) { err += text; };
  EXPECT_EQ(run(options).exit_status, 2);
  EXPECT_EQ(err, "loopscope: can't open file '/no/such/file.py': [Errno 2] No such file or directory\n");
}

TEST(Session, NulBytesAndBadUtf8AreSyntaxErrors) {
  Ran nul = run_program(std::string_view("x = 1\0", 6));
  EXPECT_NE(nul.err.find("SyntaxError: source code"), std::string::npos) << nul.err;
  Ran bad = run_program("x = '\xff'\n");
  EXPECT_NE(bad.err.find("SyntaxError:"), std::string::npos) << bad.err;
  EXPECT_EQ(bad.result.exit_status, 1);
}

TEST(Session, RefusedModulesNameWhatWorks) {
  Ran ran = run_program("import sqlite3\n");
  EXPECT_NE(ran.err.find("ModuleNotFoundError: No module named 'sqlite3' (Loopscope does not have it: "),
            std::string::npos)
      << ran.err;
  Ran file = run_program("open('x')\n");
  EXPECT_NE(file.err.find("PermissionError: open('x'): Loopscope runs programs in a sandbox"), std::string::npos)
      << file.err;
}

TEST(Session, BudgetEndsAProgramThatCatchesEverything) {
  RunOptions options;
  options.limits.instructions = 1'000'000;
  Ran ran = run_program("while True:\n  try:\n    while True: pass\n  except BaseException: pass\n", options);
  EXPECT_EQ(ran.result.exit_status, 1);
  EXPECT_NE(ran.err.find("budget"), std::string::npos) << ran.err;
}

TEST(Session, SeedsChooseTheRandomNumbers) {
  const char* source = "import random\nprint(random.random())\n";
  RunOptions one, two;
  one.seed = 1;
  two.seed = 2;
  EXPECT_EQ(run_program(source, one).out, run_program(source, one).out);
  EXPECT_NE(run_program(source, one).out, run_program(source, two).out);
  // The same generator as CPython's.
  EXPECT_EQ(run_program("import random\nrandom.seed(1)\nprint(random.random(), random.randint(1, 100))\n").out,
            "0.13436424411240122 98\n");
}

/// Everything that a run records, as raw cells.
std::vector<uint64_t> trace_of(std::string_view source) {
  trace::Channel channel(trace::Channel::Options{.blocks = 4, .unbounded = true});
  int64_t start = 0;
  RunOptions options;
  {
    trace::Recorder recorder(&channel, &start);
    options.recorder = &recorder;
    run_program(source, options);
  }
  std::vector<uint64_t> cells;
  while (trace::Block* block = channel.front()) {
    uint32_t count = block->published.load();
    for (uint32_t i = 0; i < count; ++i) {
      cells.push_back(static_cast<uint64_t>(block->records[i].time_ns));
      cells.push_back(block->records[i].type);
      for (uint32_t a : block->records[i].args) cells.push_back(a);
    }
    channel.release();
  }
  return cells;
}

TEST(Session, TheSameProgramGivesTheSameTrace) {
  const char* source =
      "import asyncio\nasync def f(n):\n  await asyncio.sleep(n / 10)\n  print(n)\n"
      "async def main():\n  await asyncio.gather(f(2), f(1))\nasyncio.run(main())\n";
  std::vector<uint64_t> first = trace_of(source), second = trace_of(source);
  EXPECT_GT(first.size(), 100u);
  EXPECT_EQ(first, second);
}

TEST(Session, RunsOneAfterTheOtherDoNotTouch) {
  run_program("import builtins\nbuiltins.leak = 1\nimport sys\nsys.leak = 2\n");
  Ran ran = run_program("import sys\nprint(hasattr(sys, 'leak'), 'leak' in dir(__builtins__))\n");
  EXPECT_EQ(ran.out, "False False\n");
}

}  // namespace
}  // namespace loopscope::runtime

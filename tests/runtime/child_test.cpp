// Child processes: the shell's language, what is refused, and the limits that hold for all processes together.

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "engine/runtime/shell_syntax.hpp"
#include "tests/runtime/run_program.hpp"

namespace loopscope::runtime {
namespace {

using When = Pipeline::When;

ShellLine parse(std::string_view text) { return parse_shell_line(text, {{"NAME", "ann lee"}, {"EMPTY", ""}}); }

std::vector<std::string> words_of(std::string_view text) {
  ShellLine line = parse(text);
  EXPECT_EQ(line.error, "") << text;
  return line.pipelines.empty() ? std::vector<std::string>() : line.pipelines[0].commands[0].words;
}

using Words = std::vector<std::string>;

TEST(ShellSyntax, WordsAndQuotes) {
  EXPECT_EQ(words_of("echo one  two"), (Words{"echo", "one", "two"}));
  EXPECT_EQ(words_of("echo 'a  b' \"c $NAME\" d\\ e"), (Words{"echo", "a  b", "c ann lee", "d e"}));
  EXPECT_EQ(words_of("echo $NAME ${NAME}x $NONE '$NAME' \"\\$NAME\" $"),
            (Words{"echo", "ann", "lee", "ann", "leex", "$NAME", "$NAME", "$"}));
  EXPECT_EQ(words_of("echo \"\" $EMPTY ''"), (Words{"echo", "", ""}));
  EXPECT_EQ(words_of("echo a#b # the rest; is nothing"), (Words{"echo", "a#b"}));
  EXPECT_EQ(words_of("echo *.py ~ a?b [x]"),
            (Words{"echo", "*.py", "~", "a?b", "[x]"}));  // no files: they match nothing
  EXPECT_EQ(words_of("echo $?")[1], std::string(1, SimpleCommand::kStatusMark));
  EXPECT_EQ(words_of("  "), Words{});
}

TEST(ShellSyntax, ListsAndPipelines) {
  ShellLine line = parse("a && b || c; ! d | e\nf");
  ASSERT_EQ(line.error, "");
  ASSERT_EQ(line.pipelines.size(), 5u);
  EXPECT_EQ(line.pipelines[1].when, When::kAfterSuccess);
  EXPECT_EQ(line.pipelines[2].when, When::kAfterFailure);
  EXPECT_EQ(line.pipelines[3].when, When::kAlways);
  EXPECT_TRUE(line.pipelines[3].negated);
  EXPECT_EQ(line.pipelines[3].commands.size(), 2u);
  EXPECT_FALSE(line.pipelines[4].negated);
}

TEST(ShellSyntax, Redirections) {
  ShellLine line = parse("a >/dev/null 2>&1 </dev/null");
  ASSERT_EQ(line.error, "");
  const auto& r = line.pipelines[0].commands[0].redirections;
  ASSERT_EQ(r.size(), 3u);
  EXPECT_EQ(r[0].fd, 1);
  EXPECT_EQ(r[0].from, -1);
  EXPECT_EQ(r[1].fd, 2);
  EXPECT_EQ(r[1].from, 1);
  EXPECT_EQ(r[2].fd, 0);
  EXPECT_EQ(words_of("echo 2 >&2"), (Words{"echo", "2"}));
}

TEST(ShellSyntax, WhatItCannotDoIsNamed) {
  for (const char* text :
       {"a & b", "echo $(b)", "echo `b`", "(a)", "a > file", "a < file", "a |", "| a", "a &&", "a && ; b", "X=1 a",
        "for x in 1; do a; done", "echo 'open", "a 3>/dev/null", "a << x", "cd /", "a ;; b"}) {
    EXPECT_NE(parse(text).error, "") << text;
  }
}

TEST(Child, UnknownProgramsAreNamedWithWhatThereIs) {
  Ran ran = run_program("import subprocess\nsubprocess.run(['ls', '-l'])\n");
  EXPECT_NE(
      ran.err.find(
          "FileNotFoundError: [Errno 2] No such file or directory: 'ls'\nLoopscope has no programs but cat, echo"),
      std::string::npos)
      << ran.err;
  ran = run_program("import subprocess\nprint(subprocess.run('ls -l', shell=True).returncode)\n");
  EXPECT_EQ(ran.out, "127\n");
  EXPECT_EQ(ran.err.find("/bin/sh: 1: ls: not found\nloopscope: the simulated world has cat, echo"), 0u) << ran.err;
  ran = run_program("import subprocess\nprint(subprocess.run('echo $(date)', shell=True).returncode)\n");
  EXPECT_EQ(ran.out, "2\n");
  EXPECT_EQ(ran.err.find("/bin/sh: 1: Syntax error: '$(' unexpected\nloopscope: the simulated shell has"), 0u)
      << ran.err;
}

TEST(Child, TheInterpreterReadsNoFilesButTheProgram) {
  Ran ran = run_program(
      "import subprocess, sys\n"
      "if len(sys.argv) > 1: print('child', sys.argv[1:]); sys.exit(7)\n"
      "print(subprocess.run([sys.executable, __file__, 'x']).returncode)\n"
      "print(subprocess.run([sys.executable, '/etc/passwd']).returncode)\n"
      "print(subprocess.run([sys.executable, '-m', 'http.server']).returncode)\n"
      "print(subprocess.run([sys.executable, '-'], input=b'print(6 * 7)').returncode)\n");
  EXPECT_EQ(ran.out, "child ['x']\n7\n2\n2\n42\n0\n");
  EXPECT_NE(ran.err.find("can't open file '/etc/passwd': [Errno 2] No such file or directory"), std::string::npos)
      << ran.err;
}

TEST(Child, StandardInputIsTheRuns) {
  RunOptions options;
  options.standard_input = "ann\n3\nrest\nmore\n";
  Ran ran = run_program(
      "import subprocess, sys\nprint('hello', input())\nprint(int(sys.stdin.readline()) + 1)\nprint(list(sys.stdin))\n"
      "print(repr(sys.stdin.read()))\n",
      options);
  EXPECT_EQ(ran.out, "hello ann\n4\n['rest\\n', 'more\\n']\n''\n") << ran.err;
  ran = run_program("import subprocess\nsubprocess.run(['cat'])\n", options);
  EXPECT_EQ(ran.out, "ann\n3\nrest\nmore\n") << ran.err;
}

TEST(Child, WhatIsLeftEndsWithTheProgram) {
  Ran ran = run_program(
      "import subprocess, sys\n"
      "subprocess.Popen(['sleep', '1000'])\n"
      "subprocess.Popen([sys.executable, '-c', 'while True: pass'])\n"
      "print('end')\n");
  EXPECT_EQ(ran.out, "end\n");
  EXPECT_EQ(ran.result.exit_status, 0) << ran.err;
  EXPECT_LT(ran.result.end_ns, 1'000'000'000);
}

TEST(Child, AProgramThatStartsItselfComesToAnEnd) {
  Ran ran = run_program("import subprocess, sys\nsys.exit(subprocess.run([sys.executable, __file__]).returncode)\n");
  EXPECT_NE(ran.result.exit_status, 0);
  // Each has a part of what the one before it had.
  EXPECT_NE(ran.err.find("MemoryError"), std::string::npos) << ran.err;
}

TEST(Child, AKilledInterpreterRunsNothingMore) {
  Ran ran = run_program(R"(
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", '''
import atexit, time
class D:
    def __del__(self): print("del", flush=True)
d = D()
atexit.register(print, "exit", flush=True)
try:
    print("begun", flush=True)
    time.sleep(100)
finally:
    print("finally", flush=True)
'''])
time.sleep(1)
child.kill()
print(child.wait())
)");
  EXPECT_EQ(ran.out, "begun\n-9\n") << ran.err;
}

TEST(Child, WhatAThreadHeldWhenTheProgramEndedDiesWithoutAWord) {
  Ran ran = run_program(R"(
import socket, threading
a, b = socket.socketpair()
def server(own):
    own.recv(1)
threading.Thread(target=server, args=(b,), daemon=True).start()
class D:
    def __del__(self): print("never")
def keeper():
    d = D()
    a.recv(1)
threading.Thread(target=keeper, daemon=True).start()
import time; time.sleep(0.1)
print("end")
)");
  EXPECT_EQ(ran.out, "end\n");
  EXPECT_EQ(ran.result.exit_status, 0) << ran.err;
}

TEST(Child, StoppingTheRunStopsAllProcesses) {
  using Clock = std::chrono::steady_clock;
  for (const char* source :
       {"import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'while True: pass'])\n",
        "import subprocess\nsubprocess.run('while_not; sleep 1000000 | cat', shell=True)\nwhile True: pass\n"}) {
    Control control;
    Clock::time_point asked;
    std::thread stopper([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      asked = Clock::now();
      control.stop();
    });
    RunOptions options;
    options.limits.instructions = int64_t{1} << 40;
    options.control = &control;
    Ran ran = run_program(source, options);
    auto took = Clock::now() - asked;
    stopper.join();
    EXPECT_TRUE(ran.result.stopped);
    EXPECT_LT(std::chrono::duration_cast<std::chrono::milliseconds>(took).count(), 1000) << source;
  }
}

}  // namespace
}  // namespace loopscope::runtime

#pragma once
// Child processes that are programs: commands of the simulated shell, the shell itself, the interpreter.

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/loop/descriptors.hpp"
#include "engine/runtime/shell_syntax.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::trace {
class Recorder;
}

namespace loopscope::runtime {

/// The names of the commands, as messages list them.
inline constexpr const char* kCommandNames =
    "cat, echo, exit, false, sleep, true, the shell (sh) and the Python interpreter";

// How long a process takes to come to life and to go, in nanoseconds: about what Linux needs. Who waits for its output
// has read it before it learns of its end.
inline constexpr int64_t kProgramStartNs = 1'000'000, kInterpreterStartNs = 15'000'000, kProcessEndNs = 500'000;

/// Standard input, output and error.
using StandardFiles = std::array<loop::FilePtr, 3>;

/// What all processes of a run have in common.
struct Family {
  Program program;  // the one that was started first; children take its options
  Outputs outputs;
  trace::Recorder& recorder;
  loop::World& world;
  vm::TraceIds& ids;
};

/// A process that somebody may wait for: it is readable when it has ended.
class Child final : public loop::OpenFile {
 public:
  Child() : OpenFile(Type::kStream) {}
  uint32_t poll() const override { return ended ? uint32_t{kIn} : 0u; }

  std::shared_ptr<loop::Process> process;
  bool ended = false;
  int status = 0;  // -N: by signal N
};

/// What a process runs: a command with its arguments, or a line of the shell.
struct Job {
  std::vector<std::string> words;
  ShellLine line;  // with words[0] == "sh"
};

/// The job of a program with arguments; false: there is no such program.
bool job_of_words(std::vector<std::string> words, const std::map<std::string, std::string>& environment, Job* job);
Job job_of_line(std::string_view line, const std::map<std::string, std::string>& environment);

/// Starts it; null with an exception pending.
std::shared_ptr<Child> start_child(vm::Vm& vm, std::shared_ptr<Family> family, Job job, StandardFiles files,
                                   std::map<std::string, std::string> environment);

/// Time goes by, in which others may run. False: an exception is pending.
inline bool spend(vm::Vm& vm, int64_t ns) {
  vm.now_ns += ns;
  return !vm.safe_point_due() || vm.at_safe_point();
}

/// The module _spawn.
bool fill_spawn(vm::Vm& vm, vm::Module* module);

/// What a command sees while it runs.
struct Surroundings {
  vm::Vm& vm;  // a bare machine
  std::shared_ptr<Family> family;
  StandardFiles files;
  std::map<std::string, std::string> environment;
  int last_status = 0;    // $?
  bool in_shell = false;  // echo as the shell has it; exit ends the shell
  bool left = false;      // exit was called
};

bool is_command(std::string_view name);
bool is_interpreter(std::string_view name);
/// The exit status. An exception may be pending: the process ends.
int run_command(Surroundings& around, const std::vector<std::string>& words);
int run_shell_line(Surroundings& around, const ShellLine& line);
/// The same for the interpreter, as a process of its own.
void run_interpreter(Family& family, const std::vector<std::string>& words,
                     std::unique_ptr<loop::DescriptorTable> descriptors,
                     const std::map<std::string, std::string>& environment, loop::Process& process, Child& child);

}  // namespace loopscope::runtime

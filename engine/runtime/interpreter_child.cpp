// The Python interpreter as a child process: a machine of its own, with options, -c or the program's own file.

#include <algorithm>
#include <csignal>
#include <optional>

#include "engine/loop/asyncio.hpp"
#include "engine/runtime/child.hpp"
#include "engine/runtime/machine.hpp"

namespace loopscope::runtime {

namespace {

constexpr uint64_t kShareOfMemory = 4;
constexpr int kUsage = 2;  // exit status

struct CommandLine {
  std::optional<std::string> source;  // of -c
  std::string file;
  std::vector<std::string> arguments;
  std::string error;  // to standard error; the status is then 2
  bool version = false;
};

CommandLine parse(const std::vector<std::string>& words, Program* program) {
  CommandLine line;
  size_t i = 1;
  for (; i < words.size() && words[i].size() > 1 && words[i][0] == '-'; ++i) {
    const std::string& option = words[i];
    auto value = [&]() -> std::string {
      if (option.size() > 2) return option.substr(2);
      if (i + 1 < words.size()) return words[++i];
      line.error = fmt::format("Argument expected for the {} option\n", option);
      return "";
    };
    if (option.starts_with("-c")) {
      line.source = value();
      ++i;
      break;
    }
    if (option.starts_with("-W")) {
      program->warning_filters.push_back(value());
    } else if (option.starts_with("-X")) {
      program->x_options.push_back(value());
    } else if (option == "-V" || option == "--version") {
      line.version = true;
    } else if (option == "-u") {
      program->unbuffered = true;
    } else if (option.find_first_not_of("-BEIPOsSqb") != std::string::npos) {
      line.error = fmt::format(
          "loopscope: the interpreter in the simulated world takes -c, -u, -W, -X and a file, not {}\n", option);
    }
  }
  if (!line.source && i < words.size()) line.file = words[i++];
  line.arguments.assign(words.begin() + static_cast<int64_t>(std::min(i, words.size())), words.end());
  return line;
}

bool is_set(const std::map<std::string, std::string>& environment, const char* name) {
  auto at = environment.find(name);
  return at != environment.end() && !at->second.empty();
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

bool is_interpreter(std::string_view name) {
  return name == kInterpreterPath || name == "python" || name == "python3" || name == "/usr/bin/python3";
}

void run_interpreter(Family& family, const std::vector<std::string>& words,
                     std::unique_ptr<loop::DescriptorTable> descriptors,
                     const std::map<std::string, std::string>& environment, loop::Process& process, Child& child) {
  Program program = family.program;
  program.environment = environment;
  program.argv.clear();
  program.warning_filters.clear();
  program.x_options.clear();
  program.unbuffered = is_set(environment, "PYTHONUNBUFFERED");
  program.dev_mode = is_set(environment, "PYTHONDEVMODE");
  CommandLine line = parse(words, &program);
  program.argv = line.arguments;
  program.limits.memory = std::max<uint64_t>(program.limits.memory / kShareOfMemory, 1);
  if (line.source) {
    program.path = "<string>";
    program.argv0 = "-c";
    program.source = *line.source;
  } else if (line.file.empty() || (line.file != family.program.path && line.file != family.program.argv0 &&
                                   line.file != name_of(family.program.path))) {
    // There are no other files; a program from standard input is read by itself.
    if (line.error.empty() && !line.version && !line.file.empty() && line.file != "-") {
      line.error = fmt::format("{}: can't open file '{}': [Errno 2] No such file or directory\n", words[0], line.file);
    }
    program.path = "<stdin>";
    program.argv0 = line.file.empty() ? "" : "-";
    program.source = line.version ? "import sys; print('Python ' + sys.version.split()[0])"
                                  : "import sys; exec(compile(sys.stdin.read(), '<stdin>', 'exec'))";
  }
  Machine machine(program, family.outputs, family.recorder, family.world, &family.ids, std::move(descriptors));
  vm::Vm& vm = machine.vm();
  int status = kUsage;
  bool interrupted = false, stopped = false;
  if (line.error.empty()) {
    // It may be killed before its first line.
    if (spend(vm, kInterpreterStartNs)) machine.execute();
    interrupted = vm.pending_is(vm.exc.KeyboardInterrupt);
    status = machine.report_end(false, &stopped);
  } else if (loop::FilePtr errors = loop::asyncio_of(vm).descriptors->find(2)) {
    loop::write_file(vm, errors, 2, line.error);
  }
  if (interrupted) process.killed_by = SIGINT;
  machine.finish(status);
  child.ended = true;
  child.status = process.status;
  child.changed(vm);
}

}  // namespace loopscope::runtime

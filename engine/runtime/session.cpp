#include "engine/runtime/session.hpp"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "engine/loop/simulated_world.hpp"
#include "engine/runtime/control.hpp"
#include "engine/runtime/machine.hpp"
#include "engine/trace/recorder.hpp"

namespace loopscope::runtime {

namespace {

std::string absolute(const std::string& path) {
  if (path.starts_with('/')) return path;
  std::string folder;
  if (char* cwd = getcwd(nullptr, 0)) {
    folder = cwd;
    std::free(cwd);
  }
  return folder + "/" + path;
}

/// False: *error says why, as the python executable words it.
bool read_file(const std::string& path, std::string* out, std::string* error) {
  constexpr int64_t kLargest = int64_t{64} << 20;
  struct stat info {};
  int code = stat(path.c_str(), &info) != 0 ? errno : 0;
  if (code == 0 && S_ISDIR(info.st_mode)) {
    *error = fmt::format("loopscope: '{}' is a directory, not a Python file\n", absolute(path));
    return false;
  }
  if (code == 0 && info.st_size > kLargest) {
    *error = fmt::format("loopscope: '{}' is larger than 64 MiB\n", absolute(path));
    return false;
  }
  std::FILE* file = code == 0 ? std::fopen(path.c_str(), "rb") : nullptr;
  if (!file) {
    if (code == 0) code = errno;
    *error = fmt::format("loopscope: can't open file '{}': [Errno {}] {}\n", absolute(path), code, std::strerror(code));
    return false;
  }
  char buffer[65536];
  for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), file)) > 0;) {
    out->append(buffer, n);
    if (static_cast<int64_t>(out->size()) > kLargest) break;
  }
  std::fclose(file);
  return true;
}

RunResult run_here(const RunOptions& options) {
  RunResult result;
  Program program;
  std::string problem;
  if (options.source) {
    program.source = *options.source;
  } else if (!read_file(options.path, &program.source, &problem)) {
    if (options.on_stderr) options.on_stderr(problem);
    result.exit_status = 2;
    return result;
  }
  // As the python executable does: the program knows its file by its whole path.
  program.path = options.source ? options.path : absolute(options.path);
  program.argv0 = options.path;
  program.argv = options.argv;
  program.environment = options.environment;
  program.x_options = options.x_options;
  program.warning_filters = options.warning_filters;
  program.seed = options.seed;
  program.dev_mode = options.dev_mode;
  program.log_slow_select = options.log_slow_select;
  program.standard_input = options.standard_input;
  program.trace_lines = options.trace_lines;
  program.limits = vm::Limits{options.limits.instructions, options.limits.memory, options.limits.recursion};
  trace::Recorder silent;
  trace::Recorder& recorder = options.recorder ? *options.recorder : silent;
  static constexpr int64_t kStart = 0;
  recorder.set_clock(&kStart);
  loop::SimulatedWorld world(options.wall_clock);
  {
    Machine machine(program, Outputs{options.on_stdout, options.on_stderr}, recorder, world);
    vm::Vm& vm = machine.vm();
    if (vm.trace_enabled) recorder.emit(trace::ev::ProgramStarted{recorder.intern(program.path)});
    for (const auto& [ns, signal] : options.signals) world.signal_at(ns, signal);
    if (options.control) options.control->impl().attach(vm);
    if (!vm.interrupt || vm.at_safe_point()) machine.execute();
    result.exit_status = machine.report_end(options.control && options.control->stop_requested(), &result.stopped);
    const auto stop_was_asked_for = [&options] { return options.control && options.control->stop_requested(); };
    result.exit_status = machine.finish(result.exit_status, stop_was_asked_for, &result.stopped);
    if (vm.trace_enabled) recorder.emit(trace::ev::ProgramEnded{static_cast<uint32_t>(result.exit_status)});
    result.end_ns = vm.now_ns;
    result.instructions = vm.spent;
    if (options.control) options.control->impl().detach();
    recorder.set_clock(&kStart);
  }
  return result;
}

struct Job {
  const RunOptions& options;
  RunResult result;
};

}  // namespace

RunResult run(const RunOptions& options) {
  // Recursion through C++ code ends at the machine's own limits, which need more stack than a thread has by default;
  // the caller waits, so callbacks see one thread at a time.
#ifdef __SANITIZE_ADDRESS__
  constexpr size_t kStack = size_t{512} << 20;
#else
  constexpr size_t kStack = size_t{64} << 20;
#endif
  Job job{options, {}};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  pthread_t thread;
  int failed = pthread_create(
      &thread, &attributes,
      [](void* context) -> void* {
        auto* j = static_cast<Job*>(context);
        j->result = run_here(j->options);
        return nullptr;
      },
      &job);
  pthread_attr_destroy(&attributes);
  if (failed) return run_here(options);
  pthread_join(thread, nullptr);
  return job.result;
}

}  // namespace loopscope::runtime

#include "engine/runtime/session.hpp"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "engine/lang/compiler.hpp"
#include "engine/loop/asyncio.hpp"
#include "engine/loop/simulated_world.hpp"
#include "engine/runtime/control.hpp"
#include "engine/runtime/install.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/sys_module.hpp"
#include "engine/runtime/traceback.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/exception.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::runtime {

namespace {

namespace ev = trace::ev;

/// Where the program's output goes, and the trace of it.
class SessionHost final : public Host {
 public:
  explicit SessionHost(const RunOptions& options) : options_(options) {}
  void attach(Vm* machine) { vm_ = machine; }

  void write_stdout(std::string_view out) override {
    if (vm_ && vm_->trace_enabled) vm_->recorder.emit(ev::StdoutWritten{vm_->recorder.text(out), place()});
    if (options_.on_stdout) options_.on_stdout(out);
  }
  void write_stderr(std::string_view out) override {
    if (vm_ && vm_->trace_enabled) vm_->recorder.emit(ev::StderrWritten{vm_->recorder.text(out), place()});
    if (options_.on_stderr) options_.on_stderr(out);
  }

 private:
  /// The program's own line that is being executed.
  Place place() const { return vm_->user_frame() ? trace_user_place(*vm_) : Place(); }

  const RunOptions& options_;
  Vm* vm_ = nullptr;
};

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

/// Tells SyntaxWarnings as CPython does when it compiles the main program.
void tell_warnings(Vm& vm, const std::string& path, const std::vector<lang::SyntaxWarning>& warnings) {
  for (const lang::SyntaxWarning& warning : warnings) {
    std::string out = fmt::format("{}:{}: SyntaxWarning: {}\n", path, warning.lineno, warning.message);
    std::string_view line = runtime_of(vm).sources.line(path, warning.lineno);
    size_t start = line.find_first_not_of(" \t\f");
    if (start != std::string_view::npos) out += fmt::format("  {}\n", line.substr(start));
    write_stderr(vm, out);
  }
}

Ptr<CodeObject> compile_main(Vm& vm, const std::string& path, const std::string& source) {
  runtime_of(vm).sources.add(path, source);
  std::vector<lang::SyntaxWarning> warnings;
  auto compiled = lang::compile(source, path, lang::Mode::kExec, &warnings);
  if (!compiled.ok()) return vm.compile(source, path);  // raises
  tell_warnings(vm, path, warnings);
  return make_code(vm, compiled.value());
}

bool execute_main(Vm& vm, const std::string& path, const std::string& source) {
  Ptr<Module> main = vm.add_module("__main__");
  if (!main->dict) main->dict = make_dict().release();
  Dict* ns = main->dict;
  Ref name = text("__main__"), file = text(path);
  dict_set(ns, vm.names.__name__, name);
  dict_set(ns, vm.names.__doc__, kNone);
  dict_set(ns, vm.names.__package__, kNone);
  dict_set(ns, "__loader__", kNone);
  dict_set(ns, "__spec__", kNone);
  dict_set(ns, vm.names.__builtins__, dict_get(vm.modules, vm.names.builtins));
  dict_set(ns, vm.names.__file__, file);
  dict_set(ns, "__cached__", kNone);
  Ptr<CodeObject> code = compile_main(vm, path, source);
  if (!code) return false;
  Ref keep = Ref::share(ns);
  main.reset();
  return static_cast<bool>(vm.execute(code.get(), ns, ns));
}

/// The status of a SystemExit; its message goes to stderr.
int exit_status_of(Vm& vm, Value exception) {
  Ref code = vm.getattr_or_null(exception, vm.names.code);
  vm.take_exception();
  if (!code || code.is_none()) return 0;
  int64_t n = 0;
  if (is_int(code)) return int_value(code, &n) == 1 ? static_cast<int>(n & 0xFF) : 255;
  Ref shown = vm.str(code);
  vm.take_exception();
  if (shown) write_stderr(vm, std::string(view(shown)) + "\n");
  return 1;
}

/// Reports what the main program ended with.
int report(Vm& vm, const Control* control, bool* stopped) {
  constexpr int kSignalled = 128;  // as a shell tells it
  constexpr int kInterrupted = 130;
  Ref exception = vm.take_exception();
  if (!exception) return 0;
  loop::World& world = loop::asyncio_of(vm).world;
  if (type_of(exception) == vm.exc.StopRequested) {
    world.stop();
    if (int signal = world.current_process().killed_by) return kSignalled + signal;
  }
  if (type_of(exception) == vm.exc.StopRequested && control && control->stop_requested()) {
    *stopped = true;
    return 1;
  }
  if (is_instance(exception, vm.exc.SystemExit)) return exit_status_of(vm, exception);
  if (vm.trace_enabled) {
    StringId what = vm.recorder.intern(vm.repr_text(exception));
    vm.recorder.emit(ev::UnhandledError{trace::ErrorKind::kMain, {}, what, {}, {}});
  }
  int status = is_instance(exception, vm.exc.KeyboardInterrupt) ? kInterrupted : 1;
  Value sys = dict_get(vm.modules, "sys");
  Ref hook = sys ? vm.getattr_or_null(sys, intern("excepthook")) : Ref();
  vm.take_exception();
  if (hook && !hook.is_none() && type_of(exception) != vm.exc.StopRequested) {
    Traceback* t = as<Exception>(exception)->traceback;
    Value trace = t ? Value(t) : kNone;
    if (vm.call(hook, type_of(exception), exception, trace)) return status;
    Ref second = vm.take_exception();
    if (second && is_instance(second, vm.exc.SystemExit)) return exit_status_of(vm, second);
    write_stderr(vm, "Error in sys.excepthook:\n" + (second ? format_exception(vm, second) : "") +
                         "\nOriginal exception was:\n" + format_exception(vm, exception));
    return status;
  }
  write_stderr(vm, format_exception(vm, exception));
  return status;
}

}  // namespace

namespace {

RunResult run_here(const RunOptions& options) {
  RunResult result;
  std::string source, problem;
  if (options.source) {
    source = *options.source;
  } else if (!read_file(options.path, &source, &problem)) {
    if (options.on_stderr) options.on_stderr(problem);
    result.exit_status = 2;
    return result;
  }
  // As the python executable does: the program knows its file by its whole path.
  const std::string path = options.source ? options.path : absolute(options.path);
  SessionHost host(options);
  trace::Recorder silent;
  trace::Recorder& recorder = options.recorder ? *options.recorder : silent;
  loop::SimulatedWorld world(options.wall_clock);
  Runtime runtime;
  runtime.environment = options.environment;
  runtime.warning_filters = options.warning_filters;
  runtime.seed = options.seed;
  runtime.dev_mode = options.dev_mode;
  Limits limits{options.limits.instructions, options.limits.memory, options.limits.recursion};
  {
    Vm vm(host, recorder, limits);
    static constexpr int64_t kStart = 0;
    recorder.set_clock(&vm.now_ns);
    vm.trace_enabled = recorder.active();
    vm.trace_lines = options.trace_lines && recorder.active();
    host.attach(&vm);
    world.attach(vm);
    loop::install(vm, world);
    install(vm, runtime, options.path, options.argv);
    if (vm.trace_enabled) recorder.emit(ev::ProgramStarted{recorder.intern(path)});
    if (options.control) options.control->impl().attach(vm);
    if (vm.interrupt && !vm.at_safe_point()) {
      result.exit_status = report(vm, options.control, &result.stopped);
    } else {
      execute_main(vm, path, source);
      result.exit_status = report(vm, options.control, &result.stopped);
    }
    // A stopped program is taken down without running its own code further than one budget of cleaning up.
    if (vm.failed()) vm.take_exception();
    finalize(vm);
    world.detach(vm, result.exit_status);
    result.end_ns = vm.now_ns;
    result.instructions = vm.spent;
    if (vm.trace_enabled) recorder.emit(ev::ProgramEnded{static_cast<uint32_t>(result.exit_status)});
    if (options.control) options.control->impl().detach();
    loop::uninstall(vm);
    vm.trace_enabled = false;
    host.attach(nullptr);
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

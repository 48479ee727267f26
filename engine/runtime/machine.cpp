#include "engine/runtime/machine.hpp"
#include "engine/runtime/python_options.hpp"

#include "engine/lang/compiler.hpp"
#include "engine/loop/asyncio.hpp"
#include "engine/loop/sockets.hpp"
#include "engine/runtime/child.hpp"
#include "engine/runtime/install.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/sys_module.hpp"
#include "engine/runtime/traceback.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/exception.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::runtime {

namespace ev = trace::ev;

/// Where a machine's output goes, and the trace of it.
class MachineHost final : public Host {
 public:
  explicit MachineHost(const Outputs& outputs) : outputs_(outputs) {}
  void attach(Vm* machine) { vm_ = machine; }

  void write_stdout(std::string_view out) override {
    if (vm_ && vm_->trace_enabled) vm_->recorder.emit(ev::StdoutWritten{vm_->recorder.text(out), place()});
    if (outputs_.out) outputs_.out(out);
  }
  void write_stderr(std::string_view out) override {
    if (vm_ && vm_->trace_enabled) vm_->recorder.emit(ev::StderrWritten{vm_->recorder.text(out), place()});
    if (outputs_.err) outputs_.err(out);
  }

 private:
  /// The program's own line that is being executed.
  Place place() const { return vm_->user_frame() ? trace_user_place(*vm_) : Place(); }

  const Outputs& outputs_;
  Vm* vm_ = nullptr;
};

namespace {

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

bool execute_main(Vm& vm, std::string_view module, const std::string& path, const std::string& source) {
  Ptr<Module> main = vm.add_module(module);
  if (!main->dict) main->dict = make_dict().release();
  Dict* ns = main->dict;
  Ref name = text(module), file = text(path);
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

}  // namespace

int Machine::report_end(bool stop_was_asked_for, bool* stopped) {
  Vm& vm = *vm_;
  constexpr int kSignalled = 128;  // as a shell tells it
  constexpr int kInterrupted = 130;
  Ref exception = vm.take_exception();
  if (!exception) return 0;
  loop::World& world = loop::asyncio_of(vm).world;
  if (type_of(exception) == vm.exc.StopRequested) {
    if (int signal = world.current_process().killed_by) return kSignalled + signal;
    if (world.current_process().left) return world.current_process().left_with;
    if (world.ending()) return 1;
    world.stop();
  }
  if (type_of(exception) == vm.exc.StopRequested && stop_was_asked_for) {
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

Machine::Machine(const Program& program, Outputs outputs, trace::Recorder& recorder, loop::World& world,
                 vm::TraceIds* ids, std::unique_ptr<loop::DescriptorTable> descriptors)
    : program_(program), outputs_(std::move(outputs)), host_(std::make_unique<MachineHost>(outputs_)) {
  runtime_.program = &program_;
  runtime_.outputs = &outputs_;
  runtime_.environment = program_.environment;
  runtime_.warning_filters = warning_options(program_);
  runtime_.seed = program_.seed;
  runtime_.dev_mode = in_dev_mode(program_);
  vm_ = std::make_unique<Vm>(*host_, recorder, program_.limits, ids);
  vm_->trace_enabled = recorder.active();
  vm_->trace_lines = program_.trace_lines && recorder.active();
  host_->attach(vm_.get());
  world.attach(*vm_);
  if (!descriptors) {
    descriptors = std::make_unique<loop::DescriptorTable>(loop::make_input(program_.standard_input),
                                                          loop::make_output(false), loop::make_output(true));
  }
  loop::install(*vm_, world, std::move(descriptors));
  // Those of one family can reach each other.
  const loop::Process* parent = world.current_process().parent;
  loop::asyncio_of(*vm_).network = parent && parent->vm ? loop::asyncio_of(*parent->vm).network : nullptr;
  if (!loop::asyncio_of(*vm_).network) loop::asyncio_of(*vm_).network = std::make_shared<loop::Network>();
  loop::asyncio_of(*vm_).log_slow_select = program_.log_slow_select;
  install(*vm_, runtime_, program_.argv0, program_.argv);
}

Machine::~Machine() {
  host_->attach(nullptr);
  vm_->trace_enabled = false;
}

bool Machine::execute(std::string_view name) { return execute_main(*vm_, name, program_.path, program_.source); }

int Machine::finish(int status, const std::function<bool()>& stop_was_asked_for, bool* stopped) {
  Vm& vm = *vm_;
  // A stopped program is taken down without running its own code further than one budget of cleaning up.
  if (vm.failed()) vm.take_exception();
  if (loop::World& world = loop::asyncio_of(vm).world;
      world.current_process().killed_by || world.current_process().left || world.ending()) {
    abandon(vm);
  } else {
    constexpr int kOutputLost = 120;
    if (!wait_for_threads(vm)) {
      bool unused = false;
      const int told = report_end(stop_was_asked_for && stop_was_asked_for(), stopped ? stopped : &unused);
      if (status == 0) status = told;
    }
    if (!finalize(vm)) status = kOutputLost;
  }
  if (loop::asyncio_of(vm).world.current_process().parent && !spend(vm, kProcessEndNs)) vm.take_exception();
  loop::asyncio_of(vm).descriptors->close_all(vm);
  loop::asyncio_of(vm).world.detach(vm, status);
  // What threads held until now dies without a word, like the library.
  vm.abandoned = true;
  loop::uninstall(vm);
  return status;
}

}  // namespace loopscope::runtime

// The native module _spawn: child processes that are programs. subprocess and asyncio stand on it.

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/descriptor_module.hpp"
#include "engine/runtime/child.hpp"
#include "engine/runtime/support.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::runtime {

namespace ev = trace::ev;

namespace {

/// What bare commands write to the run's own output.
class CommandHost final : public Host {
 public:
  explicit CommandHost(const Outputs& outputs) : outputs_(outputs) {}
  void attach(Vm* machine) { vm_ = machine; }
  void write_stdout(std::string_view out) override {
    if (vm_ && vm_->trace_enabled) vm_->recorder.emit(ev::StdoutWritten{vm_->recorder.text(out), {}});
    if (outputs_.out) outputs_.out(out);
  }
  void write_stderr(std::string_view out) override {
    if (vm_ && vm_->trace_enabled) vm_->recorder.emit(ev::StderrWritten{vm_->recorder.text(out), {}});
    if (outputs_.err) outputs_.err(out);
  }

 private:
  const Outputs& outputs_;
  Vm* vm_ = nullptr;
};

/// What the process is started with.
struct Start {
  std::shared_ptr<Family> family;
  Job job;
  std::unique_ptr<loop::DescriptorTable> descriptors;
  std::map<std::string, std::string> environment;
  std::shared_ptr<Child> child;
  std::shared_ptr<loop::Network> network;
};

/// A command, or the shell, on a bare machine.
void run_bare(Start& start, loop::Process& process) {
  Family& family = *start.family;
  CommandHost host(family.outputs);
  const Program& program = family.program;
  Vm vm(host, family.recorder, program.limits, &family.ids);
  vm.trace_enabled = family.recorder.active();
  host.attach(&vm);
  vm.loop_state = std::make_shared<loop::Asyncio>(vm, family.world);
  loop::asyncio_of(vm).descriptors = std::move(start.descriptors);
  loop::asyncio_of(vm).network = start.network;
  loop::DescriptorTable& table = *loop::asyncio_of(vm).descriptors;
  family.world.attach(vm);
  int status = 0;
  if (spend(vm, kProgramStartNs)) {
    Surroundings around{vm, start.family, {}, start.environment};
    for (size_t i = 0; i < around.files.size(); ++i) {
      around.files[i] = table.find(static_cast<int>(i)) ? table.find(static_cast<int>(i)) : loop::make_null();
    }
    status = start.job.words[0] == "sh" ? run_shell_line(around, start.job.line) : run_command(around, start.job.words);
  }
  if (vm.pending_is(vm.exc.KeyboardInterrupt)) process.killed_by = SIGINT;
  vm.take_exception();
  if (!spend(vm, kProcessEndNs)) vm.take_exception();
  table.close_all(vm);
  family.world.detach(vm, status);
  start.child->ended = true;
  start.child->status = process.status;
  start.child->changed(vm);
  vm.trace_enabled = false;
  host.attach(nullptr);
}

std::string shown(const Job& job) {
  std::string out;
  for (const std::string& word : job.words) {
    if (!out.empty()) out.push_back(' ');
    out += word;
  }
  return out;
}

/// A line that is nothing but one program is that program: the shell makes way for it.
bool is_plain(const ShellLine& line) {
  return line.error.empty() && line.pipelines.size() == 1 && !line.pipelines[0].negated &&
         line.pipelines[0].commands.size() == 1 && line.pipelines[0].commands[0].redirections.empty() &&
         is_interpreter(line.pipelines[0].commands[0].words[0]);
}

}  // namespace

Job job_of_line(std::string_view text, const std::map<std::string, std::string>& environment) {
  Job job;
  job.line = parse_shell_line(text, environment);
  job.words = {"sh", "-c", std::string(text)};
  if (is_plain(job.line)) job.words = job.line.pipelines[0].commands[0].words;
  return job;
}

bool job_of_words(std::vector<std::string> words, const std::map<std::string, std::string>& environment, Job* job) {
  bool shell = words[0] == "sh" || words[0] == "/bin/sh" || words[0] == "bash" || words[0] == "/bin/bash";
  if (shell && words.size() >= 3 && words[1] == "-c") {
    *job = job_of_line(words[2], environment);
    return true;
  }
  bool known = is_interpreter(words[0]) || (is_command(words[0]) && words[0] != "exit" && words[0] != ":");
  job->words = std::move(words);
  return known;
}

std::shared_ptr<Child> start_child(Vm& vm, std::shared_ptr<Family> family, Job job, StandardFiles files,
                                   std::map<std::string, std::string> environment) {
  auto start = std::make_shared<Start>();
  start->family = std::move(family);
  if (job.line.pipelines.empty() && job.line.error.empty()) job_of_words(job.words, environment, &job);
  start->job = std::move(job);
  start->environment = std::move(environment);
  start->child = std::make_shared<Child>();
  start->network = loop::asyncio_of(vm).network;
  // Counted from now on, so that nobody sees the end of a pipe before the child has come to life.
  start->descriptors =
      std::make_unique<loop::DescriptorTable>(std::move(files[0]), std::move(files[1]), std::move(files[2]));
  std::shared_ptr<Child> child = start->child;
  child->process = loop::asyncio_of(vm).world.start_process(
      vm,
      [start](loop::Process& process) {
        if (is_interpreter(start->job.words[0])) {
          run_interpreter(*start->family, start->job.words, std::move(start->descriptors), start->environment, process,
                          *start->child);
        } else {
          run_bare(*start, process);
        }
      },
      shown(start->job), false);
  if (child->process) return child;
  start->descriptors->close_all(vm);
  return nullptr;
}

namespace {

struct ChildObject : Object {
  std::shared_ptr<Child>* child;  // owned
};
Child& child_of(Value v) { return **static_cast<ChildObject*>(v.object())->child; }

std::map<std::string, std::string> environment_of(Vm& vm, Value v) {
  std::map<std::string, std::string> out;
  Ref items = v && !v.is_none() ? vm.call_method(v, "items") : Ref();
  if (!items) return out;
  vm.for_each(items, [&](Ref item) {
    Ptr<Tuple> pair = vm.tuple_of(item);
    if (!pair || pair->count != 2 || !is_str(pair->items[0]) || !is_str(pair->items[1])) {
      if (!vm.failed()) vm.raise(vm.exc.TypeError, "expected str, bytes or os.PathLike object");
      return false;
    }
    out.emplace(view(pair->items[0]), view(pair->items[1]));
    return true;
  });
  return out;
}

/// spawn(words or line, environment, stdin, stdout, stderr): descriptors. None: there is no such program.
Ref spawn(Vm& vm, Value, Args args) {
  std::map<std::string, std::string> environment = environment_of(vm, args[1]);
  if (vm.failed()) return nullptr;
  StandardFiles files;
  for (size_t i = 0; i < files.size(); ++i) {
    int fd = -1;
    if (!loop::descriptor_argument(vm, args[2 + i], &fd)) return nullptr;
    files[i] = loop::asyncio_of(vm).descriptors->find(fd);
    if (!files[i]) return loop::raise_os_error(vm, EBADF);
  }
  Job job;
  if (is_str(args[0])) {
    job = job_of_line(view(args[0]), environment);
  } else {
    std::vector<std::string> words;
    bool ok = vm.for_each(args[0], [&](Ref word) {
      if (!is_str(word)) {
        vm.raise(vm.exc.TypeError, "expected str, bytes or os.PathLike object, not {}", type_name(word));
        return false;
      }
      words.emplace_back(view(word));
      return true;
    });
    if (!ok) return nullptr;
    if (words.empty()) return vm.raise(vm.exc.IndexError, "list index out of range");
    if (!job_of_words(std::move(words), environment, &job)) return none();
  }
  Runtime& runtime = runtime_of(vm);
  auto family = std::make_shared<Family>(
      Family{*runtime.program, *runtime.outputs, vm.recorder, loop::asyncio_of(vm).world, vm.trace_ids});
  // What all processes together may use is bounded by what their program may use.
  family->program.limits = vm.limits;
  family->program.limits.instructions = std::max<int64_t>(vm.limits.instructions - vm.spent, 1);
  auto child = start_child(vm, std::move(family), std::move(job), std::move(files), std::move(environment));
  if (!child) return nullptr;
  loop::asyncio_of(vm).children.push_back(child->process);
  Value module = dict_get(vm.modules, "_spawn");
  Value type = module.is(Kind::kModule) ? dict_get(as<Module>(module)->dict, "Child") : Value();
  auto* object = static_cast<ChildObject*>(vm.new_object(as<Type>(type)));
  object->child = new std::shared_ptr<Child>(std::move(child));
  return Ref::steal(object);
}

Ref poll(Vm&, Value self, Args) {
  Child& child = child_of(self);
  return child.ended ? make_int(child.status) : none();
}

/// open(): a descriptor that is readable when the process has ended, as pidfd_open() gives it.
Ref open(Vm& vm, Value self, Args) {
  int fd = loop::asyncio_of(vm).descriptors->open(*static_cast<ChildObject*>(self.object())->child);
  return fd < 0 ? loop::raise_os_error(vm, -fd) : make_int(fd);
}

/// wait(seconds or None): False when the time is over.
Ref wait(Vm& vm, Value self, Args args) {
  Child& child = child_of(self);
  Ref keep = Ref::share(self);
  loop::WaitList* lists[] = {&child.waiters};
  std::string what = "the end of " + child.process->command;
  loop::Wait w;
  w.reason = trace::BlockReason::kJoin;
  w.what = what;
  w.lists = lists;
  w.ready = [](void* context) { return static_cast<Child*>(context)->ended; };
  w.context = &child;
  if (!args[0].is_none()) {
    double seconds = 0;
    if (!vm.to_double(args[0], &seconds)) return nullptr;
    w.deadline_ns = vm.now_ns + static_cast<int64_t>(std::max(seconds, 0.0) * 1e9);
  }
  auto woken = loop::asyncio_of(vm).world.block(vm, w);
  return woken == loop::Woken::kFailed ? Ref() : boolean(child.ended);
}

Ref send_signal(Vm& vm, Value self, Args args) {
  int64_t signal = 0;
  if (!vm.to_index(args[0], &signal)) return nullptr;
  Child& child = child_of(self);
  if (!child.ended && signal) loop::asyncio_of(vm).world.send_signal(*child.process, static_cast<int>(signal));
  return none();
}

const MethodDef kChildMethods[] = {
    {"poll", poll}, {"open", open}, {"wait", wait, 1, 1}, {"send_signal", send_signal, 1, 1}};
const GetSetDef kChildGetSets[] = {{"pid", [](Vm&, Value self) { return make_int(child_of(self).process->id); }}};
const MethodDef kFunctions[] = {{"spawn", spawn, 5, 5}};

}  // namespace

bool fill_spawn(Vm& vm, Module* module) {
  Type* type = vm.make_type({"_spawn", "Child", Kind::kNative, kAbstract, sizeof(ChildObject), nullptr});
  type->destroy = [](Object* object) {
    delete static_cast<ChildObject*>(object)->child;
    free_object(object);
  };
  vm.add_methods(type, kChildMethods);
  vm.add_getsets(type, kChildGetSets);
  vm.finish_type(type);
  dict_set(module->dict, "Child", type);
  vm.add_functions(module, kFunctions);
  dict_set(module->dict, "COMMANDS", text(kCommandNames));
  return true;
}

}  // namespace loopscope::runtime

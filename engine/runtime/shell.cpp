// The simulated shell: it runs lists of pipelines, each command of a pipeline as a process of its own.

#include <tuple>

#include "engine/loop/asyncio.hpp"
#include "engine/runtime/child.hpp"

namespace loopscope::runtime {

namespace {

/// The files of a command: those of the shell, as its redirections change them, from left to right.
StandardFiles redirected(const StandardFiles& files, const SimpleCommand& command) {
  StandardFiles out = files;
  for (const Redirection& r : command.redirections) {
    out[static_cast<size_t>(r.fd)] = r.from < 0 ? loop::make_null() : out[static_cast<size_t>(r.from)];
  }
  return out;
}

std::vector<std::string> with_status(std::vector<std::string> words, int status) {
  for (std::string& word : words) {
    for (size_t at; (at = word.find(SimpleCommand::kStatusMark)) != std::string::npos;) {
      word.replace(at, 1, std::to_string(status));
    }
  }
  return words;
}

/// Waits for a process; its status as the shell tells it. -1: an exception is pending.
int wait_for(vm::Vm& vm, Child& child) {
  constexpr int kSignalled = 128;
  loop::WaitList* lists[] = {&child.waiters};
  std::string what = "the end of " + child.process->command;
  loop::Wait wait;
  wait.reason = trace::BlockReason::kJoin;
  wait.what = what;
  wait.lists = lists;
  wait.ready = [](void* context) { return static_cast<Child*>(context)->ended; };
  wait.context = &child;
  if (loop::asyncio_of(vm).world.block(vm, wait) == loop::Woken::kFailed) return -1;
  return child.status < 0 ? kSignalled - child.status : child.status;
}

/// Commands that run side by side; the status of the last.
int run_pipeline(Surroundings& around, const std::vector<SimpleCommand>& commands) {
  std::vector<std::shared_ptr<Child>> children;
  loop::FilePtr input = around.files[0];
  for (size_t i = 0; i < commands.size(); ++i) {
    StandardFiles files = around.files;
    files[0] = input;
    if (i + 1 < commands.size()) std::tie(input, files[1]) = loop::make_pipe();
    Job job;
    job.words = with_status(commands[i].words, around.last_status);
    auto child =
        start_child(around.vm, around.family, std::move(job), redirected(files, commands[i]), around.environment);
    if (!child) return 1;
    children.push_back(std::move(child));
  }
  int status = 0;
  for (const auto& child : children) {
    status = wait_for(around.vm, *child);
    if (status < 0) return 1;
  }
  return status;
}

int run_one(Surroundings& around, const SimpleCommand& command) {
  std::vector<std::string> words = with_status(command.words, around.last_status);
  if (is_interpreter(words[0]) || words[0] == "sh" || words[0] == "/bin/sh") return run_pipeline(around, {command});
  StandardFiles own = around.files;
  around.files = redirected(own, command);
  int status = run_command(around, words);
  around.files = own;
  return status;
}

}  // namespace

int run_shell_line(Surroundings& around, const ShellLine& line) {
  around.in_shell = true;
  if (!line.error.empty()) {
    std::string text = fmt::format(
        "/bin/sh: 1: Syntax error: {} unexpected\nloopscope: the simulated shell has commands with arguments, quotes, "
        "$NAME, |, ;, &&, ||, ! and redirections to /dev/null and between descriptors\n",
        line.error);
    loop::write_file(around.vm, around.files[2], 2, text);
    return 2;
  }
  for (const Pipeline& pipeline : line.pipelines) {
    if (pipeline.when == Pipeline::When::kAfterSuccess && around.last_status != 0) continue;
    if (pipeline.when == Pipeline::When::kAfterFailure && around.last_status == 0) continue;
    int status =
        pipeline.commands.size() == 1 ? run_one(around, pipeline.commands[0]) : run_pipeline(around, pipeline.commands);
    around.last_status = pipeline.negated ? status == 0 : status;
    if (around.left || around.vm.failed()) break;
  }
  return around.last_status;
}

}  // namespace loopscope::runtime

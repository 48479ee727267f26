// `loopscope run`: the program's output and exit status, or its trace as text.

#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>

#include "app/cli/commands.hpp"
#include "app/cli/start.hpp"
#include "app/session/engine_options.hpp"
#include "engine/analysis/text_timeline.hpp"
#include "engine/runtime/session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/dump.hpp"
#include "engine/trace/file/writer.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

// Status of a program that Ctrl-C ended, as a shell tells it.
constexpr int kInterrupted = 128 + SIGINT;
constexpr int kUsageError = 2;

// Ctrl-C is the script's, and a second one ends it whatever it does. A thread of its own waits for the signal, which
// all others block.
void pass_on_interrupt(runtime::Control& control) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread([set, &control] {
    int signal = 0;
    if (sigwait(&set, &signal) == 0) control.send_signal(SIGINT);
    while (sigwait(&set, &signal) == 0) control.stop();
  }).detach();
}

// As much of a trace as is kept in memory here: about 3 GB.
constexpr std::uint32_t kMostEvents = 40'000'000;
constexpr std::size_t kCellsAPiece = 65536;
constexpr std::int64_t kPollNs = 20'000'000;

void write_all(std::FILE* file, std::string_view text) { std::fwrite(text.data(), 1, text.size(), file); }

void write_stdout(void*, const char* data, std::size_t size) { std::fwrite(data, 1, size, stdout); }

// What a trace file says about the run. Nothing that differs from run to run: equal runs give equal files.
std::string meta_of(const CliOptions& options) {
  nlohmann::json meta{{"source", "engine"},
                      {"program", options.file},
                      {"argv", options.script_args},
                      {"python", "3.13 (Loopscope's engine)"},
                      {"clock", options.wall_clock ? "wall" : "virtual"},
                      {"seed", options.seed}};
  return meta.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Output as usual, while another thread puts the trace into a file.
int run_into_file(runtime::RunOptions& run, const CliOptions& options) {
  std::string error;
  const std::unique_ptr<trace::file::Writer> writer =
      trace::file::Writer::create(options.trace_out, meta_of(options), &error);
  if (!writer) {
    std::fprintf(stderr, "loopscope: %s\n", error.c_str());
    return kUsageError;
  }
  trace::Channel channel;
  std::thread to_file([&] { trace::file::drain(channel, *writer); });
  static constexpr std::int64_t kStart = 0;
  trace::Recorder recorder(&channel, &kStart);
  run.recorder = &recorder;
  run.on_stdout = [](std::string_view text) { write_all(stdout, text); };
  const runtime::RunResult result = runtime::run(run);
  recorder.close();
  to_file.join();
  std::fflush(stdout);
  const nlohmann::json end{{"exit_status", result.exit_status}, {"stopped", result.stopped}};
  if (!writer->close(end.dump())) {
    std::fprintf(stderr, "loopscope: %s could not be written whole: %s\n", options.trace_out.c_str(),
                 writer->error().c_str());
    return kUsageError;
  }
  return result.stopped ? kInterrupted : result.exit_status;
}

int run_plain(runtime::RunOptions& run) {
  run.on_stdout = [](std::string_view text) { write_all(stdout, text); };
  const runtime::RunResult result = runtime::run(run);
  std::fflush(stdout);
  return result.stopped ? kInterrupted : result.exit_status;
}

// The engine records in a thread of its own while this one takes over.
int run_recorded(runtime::RunOptions& run, const CliOptions& options) {
  trace::Channel channel;
  trace::Store store;
  runtime::RunResult result;
  std::thread engine([&] {
    static constexpr std::int64_t kStart = 0;
    trace::Recorder recorder(&channel, &kStart);
    run.recorder = &recorder;
    result = runtime::run(run);
    recorder.close();
  });
  bool too_many = false;
  while (!channel.closed() || store.poll(channel, kCellsAPiece) > 0) {
    if (store.poll(channel, kCellsAPiece) == 0) channel.wait(kPollNs);
    if (!too_many && store.size() > kMostEvents) {
      too_many = true;
      run.control->stop();
    }
  }
  engine.join();
  if (too_many) {
    std::fprintf(stderr, "loopscope: stopped after %u events: a longer trace would not fit into memory\n",
                 store.size());
  }
  if (options.dump) {
    trace::dump_json(store, write_stdout, nullptr);
  } else {
    write_all(stdout, analysis::text_timeline(store));
  }
  std::fflush(stdout);
  return result.stopped ? kInterrupted : result.exit_status;
}

}  // namespace

int run_command(const CliOptions& options) {
  static runtime::Control control;  // outlives the thread that waits for Ctrl-C
  pass_on_interrupt(control);
  runtime::RunOptions run = engine_options(live_options(options, options.file));
  run.control = &control;
  run.on_stderr = [](std::string_view text) {
    std::fflush(stdout);
    write_all(stderr, text);
  };
  if (options.dump || options.text) return run_recorded(run, options);
  return options.trace_out.empty() ? run_plain(run) : run_into_file(run, options);
}

}  // namespace loopscope::app

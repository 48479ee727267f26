#pragma once
// One run of one program: what the command line, the window and the tests use. Run it in a thread of its own; Control
// may be used from any other thread while it runs.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::trace {
class Recorder;
}

namespace loopscope::runtime {

/// How far a paused run goes on before it pauses again.
enum class Step : uint8_t { kEvent, kTaskStep, kTick };

/// Pauses, steps and stops a run. All functions are thread safe and return at once; one Control serves one run.
class Control {
 public:
  Control();
  ~Control();
  Control(const Control&) = delete;

  void pause();
  void resume();
  void step_event() { step(Step::kEvent); }
  void step_task() { step(Step::kTaskStep); }
  void step_tick() { step(Step::kTick); }
  void step(Step how);
  /// Signal N reaches the program, as from a keyboard: its main thread handles it (SIGINT: KeyboardInterrupt).
  void send_signal(int signal);
  /// Ends the run within 50 ms; RunResult::stopped tells that it was so.
  void stop();
  bool paused() const;   // pause was asked for and no step is in progress
  bool waiting() const;  // the engine stands still
  bool stop_requested() const;

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

struct RunLimits {
  int64_t instructions = 1'000'000'000;  // bytecode instructions, 20 s of virtual computing; StopRequested beyond
  uint64_t memory = uint64_t{1} << 30;   // bytes of Python objects, MemoryError beyond
  uint32_t recursion = 1000;             // Python frames, RecursionError beyond
};

struct RunOptions {
  std::string path;                                // the file to run; its name in tracebacks
  std::optional<std::string> source;               // its text, instead of reading the file
  std::vector<std::string> argv;                   // sys.argv[1:]
  std::map<std::string, std::string> environment;  // os.environ
  uint64_t seed = 0;                               // of random and of everything else that is arbitrary
  RunLimits limits;
  std::vector<std::pair<int64_t, int>> signals;  // (virtual time in ns, number): as if sent from a keyboard then
  bool wall_clock = false;                       // pace virtual time in real time
  bool trace_lines = true;
  bool log_slow_select = false;        // in debug mode, a selector that was slow is logged as the documentation says
  std::string standard_input;          // what the program reads from it
  bool dev_mode = false;               // -X dev: asyncio debug mode, all warnings
  std::vector<std::string> x_options;  // -X, "dev" included: see python_options.hpp
  std::vector<std::string> warning_filters;         // -W
  std::function<void(std::string_view)> on_stdout;  // UTF-8, any length; default: dropped
  std::function<void(std::string_view)> on_stderr;
  trace::Recorder* recorder = nullptr;  // default: nothing is recorded
  Control* control = nullptr;
};

struct RunResult {
  int exit_status = 0;  // as the python executable's
  int64_t end_ns = 0;   // virtual time at the end
  int64_t instructions = 0;
  bool stopped = false;  // by Control
};

/// Reads, compiles and executes the program as __main__, prints an uncaught exception, finalises in CPython's order.
RunResult run(const RunOptions& options);

}  // namespace loopscope::runtime

#pragma once

// A program running on the engine in a thread of its own, and everything that is known of it so far. The window calls
// pump() once a frame and never waits for the engine; the engine waits for the window only when the channel is full.

#include <memory>
#include <string>
#include <vector>

#include "app/session/trace_session.hpp"

namespace loopscope::app {

struct LiveOptions {
  std::string path;
  std::vector<std::string> args;
  std::uint64_t seed = 0;
  std::int64_t max_instructions = 0;  // 0: the engine's own limit
  std::uint64_t max_memory = 0;
  std::uint32_t max_recursion = 0;
  std::vector<std::int64_t> interrupts;  // virtual times in ns at which Ctrl-C is pressed
  bool wall_clock = false;
  bool dev_mode = false;
  bool log_slow_select = false;
  std::vector<std::string> x_options;  // Python's -X
  std::vector<std::string> warning_filters;
};

class LiveSession : public TraceSession {
 public:
  explicit LiveSession(const LiveOptions& options);
  ~LiveSession() override;  // stops the engine

  bool pump(double budget_ms) override;
  void set_paused(bool paused) override;
  void step_live(Stride stride) override;
  void stop() override;
  void interrupt() override;

 private:
  void release_hold();

  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace loopscope::app

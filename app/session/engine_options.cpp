#include "app/session/engine_options.hpp"

#include <csignal>

#include "engine/runtime/python_options.hpp"
#include "engine/runtime/session.hpp"

namespace loopscope::app {

runtime::RunOptions engine_options(const LiveOptions& options) {
  runtime::RunOptions run;
  run.path = options.path;
  run.argv = options.args;
  run.seed = options.seed;
  for (const std::int64_t ns : options.interrupts) run.signals.emplace_back(ns, SIGINT);
  run.wall_clock = options.wall_clock;
  run.dev_mode = options.dev_mode;
  run.log_slow_select = options.log_slow_select;
  run.x_options = options.x_options;
  run.warning_filters = options.warning_filters;
  if (options.max_instructions > 0) run.limits.instructions = options.max_instructions;
  if (options.max_memory > 0) run.limits.memory = options.max_memory;
  if (options.max_recursion > 0) run.limits.recursion = options.max_recursion;
  run.environment = runtime::python_environment();
  return run;
}

}  // namespace loopscope::app

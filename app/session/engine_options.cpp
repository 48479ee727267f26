#include "app/session/engine_options.hpp"

#include <csignal>
#include <cstring>

#include "engine/runtime/session.hpp"

extern char** environ;

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
  run.warning_filters = options.warning_filters;
  if (options.max_instructions > 0) run.limits.instructions = options.max_instructions;
  if (options.max_memory > 0) run.limits.memory = options.max_memory;
  if (options.max_recursion > 0) run.limits.recursion = options.max_recursion;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (equals == nullptr || std::strncmp(*entry, "PYTHON", 6) != 0) continue;
    run.environment.emplace(std::string(*entry, static_cast<std::size_t>(equals - *entry)), equals + 1);
  }
  const auto dev = run.environment.find("PYTHONDEVMODE");
  if (dev != run.environment.end() && !dev->second.empty()) run.dev_mode = true;
  return run;
}

}  // namespace loopscope::app

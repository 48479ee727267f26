#include "app/cli/commands.hpp"
namespace loopscope::app {
int run_command(const CliOptions&) { return 1; }
}  // namespace loopscope::app

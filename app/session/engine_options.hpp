#pragma once

#include "app/session/live_session.hpp"

namespace loopscope::runtime {
struct RunOptions;
}

namespace loopscope::app {

// The engine's options from the command line's. The script sees of our environment what Python itself reads.
runtime::RunOptions engine_options(const LiveOptions& options);

}  // namespace loopscope::app

#pragma once

// Whatever a file is, as a trace in memory: a recorded trace is read, one in the Chrome trace format is
// imported, a Python file is run by the engine.

#include "app/cli/options.hpp"

namespace loopscope::trace {
class Store;
}

namespace loopscope::app {

// Fills the store, which is empty, from options.file. False, with the reason in `error`, when that cannot be; what of
// a trace is missing or left out is told on stderr.
bool load_trace(const CliOptions& options, trace::Store& store, std::string* error);

}  // namespace loopscope::app

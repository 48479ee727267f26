#pragma once

// The state of a trace at one instant as what the panels show.

#include <cstdint>

#include "app/session/snapshot.hpp"

namespace loopscope::trace {
class Store;
}
namespace loopscope::analysis {
class Model;
struct State;
}  // namespace loopscope::analysis

namespace loopscope::app {

struct Observed {
  const trace::Store& store;
  const analysis::Model& model;
  const analysis::State& state;  // after the event `at`
  Instant at;
  std::uint32_t program_file = 0;  // FileId
};

Snapshot observe_snapshot(const Observed& seen, const Selection& selection);

// The parts, in files of their own.
LoopView observe_loop(const Observed& seen);                                        // observe_loop.cpp
std::vector<FrameMark> observe_frames(const Observed& seen);                        // observe_frames.cpp
InspectorView observe_selection(const Observed& seen, const Selection& selection);  // observe_inspector.cpp

}  // namespace loopscope::app

#pragma once
// The State of any instant, through checkpoints: never a replay from the start.
//
// A checkpoint is made every kInterval events, or later when a state is large, so that all checkpoints together stay
// in proportion to the trace. Going on from the last answer costs only the events in between.

#include <cstdint>
#include <vector>

#include "engine/analysis/state.hpp"

namespace loopscope::analysis {

class StateIndex {
 public:
  static constexpr uint32_t kInterval = 4096;

  explicit StateIndex(const trace::Store& store) : store_(store) {}

  /// The state just after `event` (kNoEvent: before the first one; later than the trace: its end). The reference holds
  /// until the next call.
  const State& at(uint32_t event);
  /// The state after the last event that is not later.
  const State& at_time(int64_t time_ns);
  /// Takes a checkpoint of a state that is newer than all of them, if one is due.
  void offer(const State& newer);
  size_t checkpoints() const { return checkpoints_.size(); }

 private:
  const trace::Store& store_;
  std::vector<State> checkpoints_;  // by `applied`
  State current_;
};

}  // namespace loopscope::analysis

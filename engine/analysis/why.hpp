#pragma once
// "Why does this run now?": the walk along the recorded causes, in plain English.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/analysis/lanes.hpp"

namespace loopscope::analysis {

struct WhyStep {
  uint32_t event = kNoEvent;  // the cause that the sentence tells of
  std::string sentence;
};

/// From the event back to what began it all, nearest cause first; at most `max_steps`. Empty when nothing is recorded.
std::vector<WhyStep> why(const trace::Store& store, uint32_t event, size_t max_steps = 12);
/// The nearest cause of a handle's run only: "created by Task-1 at demo.py:5", without a final stop.
std::string why_scheduled(const trace::Store& store, uint32_t scheduled_event);

}  // namespace loopscope::analysis

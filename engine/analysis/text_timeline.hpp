#pragma once
// The timeline for a terminal: tick by tick who ran, why, and what it did. For programs of the size of a lesson.

#include <cstdint>
#include <string>

#include "engine/analysis/lanes.hpp"

namespace loopscope::analysis {

struct TextOptions {
  uint32_t columns = 100;    // at least 60
  uint32_t max_rows = 2000;  // of the body; what is left out is counted
};

/// UTF-8, lines end with "\n".
std::string text_timeline(const Model& model, const TextOptions& options = {});
std::string text_timeline(const trace::Store& store, const TextOptions& options = {});

}  // namespace loopscope::analysis

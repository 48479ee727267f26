#pragma once

#include <vector>

#include "app/session/snapshot.hpp"
#include "app/timeline/model_source.hpp"

namespace loopscope::trace {
class Store;
}
namespace loopscope::analysis {
class Model;
}

namespace loopscope::app {

// What went wrong in a complete trace, in the order in which it happened.
std::vector<FindingRow> find_findings(const trace::Store& store, const analysis::Model& model);

// Where the timeline marks each finding: on the lane of everything that it concerns and that has one.
std::vector<timeline::Told> told_on_lanes(const std::vector<FindingRow>& findings);

}  // namespace loopscope::app

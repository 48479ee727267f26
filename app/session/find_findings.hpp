#pragma once

#include <vector>

#include "app/session/snapshot.hpp"

namespace loopscope::trace {
class Store;
}
namespace loopscope::analysis {
class Model;
}

namespace loopscope::app {

// What went wrong in a complete trace, in the order in which it happened.
std::vector<FindingRow> find_findings(const trace::Store& store, const analysis::Model& model);

}  // namespace loopscope::app

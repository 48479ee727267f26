#include "engine/analysis/findings.hpp"

#include <algorithm>

namespace loopscope::analysis {

#define LOOPSCOPE_FINDING(Class) std::unique_ptr<FindingKind> make_##Class();
#include "engine/analysis/findings.def"
#undef LOOPSCOPE_FINDING

const char* text_of(Severity severity) {
  constexpr const char* kTexts[] = {"info", "warning", "error"};
  return kTexts[static_cast<unsigned>(severity)];
}

const std::vector<std::unique_ptr<FindingKind>>& finding_kinds() {
  static const std::vector<std::unique_ptr<FindingKind>> kKinds = [] {
    std::vector<std::unique_ptr<FindingKind>> kinds;
#define LOOPSCOPE_FINDING(Class) kinds.push_back(make_##Class());
#include "engine/analysis/findings.def"
#undef LOOPSCOPE_FINDING
    return kinds;
  }();
  return kKinds;
}

std::vector<Finding> find_all(const Model& model) {
  std::vector<Finding> found;
  for (const auto& kind : finding_kinds()) {
    const size_t first = found.size();
    kind->check(model, found);
    for (size_t i = first; i < found.size(); ++i) {
      found[i].kind = kind.get();
      if (found[i].until.event == kNoEvent) found[i].until = found[i].at;
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Finding& a, const Finding& b) { return a.at.event < b.at.event; });
  return found;
}

}  // namespace loopscope::analysis

// What findings say, on the lanes of a model.

#include <algorithm>

#include "app/timeline/model_source.hpp"

namespace loopscope::timeline {

void ModelSource::set_told(std::vector<Told> told) {
  told_ = std::move(told);
  told_of_.clear();
  told_marks_.clear();
  std::stable_sort(told_.begin(), told_.end(), [](const Told& a, const Told& b) { return a.at.seq < b.at.seq; });
  for (std::uint32_t i = 0; i < told_.size(); ++i) {
    const Told& each = told_[i];
    const std::uint32_t lane = find(each.lane);
    if (lane == kNoLane) continue;
    told_of_[lane].push_back(i);
    // What has an important mark of its own needs no second one.
    bool marked = false;
    for (std::size_t k = 0; k < own_marks(lane) && !marked; ++k) {
      const Mark own = mark(lane, k);
      marked = important(own.kind) && own.ref >= each.at.seq && own.at.seq <= each.until.seq + 2;
    }
    if (marked) continue;
    Mark mark;
    mark.at = each.at;
    mark.kind = MarkKind::finding;
    mark.ref = each.at.seq;
    told_marks_[lane].push_back(mark);
  }
}

void ModelSource::tell(std::uint32_t lane, Instant at, std::vector<std::string_view>& out) const {
  const auto all = told_of_.find(lane);
  if (all == told_of_.end()) return;
  for (const std::uint32_t i : all->second) {
    const Told& each = told_[i];
    if (each.at.seq <= at.seq && at.seq <= each.until.seq + 2) out.push_back(each.sentence);
  }
}

}  // namespace loopscope::timeline

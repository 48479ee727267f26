#include "engine/analysis/state_index.hpp"

#include <algorithm>

#include "engine/trace/store.hpp"

namespace loopscope::analysis {

void StateIndex::offer(const State& newer) {
  constexpr uint32_t kEventsPerEntity = 16;
  const uint32_t last = checkpoints_.empty() ? 0 : checkpoints_.back().applied;
  if (newer.applied < last + kInterval) return;
  if (newer.applied - last < newer.entities() * kEventsPerEntity) return;
  checkpoints_.push_back(newer);
}

const State& StateIndex::at(uint32_t event) {
  const uint32_t wanted = event == kNoEvent ? 0 : std::min(event, store_.size() - (store_.size() != 0)) + 1;
  const uint32_t target = std::min(wanted, store_.size());
  const auto later = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), target,
                                      [](uint32_t applied, const State& state) { return applied < state.applied; });
  const uint32_t base = later == checkpoints_.begin() ? 0 : (later - 1)->applied;
  if (current_.applied > target || current_.applied < base) {
    current_ = base == 0 ? State{} : *(later - 1);
  }
  while (current_.applied < target) {
    current_.apply(store_);
    offer(current_);
  }
  return current_;
}

const State& StateIndex::at_time(int64_t time_ns) { return at(store_.at_time(time_ns)); }

}  // namespace loopscope::analysis

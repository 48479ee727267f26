#include "app/timeline/scene.hpp"

namespace loopscope::timeline {

std::uint32_t LaneSource::find(LaneKey key) const {
  const std::uint32_t count = lane_count();
  for (std::uint32_t i = 0; i < count; ++i)
    if (lane(i).key == key) return i;
  return kNoLane;
}

}  // namespace loopscope::timeline

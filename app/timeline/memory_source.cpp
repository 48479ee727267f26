#include "app/timeline/memory_source.hpp"

namespace loopscope::timeline {

MemorySource::Lane& MemorySource::add_lane(LaneKind kind, std::uint32_t id, std::string name, std::string detail) {
  Lane& lane = lanes_.emplace_back();
  lane.info.key = {kind, id};
  lane.name = std::move(name);
  lane.detail = std::move(detail);
  touch();
  return lane;
}

std::uint32_t MemorySource::add_text(std::string text) {
  texts_.push_back(std::move(text));
  return static_cast<std::uint32_t>(texts_.size() - 1);
}

void MemorySource::set_range(Instant first, Instant last) {
  first_ = first;
  last_ = last;
  touch();
}

LaneInfo MemorySource::lane(std::uint32_t i) const {
  const Lane& lane = lanes_[i];
  LaneInfo info = lane.info;
  info.name = lane.name;
  info.detail = lane.detail;
  info.rows = static_cast<std::uint8_t>(lane.rows.size());
  return info;
}

std::size_t MemorySource::interval_count(std::uint32_t lane, std::uint8_t row) const {
  const Lane& l = lanes_[lane];
  return row < l.rows.size() ? l.rows[row].size() : 0;
}

void MemorySource::arrows(const Selection& selection, std::vector<Arrow>& out) const {
  if (selection.pick == Pick::none || selection.pick == Pick::area) return;
  const std::uint32_t lane = find(selection.lane);
  if (lane == kNoLane) return;
  const auto touches = [&](Instant at) {
    return selection.pick == Pick::lane || (!before(at, selection.begin) && !before(selection.end, at));
  };
  for (const bool cause : {true, false}) {
    for (Arrow arrow : arrows_) {
      if ((cause ? arrow.to_lane : arrow.from_lane) != lane || !touches(cause ? arrow.to : arrow.from)) continue;
      arrow.cause = cause;
      out.push_back(arrow);
    }
  }
}

}  // namespace loopscope::timeline

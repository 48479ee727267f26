#include "app/timeline/lod.hpp"

namespace loopscope::timeline {

void Sums::add(const Interval& interval, Instant last) {
  const auto slot = static_cast<std::size_t>(slot_of(interval.state));
  const std::int64_t end = interval.end.seq == kOpenSeq ? last.ns : interval.end.ns;
  ns[slot] += static_cast<float>(end - interval.begin.ns);
  ++count[slot];
}

void Sums::add(const Sums& other) {
  for (std::size_t i = 0; i < kSlots; ++i) ns[i] += other.ns[i], count[i] += other.count[i];
}

bool Sums::empty() const { return total_count() == 0; }

std::uint32_t Sums::total_count() const {
  std::uint32_t n = 0;
  for (const std::uint32_t c : count) n += c;
  return n;
}

std::size_t RowSummary::span_of(std::size_t level) {
  std::size_t n = kFan;
  while (level-- > 0) n *= kFan;
  return n;
}

void RowSummary::clear() {
  levels_.clear();
  taken_ = 0;
}

void RowSummary::update(const LaneSource& source, std::uint32_t lane, std::uint8_t row) {
  // The last interval may still be open, or be given another end: it is left out until another follows it.
  const std::size_t count = source.interval_count(lane, row);
  const std::size_t settled = count > 0 ? count - 1 : 0;
  if (settled < taken_) clear();
  for (; taken_ + kFan <= settled; taken_ += kFan) {
    Node node;
    for (std::size_t i = 0; i < kFan; ++i) {
      const Interval interval = source.interval(lane, row, taken_ + i);
      if (i == 0) node.begin = interval.begin;
      node.end = interval.end;
      node.sums.add(interval, interval.end);
    }
    if (levels_.empty()) levels_.emplace_back();
    levels_[0].push_back(node);
    for (std::size_t l = 0; levels_[l].size() % kFan == 0; ++l) {
      if (l + 1 == levels_.size()) levels_.emplace_back();
      Node up;
      const std::size_t from = levels_[l].size() - kFan;
      up.begin = levels_[l][from].begin;
      up.end = levels_[l].back().end;
      for (std::size_t i = from; i < levels_[l].size(); ++i) up.sums.add(levels_[l][i].sums);
      levels_[l + 1].push_back(up);
    }
  }
}

void MarkIndex::clear() {
  for (auto& list : by_kind_) list.clear();
  taken_ = 0;
}

void MarkIndex::update(const LaneSource& source, std::uint32_t lane) {
  const std::size_t count = source.mark_count(lane);
  if (count < taken_) clear();
  for (; taken_ < count; ++taken_) {
    const auto kind = static_cast<std::size_t>(source.mark(lane, taken_).kind);
    by_kind_[kind].push_back(static_cast<std::uint32_t>(taken_));
  }
}

}  // namespace loopscope::timeline

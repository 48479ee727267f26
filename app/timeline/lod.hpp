#pragma once

// Summaries over one row of intervals, in levels of kFan: what lets a frame's cost depend on its pixels and not on the
// length of the trace. A node knows when its intervals begin and end, how many there are of each state and how long
// they last together.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/timeline/scene.hpp"

namespace loopscope::timeline {

// Sums by slot_of(state).
struct Sums {
  std::array<float, kSlots> ns{};
  std::array<std::uint32_t, kSlots> count{};
  void add(const Interval& interval, Instant last);
  void add(const Sums& other);
  bool empty() const;
  std::uint32_t total_count() const;
};

class RowSummary {
 public:
  static constexpr std::size_t kFan = 16;

  struct Node {
    Instant begin, end;
    Sums sums;
  };

  // Takes the intervals that have come and are closed. Only full nodes exist: the tail is read from the source.
  void update(const LaneSource& source, std::uint32_t lane, std::uint8_t row);
  void clear();

  // Level 0 stands over kFan intervals, level 1 over kFan nodes of level 0, and so on.
  std::size_t level_count() const { return levels_.size(); }
  const std::vector<Node>& level(std::size_t i) const { return levels_[i]; }
  // Intervals under one node of a level.
  static std::size_t span_of(std::size_t level);

 private:
  std::vector<std::vector<Node>> levels_;
  std::size_t taken_ = 0;
};

// The marks of one lane by kind, so that none can bury another's.
class MarkIndex {
 public:
  void update(const LaneSource& source, std::uint32_t lane);
  void clear();
  const std::vector<std::uint32_t>& of(MarkKind kind) const { return by_kind_[static_cast<std::size_t>(kind)]; }

 private:
  std::array<std::vector<std::uint32_t>, kMarkKinds> by_kind_;
  std::size_t taken_ = 0;
};

}  // namespace loopscope::timeline

#pragma once

// Lanes kept in vectors: for tests, thumbnails and whatever is not an analysis::Model.

#include <deque>
#include <string>
#include <vector>

#include "app/timeline/scene.hpp"

namespace loopscope::timeline {

class MemorySource : public LaneSource {
 public:
  struct Lane {
    LaneInfo info;
    std::string name, detail;
    std::vector<std::vector<Interval>> rows{1};
    std::vector<Mark> marks;
  };

  // Adds a lane below the others; the reference stays valid.
  Lane& add_lane(LaneKind kind, std::uint32_t id, std::string name, std::string detail = {});
  std::uint32_t add_text(std::string text);
  void add_arrow(Arrow arrow) { arrows_.push_back(arrow); }
  void add_tick_step(TickStep step) { steps_.push_back(step); }
  void set_range(Instant first, Instant last);
  // Call after changes, so that caches notice.
  void touch() { ++revision_; }
  void replace_everything() { ++epoch_, ++revision_; }
  Lane& at(std::uint32_t lane) { return lanes_[lane]; }

  std::uint64_t revision() const override { return revision_; }
  std::uint64_t epoch() const override { return epoch_; }
  Instant first() const override { return first_; }
  Instant last() const override { return last_; }
  std::uint32_t lane_count() const override { return static_cast<std::uint32_t>(lanes_.size()); }
  LaneInfo lane(std::uint32_t lane) const override;
  std::size_t interval_count(std::uint32_t lane, std::uint8_t row) const override;
  Interval interval(std::uint32_t lane, std::uint8_t row, std::size_t i) const override {
    return lanes_[lane].rows[row][i];
  }
  std::size_t mark_count(std::uint32_t lane) const override { return lanes_[lane].marks.size(); }
  Mark mark(std::uint32_t lane, std::size_t i) const override { return lanes_[lane].marks[i]; }
  std::size_t tick_step_count() const override { return steps_.size(); }
  TickStep tick_step(std::size_t i) const override { return steps_[i]; }
  std::string_view text(std::uint32_t label) const override {
    return label < texts_.size() ? std::string_view(texts_[label]) : std::string_view();
  }
  // Arrows that begin or end on the selected lane, within the selection when that is an interval or a mark.
  void arrows(const Selection& selection, std::vector<Arrow>& out) const override;

 private:
  std::deque<Lane> lanes_;
  std::deque<std::string> texts_{""};
  std::vector<Arrow> arrows_;
  std::vector<TickStep> steps_;
  Instant first_, last_;
  std::uint64_t revision_ = 1, epoch_ = 1;
};

}  // namespace loopscope::timeline

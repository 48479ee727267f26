#pragma once

// From a source and a window to a Frame. Keeps the summaries of the lanes it has shown; a frame costs what its pixels
// cost, however long the trace.

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "app/timeline/fold.hpp"
#include "app/timeline/frame.hpp"
#include "app/timeline/metrics.hpp"

namespace loopscope::timeline {

struct LayoutInput {
  Window window;
  float width = 0, height = 0;  // px of the lanes' area
  float ui_scale = 1;
  bool by_tick = false;
  double scroll_y = 0;  // px
  Selection selection;
  friend bool operator==(const LayoutInput&, const LayoutInput&) = default;
};

class Layout {
 public:
  // Follows the source; call before anything else in a frame.
  void update(const LaneSource& source, const std::set<LaneKey>& pinned, const std::set<LaneKey>& unfolded,
              float ui_scale);

  // The frame stays as it is when nothing has changed. The source is the one of the last update().
  const Frame& compute(const LayoutInput& input);

  const TickMap& ticks() const { return ticks_; }
  const LaneSource* source() const { return source_; }
  Projection projection(const LayoutInput& input) const;
  std::uint32_t find(LaneKey key) const;  // kNoLane when there is none

  // The whole trace on an axis.
  std::int64_t axis_begin(bool by_tick) const;
  std::int64_t axis_end(bool by_tick) const;

  // The lanes as they stand from top to bottom: by kind, then as the source has them. Pinned ones too.
  const std::vector<std::uint32_t>& order() const { return order_; }

  // Of a lane among those that scroll: px from the top of the first. 0 when it is pinned.
  double lane_top(std::uint32_t lane) const;
  double lane_height(std::uint32_t lane) const;
  bool is_pinned(std::uint32_t lane) const { return lanes_[lane].pinned; }
  double content_height() const { return content_height_; }
  double pinned_height() const { return pinned_height_; }

  const RowSummary& summary(std::uint32_t lane, std::uint8_t row);
  const MarkIndex& marks(std::uint32_t lane);

 private:
  struct Slot {
    LaneKey key;
    std::uint8_t rows = 1;
    bool pinned = false, unfolded = false;
    double top = 0, height = 0;
  };
  struct RowCache {
    RowSummary summary;
    std::uint64_t revision = ~std::uint64_t{0};
  };
  struct MarkCache {
    MarkIndex index;
    std::uint64_t revision = ~std::uint64_t{0};
  };

  void restack(float ui_scale);
  void lay_lane(const LayoutInput& input, const Projection& projection, std::uint32_t lane, float y);
  void lay_row(const Projection& projection, const LaneBox& box, std::uint8_t row, float y0, float y1);
  void lay_bins(const Projection& projection, const LaneBox& box, std::uint8_t row, float y0, float y1);
  void lay_marks(const Projection& projection, const LaneBox& box);
  void lay_end(const Projection& projection, const LaneBox& box);
  void lay_ties(const Projection& projection);
  void lay_arrows(const Projection& projection);

  const LaneSource* source_ = nullptr;
  std::uint64_t epoch_ = 0, revision_ = 0;
  std::vector<Slot> lanes_;
  std::vector<std::uint32_t> order_;           // all
  std::vector<std::uint32_t> scrolled_order_;  // without the pinned ones: tops grow along it
  std::vector<std::uint32_t> pinned_order_;
  std::map<LaneKey, std::uint32_t> by_key_;
  std::set<LaneKey> pinned_, unfolded_;
  float stacked_scale_ = 0;
  double content_height_ = 0, pinned_height_ = 0;
  std::unordered_map<std::uint64_t, RowCache> rows_;
  std::unordered_map<std::uint32_t, MarkCache> marks_;
  TickMap ticks_;

  Frame frame_;
  LayoutInput last_input_;
  bool frame_valid_ = false;
  FoldedRow folded_;
  std::vector<FoldedMark> folded_marks_;
  std::vector<Arrow> arrows_;
  // While a slow callback is selected: what it held up is emphasised.
  bool has_delay_ = false;
  Instant delay_begin_, delay_end_;
  Metrics metrics_{1};
  LayoutInput input_;
};

}  // namespace loopscope::timeline

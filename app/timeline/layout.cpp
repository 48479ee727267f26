#include "app/timeline/layout.hpp"

#include <algorithm>

#include "app/timeline/lay_parts.hpp"

namespace loopscope::timeline {
namespace {

// The lanes on top never take more than this share of the view.
constexpr double kMaxPinnedShare = 0.6;

// From top to bottom.
constexpr LaneKind kOrder[] = {LaneKind::loop,   LaneKind::task, LaneKind::asyncgen, LaneKind::coroutine,
                               LaneKind::thread, LaneKind::sync, LaneKind::output};

std::uint64_t row_key(std::uint32_t lane, std::uint8_t row) { return std::uint64_t{lane} << 8 | row; }

}  // namespace

void Frame::clear() {
  quads.clear();
  texts.clear();
  sprites.clear();
  lanes.clear();
  highlights.clear();
  densities.clear();
  arrows.clear();
  ties.clear();
  scrolled = pinned = {};
}

void Layout::update(const LaneSource& source, const std::set<LaneKey>& pinned, const std::set<LaneKey>& unfolded,
                    float ui_scale) {
  const bool same_source = source_ == &source && epoch_ == source.epoch();
  const bool same_sets = pinned == pinned_ && unfolded == unfolded_ && ui_scale == stacked_scale_;
  if (same_source && revision_ == source.revision() && same_sets) return;
  frame_valid_ = false;
  if (!same_source) {
    lanes_.clear();
    by_key_.clear();
    rows_.clear();
    marks_.clear();
    ticks_ = {};
  }
  source_ = &source;
  epoch_ = source.epoch();
  revision_ = source.revision();
  pinned_ = pinned;
  unfolded_ = unfolded;
  const std::uint32_t count = source.lane_count();
  for (auto i = static_cast<std::uint32_t>(lanes_.size()); i < count; ++i) {
    Slot slot;
    slot.key = source.lane(i).key;
    by_key_.emplace(slot.key, i);
    lanes_.push_back(slot);
  }
  restack(ui_scale);
  ticks_.update(source);
}

void Layout::restack(float ui_scale) {
  stacked_scale_ = ui_scale;
  const Metrics m(ui_scale);
  order_.clear();
  for (const LaneKind kind : kOrder)
    for (std::uint32_t i = 0; i < lanes_.size(); ++i)
      if (lanes_[i].key.kind == kind) order_.push_back(i);
  scrolled_order_.clear();
  pinned_order_.clear();
  content_height_ = pinned_height_ = 0;
  for (const std::uint32_t i : order_) {
    Slot& slot = lanes_[i];
    slot.pinned = pinned_.contains(slot.key);
    slot.unfolded = unfolded_.contains(slot.key);
    slot.rows = slot.unfolded ? source_->lane(i).rows : 1;
    slot.height =
        m.row0(slot.key.kind) +
        (slot.rows > first_sub_row(slot.key.kind) ? (slot.rows - first_sub_row(slot.key.kind)) * m.sub_row() : 0) +
        m.lane_gap();
    double& sum = slot.pinned ? pinned_height_ : content_height_;
    slot.top = slot.pinned ? 0 : sum;
    sum += slot.height;
    (slot.pinned ? pinned_order_ : scrolled_order_).push_back(i);
  }
}

std::uint32_t Layout::find(LaneKey key) const {
  const auto it = by_key_.find(key);
  return it == by_key_.end() ? kNoLane : it->second;
}

std::int64_t Layout::axis_begin(bool by_tick) const { return by_tick || !source_ ? 0 : source_->first().ns; }
std::int64_t Layout::axis_end(bool by_tick) const {
  if (!source_) return 1;
  return by_tick ? ticks_.end() : std::max(source_->last().ns, source_->first().ns + 1);
}

double Layout::lane_top(std::uint32_t lane) const { return lane < lanes_.size() ? lanes_[lane].top : 0; }
double Layout::lane_height(std::uint32_t lane) const { return lane < lanes_.size() ? lanes_[lane].height : 0; }

Projection Layout::projection(const LayoutInput& input) const {
  return {Scale{input.window, input.width}, input.by_tick ? &ticks_ : nullptr};
}

const RowSummary& Layout::summary(std::uint32_t lane, std::uint8_t row) {
  RowCache& cache = rows_[row_key(lane, row)];
  if (cache.revision != revision_) {
    cache.summary.update(*source_, lane, row);
    cache.revision = revision_;
  }
  return cache.summary;
}

const MarkIndex& Layout::marks(std::uint32_t lane) {
  MarkCache& cache = marks_[lane];
  if (cache.revision != revision_) {
    cache.index.update(*source_, lane);
    cache.revision = revision_;
  }
  return cache.index;
}

const Frame& Layout::compute(const LayoutInput& input) {
  if (frame_valid_ && input == last_input_) return frame_;
  last_input_ = input_ = input;
  frame_valid_ = true;
  frame_.clear();
  metrics_ = Metrics(input.ui_scale);
  if (!source_ || input.width <= 0 || input.height <= 0) return frame_;
  const Projection project = projection(input);
  frame_.content_height = content_height_;

  has_delay_ = false;
  if (input.selection.pick == Pick::interval && input.selection.lane.kind == LaneKind::loop &&
      input.selection.row > 0) {
    has_delay_ = true;
    delay_begin_ = input.selection.begin;
    delay_end_ = input.selection.end;
  }

  const auto open = [&](Part& part) {
    part.quads = frame_.quads.size();
    part.texts = frame_.texts.size();
    part.sprites = frame_.sprites.size();
    part.lanes = frame_.lanes.size();
    part.highlights = frame_.highlights.size();
  };
  const auto close = [&](Part& part) {
    part.quads_end = frame_.quads.size();
    part.texts_end = frame_.texts.size();
    part.sprites_end = frame_.sprites.size();
    part.lanes_end = frame_.lanes.size();
    part.highlights_end = frame_.highlights.size();
  };

  const auto pinned_px = static_cast<float>(std::min(pinned_height_, input.height * kMaxPinnedShare));
  Part& scrolled = frame_.scrolled;
  scrolled.top = pinned_px;
  scrolled.bottom = input.height;
  open(scrolled);
  // The first lane whose bottom is below the top of the view.
  const auto first = std::partition_point(scrolled_order_.begin(), scrolled_order_.end(), [&](std::uint32_t i) {
    return lanes_[i].top + lanes_[i].height <= input.scroll_y;
  });
  for (auto it = first; it != scrolled_order_.end(); ++it) {
    const double y = lanes_[*it].top - input.scroll_y + pinned_px;
    if (y > input.height) break;
    lay_lane(input, project, *it, static_cast<float>(y));
  }
  close(scrolled);

  Part& pinned = frame_.pinned;
  pinned.top = 0;
  pinned.bottom = pinned_px;
  open(pinned);
  float y = 0;
  for (const std::uint32_t i : pinned_order_) {
    if (y > pinned_px) break;
    lay_lane(input, project, i, y);
    y += static_cast<float>(lanes_[i].height);
  }
  close(pinned);
  lay_ties(project);
  lay_arrows(project);
  return frame_;
}

}  // namespace loopscope::timeline

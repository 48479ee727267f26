#pragma once

// One row of intervals on a number of pixels: those wide enough to be seen come out as they are, the rest is summed
// up in bins. Nothing is dropped: each visible interval is either wide or counted in exactly one bin.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/timeline/axis.hpp"
#include "app/timeline/lod.hpp"
#include "app/timeline/scene.hpp"

namespace loopscope::timeline {

// From the trace to pixels, by the time ruler or the tick ruler.
class Projection {
 public:
  Projection(const Scale& scale, const TickMap* ticks) : scale_(scale), ticks_(ticks) {}
  const Scale& scale() const { return scale_; }
  bool by_tick() const { return ticks_ != nullptr; }

  std::int64_t axis(Instant at, std::size_t* hint = nullptr) const { return ticks_ ? ticks_->axis(at, hint) : at.ns; }
  double px(Instant at, std::size_t* hint = nullptr) const { return scale_.px(axis(at, hint)); }
  Instant instant(double px) const;

 private:
  Scale scale_;
  const TickMap* ticks_;
};

struct WideInterval {
  std::size_t index;
  double x0, x1;      // px, not clipped
  Interval interval;  // with its end closed
};

struct Bin {
  double x0, x1;      // px of the bin
  double at;          // px of the first interval in it
  std::size_t first;  // index of the first interval in it
  Sums sums;
};

struct FoldedRow {
  std::vector<WideInterval> wide;
  std::vector<Bin> bins;
  void clear() { wide.clear(), bins.clear(); }
};

// `min_px`: from which width an interval is drawn by itself. `bin_px`: the width of a bin. `last`: where open intervals
// end. Only what overlaps [-margin, width + margin] comes out.
void fold_row(const LaneSource& source, std::uint32_t lane, std::uint8_t row, const RowSummary& summary,
              const Projection& projection, Instant last, double min_px, double bin_px, FoldedRow& out);

// The first interval of a row that ends after `at`, by bisection; the count when there is none.
std::size_t first_ending_after(const LaneSource& source, std::uint32_t lane, std::uint8_t row, Instant at);
// The interval that holds `at`, or the count when there is none.
std::size_t interval_at(const LaneSource& source, std::uint32_t lane, std::uint8_t row, Instant at);

// The interval that is drawn over a place of the view, or the count when there is none.
std::size_t interval_at_px(const LaneSource& source, std::uint32_t lane, std::uint8_t row, const Projection& projection,
                           double x);

// Marks of one lane and kind (`indices`, sorted) on pixels: one for each stretch of `bin_px`, with how many it stands
// for.
struct FoldedMark {
  double x;
  std::size_t index;  // of the first, in the lane
  std::uint32_t count;
  Mark mark;
};
void fold_marks(const LaneSource& source, std::uint32_t lane, const std::vector<std::uint32_t>& indices,
                const Projection& projection, double bin_px, std::vector<FoldedMark>& out);

}  // namespace loopscope::timeline

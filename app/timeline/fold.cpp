#include "app/timeline/fold.hpp"

#include <algorithm>
#include <cmath>

namespace loopscope::timeline {
namespace {

// Around the visible range, so that edges and patterns do not pop in.
constexpr double kMarginPx = 4;

// The first index in [0, count) for which `is_after` holds; `is_after` is false, then true.
template <class F>
std::size_t bisect(std::size_t count, F is_after) {
  std::size_t low = 0;
  while (low < count) {
    const std::size_t mid = low + (count - low) / 2;
    if (is_after(mid))
      count = mid;
    else
      low = mid + 1;
  }
  return low;
}

// By pixels, not by instants: within one pixel of the tick ruler there may be a fraction of an event.
std::size_t first_ending_after_px(const LaneSource& source, std::uint32_t lane, std::uint8_t row,
                                  const Projection& projection, double x) {
  return bisect(source.interval_count(lane, row), [&](std::size_t i) {
    const Instant end = source.interval(lane, row, i).end;
    return end.seq == kOpenSeq || projection.px(end) > x;
  });
}

class Walker {
 public:
  Walker(const LaneSource& source, std::uint32_t lane, std::uint8_t row, const RowSummary& summary,
         const Projection& projection, Instant last, double min_px, double bin_px, FoldedRow& out)
      : source_(source),
        lane_(lane),
        row_(row),
        summary_(summary),
        projection_(projection),
        last_(last),
        min_px_(min_px),
        bin_px_(bin_px),
        out_(out),
        right_(projection.scale().width + kMarginPx) {}

  void walk() {
    const std::size_t count = source_.interval_count(lane_, row_);
    std::size_t i = first_ending_after_px(source_, lane_, row_, projection_, -kMarginPx);
    while (i < count && !done_) {
      // The highest node that begins here; it is opened only as far as its parts can be seen.
      std::size_t level = 0;
      bool aligned = false;
      while (level < summary_.level_count() && i % RowSummary::span_of(level) == 0 &&
             i / RowSummary::span_of(level) < summary_.level(level).size()) {
        aligned = true;
        ++level;
      }
      if (aligned) {
        i = node(level - 1, i / RowSummary::span_of(level - 1));
      } else {
        leaf(i++);
      }
    }
    flush();
  }

 private:
  // Returns the index of the first interval after the node.
  std::size_t node(std::size_t level, std::size_t at) {
    const RowSummary::Node& n = summary_.level(level)[at];
    const std::size_t span = RowSummary::span_of(level);
    const double x0 = projection_.px(n.begin, &hint_);
    if (x0 > right_) {
      done_ = true;
      return (at + 1) * span;
    }
    std::size_t end_hint = hint_;
    const double x1 = projection_.px(n.end, &end_hint);
    if (x1 < -kMarginPx) return (at + 1) * span;
    if (x1 - x0 < min_px_) {
      put(x0, at * span, n.sums);
      return (at + 1) * span;
    }
    for (std::size_t k = 0; k < RowSummary::kFan && !done_; ++k) {
      if (level == 0)
        leaf(at * span + k);
      else
        node(level - 1, at * RowSummary::kFan + k);
    }
    return (at + 1) * span;
  }

  void leaf(std::size_t i) {
    Interval interval = source_.interval(lane_, row_, i);
    if (interval.end.seq == kOpenSeq) interval.end = before(interval.begin, last_) ? last_ : interval.begin;
    const double x0 = projection_.px(interval.begin, &hint_);
    if (x0 > right_) {
      done_ = true;
      return;
    }
    std::size_t end_hint = hint_;
    const double x1 = projection_.px(interval.end, &end_hint);
    if (x1 < -kMarginPx) return;
    if (x1 - x0 >= min_px_) {
      out_.wide.push_back({i, x0, x1, interval});
    } else {
      Sums one;
      one.add(interval, last_);
      put(x0, i, one);
    }
  }

  void put(double x, std::size_t first, const Sums& sums) {
    const double slot = std::floor(x / bin_px_);
    if (filled_ && slot != slot_) flush();
    if (!filled_) {
      filled_ = true;
      slot_ = slot;
      bin_ = {slot * bin_px_, (slot + 1) * bin_px_, x, first, {}};
    }
    bin_.sums.add(sums);
  }

  void flush() {
    if (filled_) out_.bins.push_back(bin_);
    filled_ = false;
  }

  const LaneSource& source_;
  std::uint32_t lane_;
  std::uint8_t row_;
  const RowSummary& summary_;
  const Projection& projection_;
  Instant last_;
  double min_px_, bin_px_;
  FoldedRow& out_;
  double right_;
  bool done_ = false;
  std::size_t hint_ = 0;
  bool filled_ = false;
  double slot_ = 0;
  Bin bin_{};
};

}  // namespace

Instant Projection::instant(double px) const {
  const std::int64_t axis = scale_.axis(px);
  if (ticks_) return ticks_->instant(axis);
  return {axis, 0};
}

std::size_t first_ending_after(const LaneSource& source, std::uint32_t lane, std::uint8_t row, Instant at) {
  return bisect(source.interval_count(lane, row), [&](std::size_t i) {
    const Instant end = source.interval(lane, row, i).end;
    return end.seq == kOpenSeq || before(at, end);
  });
}

std::size_t interval_at(const LaneSource& source, std::uint32_t lane, std::uint8_t row, Instant at) {
  const std::size_t count = source.interval_count(lane, row);
  const std::size_t i = first_ending_after(source, lane, row, at);
  if (i < count && !before(at, source.interval(lane, row, i).begin)) return i;
  return count;
}

std::size_t interval_at_px(const LaneSource& source, std::uint32_t lane, std::uint8_t row, const Projection& projection,
                           double x) {
  const std::size_t count = source.interval_count(lane, row);
  const std::size_t i = first_ending_after_px(source, lane, row, projection, x);
  if (i >= count || projection.px(source.interval(lane, row, i).begin) > x) return count;
  // An open interval ends with what has been recorded.
  if (source.interval(lane, row, i).end.seq == kOpenSeq && projection.px(source.last()) <= x) return count;
  return i;
}

void fold_row(const LaneSource& source, std::uint32_t lane, std::uint8_t row, const RowSummary& summary,
              const Projection& projection, Instant last, double min_px, double bin_px, FoldedRow& out) {
  out.clear();
  Walker(source, lane, row, summary, projection, last, min_px, bin_px, out).walk();
}

void fold_marks(const LaneSource& source, std::uint32_t lane, const std::vector<std::uint32_t>& indices,
                const Projection& projection, double bin_px, std::vector<FoldedMark>& out) {
  const std::size_t count = indices.size();
  const auto at = [&](std::size_t k) { return source.mark(lane, indices[k]).at; };
  // A mark is wider than its instant: those just outside show a part.
  const double margin = 12;
  std::size_t i = bisect(count, [&](std::size_t k) { return projection.px(at(k)) >= -margin; });
  while (i < count) {
    const Mark mark = source.mark(lane, indices[i]);
    const double x = projection.px(mark.at);
    if (x > projection.scale().width + margin) return;
    // The stretch ends where the grid of bins says, so that marks do not jump while the window moves.
    const double cell = std::floor(x / bin_px);
    const auto beyond = [&](std::size_t k) { return std::floor(projection.px(at(k)) / bin_px) > cell; };
    std::size_t step = 1;
    while (i + step < count && !beyond(i + step)) step *= 2;
    const std::size_t from = i + step / 2;
    const std::size_t to = std::min(count, i + step);
    const std::size_t next = from + bisect(to - from, [&](std::size_t k) { return k + from > i && beyond(from + k); });
    out.push_back({x, indices[i], static_cast<std::uint32_t>(next - i), mark});
    i = next;
  }
}

}  // namespace loopscope::timeline

#include "app/timeline/axis.hpp"

#include <algorithm>
#include <cmath>

namespace loopscope::timeline {
namespace {

Window normalised(Window w) {
  const double whole = std::floor(w.fraction);
  w.origin += static_cast<std::int64_t>(whole);
  w.fraction -= whole;
  return w;
}

// Where `at` lies between two points, from 0 to 1: by event number when that tells, else by time.
double share(Instant at, Instant from, Instant to) {
  if (!before(from, at)) return 0;
  if (!before(at, to)) return 1;
  if (to.seq > from.seq && at.seq != kOpenSeq) {
    const double s = (static_cast<double>(at.seq) - from.seq) / (static_cast<double>(to.seq) - from.seq);
    return std::clamp(s, 0.0, 1.0);
  }
  if (to.ns > from.ns) return static_cast<double>(at.ns - from.ns) / static_cast<double>(to.ns - from.ns);
  return 0;
}

}  // namespace

std::int64_t Scale::axis(double px_at) const {
  return window.origin + static_cast<std::int64_t>(std::floor(px_at / px_per_unit() + window.fraction));
}

Window moved(Window w, double units) {
  w.fraction += units;
  return normalised(w);
}

Window zoomed(Window w, double factor, double anchor) {
  const double length = w.length * factor;
  w.fraction += (w.length - length) * anchor;
  w.length = length;
  return normalised(w);
}

Window mixed(const Window& a, const Window& b, double t) {
  // Lengths mix by ratio, so that a zoom looks equally fast all the way; the edge follows so that the point that both
  // windows share stays where it would be on a straight zoom.
  const double ratio = b.length / a.length;
  const double length = a.length * std::pow(ratio, t);
  const double shift = static_cast<double>(b.origin - a.origin) + (b.fraction - a.fraction);
  const double progress = std::abs(ratio - 1) < 1e-9 ? t : (length - a.length) / (b.length - a.length);
  Window w = a;
  w.length = length;
  w.fraction += shift * progress;
  return normalised(w);
}

void TickMap::lay_column(std::size_t first, std::size_t last) {
  const auto column = static_cast<std::int64_t>(columns_.size()) - 1;
  const auto steps = static_cast<std::int64_t>(last - first);
  for (std::size_t i = first; i < last; ++i)
    boundaries_[i].axis = column * kTickUnit + static_cast<std::int64_t>(i - first) * kTickUnit / steps;
}

void TickMap::update(const LaneSource& source) {
  if (source.revision() == revision_ && source.epoch() == epoch_) return;
  const std::size_t count = source.tick_step_count();
  if (source.epoch() != epoch_ || count < seen_) {
    boundaries_.clear();
    columns_.clear();
    seen_ = 0;
  }
  epoch_ = source.epoch();
  revision_ = source.revision();
  last_ = source.last();
  // What comes before the first iteration is a column of its own, so that the making of the loop has a place.
  if (columns_.empty()) {
    const Instant first = source.first();
    if (count == 0 || before(first, source.tick_step(0).at) || !source.tick_step(0).new_tick) {
      columns_.push_back({0, 0, 0, true});
      boundaries_.push_back({first, 0});
    }
  }
  std::size_t open = columns_.empty() ? 0 : columns_.back().first_step;
  for (; seen_ < count; ++seen_) {
    const TickStep step = source.tick_step(seen_);
    if (step.new_tick) {
      if (!columns_.empty()) lay_column(open, boundaries_.size());
      open = boundaries_.size();
      columns_.push_back({static_cast<std::int64_t>(columns_.size()) * kTickUnit, step.tick,
                          static_cast<std::uint32_t>(open), step.outside});
    }
    boundaries_.push_back({step.at, 0});
  }
  lay_column(open, boundaries_.size());
  end_ = static_cast<std::int64_t>(columns_.size()) * kTickUnit;
}

std::int64_t TickMap::axis(Instant at, std::size_t* hint) const {
  if (boundaries_.empty()) return 0;
  const std::size_t n = boundaries_.size();
  std::size_t i;  // the last boundary that is not after `at`
  const auto after = [&](std::size_t k) { return before(at, boundaries_[k].at); };
  if (hint && *hint < n && !after(*hint)) {
    // Layout asks in order of time: gallop on from where the last answer was found.
    std::size_t low = *hint, step = 1;
    while (low + step < n && !after(low + step)) low += step, step *= 2;
    std::size_t high = std::min(n, low + step);
    while (high - low > 1) {
      const std::size_t mid = low + (high - low) / 2;
      (after(mid) ? high : low) = mid;
    }
    i = low;
  } else {
    const auto it = std::upper_bound(boundaries_.begin(), boundaries_.end(), at,
                                     [](Instant a, const Boundary& b) { return before(a, b.at); });
    if (it == boundaries_.begin()) return 0;
    i = static_cast<std::size_t>(it - boundaries_.begin()) - 1;
  }
  if (hint) *hint = i;
  const Boundary& b = boundaries_[i];
  const std::int64_t next = i + 1 < n ? boundaries_[i + 1].axis : end_;
  const Instant to = i + 1 < n ? boundaries_[i + 1].at : last_;
  const double s = i + 1 == n && !before(b.at, to) ? 0 : share(at, b.at, to);
  return b.axis + static_cast<std::int64_t>(static_cast<double>(next - b.axis) * s);
}

Instant TickMap::instant(std::int64_t axis) const {
  if (boundaries_.empty()) return {};
  const auto it = std::upper_bound(boundaries_.begin(), boundaries_.end(), axis,
                                   [](std::int64_t a, const Boundary& b) { return a < b.axis; });
  if (it == boundaries_.begin()) return boundaries_.front().at;
  const auto i = static_cast<std::size_t>(it - boundaries_.begin()) - 1;
  const Boundary& b = boundaries_[i];
  const bool is_last = i + 1 == boundaries_.size();
  const std::int64_t next = is_last ? end_ : boundaries_[i + 1].axis;
  const Instant to = is_last ? last_ : boundaries_[i + 1].at;
  if (next <= b.axis || !before(b.at, to)) return b.at;
  const double s = std::clamp(static_cast<double>(axis - b.axis) / static_cast<double>(next - b.axis), 0.0, 1.0);
  // The last event that is not after the place; the time goes with the event where events tell.
  Instant at;
  at.seq = b.at.seq;
  double part = s;
  if (to.seq > b.at.seq) {
    const double events = static_cast<double>(to.seq) - b.at.seq;
    // Positions are rounded down, so what was rounded away is given back.
    const double given = static_cast<double>(axis + 1 - b.axis) / static_cast<double>(next - b.axis);
    const double whole = std::min(std::floor(events * std::clamp(given, 0.0, 1.0)), is_last ? events : events - 1);
    at.seq += static_cast<std::uint32_t>(whole);
    part = whole / events;
  }
  at.ns = b.at.ns + static_cast<std::int64_t>(std::floor(static_cast<double>(to.ns - b.at.ns) * part));
  return at;
}

std::size_t TickMap::column_at(std::int64_t axis) const {
  if (columns_.empty() || axis < 0) return 0;
  return std::min(columns_.size() - 1, static_cast<std::size_t>(axis / kTickUnit));
}

}  // namespace loopscope::timeline

#include "app/timeline/ruler.hpp"

#include <algorithm>
#include <cmath>

#include "app/timeline/format.hpp"

namespace loopscope::timeline {
namespace {

std::int64_t floor_to(std::int64_t v, std::int64_t step) {
  const std::int64_t q = v / step - (v % step < 0 ? 1 : 0);
  return q * step;
}

}  // namespace

std::int64_t nice_step(double units) {
  if (!(units > 1)) return 1;
  if (units > 2e18) return 5'000'000'000'000'000'000 / 5 * 4;
  std::int64_t base = 1;
  while (static_cast<double>(base) * 10 <= units) base *= 10;
  for (const std::int64_t m : {1, 2, 5})
    if (static_cast<double>(base * m) >= units) return base * m;
  return base * 10;
}

void time_ruler(const Scale& scale, double label_px, double line_px, std::vector<RulerTick>& out) {
  out.clear();
  const std::int64_t major = nice_step(label_px / scale.px_per_unit());
  const int leading =
      static_cast<int>(std::round(static_cast<double>(major) / std::pow(10, std::floor(std::log10(major)))));
  std::int64_t minor = major;
  // Ten, five or two parts; a step that begins with a two takes four first, so that lines stand on round numbers.
  static constexpr std::int64_t kParts[2][3] = {{10, 5, 2}, {4, 2, 1}};
  for (const std::int64_t parts : kParts[leading == 2 ? 1 : 0]) {
    if (major % parts == 0 && static_cast<double>(major / parts) * scale.px_per_unit() >= line_px) {
      minor = major / parts;
      break;
    }
  }
  // Far into a trace the absolute time of each label would be unreadable: they then count from the last round point.
  const std::int64_t base_step = major > INT64_MAX / 1000 ? major : major * 1000;
  const std::int64_t left = scale.axis(-label_px), right = scale.axis(scale.width);
  const bool relative = std::max(std::abs(static_cast<double>(left)), std::abs(static_cast<double>(right))) >
                        static_cast<double>(major) * 20'000;
  bool first = true;
  for (std::int64_t t = floor_to(left, minor); t <= right; t += minor) {
    RulerTick tick;
    tick.x = scale.px(t);
    tick.major = t % major == 0;
    if (tick.major) {
      tick.width = static_cast<double>(major) * scale.px_per_unit();
      const std::int64_t from_base = t - floor_to(t, base_step);
      if (!relative || from_base == 0)
        tick.label = format_time(t, major);
      else if (first && tick.x >= 0)
        tick.label = format_time(t, major);
      else
        tick.label = "+" + format_time(from_base, major);
      if (tick.x >= 0) first = false;
    }
    out.push_back(std::move(tick));
    if (t > INT64_MAX - minor) break;
  }
}

void tick_ruler(const Scale& scale, const TickMap& ticks, double label_px, double line_px,
                std::vector<RulerTick>& out) {
  out.clear();
  if (ticks.column_count() == 0) return;
  const double column_px = static_cast<double>(kTickUnit) * scale.px_per_unit();
  const auto every = static_cast<std::size_t>(nice_step(label_px / column_px));
  const auto line_every = static_cast<std::size_t>(nice_step(line_px / column_px));
  const std::size_t first = ticks.column_at(scale.axis(-label_px)) / every * every;
  const std::size_t last = ticks.column_at(scale.axis(scale.width));
  for (std::size_t c = first; c <= last; c += line_every) {
    const TickMap::Column& column = ticks.column(c);
    RulerTick tick;
    tick.x = scale.px(column.begin);
    tick.major = c % every == 0;
    tick.band = (c / line_every) % 2 == 1;
    tick.width = column_px * static_cast<double>(tick.major ? every : line_every);
    if (tick.major) {
      const Instant at = ticks.instant(column.begin);
      if (!column.outside)
        tick.label = "tick " + format_count(column.tick);
      else
        tick.label = c == 0 ? "before" : c + 1 == ticks.column_count() ? "after" : "between";
      tick.sub = format_duration(at.ns);
    }
    out.push_back(std::move(tick));
  }
}

bool better_by_tick(const LaneSource& source, const TickMap& ticks, float px) {
  if (ticks.column_count() < 2) return false;
  const double total = static_cast<double>(source.last().ns - source.first().ns);
  const double width = std::max(1.0F, px);
  constexpr double kReadablePx = 3;
  // What several threads do at the same time has no ticks.
  std::size_t threads = 0;
  for (std::uint32_t lane = 0; lane < source.lane_count(); ++lane) {
    threads += source.lane(lane).key.kind == LaneKind::thread;
  }
  if (threads > 1) return false;
  // The steps of each loop, a sample of them when there are many.
  std::size_t seen = 0, narrow = 0;
  for (std::uint32_t lane = 0; lane < source.lane_count(); ++lane) {
    if (source.lane(lane).key.kind != LaneKind::loop) continue;
    const std::size_t count = source.interval_count(lane, 1), stride = count / 256 + 1;
    for (std::size_t i = 0; i < count; i += stride) {
      const Interval step = source.interval(lane, 1, i);
      if (step.end.seq == kOpenSeq) continue;
      ++seen;
      if (static_cast<double>(step.end.ns - step.begin.ns) * width < kReadablePx * total) ++narrow;
    }
  }
  return narrow * 2 > seen;
}

}  // namespace loopscope::timeline

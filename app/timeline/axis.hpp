#pragma once

// Coordinate spaces and the ways between them:
//   trace    Instant: nanoseconds and the event's number
//   axis     int64: nanoseconds (time ruler) or fixed-point ticks, kTickUnit to the column (tick ruler)
//   view px  float: from the left edge of the lanes
// Doubles only ever hold a distance from the window's origin.

#include <cstdint>
#include <vector>

#include "app/timeline/scene.hpp"

namespace loopscope::timeline {

inline constexpr std::int64_t kTickUnit = std::int64_t{1} << 24;

// The visible part of an axis. `fraction` (0 to 1) is added to `origin`, for zooms at which one unit is many pixels.
struct Window {
  std::int64_t origin = 0;
  double fraction = 0;
  double length = 1;  // in axis units, > 0
  friend bool operator==(const Window&, const Window&) = default;
};

// A window on a number of pixels.
struct Scale {
  Window window;
  double width = 1;  // px

  double px_per_unit() const { return width / window.length; }
  double px(std::int64_t axis) const {
    return (static_cast<double>(axis - window.origin) - window.fraction) * px_per_unit();
  }
  std::int64_t axis(double px) const;  // rounded down
};

// Moves and zooms; the results are normalised (0 <= fraction < 1).
Window moved(Window w, double units);
Window zoomed(Window w, double factor, double anchor);  // anchor: 0 left edge to 1 right edge, stays where it is
Window mixed(const Window& a, const Window& b, double t);

// The tick ruler. Between two boundaries a point lies by its event number, so that events of one instant stand apart.
class TickMap {
 public:
  // Takes what the source has; cheap when it only grew.
  void update(const LaneSource& source);

  // `hint` makes questions asked in order of time cheap: give the same variable, 0 at first.
  std::int64_t axis(Instant at, std::size_t* hint = nullptr) const;
  Instant instant(std::int64_t axis) const;

  std::int64_t end() const { return end_; }
  std::size_t column_count() const { return columns_.size(); }
  struct Column {
    std::int64_t begin;  // axis
    std::uint32_t tick;  // as asyncio would count
    std::uint32_t first_step;
    bool outside;  // of any iteration
  };
  const Column& column(std::size_t i) const { return columns_[i]; }
  std::size_t column_at(std::int64_t axis) const;

 private:
  struct Boundary {
    Instant at;
    std::int64_t axis;
  };
  void lay_column(std::size_t first, std::size_t last);

  std::vector<Boundary> boundaries_;
  std::vector<Column> columns_;
  Instant last_;
  std::int64_t end_ = kTickUnit;
  std::size_t seen_ = 0;
  std::uint64_t epoch_ = ~std::uint64_t{0};
  std::uint64_t revision_ = ~std::uint64_t{0};
};

}  // namespace loopscope::timeline

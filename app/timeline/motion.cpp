#include "app/timeline/motion.hpp"

#include <algorithm>
#include <cmath>

namespace loopscope::timeline {
namespace {

// Three quarters of the way in a twelfth of a second.
constexpr double kPerSecond = 17;

}  // namespace

Window bounded(Window w, const Bounds& bounds) {
  const double longest = std::max(bounds.max_length(), bounds.min_length);
  if (!(w.length > 0)) w.length = longest;
  const double length = std::clamp(w.length, bounds.min_length, longest);
  if (length != w.length) w = zoomed(w, length / w.length, 0.5);
  w.length = length;
  // The middle stays over the trace, but for a third of the window on either side.
  const double room = length * 0.35;
  const double middle = static_cast<double>(w.origin - bounds.begin) + w.fraction + length / 2;
  const double total = static_cast<double>(bounds.end - bounds.begin);
  const double low = std::min(room, total / 2), high = std::max(total - room, total / 2);
  if (middle < low) return moved(w, low - middle);
  if (middle > high) return moved(w, high - middle);
  return w;
}

void Motion::jump(Window& current, const Window& to) {
  current = target_ = to;
  moving_ = false;
}

void Motion::glide(const Window& to) {
  target_ = to;
  moving_ = true;
}

void Motion::step(Window& current, float seconds, double width, bool animate) {
  if (!moving_) return;
  const Window next = mixed(current, target_, 1 - std::exp(-kPerSecond * std::max(0.0F, seconds)));
  const double px = width / target_.length;
  const double left = static_cast<double>(target_.origin - next.origin) + target_.fraction - next.fraction;
  const double right = left + target_.length - next.length;
  if (!animate || (std::abs(left) * px < 0.5 && std::abs(right) * px < 0.5)) {
    current = target_;
    moving_ = false;
  } else {
    current = next;
  }
}

}  // namespace loopscope::timeline

#pragma once

// How the window gets from where it is to where it should be: quickly, smoothly, and at once when told to. Also the
// bounds of zooming and panning. No GUI library here.

#include "app/timeline/axis.hpp"

namespace loopscope::timeline {

struct Bounds {
  std::int64_t begin = 0, end = 1;  // of the trace, on the axis
  double min_length = 1;            // of a window
  double max_length() const { return 2.0 * static_cast<double>(end - begin) + 2; }
};

// Nearest window that keeps some of the trace in sight.
Window bounded(Window w, const Bounds& bounds);

class Motion {
 public:
  const Window& target() const { return target_; }
  bool moving() const { return moving_; }
  void jump(Window& current, const Window& to);
  void glide(const Window& to);
  // One frame of `seconds`; `width` in px tells when nothing more can be seen to move.
  void step(Window& current, float seconds, double width, bool animate);

 private:
  Window target_;
  bool moving_ = false;
};

}  // namespace loopscope::timeline

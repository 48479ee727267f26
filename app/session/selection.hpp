#pragma once

// What is selected and where in time we stand: the two things that every panel and the timeline share.

#include <cstdint>

#include "app/timeline/scene.hpp"

namespace loopscope::app {

// A point of the trace: the clock and the number of the event.
using timeline::Instant;

enum class Subject : std::uint8_t { none, event, task, coro, future, handle, loop, thread, area };

struct Selection {
  Subject subject = Subject::none;
  std::uint32_t id = 0;  // dense id of the subject; for `event` its number
  // For `area`: the stretch of time that was dragged over, in nanoseconds.
  std::int64_t from_ns = 0;
  std::int64_t to_ns = 0;
  friend bool operator==(const Selection&, const Selection&) = default;
};

}  // namespace loopscope::app

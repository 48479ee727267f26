#pragma once
// A piece of a trace in memory, as `loopscope cut` makes one in a file: every export works on it as on a whole trace.

#include <cstdint>

namespace loopscope::trace {
class Store;
}

namespace loopscope::interchange {

/// Fills `piece`, which is empty, with what happens from `from_ns` to `to_ns`, and what lives when it begins.
/// Returns the number of events in between.
uint32_t take_piece(const trace::Store& store, int64_t from_ns, int64_t to_ns, trace::Store& piece);

}  // namespace loopscope::interchange

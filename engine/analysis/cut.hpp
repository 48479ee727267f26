#pragma once
// A piece of a trace as a trace of its own: what still lives when it begins, its state, then the events.

#include <cstdint>

namespace loopscope::trace {
class Store;
}
namespace loopscope::trace::file {
class EventSink;
}

namespace loopscope::analysis {

/// Hands over the events from the first one at `from_ns` to the last one at `to_ns`. Before them stand the births of
/// what lives then, at their own times, and the sources: all questions about the piece keep their answers. Ticks count
/// from 1 again. Returns the number of events that lie in between.
uint32_t write_cut(const trace::Store& store, int64_t from_ns, int64_t to_ns, trace::file::EventSink& sink);

}  // namespace loopscope::analysis

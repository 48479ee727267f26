#pragma once

// The model's words for states, ends and marks in those of the timeline. Internal to the timeline.

#include "app/timeline/scene.hpp"
#include "engine/analysis/lanes.hpp"

namespace loopscope::timeline {

End end_of(const analysis::TaskLane& task);
End end_of(const analysis::CoroLane& coro);
State state_of(analysis::TaskState state);
State state_of(analysis::GenState state);
State state_of(analysis::ThreadState state);
MarkKind kind_of(analysis::MarkKind kind);
MarkKind kind_of(analysis::OutputKind kind);

}  // namespace loopscope::timeline

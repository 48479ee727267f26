#include "app/session/observe.hpp"

#include "app/session/event_text.hpp"
#include "engine/analysis/state.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {

Snapshot observe_snapshot(const Observed& seen, const Selection& selection) {
  Snapshot out;
  out.at = seen.at;
  out.event_count = seen.model.size();
  if (seen.at.seq < seen.store.size()) out.event_text = event_text(seen.store, seen.at.seq).text;
  out.loop = observe_loop(seen);
  out.frames = observe_frames(seen);
  out.inspector = observe_selection(seen, selection);
  return out;
}

}  // namespace loopscope::app

#pragma once
// What exports say of a thing in words: places, await chains, who did it.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/analysis/lanes.hpp"

namespace loopscope::interchange {

/// "dir/demo.py:12", the path as the trace has it, or "".
std::string place_text(const analysis::Model& model, Place place);
/// The await chain of a task just after an event, outermost first: "main() demo.py:12 > worker() demo.py:5 >
/// sleep(0.1)". `where`, if given, becomes the place of its innermost frame in the program's own files.
std::string await_chain(const analysis::Model& model, const analysis::TaskLane& task, uint32_t event,
                        Place* where = nullptr);
/// The same for a stretch of its life: of a step, the chain with which it goes on; and where it begins.
std::string chain_of(const analysis::Model& model, const analysis::TaskLane& task,
                     const analysis::TaskInterval& interval, Place* where);
/// The stretch of a task's life that an event lies in, or nullptr.
const analysis::TaskInterval* interval_at(const analysis::TaskLane& task, uint32_t event);
/// The first step of a task that begins at or after an event, or nullptr.
const analysis::TaskInterval* step_from(const analysis::TaskLane& task, uint32_t event);
/// The end of what may still be open: then the end of the trace.
analysis::Moment end_of(const analysis::Model& model, const analysis::Moment& end);
/// "result", "exception", "cancelled", "leaked" or "pending".
const char* outcome_text(const analysis::TaskLane& task);

}  // namespace loopscope::interchange

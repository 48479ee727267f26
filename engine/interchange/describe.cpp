#include "engine/interchange/describe.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/analysis/state.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::interchange {

using analysis::FrameInterval;
using analysis::TaskInterval;
using analysis::TaskLane;

namespace {

// The interval of a row that covers an event: rows are sorted and do not overlap.
template <class Interval>
const Interval* covering(const std::vector<Interval>& row, uint32_t event) {
  auto after = std::upper_bound(row.begin(), row.end(), event,
                                [](uint32_t e, const Interval& interval) { return e < interval.begin.event; });
  if (after == row.begin()) return nullptr;
  --after;
  return event < after->end.event ? &*after : nullptr;
}

Place first_line(const analysis::Model& model, CoroId coro) {
  const trace::Store& store = model.store();
  const uint32_t born = store.of_coro().first(coro.value);
  if (born == analysis::kNoEvent || store.type(born) != trace::EventType::kCoroCreated) return {};
  return analysis::find_code(store, store.get<trace::ev::CoroCreated>(born).code).first_line;
}

}  // namespace

std::string place_text(const analysis::Model& model, Place place) {
  if (!place) return {};
  return fmt::format("{}:{}", analysis::file_path(model.store(), place.file()), place.line());
}

std::string await_chain(const analysis::Model& model, const TaskLane& task, uint32_t event, Place* where) {
  std::string text(model.text(task.coro_name));
  for (const std::vector<FrameInterval>& row : task.chain) {
    const FrameInterval* frame = covering(row, event);
    if (!frame) break;
    if (frame->place) {
      text += ' ';
      text += analysis::place_text(model.store(), frame->place);
      if (where && !analysis::is_library(model.store(), frame->place.file())) *where = frame->place;
    }
    if (frame->label) {
      text += text.empty() ? "" : " > ";
      text += model.text(frame->label);
    }
  }
  return text;
}

std::string chain_of(const analysis::Model& model, const TaskLane& task, const TaskInterval& interval, Place* where) {
  const bool running = interval.state == analysis::TaskState::kRunning;
  const uint32_t event = running && interval.begin.event > 0 ? interval.begin.event - 1 : interval.begin.event;
  std::string chain = await_chain(model, task, event, where);
  // The first step begins where the coroutine does.
  if (running && where && !*where && interval.begin.event > 0) {
    const Place first = first_line(model, task.coro);
    if (!analysis::is_library(model.store(), first.file())) *where = first;
  }
  return chain;
}

const TaskInterval* interval_at(const TaskLane& task, uint32_t event) { return covering(task.intervals, event); }

const TaskInterval* step_from(const TaskLane& task, uint32_t event) {
  auto at = std::lower_bound(task.intervals.begin(), task.intervals.end(), event,
                             [](const TaskInterval& interval, uint32_t e) { return interval.begin.event < e; });
  while (at != task.intervals.end() && at->state != analysis::TaskState::kRunning) ++at;
  return at == task.intervals.end() ? nullptr : &*at;
}

analysis::Moment end_of(const analysis::Model& model, const analysis::Moment& end) {
  return end.event == analysis::kNoEvent ? model.last() : end;
}

const char* outcome_text(const TaskLane& task) {
  switch (task.end) {
    case analysis::TaskEnd::kReturned:
      return "result";
    case analysis::TaskEnd::kRaised:
      return "exception";
    case analysis::TaskEnd::kCancelled:
      return "cancelled";
    case analysis::TaskEnd::kLeaked:
      return "leaked";
    case analysis::TaskEnd::kPending:
      break;
  }
  return "pending";
}

}  // namespace loopscope::interchange

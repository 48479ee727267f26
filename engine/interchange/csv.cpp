#include "engine/interchange/csv.hpp"

#include <fmt/core.h>

#include "engine/analysis/lanes.hpp"
#include "engine/interchange/describe.hpp"
#include "engine/interchange/out_file.hpp"

namespace loopscope::interchange {

using analysis::TaskInterval;
using analysis::TaskLane;
using analysis::TaskState;

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

struct Numbers {
  uint32_t steps = 0, wake_ups = 0, waits = 0;
  int64_t running_ns = 0, ready_ns = 0, suspended_ns = 0, cancelling_ns = 0;
  int64_t longest_step_ns = 0, longest_step_at_ns = 0;
  Place longest_step_place;
};

Numbers numbers_of(const analysis::Model& model, const TaskLane& task) {
  Numbers n;
  const TaskInterval* longest = nullptr;
  for (const TaskInterval& interval : task.intervals) {
    const int64_t ns = end_of(model, interval.end).ns - interval.begin.ns;
    switch (interval.state) {
      case TaskState::kRunning:
        ++n.steps;
        n.running_ns += ns;
        if (!longest || ns > n.longest_step_ns) {
          longest = &interval;
          n.longest_step_ns = ns;
        }
        break;
      case TaskState::kReady:
        n.ready_ns += ns;
        break;
      case TaskState::kSuspended:
        ++n.waits;
        n.suspended_ns += ns;
        break;
      case TaskState::kCancelling:
        n.cancelling_ns += ns;
        break;
      default:
        break;
    }
    // Every turn in the queue but the first was given by somebody.
    if (interval.state == TaskState::kReady && n.steps > 0) ++n.wake_ups;
  }
  if (longest) {
    n.longest_step_at_ns = longest->begin.ns;
    chain_of(model, task, *longest, &n.longest_step_place);
  }
  return n;
}

}  // namespace

bool write_csv(const analysis::Model& model, const std::string& path, std::string* error) {
  OutFile file(path);
  file.write(
      "task_id,task,coroutine,created_by,created_at,created_ns,ended_ns,outcome,value,steps,waits,wake_ups,running_ns,"
      "ready_ns,suspended_ns,cancelling_ns,longest_step_ns,longest_step_at_ns,longest_step_place\r\n");
  for (const TaskLane& task : model.tasks()) {
    const Numbers n = numbers_of(model, task);
    const TaskLane* parent = model.task(task.parent);
    const std::string ended = task.death.event == analysis::kNoEvent ? std::string() : fmt::format("{}", task.death.ns);
    file.write(fmt::format("{},{},{},{},{},{},{},{},{},", task.task.value, quoted(model.text(task.name)),
                           quoted(model.text(task.coro_name)), quoted(parent ? model.text(parent->name) : ""),
                           quoted(place_text(model, task.created_at)), task.birth.ns, ended, outcome_text(task),
                           quoted(model.text(task.value))));
    file.write(fmt::format("{},{},{},{},{},{},{},{},{},{}\r\n", n.steps, n.waits, n.wake_ups, n.running_ns, n.ready_ns,
                           n.suspended_ns, n.cancelling_ns, n.longest_step_ns, n.longest_step_at_ns,
                           quoted(place_text(model, n.longest_step_place))));
  }
  return file.close(error);
}

}  // namespace loopscope::interchange

#include "engine/analysis/compare.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "engine/analysis/state.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

// More differing steps than this are not aligned any further: the rest counts as different.
constexpr size_t kMostEdits = 2000;
constexpr size_t kAround = 3;

class Lister {
 public:
  explicit Lister(const trace::Store& store) : store_(store) {}

  std::vector<std::vector<ComparedStep>> list() {
    for (uint32_t event = 0; event < store_.size(); ++event) {
      state_.apply(store_);
      switch (store_.type(event)) {
        case EventType::kTaskCreated:
          name_task(event);
          break;
        case EventType::kTaskStepBegin:
          begin_step(event);
          break;
        case EventType::kTaskStepEnd:
          end_step(event);
          break;
        case EventType::kHandleBegin:
          run_callback(event);
          break;
        default:
          break;
      }
    }
    return std::move(loops_);
  }

 private:
  struct Open {
    size_t loop, step;
  };

  // Number of the loop that runs on this event's thread, in the order of first runs.
  size_t loop_of(uint32_t event) {
    const ThreadInfo* thread = state_.threads.find(store_.thread(event).value);
    const uint32_t loop = thread ? thread->loop.value : 0;
    const auto [it, is_new] = loop_numbers_.try_emplace(loop, loops_.size());
    if (is_new) loops_.emplace_back();
    return it->second;
  }

  std::string function_of(const ev::TaskCreated& e) const {
    const std::string name = coro_function(store_, e.coro);
    return (name.empty() ? "task" : name) + "()";
  }

  void name_task(uint32_t event) {
    const auto e = store_.get<ev::TaskCreated>(event);
    std::string path;
    if (const auto parent = paths_.find(store_.task(event).value); parent != paths_.end())
      path = parent->second + " > ";
    path += function_of(e);
    const uint32_t number = ++siblings_[path];
    paths_[e.task.value] = number == 1 ? path : fmt::format("{}#{}", path, number);
  }

  void begin_step(uint32_t event) {
    const TaskId task = store_.get<ev::TaskStepBegin>(event).task;
    const auto path = paths_.find(task.value);
    const size_t loop = loop_of(event);
    open_[task.value] = {loop, loops_[loop].size()};
    loops_[loop].push_back(
        {event, kNoEvent, path == paths_.end() ? task_name(store_, task) : path->second, ++steps_[task.value], {}});
  }

  void end_step(uint32_t event) {
    const TaskId task = store_.get<ev::TaskStepEnd>(event).task;
    const auto open = open_.find(task.value);
    if (open == open_.end()) return;
    ComparedStep& step = loops_[open->second.loop][open->second.step];
    step.end = event;
    step.outcome = outcome_of(task);
    open_.erase(open);
  }

  std::string outcome_of(TaskId id) const {
    const TaskInfo* task = state_.tasks.find(id.value);
    if (!task) return "?";
    if (task->state == TaskState::kDone) {
      if (task->outcome == trace::Outcome::kCancelled) return "was cancelled";
      if (task->outcome == trace::Outcome::kResult) return "returned";
      const std::string_view value = store_.text(task->value);
      return fmt::format("raised {}", value.substr(0, value.find('(')));
    }
    Place place;
    for (const ChainLink& link : state_.await_chain(store_, *task)) {
      if (const Place user = user_place(store_, link.place)) place = user;
    }
    const std::string where = place_text(store_, place);
    return where.empty() ? "waits" : "waits at " + where;
  }

  void run_callback(uint32_t event) {
    const HandleId handle = store_.get<ev::HandleBegin>(event).handle;
    const uint32_t origin = handle_origin(store_, handle);
    if (origin == kNoEvent) return;
    std::string_view label;
    if (store_.type(origin) == EventType::kTimerScheduled) {
      label = store_.text(store_.get<ev::TimerScheduled>(origin).label);
    } else {
      const auto e = store_.get<ev::HandleScheduled>(origin);
      if (e.task) return;  // a step: it has an event of its own
      label = store_.text(e.label);
    }
    if (label.empty() || !is_program_function(label)) return;
    loops_[loop_of(event)].push_back({event, event, callback_text(label), ++callbacks_[std::string(label)], "ran"});
  }

  // Whether the program's own files define a function of this name.
  bool is_program_function(std::string_view label) {
    const auto [it, is_new] = is_program_.try_emplace(std::string(label), false);
    if (is_new) {
      for (uint32_t k = 0; k < store_.count(EventType::kCodeDefined); ++k) {
        const auto e = store_.get<ev::CodeDefined>(store_.nth(EventType::kCodeDefined, k));
        it->second |= store_.text(e.qualname) == label && !is_library(store_, e.first_line.file());
      }
    }
    return it->second;
  }

  const trace::Store& store_;
  State state_;
  std::vector<std::vector<ComparedStep>> loops_;
  std::unordered_map<uint32_t, size_t> loop_numbers_;
  std::unordered_map<uint32_t, std::string> paths_;
  std::unordered_map<std::string, uint32_t> siblings_, callbacks_;
  std::unordered_map<uint32_t, uint32_t> steps_;
  std::unordered_map<uint32_t, Open> open_;
  std::unordered_map<std::string, bool> is_program_;
};

// The length of the longest common subsequence, by the greedy search for the shortest edit script; a lower bound when
// the two differ in more than kMostEdits steps.
size_t common_steps(const std::vector<ComparedStep>& a, const std::vector<ComparedStep>& b) {
  const auto n = static_cast<ptrdiff_t>(a.size()), m = static_cast<ptrdiff_t>(b.size());
  const auto limit = std::min(n + m, static_cast<ptrdiff_t>(kMostEdits));
  std::vector<ptrdiff_t> furthest(static_cast<size_t>(2 * limit + 3), 0);  // x by diagonal
  const auto at = [&](ptrdiff_t k) -> ptrdiff_t& { return furthest[static_cast<size_t>(k + limit + 1)]; };
  size_t best = 0;
  for (ptrdiff_t d = 0; d <= limit; ++d) {
    for (ptrdiff_t k = -d; k <= d; k += 2) {
      ptrdiff_t x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
      ptrdiff_t y = x - k;
      while (x < n && y < m && a[static_cast<size_t>(x)].same_as(b[static_cast<size_t>(y)])) ++x, ++y;
      at(k) = x;
      if (x <= n && y <= m) best = std::max(best, static_cast<size_t>((x + y - d) / 2));
      if (x >= n && y >= m) return static_cast<size_t>((n + m - d) / 2);
    }
  }
  return best;
}

void append_around(const std::vector<ComparedStep>& steps, size_t at, std::string_view name, std::string& out) {
  out += fmt::format("  {}:\n", name);
  const size_t begin = at > kAround ? at - kAround : 0;
  for (size_t i = begin; i < std::min(steps.size(), at + kAround + 1); ++i) {
    out += fmt::format("  {} {:>5}  {}, step {}, {}\n", i == at ? '>' : ' ', i + 1, steps[i].who, steps[i].nth,
                       steps[i].outcome.empty() ? "not ended" : steps[i].outcome);
  }
  if (at >= steps.size()) out += fmt::format("  > {:>5}  nothing: the loop has ended\n", steps.size() + 1);
}

}  // namespace

std::vector<std::vector<ComparedStep>> steps_of(const trace::Store& store) { return Lister(store).list(); }

Comparison compare(const trace::Store& left, const trace::Store& right) {
  Comparison out;
  out.left = steps_of(left);
  out.right = steps_of(right);
  const size_t loops = std::max(out.left.size(), out.right.size());
  out.left.resize(loops);
  out.right.resize(loops);
  for (size_t loop = 0; loop < loops; ++loop) {
    const std::vector<ComparedStep>&a = out.left[loop], &b = out.right[loop];
    out.steps += std::max(a.size(), b.size());
    size_t same = 0;
    while (same < a.size() && same < b.size() && a[same].same_as(b[same])) ++same;
    if (same == a.size() && same == b.size()) {
      out.matching += same;
      continue;
    }
    out.differences.push_back({loop, same, same});
    out.matching += same + common_steps({a.begin() + static_cast<ptrdiff_t>(same), a.end()},
                                        {b.begin() + static_cast<ptrdiff_t>(same), b.end()});
  }
  return out;
}

std::string explain(const Comparison& comparison, std::string_view left_name, std::string_view right_name) {
  std::string out = fmt::format("{} of {} in the same order\n", comparison.matching, counted(comparison.steps, "step"));
  for (const Difference& difference : comparison.differences) {
    out += comparison.left.size() > 1 ? fmt::format("\nFirst difference in loop {}:\n", difference.loop + 1)
                                      : std::string("\nFirst difference:\n");
    append_around(comparison.left[difference.loop], difference.left, left_name, out);
    append_around(comparison.right[difference.loop], difference.right, right_name, out);
  }
  return out;
}

}  // namespace loopscope::analysis

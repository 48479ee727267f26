#include <fmt/core.h>

#include <unordered_map>

#include "app/session/observe.hpp"
#include "engine/analysis/state.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

using namespace analysis;

constexpr std::size_t kMostRows = 500;

// The loop that runs, else the newest that is not closed, else the newest.
const LoopInfo* shown_loop(const State& state) {
  const LoopInfo* best = nullptr;
  int best_rank = -1;
  state.loops.each([&](const LoopInfo& loop) {
    const int rank = loop.phase != LoopPhase::kIdle ? 2 : loop.closed ? 0 : 1;
    if (rank >= best_rank) {
      best = &loop;
      best_rank = rank;
    }
  });
  return best;
}

ReadyItem ready_item(const Observed& seen, const HandleInfo& handle) {
  ReadyItem item;
  const std::string label(seen.store.text(handle.label));
  if (handle.task) {
    item.label = task_name(seen.store, handle.task);
    item.subject = {Subject::task, handle.task.value, 0, 0};
    if (handle.cause) {
      const TaskInfo* cause = seen.state.tasks.find(handle.cause.value);
      item.detail = cause != nullptr ? "woken by the end of " + task_name(seen.store, cause->id) : "woken";
      const FutureInfo* future = seen.state.futures.find(handle.cause.value);
      if (future != nullptr && future->label) item.detail += " by " + std::string(seen.store.text(future->label));
    } else {
      const TaskInfo* task = seen.state.tasks.find(handle.task.value);
      item.detail = task != nullptr && task->steps == 0 ? "first step" : "";
    }
  } else {
    item.label = label.empty() ? fmt::format("handle {}", handle.id.value) : label;
    item.subject = {Subject::handle, handle.id.value, 0, 0};
  }
  if (handle.timer && item.detail.empty()) item.detail = "timer";
  if (handle.threadsafe) item.detail = "from another thread";
  item.cancelled = handle.cancelled;
  return item;
}

}  // namespace

LoopView observe_loop(const Observed& seen) {
  LoopView view;
  const LoopInfo* loop = shown_loop(seen.state);
  if (loop == nullptr) return view;
  view.exists = true;
  view.phase = loop->closed ? "closed" : text_of(loop->phase);
  view.tick = seen.state.tick;
  view.debug = loop->debug;
  view.closed = loop->closed;
  view.slow_ns = loop->slow_threshold_ns;
  if (const HandleInfo* running = loop->running ? seen.state.handles.find(loop->running.value) : nullptr) {
    ReadyItem item = ready_item(seen, *running);
    item.running = true;
    item.detail = "runs now";
    view.ready.push_back(std::move(item));
  }
  for (const HandleId id : loop->ready.items()) {
    if (view.ready.size() >= kMostRows) break;
    if (const HandleInfo* handle = seen.state.handles.find(id.value)) view.ready.push_back(ready_item(seen, *handle));
  }
  std::unordered_map<std::uint32_t, TaskId> waiting;  // by future
  if (loop->timers.size() > 0) {
    seen.state.tasks.each([&](const TaskInfo& task) {
      if (task.waits_for) waiting.emplace(task.waits_for.value, task.id);
    });
  }
  for (const TimerEntry& entry : loop->timers.items()) {
    if (view.timers.size() >= kMostRows) break;
    const HandleInfo* handle = seen.state.handles.find(entry.handle.value);
    TimerItem item;
    item.when_ns = entry.when_ns;
    item.subject = {Subject::handle, entry.handle.value, 0, 0};
    if (handle != nullptr) {
      item.cancelled = handle->cancelled;
      item.label = std::string(seen.store.text(handle->label));
      const FutureInfo* future = handle->target ? seen.state.futures.find(handle->target.value) : nullptr;
      if (future != nullptr && future->label) item.label = std::string(seen.store.text(future->label));
      const auto who = waiting.find(handle->target.value);
      if (handle->target && who != waiting.end()) {
        item.subject = {Subject::task, who->second.value, 0, 0};
        item.detail = "wakes " + task_name(seen.store, who->second);
        // What it waits for is the better name: "sleep(0.1)" rather than the callback that ends it.
        if (const TaskInfo* task = seen.state.tasks.find(who->second.value)) {
          const std::string waits = seen.state.waiting_for(seen.store, *task);
          if (!waits.empty()) item.label = waits.substr(0, waits.find(" until "));
        }
      }
    }
    if (item.label.empty()) item.label = fmt::format("handle {}", entry.handle.value);
    view.timers.push_back(std::move(item));
  }
  for (const Registration& r : loop->selector) {
    view.selector.push_back(fmt::format("fd {}  {}{}  {}", r.fd, (r.interest & 1) != 0 ? "read " : "",
                                        (r.interest & 2) != 0 ? "write" : "", seen.store.text(r.what)));
  }
  return view;
}

}  // namespace loopscope::app

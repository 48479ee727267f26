#pragma once
// Which handle and which task run on each thread: derived from the begins and ends of handles and steps, event by
// event.

#include <cstdint>
#include <vector>

#include "engine/trace/events.hpp"

namespace loopscope::trace {

struct Context {
  uint32_t handle = 0;
  uint32_t task = 0;
  std::vector<uint32_t> outer_tasks;  // steps nest when a task is started eagerly
};

class Contexts {
 public:
  /// The context of the next event, which is this one. A begin belongs to what it begins.
  const Context& before(const Record& record) {
    Context& now = of(record.thread);
    const auto type = static_cast<EventType>(record.type);
    if (type == EventType::kHandleBegin) {
      now.handle = record.args[0];
    } else if (type == EventType::kTaskStepBegin) {
      now.outer_tasks.push_back(now.task);
      now.task = record.args[0];
    }
    return now;
  }
  /// That event has been taken over. An end belongs to what it ends.
  void after(const Record& record) {
    const auto type = static_cast<EventType>(record.type);
    if (type == EventType::kHandleEnd) {
      of(record.thread).handle = 0;
    } else if (type == EventType::kTaskStepEnd) {
      Context& now = of(record.thread);
      if (now.outer_tasks.empty()) return;
      now.task = now.outer_tasks.back();
      now.outer_tasks.pop_back();
    }
  }
  Context& of(uint16_t thread) {
    if (thread >= by_thread_.size()) by_thread_.resize(thread + 1u);
    return by_thread_[thread];
  }

 private:
  std::vector<Context> by_thread_;
};

}  // namespace loopscope::trace

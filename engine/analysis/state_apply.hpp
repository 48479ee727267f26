#pragma once
// What each event does to a State: one function per event. Ids that the trace never introduced are ignored, so that a
// damaged or hostile trace cannot do harm.

#include "engine/analysis/state.hpp"

namespace loopscope::analysis {

class Applier {
 public:
  Applier(State& state, const trace::Store& store, uint32_t event);

#define LOOPSCOPE_EVENT(number, Name, ...) void on(const trace::ev::Name& event);
#include "engine/trace/events.def"
#undef LOOPSCOPE_EVENT

 private:
  ThreadInfo& thread();
  /// Ends the task's present state and begins this one.
  void enter(TaskInfo& task, TaskState state);
  void schedule(HandleId handle, LoopId loop, StringId label, TaskId task, FutureId cause, bool threadsafe);
  void resolve(FutureId future, trace::Outcome outcome, StringId value);
  void leave_queues(const HandleInfo& handle);
  void output() { ++s_.outputs; }
  CoroInfo* coro(CoroId id) { return s_.coros.find(id.value); }
  void unlink(CoroInfo& parent);

  State& s_;
  const trace::Store& store_;
  uint32_t event_;
  TaskId task_;  // the context
};

}  // namespace loopscope::analysis

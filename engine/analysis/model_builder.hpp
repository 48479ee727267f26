#pragma once
// How a Model grows: the State is moved on by one event, then the lanes that the event concerns are brought up to date.

#include <unordered_map>

#include "engine/analysis/lanes.hpp"
#include "engine/analysis/state.hpp"
#include "engine/analysis/state_index.hpp"
#include "engine/base/intern.hpp"

namespace loopscope::analysis {

struct Model::Builder {
  Builder(Model& model, const trace::Store& source) : m(model), store(source), index(source) {}

  void take(uint32_t event);

  // --- by event (model_events.cpp) -----------------------------------------------------------------------------------
  void tasks_and_handles(uint32_t event);
  void coros_and_outputs(uint32_t event);
  void loops_and_threads(uint32_t event);
  void syncs(uint32_t event);

  // --- lanes ---------------------------------------------------------------------------------------------------------
  TaskLane* task(TaskId id);
  CoroLane* coro(CoroId id);
  LoopLane* loop(LoopId id);
  SyncLane* sync(SyncId id);
  ThreadLane& thread(ThreadId id);
  CoroLane& make_coro_lane(const CoroInfo& info);

  /// Closes the task's last interval and opens another when its state is another one now.
  void follow_task(TaskId id);
  void follow_gen(CoroId id);
  void follow_all();
  void follow_held(TaskId holder);
  void follow_thread(ThreadId id);
  void enter_call(CodeId code);
  void leave_call();
  void sample(SyncId id);
  void open_frame(CoroId parent, CoroId child, Label label, uint32_t line);
  void close_frames(CoroId parent);
  void finish_gen(CoroLane& lane, const CoroInfo& info);
  void add_output(OutputKind kind, StringId text, Place place);
  void end_of_program();

  void edge(EdgeKind kind, uint32_t from, TaskId from_task, TaskId to_task, CoroId coro = {});
  Moment moment(uint32_t event) const;
  Label label(std::string_view text) { return texts.intern(text).id; }
  Label label(StringId text);
  Label label_of_wait(const TaskInfo& info);
  Label label_of_handle(const HandleInfo& info);
  Label label_of_coro(CoroId id);
  struct CodeFacts {
    Label name = 0;      // "rows()"
    Label function = 0;  // "rows"
    FileId file;
    bool known = false;
  };
  CodeFacts facts_of(CodeId code);

  Model& m;
  const trace::Store& store;
  State state;
  StateIndex index;
  Moment now;
  std::unordered_map<uint32_t, uint32_t> task_lanes, coro_lanes, loop_lanes, sync_lanes, thread_lanes;
  std::unordered_map<uint32_t, std::vector<CoroId>> held_by;  // task -> async generators within an operation of its
  std::unordered_map<uint32_t, uint32_t> holder_of;           // the same, the other way round
  InternTable texts;
  std::vector<CodeFacts> code_facts;   // by CodeId
  std::vector<Label> label_of_string;  // by StringId, ~0: not made yet
};

}  // namespace loopscope::analysis

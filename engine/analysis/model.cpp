#include <algorithm>

#include "engine/analysis/model_builder.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis {

using trace::EventType;

const char* text_of(TaskState state) {
  constexpr const char* kTexts[] = {"created", "ready", "running", "suspended", "cancelling", "done", "leaked"};
  return kTexts[static_cast<unsigned>(state)];
}

const char* text_of(TaskEnd end) {
  constexpr const char* kTexts[] = {"pending", "returned", "raised", "cancelled", "leaked"};
  return kTexts[static_cast<unsigned>(end)];
}

const char* text_of(GenState state) {
  constexpr const char* kTexts[] = {"created", "running", "suspended at yield", "awaiting"};
  return kTexts[static_cast<unsigned>(state)];
}

const char* text_of(CoroEnd end) {
  constexpr const char* kTexts[] = {"open",
                                    "exhausted",
                                    "raised",
                                    "closed explicitly",
                                    "closed by aclosing",
                                    "closed by the garbage-collection hook",
                                    "closed by shutdown_asyncgens",
                                    "closed when it was freed",
                                    "never awaited",
                                    "never closed"};
  return kTexts[static_cast<unsigned>(end)];
}

Model::Model(const trace::Store& store) : store_(store), builder_(std::make_unique<Builder>(*this, store)) {}
Model::~Model() = default;

uint32_t Model::advance(uint32_t max_events) {
  const uint32_t first = size();
  const uint32_t count = std::min(max_events, store_.size() - first);
  for (uint32_t i = 0; i < count; ++i) {
    builder_->take(first + i);
    builder_->index.offer(builder_->state);
  }
  return count;
}

uint32_t Model::size() const { return builder_->state.applied; }
const State& Model::state() const { return builder_->state; }
StateIndex& Model::states() { return builder_->index; }
const State& Model::state_at(uint32_t event) const { return builder_->index.at(event); }
std::string_view Model::text(Label label) const { return builder_->texts.text(label); }
Moment Model::moment(uint32_t event) const { return builder_->moment(event); }
Moment Model::last() const { return builder_->now; }

const TaskLane* Model::task(TaskId task) const { return builder_->task(task); }
const CoroLane* Model::coro(CoroId coro) const { return builder_->coro(coro); }

std::vector<Edge> Model::edges_of(TaskId task, uint32_t begin_event, uint32_t end_event) const {
  // Sorted by their effect, and of those between tasks cause and effect are one event.
  const auto first = std::lower_bound(edges_.begin(), edges_.end(), begin_event,
                                      [](const Edge& edge, uint32_t event) { return edge.to.event < event; });
  std::vector<Edge> found;
  for (auto edge = first; edge != edges_.end() && edge->to.event <= end_event; ++edge) {
    if (edge->to_task == task || edge->from_task == task) found.push_back(*edge);
  }
  return found;
}

std::vector<Edge> Model::edges_of(CoroId coro) const {
  std::vector<Edge> found;
  for (const Edge& edge : edges_) {
    if (edge.coro == coro) found.push_back(edge);
  }
  return found;
}

Moment Model::Builder::moment(uint32_t event) const {
  if (event == kNoEvent) return {};
  return {event, store.count_before(EventType::kIterationBegin, event + 1), store.time(event)};
}

void Model::Builder::take(uint32_t event) {
  if (const std::string_view checkpoint = store.checkpoint_at(event); !checkpoint.empty()) {
    state.resume(checkpoint);
    now = {event, state.tick, state.now_ns};
    follow_all();
  }
  state.apply(store);
  now = {event, state.tick, state.now_ns};
  // By the ranges of events.def, so that most events cost one call or none.
  const auto type = static_cast<unsigned>(store.type(event));
  const auto within = [type](EventType first, EventType last) {
    return type >= static_cast<unsigned>(first) && type <= static_cast<unsigned>(last);
  };
  if (within(EventType::kHandleScheduled, EventType::kTaskFreed)) tasks_and_handles(event);
  if (within(EventType::kThreadStarted, EventType::kHandleDropped) ||
      within(EventType::kFrameEntered, EventType::kFrameLeft) ||
      type == static_cast<unsigned>(EventType::kProgramStarted))
    loops_and_threads(event);
  if (within(EventType::kCoroCreated, EventType::kFutureFreed) ||
      within(EventType::kStdoutWritten, EventType::kUnhandledError) ||
      type == static_cast<unsigned>(EventType::kSignalRaised) ||
      type == static_cast<unsigned>(EventType::kProgramEnded))
    coros_and_outputs(event);
  if (within(EventType::kSyncCreated, EventType::kSyncFreed)) syncs(event);
}

// A checkpoint has changed everything at once.
void Model::Builder::follow_all() {
  state.tasks.each([&](const TaskInfo& info) { follow_task(info.id); });
  state.coros.each([&](const CoroInfo& info) { follow_gen(info.id); });
  state.threads.each([&](const ThreadInfo& info) { follow_thread(info.id); });
  state.syncs.each([&](const SyncInfo& info) { sample(info.id); });
}

// --- finding lanes ---------------------------------------------------------------------------------------------------

namespace {

template <class Lane>
Lane* find_lane(const std::unordered_map<uint32_t, uint32_t>& map, std::vector<Lane>& lanes, uint32_t id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &lanes[found->second];
}

}  // namespace

TaskLane* Model::Builder::task(TaskId id) { return find_lane(task_lanes, m.tasks_, id.value); }
CoroLane* Model::Builder::coro(CoroId id) { return find_lane(coro_lanes, m.coros_, id.value); }
LoopLane* Model::Builder::loop(LoopId id) { return find_lane(loop_lanes, m.loops_, id.value); }
SyncLane* Model::Builder::sync(SyncId id) { return find_lane(sync_lanes, m.syncs_, id.value); }

ThreadLane& Model::Builder::thread(ThreadId id) {
  if (ThreadLane* known = find_lane(thread_lanes, m.threads_, id.value)) return *known;
  thread_lanes.emplace(id.value, static_cast<uint32_t>(m.threads_.size()));
  ThreadLane& made = m.threads_.emplace_back();
  made.thread = id;
  made.birth = now;
  return made;
}

CoroLane& Model::Builder::make_coro_lane(const CoroInfo& info) {
  if (CoroLane* known = coro(info.id)) return *known;
  coro_lanes.emplace(info.id.value, static_cast<uint32_t>(m.coros_.size()));
  CoroLane& lane = m.coros_.emplace_back();
  lane.coro = info.id;
  lane.kind = info.kind;
  lane.name = label_of_coro(info.id);
  lane.creator = info.creator;
  lane.created_at = info.created_at;
  lane.birth = moment(info.created);
  lane.marks.push_back({lane.birth, MarkKind::kBirth, 0});
  lane.intervals.push_back({lane.birth, {}, GenState::kCreated, {}, 0});
  return lane;
}

// --- labels ----------------------------------------------------------------------------------------------------------

Label Model::Builder::label(StringId text) {
  constexpr Label kUnknown = 0xFFFFFFFFu;
  if (text.value >= label_of_string.size()) label_of_string.resize(store.string_count(), kUnknown);
  if (text.value >= label_of_string.size()) return 0;
  Label& known = label_of_string[text.value];
  if (known == kUnknown) known = label(store.text(text));
  return known;
}

Label Model::Builder::label_of_coro(CoroId id) {
  const CoroInfo* info = state.coros.find(id.value);
  return info && info->code ? facts_of(info->code).name : label(coro_name(store, id));
}

Model::Builder::CodeFacts Model::Builder::facts_of(CodeId code) {
  if (code.value < code_facts.size() && code_facts[code.value].known) return code_facts[code.value];
  const CodeName found = find_code(store, code);
  CodeFacts facts;
  const std::string function = function_text(store, found);
  facts.name = label(function + "()");
  facts.function = label(function);
  facts.file = found.first_line.file();
  facts.known = true;
  // Code objects are numbered without gaps: a larger number is damage and not worth the room.
  if (code.value <= store.count(EventType::kCodeDefined)) {
    if (code.value >= code_facts.size()) code_facts.resize(code.value + 1u);
    code_facts[code.value] = facts;
  }
  return facts;
}

Label Model::Builder::label_of_wait(const TaskInfo& info) { return label(state.waiting_for(store, info)); }

Label Model::Builder::label_of_handle(const HandleInfo& info) {
  if (info.task) {
    if (const TaskLane* lane = task(info.task)) return lane->step_name;
    return label(task_name(store, info.task) + " step");
  }
  if (info.label && !info.target) return label(callback_text(store.text(info.label)));
  return label(handle_name(store, info.id));
}

}  // namespace loopscope::analysis

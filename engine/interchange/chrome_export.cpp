#include "engine/interchange/chrome_export.hpp"

#include <fmt/core.h>

#include <map>
#include <unordered_map>
#include <utility>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/analysis/state.hpp"
#include "engine/analysis/words.hpp"
#include "engine/interchange/chrome_events.hpp"
#include "engine/interchange/describe.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::interchange {

using analysis::Edge;
using analysis::EdgeKind;
using analysis::LaneMark;
using analysis::MarkKind;
using analysis::Moment;
using analysis::TaskInterval;
using analysis::TaskLane;
using analysis::TaskState;
using trace::EventType;
namespace ev = trace::ev;

namespace {

// Processes of the viewer: the program's threads, its tasks, its async generators, the threads of its child processes.
constexpr uint32_t kProgram = 1, kTasks = 2, kGenerators = 3, kChildren = 100;

class ChromeExport {
 public:
  ChromeExport(const analysis::Model& model, const std::string& path)
      : model_(model), store_(model.store()), out_(path) {}

  bool write(std::string* error) {
    std::string_view program;
    if (store_.count(EventType::kProgramStarted) > 0) {
      const uint32_t started = store_.nth(EventType::kProgramStarted, 0);
      program = store_.text(store_.get<ev::ProgramStarted>(started).path);
    }
    tracks(program);
    for (const analysis::LoopLane& loop : model_.loops()) loop_slices(loop);
    thread_slices();
    executor_slices();
    for (const TaskLane& task : model_.tasks()) task_slices(task);
    for (const analysis::CoroLane& coro : model_.coros()) generator_slices(coro);
    for (const Edge& edge : model_.edges()) flow(edge);
    for (const analysis::OutputMark& output : model_.output()) output_instant(output);
    for (const analysis::Finding& finding : analysis::find_all(model_)) finding_instant(finding);
    queue_counters();
    return out_.close(program, error);
  }

 private:
  ChromeTrack thread_track(ThreadId thread) const {
    const analysis::ThreadInfo* info = model_.state().threads.find(thread.value);
    return {info && info->process ? kChildren + info->process.value : kProgram, thread.value};
  }
  ChromeTrack thread_of(uint32_t event) const { return thread_track(store_.thread(event)); }
  static ChromeTrack task_track(TaskId task) { return {kTasks, task.value}; }
  static ChromeTrack coro_track(CoroId coro) { return {kGenerators, coro.value}; }
  int64_t span(const Moment& begin, const Moment& end) const { return end_of(model_, end).ns - begin.ns; }

  void tracks(std::string_view program) {
    out_.name_process(kProgram, program.empty() ? "program" : program);
    out_.name_process(kTasks, "tasks");
    if (!model_.coros().empty()) out_.name_process(kGenerators, "async generators");
    std::map<uint32_t, bool> children;
    for (const analysis::ThreadLane& thread : model_.threads()) {
      const ChromeTrack track = thread_track(thread.thread);
      if (track.pid != kProgram && !children[track.pid]) {
        children[track.pid] = true;
        out_.name_process(track.pid, fmt::format("child process {}", track.pid - kChildren));
      }
      const std::string_view name = model_.text(thread.name);
      out_.name_thread(track, name.empty() ? analysis::thread_name(store_, thread.thread) : name);
    }
    for (const TaskLane& task : model_.tasks()) {
      out_.name_thread(task_track(task.task),
                       fmt::format("{} {}", model_.text(task.name), model_.text(task.coro_name)));
    }
    for (const analysis::CoroLane& coro : model_.coros()) {
      out_.name_thread(coro_track(coro.coro), model_.text(coro.name));
    }
  }

  void loop_slices(const analysis::LoopLane& loop) {
    for (const analysis::Iteration& it : loop.iterations) {
      const ChromeTrack track = thread_of(it.begin.event);
      const Moment* points[] = {&it.begin, &it.select_end, &it.run_begin, &it.end};
      static constexpr const char* kPhases[] = {"select", "timers", "run"};
      for (size_t phase = 0; phase < 3 && points[phase]->event != analysis::kNoEvent; ++phase) {
        out_.event('X', "loop", kPhases[phase], points[phase]->ns, track)
            .lasting(span(*points[phase], *points[phase + 1]))
            .arg("iteration", int64_t{it.number});
      }
    }
    for (const analysis::HandleRun& run : loop.runs) {
      out_.event('X', "handle", model_.text(run.label), run.begin.ns, thread_of(run.begin.event))
          .lasting(span(run.begin, run.end))
          .arg("handle", int64_t{run.handle.value})
          .arg("slow", run.slow ? "over the slow threshold" : "");
    }
  }

  void thread_slices() {
    for (const analysis::ThreadLane& thread : model_.threads()) {
      for (const analysis::ThreadInterval& interval : thread.intervals) {
        if (interval.state == analysis::ThreadState::kRunning) continue;
        const bool blocked = interval.state == analysis::ThreadState::kBlocked;
        const std::string_view label = model_.text(interval.label);
        out_.event('X', "thread",
                   !blocked        ? "waits for the GIL"
                   : label.empty() ? "blocked"
                                   : label,
                   interval.begin.ns, thread_track(thread.thread))
            .lasting(span(interval.begin, interval.end));
      }
    }
  }

  void executor_slices() {
    std::map<uint32_t, StringId> labels;
    std::map<uint32_t, uint32_t> begun;
    for (uint32_t i = 0; i < store_.count(EventType::kExecutorSubmitted); ++i) {
      const auto e = store_.get<ev::ExecutorSubmitted>(store_.nth(EventType::kExecutorSubmitted, i));
      labels[e.work] = e.label;
    }
    for (uint32_t i = 0; i < store_.count(EventType::kExecutorWorkBegin); ++i) {
      const uint32_t event = store_.nth(EventType::kExecutorWorkBegin, i);
      begun[store_.get<ev::ExecutorWorkBegin>(event).work] = event;
    }
    for (uint32_t i = 0; i < store_.count(EventType::kExecutorWorkEnd); ++i) {
      const uint32_t event = store_.nth(EventType::kExecutorWorkEnd, i);
      const auto e = store_.get<ev::ExecutorWorkEnd>(event);
      const auto begin = begun.find(e.work);
      if (begin == begun.end()) continue;
      out_.event('X', "executor", store_.text(labels[e.work]), store_.time(begin->second), thread_of(begin->second))
          .lasting(store_.time(event) - store_.time(begin->second))
          .arg("outcome", trace::text_of(e.outcome));
    }
  }

  void task_slices(const TaskLane& task) {
    const std::string id = fmt::format("\"task-{}\"", task.task.value);
    const ChromeTrack track = task_track(task.task);
    int64_t step = 0;
    for (const TaskInterval& interval : task.intervals) {
      Place place;
      const std::string chain = chain_of(model_, task, interval, &place);
      if (interval.state == TaskState::kRunning) {
        out_.event('X', "step", fmt::format("step {}", ++step), interval.begin.ns, track)
            .lasting(span(interval.begin, interval.end))
            .arg("throws", interval.throwing ? "an exception is thrown in" : "")
            .arg("woken_by", interval.cause == analysis::kNoEvent ? "" : analysis::actor(store_, interval.cause));
      } else {
        const std::string_view label = model_.text(interval.label);
        const bool waits = interval.state == TaskState::kSuspended || interval.state == TaskState::kCancelling;
        const std::string name =
            waits && !label.empty() ? fmt::format("waits for {}", label) : analysis::text_of(interval.state);
        out_.event('b', "wait", name, interval.begin.ns, track)
            .raw("id", id)
            .arg("state", analysis::text_of(interval.state));
        out_.arg("await_chain", chain).arg("at", place_text(model_, place));
        out_.event('e', "wait", name, end_of(model_, interval.end).ns, track)
            .raw("id", id)
            .arg("open", interval.end.event == analysis::kNoEvent ? "still so when the trace ends" : "");
        continue;
      }
      out_.arg("await_chain", chain).arg("at", place_text(model_, place));
    }
    for (const LaneMark& mark : task.marks) mark_instant(mark, track);
  }

  void generator_slices(const analysis::CoroLane& coro) {
    for (const analysis::GenInterval& interval : coro.intervals) {
      out_.event('X', "asyncgen", analysis::text_of(interval.state), interval.begin.ns, coro_track(coro.coro))
          .lasting(span(interval.begin, interval.end));
      if (const TaskLane* task = model_.task(interval.task)) out_.arg("task", model_.text(task->name));
      if (interval.line > 0) out_.arg("line", int64_t{interval.line});
    }
    for (const LaneMark& mark : coro.marks) mark_instant(mark, coro_track(coro.coro));
    if (coro.finalization == 0) return;
    out_.event('i', "finalization", fmt::format("finalization {}", coro.finalization), coro.close_begin.ns,
               coro_track(coro.coro))
        .field("s", "t")
        .arg("by", analysis::text_of(coro.close_by));
  }

  void mark_instant(const LaneMark& mark, ChromeTrack track) {
    static constexpr const char* kNames[] = {"created",
                                             "end",
                                             "woken",
                                             "cancel requested",
                                             "first iteration",
                                             "last reference gone",
                                             "close called",
                                             "rejected",
                                             "error",
                                             "leaked",
                                             "slow"};
    const char* name = kNames[static_cast<size_t>(mark.kind)];
    const char* category = mark.kind == MarkKind::kCancelRequest                                        ? "cancel"
                           : mark.kind == MarkKind::kLastReference || mark.kind == MarkKind::kCloseCall ? "finalization"
                                                                                                        : "life";
    out_.event('i', category, name, mark.at.ns, track)
        .field("s", "t")
        .arg("what", model_.text(mark.label))
        .arg("by", analysis::actor(store_, mark.at.event));
  }

  // From the slice in which something was done to the step that it led to.
  void flow(const Edge& edge) {
    const TaskLane* to = model_.task(edge.to_task);
    if (!to || edge.from.event >= store_.size()) return;
    const TaskInterval* step = step_from(*to, edge.to.event);
    if (!step) return;
    static constexpr const char* kNames[] = {"created", "woke", "scheduled", "cancelled", "rejected", "closed"};
    const char* name = kNames[static_cast<size_t>(edge.kind)];
    ChromeTrack from = thread_of(edge.from.event);
    if (const TaskLane* task = model_.task(edge.from_task)) {
      const TaskInterval* inside = interval_at(*task, edge.from.event);
      if (inside && inside->state == TaskState::kRunning) from = task_track(edge.from_task);
    }
    const std::string id = fmt::format("{}", ++flows_);
    out_.event('s', "cause", name, edge.from.ns, from).raw("id", id);
    out_.event('f', "cause", name, step->begin.ns, task_track(edge.to_task)).raw("id", id).field("bp", "e");
  }

  void output_instant(const analysis::OutputMark& output) {
    static constexpr const char* kNames[] = {"stdout", "stderr", "log", "warning", "error", "signal"};
    out_.event('i', "output", kNames[static_cast<size_t>(output.kind)], output.at.ns,
               output.task ? task_track(output.task) : thread_of(output.at.event))
        .field("s", "t")
        .arg("text", store_.text(output.text))
        .arg("at", place_text(model_, output.place));
  }

  void finding_instant(const analysis::Finding& finding) {
    const bool of_task = model_.task(finding.task) != nullptr;
    const bool of_coro = !of_task && model_.coro(finding.coro) != nullptr;
    const ChromeTrack track = of_task   ? task_track(finding.task)
                              : of_coro ? coro_track(finding.coro)
                                        : thread_track(finding.thread ? finding.thread : ThreadId{1});
    out_.event('i', "finding", finding.kind->title(), finding.at.ns, track)
        .field("s", of_task || of_coro ? "t" : "p")
        .arg("severity", analysis::text_of(finding.kind->severity()))
        .arg("explanation", finding.kind->explain(model_, finding))
        .arg("at", place_text(model_, finding.place));
  }

  // How many handles stand in each loop's ready queue, whenever that changes.
  void queue_counters() {
    std::map<uint32_t, int64_t> lengths;
    // By handle: the loop in whose ready queue it stands. Ids may be any numbers in a file that somebody made.
    std::unordered_map<uint32_t, uint32_t> standing;
    const auto move = [&](HandleId handle, uint32_t to, uint32_t event) {
      const auto at = standing.find(handle.value);
      const uint32_t from = at == standing.end() ? 0 : at->second;
      if (from == to) return;
      if (to) {
        standing[handle.value] = to;
      } else {
        standing.erase(at);
      }
      for (const auto& [loop, change] : {std::pair{from, -1}, std::pair{to, +1}}) {
        if (loop == 0) continue;
        const int64_t length = lengths[loop] += change;
        out_.event('C', "loop", fmt::format("ready queue of loop {}", loop), store_.time(event), {kProgram, 0})
            .arg("handles", length);
      }
    };
    for (uint32_t event = 0; event < store_.size(); ++event) {
      switch (store_.type(event)) {
        case EventType::kHandleScheduled: {
          const auto e = store_.get<ev::HandleScheduled>(event);
          move(e.handle, e.loop.value, event);
          break;
        }
        case EventType::kHandleScheduledThreadsafe: {
          const auto e = store_.get<ev::HandleScheduledThreadsafe>(event);
          move(e.handle, e.loop.value, event);
          break;
        }
        case EventType::kTimerReady: {
          const auto e = store_.get<ev::TimerReady>(event);
          move(e.handle, e.loop.value, event);
          break;
        }
        case EventType::kHandleBegin:
          move(store_.get<ev::HandleBegin>(event).handle, 0, event);
          break;
        case EventType::kHandleDropped:
          move(store_.get<ev::HandleDropped>(event).handle, 0, event);
          break;
        default:
          break;
      }
    }
  }

  const analysis::Model& model_;
  const trace::Store& store_;
  ChromeEvents out_;
  int64_t flows_ = 0;
};

}  // namespace

bool write_chrome(const analysis::Model& model, const std::string& path, std::string* error) {
  return ChromeExport(model, path).write(error);
}

}  // namespace loopscope::interchange

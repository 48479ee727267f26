#include "engine/analysis/text_timeline.hpp"

#include <fmt/core.h>

#include <unordered_map>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/state_index.hpp"
#include "engine/analysis/text_page.hpp"
#include "engine/analysis/text_rows.hpp"
#include "engine/analysis/why.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

class Timeline {
 public:
  Timeline(const Model& model, const TextOptions& options)
      : m_(model),
        store_(model.store()),
        states_(model.store()),
        rows_(model),
        page_(options.columns, options.max_rows),
        max_rows_(options.max_rows) {}

  std::string write() {
    head();
    uint32_t event = 0;
    while (event < m_.size() && !page_.full()) take(event++);
    close_section();
    write_folded();
    page_.end_of_body();
    if (event < m_.size() || page_.left_out() + left_out_ > 0) {
      const uint32_t ticks = store_.count(EventType::kIterationBegin);
      page_.paragraph("…",
                      fmt::format("the page is full: {}, and then {} of the loop are not shown",
                                  counted(page_.left_out() + left_out_, "row"),
                                  counted(ticks - store_.count_before(EventType::kIterationBegin, event), "tick")));
    }
    generators();
    findings();
    return page_.take();
  }

 private:
  struct Entry {
    bool heading = false;
    std::string name;  // of a heading
    std::string text;
    Place place;
  };

  void head() {
    std::string name = "trace";
    if (store_.count(EventType::kProgramStarted)) {
      name = store_.text(store_.get<ev::ProgramStarted>(store_.nth(EventType::kProgramStarted, 0)).path);
      if (const size_t slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
    }
    const uint32_t ticks = store_.count(EventType::kIterationBegin);
    page_.plain(fmt::format("{}: {}, {} of the loop, {} on the program's clock", name,
                            counted(m_.tasks().size(), "task"), counted(ticks, "tick"),
                            tick_time(m_.size() ? m_.last().ns : 0)));
    page_.plain("▶ marks what the loop runs, in this order, and why it is its turn; on the right, the source line.");
    page_.blank();
  }

  void take(uint32_t event) {
    switch (store_.type(event)) {
      case EventType::kSelectBegin:
        select_begin_ = store_.time(event);
        break;
      case EventType::kSelectEnd:
        slept_ = store_.time(event) - select_begin_;
        break;
      case EventType::kRunBegin:
        tick(event);
        break;
      case EventType::kIterationEnd:
        close_section();
        break;
      case EventType::kHandleBegin:
        handle(event);
        break;
      case EventType::kStdoutWritten:
        printed(event);
        break;
      default:
        if (Row row = rows_.describe(event, states_); !row.text.empty()) show(row);
    }
  }

  // A tick, or what happens between ticks, is written when it is over: one in which only asyncio works for itself is
  // folded with its neighbours. A tick in which nothing runs is left out; what it slept counts for the next.
  void tick(uint32_t event) {
    close_section();
    const auto e = store_.get<ev::RunBegin>(event);
    if (e.handles == 0) return;
    const State& state = states_.at(event);
    const LoopInfo* loop = state.loops.find(e.loop.value);
    uint32_t named = 0;
    if (loop) {
      for (const HandleId handle : loop->ready.items()) {
        if (named++ == e.handles) break;
        section_.queue += (section_.queue.empty() ? "" : ", ") + handle_name(store_, handle);
      }
    }
    section_.open = true;
    section_.tick = state.tick;
    section_.at = store_.time(event);
    section_.title = fmt::format("tick {} · {}", state.tick, tick_time(section_.at));
    if (slept_ > 0) section_.title += fmt::format(" · slept {}", time_text(slept_));
    slept_ = 0;
  }

  void close_section() {
    flush_output();
    Section done;
    std::swap(done, section_);
    if (!done.open) return;
    if (!done.ours) {
      // Between ticks without anything to tell: not even worth folding.
      if (done.tick == 0) return;
      if (folded_.tick == 0) folded_ = done;
      folded_last_ = done.tick;
      for (const Entry& entry : done.entries) {
        if (!entry.heading) continue;
        if (!folded_names_.empty()) folded_names_ += ", ";
        folded_names_ += entry.name;
      }
      return;
    }
    write_folded();
    page_.rule(done.title, done.queue.empty() ? "" : "queue: " + done.queue);
    for (const Entry& entry : done.entries) {
      if (entry.heading) {
        page_.heading(entry.name, entry.text);
      } else {
        page_.row(entry.text, entry.place.line(), source_line(store_, entry.place));
      }
    }
  }

  void write_folded() {
    if (folded_.tick == 0) return;
    const std::string ticks = folded_last_ == folded_.tick ? fmt::format("tick {}", folded_.tick)
                                                           : fmt::format("ticks {}–{}", folded_.tick, folded_last_);
    page_.paragraph("·", fmt::format("{}: asyncio's own work: {}", ticks, folded_names_));
    folded_ = {};
    folded_names_.clear();
  }

  void handle(uint32_t event) {
    flush_output();
    const auto e = store_.get<ev::HandleBegin>(event);
    std::string name = handle_name(store_, e.handle);
    const uint32_t origin = handle_origin(store_, e.handle);
    const bool scheduled = origin != kNoEvent && (store_.type(origin) == EventType::kHandleScheduled ||
                                                  store_.type(origin) == EventType::kHandleScheduledThreadsafe);
    if (const TaskId task = scheduled ? store_.get<ev::HandleScheduled>(origin).task : TaskId{}) {
      if (const std::string& body = body_of(task); !body.empty()) name += " " + body;
    }
    section_.open = true;
    section_.ours |= rows_.handle_is_ours(origin);
    add({true, one_line(name, 60), why_scheduled(store_, origin), {}});
  }

  // One tick can run a million handles: what no page has room for is only counted.
  void add(Entry entry) {
    if (section_.entries.size() < max_rows_) {
      section_.entries.push_back(std::move(entry));
    } else {
      ++left_out_;
    }
  }

  const std::string& body_of(TaskId task) {
    const auto [known, fresh] = bodies_.try_emplace(task.value);
    if (fresh) known->second = task_body(store_, task);
    return known->second;
  }

  // What runs outside of the loop gets a section of its own.
  void show(const Row& row) {
    if (!row.ours && !row.inside) return;
    flush_output();
    if (!section_.open) {
      section_.open = true;
      section_.at = store_.time(row.event);
      const bool begun = states_.at(row.event).tick > 0;
      section_.title = fmt::format("{} · {}", begun ? "between ticks" : "before the loop", tick_time(section_.at));
    }
    section_.ours |= row.ours;
    add({false, {}, row.text, row.place});
  }

  // The microseconds before the first wait are only distraction.
  static std::string tick_time(int64_t ns) { return clock_text(ns < 1'000'000 ? 0 : ns); }

  // print() writes in pieces: they are shown as one.
  void printed(uint32_t event) {
    const auto e = store_.get<ev::StdoutWritten>(event);
    if (output_.empty()) {
      output_at_ = event;
      output_place_ = user_place(store_, e.place);
      if (!output_place_) output_place_ = rows_.current_place(event);
    }
    output_ += store_.text(e.text);
  }

  void flush_output() {
    if (output_.empty()) return;
    std::string text;
    std::swap(text, output_);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    size_t begin = 0;
    while (begin <= text.size()) {
      size_t end = text.find('\n', begin);
      if (end == std::string::npos) end = text.size();
      Row row{"prints  " + one_line(std::string_view(text).substr(begin, end - begin), 200), output_place_, output_at_,
              static_cast<bool>(store_.handle(output_at_)), true};
      show(row);
      begin = end + 1;
    }
  }

  void generators() {
    bool any = false;
    for (uint32_t number = 1; number <= m_.coros().size(); ++number) {
      for (const CoroLane& lane : m_.coros()) {
        if (lane.finalization != number) continue;
        if (!any) section("Async generators, in the order of their closing");
        any = true;
        page_.paragraph(circled(number), closing(lane));
      }
    }
    for (const CoroLane& lane : m_.coros()) {
      if (lane.kind != trace::CoroKind::kAsyncGenerator || lane.finalization) continue;
      if (!any) section("Async generators");
      any = true;
      page_.paragraph("–", fmt::format("{}: {}", m_.text(lane.name), text_of(lane.end)));
    }
  }

  std::string closing(const CoroLane& lane) {
    std::string text =
        fmt::format("{}: {} in {}, from {}", m_.text(lane.name), text_of(lane.close_by),
                    lane.closer ? task_name(store_, lane.closer) : "the main program", tick_time(lane.close_begin.ns));
    if (lane.death.event == kNoEvent) {
      text += "; never done";
    } else if (tick_time(lane.death.ns) != tick_time(lane.close_begin.ns)) {
      text += fmt::format(" to {}", tick_time(lane.death.ns));
    }
    if (lane.end == CoroEnd::kRaised) text += fmt::format("; it ended with {}", one_line(m_.text(lane.exception), 60));
    return text;
  }

  void findings() {
    const std::vector<Finding> found = find_all(m_);
    if (found.empty()) return;
    section("Findings");
    for (const Finding& finding : found) {
      std::string text = fmt::format("{}: {}.", finding.kind->title(), finding.kind->explain(m_, finding));
      if (finding.at.event != kNoEvent) text += fmt::format(" [tick {}]", finding.at.tick);
      page_.paragraph(finding.kind->severity() == Severity::kError ? "✗" : "!", text);
    }
  }

  void section(std::string_view title) {
    page_.blank();
    page_.rule(title, "");
  }

  struct Section {
    bool open = false;
    bool ours = false;  // something in it is about the program
    uint32_t tick = 0;  // 0: between ticks
    int64_t at = 0;
    std::string title, queue;
    std::vector<Entry> entries;
  };

  const Model& m_;
  const trace::Store& store_;
  StateIndex states_;
  TextRows rows_;
  TextPage page_;
  Section section_;
  Section folded_;  // the first of several
  uint32_t folded_last_ = 0;
  std::string folded_names_;
  std::unordered_map<uint32_t, std::string> bodies_;  // by task
  const uint32_t max_rows_;
  uint64_t left_out_ = 0;
  int64_t select_begin_ = 0;
  int64_t slept_ = 0;
  std::string output_;
  uint32_t output_at_ = kNoEvent;
  Place output_place_;
};

}  // namespace

std::string text_timeline(const Model& model, const TextOptions& options) { return Timeline(model, options).write(); }

std::string text_timeline(const trace::Store& store, const TextOptions& options) {
  Model model(store);
  model.advance();
  return text_timeline(model, options);
}

}  // namespace loopscope::analysis

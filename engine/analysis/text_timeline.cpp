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
        page_(options.columns, options.max_rows) {}

  std::string write() {
    head();
    uint32_t event = 0;
    while (event < m_.size() && !page_.full()) take(event++);
    flush_output();
    page_.end_of_body();
    if (event < m_.size()) {
      const uint32_t ticks = store_.count(EventType::kIterationBegin);
      page_.paragraph("…", fmt::format("the page is full: the last {} and {} are not shown",
                                       counted(ticks - store_.count_before(EventType::kIterationBegin, event), "tick"),
                                       counted(m_.size() - event, "event")));
    }
    generators();
    findings();
    return page_.take();
  }

 private:
  void head() {
    std::string name = "trace";
    if (store_.count(EventType::kProgramStarted)) {
      name = store_.text(store_.get<ev::ProgramStarted>(store_.nth(EventType::kProgramStarted, 0)).path);
      if (const size_t slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
    }
    const uint32_t ticks = store_.count(EventType::kIterationBegin);
    page_.plain(fmt::format("{}: {}, {} of the loop, {} on the program's clock", name,
                            counted(m_.tasks().size(), "task"), counted(ticks, "tick"),
                            time_text(m_.size() ? m_.last().ns : 0)));
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

  // A rule for the tick. One in which nothing runs is left out; what it slept counts for the next.
  void tick(uint32_t event) {
    const auto e = store_.get<ev::RunBegin>(event);
    if (e.handles == 0) return;
    flush_output();
    const State& state = states_.at(event);
    const LoopInfo* loop = state.loops.find(e.loop.value);
    std::string queue;
    uint32_t named = 0;
    if (loop) {
      for (const HandleId handle : loop->ready.items()) {
        if (named++ == e.handles) break;
        queue += (queue.empty() ? "" : ", ") + handle_name(store_, handle);
      }
    }
    std::string left = fmt::format("tick {} · {}", state.tick, time_text(store_.time(event)));
    if (slept_ > 0) left += fmt::format(" · slept {}", time_text(slept_));
    slept_ = 0;
    page_.rule(left, queue.empty() ? "" : "queue: " + queue);
    in_section_ = true;
  }

  void close_section() {
    flush_output();
    in_section_ = false;
  }

  void handle(uint32_t event) {
    flush_output();
    const auto e = store_.get<ev::HandleBegin>(event);
    std::string name = handle_name(store_, e.handle);
    const uint32_t origin = handle_origin(store_, e.handle);
    TaskId task;
    if (origin != kNoEvent && store_.type(origin) != EventType::kTimerScheduled &&
        store_.type(origin) != EventType::kSelectorReady) {
      task = store_.get<ev::HandleScheduled>(origin).task;
    }
    if (task) {
      if (const std::string body = task_body(store_, task); !body.empty()) name += " " + body;
    }
    page_.heading(one_line(name, 60), why_scheduled(store_, origin));
    in_section_ = true;
  }

  // What runs outside of the loop gets a rule of its own, once until the loop runs again.
  void show(const Row& row) {
    flush_output();
    if (!in_section_ && !row.inside) {
      const bool begun = states_.at(row.event).tick > 0;
      page_.rule(fmt::format("{} · {}", begun ? "between ticks" : "before the loop", time_text(store_.time(row.event))),
                 "");
      in_section_ = true;
    }
    page_.row(row.text, row.place.line(), source_line(store_, row.place));
  }

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
              static_cast<bool>(store_.handle(output_at_))};
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
                    lane.closer ? task_name(store_, lane.closer) : "the main program", time_text(lane.close_begin.ns));
    if (lane.death.event == kNoEvent) {
      text += "; never done";
    } else if (lane.death.ns != lane.close_begin.ns) {
      text += fmt::format(" to {}", time_text(lane.death.ns));
    }
    if (lane.end == CoroEnd::kRaised)
      text += fmt::format("; its cleanup raised {}", one_line(m_.text(lane.exception), 60));
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

  const Model& m_;
  const trace::Store& store_;
  StateIndex states_;
  TextRows rows_;
  TextPage page_;
  bool in_section_ = false;
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

#include "app/export/html_data.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <unordered_map>
#include <vector>

#include "app/session/find_findings.hpp"
#include "app/timeline/lay_parts.hpp"
#include "app/timeline/layout.hpp"
#include "app/timeline/model_source.hpp"
#include "app/timeline/ruler.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/analysis/state.hpp"
#include "engine/analysis/words.hpp"
#include "engine/trace/dump.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

using timeline::End;
using timeline::Ink;
using timeline::Instant;
using timeline::LaneKind;
using timeline::MarkKind;
using trace::EventType;

// By their numbers in the timeline's enums; the page's painter knows these words.
constexpr const char* kShapes[] = {"solid", "rail", "dotted", "hatched", "outline", "double_rail", "band"};
constexpr const char* kMarks[] = {"birth",      "end",         "wake",        "cancel_request", "first_iteration",
                                  "close_call", "stdout_text", "stderr_text", "log_record",     "warning",
                                  "note",       "rejected",    "signal",      "error",          "leak",
                                  "slow",       "finding"};
static_assert(std::size(kMarks) == timeline::kMarkKinds);
constexpr const char* kKinds[] = {"loop", "task", "asyncgen", "coroutine", "thread", "sync", "output"};
constexpr const char* kOutputs[] = {"stdout", "stderr", "log", "warning", "error", "signal"};
constexpr float kWidth = 1200;  // of a page's timeline, about: for choosing a ruler

const char* sign_of(End end) {
  switch (end) {
    case End::open:
      return "";
    case End::raised:
      return "cross";
    case End::cancelled:
      return "stop";
    case End::closed_gc_hook:
    case End::closed_shutdown:
    case End::closed_dealloc:
      return "sweep";
    case End::leaked:
    case End::never_closed:
    case End::never_awaited:
      return "torn";
    default:
      return "check";
  }
}

class Data {
 public:
  Data(const analysis::Model& model, const HtmlOptions& options)
      : model_(model), store_(model.store()), source_(model), findings_(find_findings(store_, model)) {
    source_.set_told(told_on_lanes(findings_));
    layout_.update(source_, {}, {}, 1);
    by_tick_ = options.ruler == "tick" ||
               (options.ruler.empty() && timeline::better_by_tick(source_, layout_.ticks(), kWidth));
  }

  std::string json() {
    const Instant first = source_.first(), last = source_.last();
    out_ = '{';
    key("byTick"), out_ += by_tick_ ? "true" : "false";
    key("first"), out_ += fmt::format("[{},{}]", first.ns, first.seq);
    key("last"), out_ += fmt::format("[{},{}]", last.ns, last.seq);
    colors();
    looks();
    lanes();
    ticks();
    lines();
    files();
    output();
    findings();
    strings();
    out_ += '}';
    // Within a script element nothing may look like its end, or like a comment.
    std::string safe;
    safe.reserve(out_.size());
    for (const char c : out_) {
      if (c == '<') {
        safe += "\\u003c";
      } else {
        safe += c;
      }
    }
    return safe;
  }

 private:
  void text(std::string_view value) { trace::append_json_string(out_, value); }
  void key(const char* name) {
    if (out_.back() != '{') out_ += ',';
    text(name);
    out_ += ':';
  }
  // Between the items of a list or the fields of an object.
  void separate() {
    if (out_.back() != '[' && out_.back() != '{') out_ += ',';
  }
  void number(int64_t value) {
    separate();
    fmt::format_to(std::back_inserter(out_), "{}", value);
  }
  uint32_t string(std::string_view value) {
    const auto [at, is_new] = numbers_.try_emplace(std::string(value), static_cast<uint32_t>(strings_.size()));
    if (is_new) strings_.push_back(at->first);
    return at->second;
  }

  void colors() {
    key("colors");
    out_ += '{';
    for (const bool dark : {true, false}) {
      key(dark ? "dark" : "light");
      out_ += '{';
      const timeline::Palette& palette = dark ? timeline::dark_palette() : timeline::light_palette();
      for (int i = 0; i < timeline::kInkCount; ++i) {
        const timeline::Color c = palette[static_cast<Ink>(i)];
        key(timeline::ink_name(static_cast<Ink>(i)));
        text(fmt::format("#{:02x}{:02x}{:02x}", c & 0xFFU, c >> 8 & 0xFFU, c >> 16 & 0xFFU));
      }
      out_ += '}';
    }
    out_ += '}';
  }

  // How states, ends and marks look: the timeline's own tables.
  void looks() {
    key("states");
    out_ += '{';
    for (int i = 0; i <= static_cast<int>(timeline::State::sync_free); ++i) {
      const auto state = static_cast<timeline::State>(i);
      if (*timeline::state_name(state) == 0) continue;
      const timeline::StateStyle& style = timeline::style_of(state);
      key(fmt::format("{}", i).c_str());
      out_ += '{';
      key("name"), text(timeline::state_name(state));
      key("ink"), text(timeline::ink_name(style.ink));
      key("shape"), text(kShapes[static_cast<size_t>(style.shape)]);
      key("height"), out_ += fmt::format("{}", style.height);
      key("rank"), out_ += fmt::format("{}", style.rank);
      key("clears"), out_ += style.label_clears ? "true" : "false";
      out_ += '}';
    }
    out_ += '}';
    key("ends");
    out_ += '[';
    for (int i = 0; i <= static_cast<int>(End::never_awaited); ++i) {
      const auto end = static_cast<End>(i);
      separate(), out_ += '{';
      key("name"), text(timeline::end_name(end));
      key("ink"), text(timeline::ink_name(timeline::ink_of(end)));
      key("sign"), text(sign_of(end));
      out_ += '}';
    }
    out_ += ']';
    key("marks");
    out_ += '[';
    for (int i = 0; i < timeline::kMarkKinds; ++i) {
      separate(), out_ += '{';
      key("name"), text(kMarks[i]);
      key("ink"), text(timeline::ink_name(timeline::ink_of(static_cast<MarkKind>(i))));
      out_ += '}';
    }
    out_ += ']';
  }

  void lanes() {
    key("lanes");
    out_ += '[';
    for (const uint32_t i : layout_.order()) {
      const timeline::LaneInfo info = source_.lane(i);
      separate(), out_ += '{';
      key("kind"), text(kKinds[static_cast<size_t>(info.key.kind)]);
      key("name"), text(info.name);
      key("detail"), text(info.detail);
      key("end"), out_ += fmt::format("{}", static_cast<int>(info.end));
      key("death"), out_ += fmt::format("[{},{}]", info.death.ns, info.death.seq);
      key("rows"), out_ += '[';
      const uint8_t rows = info.key.kind == LaneKind::loop     ? 2
                           : info.key.kind == LaneKind::output ? 0
                           : info.key.kind == LaneKind::thread ? info.rows
                                                               : 1;
      for (uint8_t row = 0; row < rows; ++row) separate(), intervals(i, row);
      out_ += ']';
      marks(i);
      if (info.key.kind == LaneKind::task) chain(model_.task(TaskId{info.key.id}));
      out_ += '}';
    }
    out_ += ']';
  }

  // Six numbers each: event and time from those of the one before, how many events and how long, state, label.
  void intervals(uint32_t lane, uint8_t row) {
    out_ += '[';
    Instant before{0, 0};
    for (size_t k = 0; k < source_.interval_count(lane, row); ++k) {
      timeline::Interval it = source_.interval(lane, row, k);
      if (it.end.seq == timeline::kOpenSeq) it.end = {source_.last().ns, source_.last().seq + 1};
      number(int64_t{it.begin.seq} - before.seq);
      number(it.begin.ns - before.ns);
      number(int64_t{it.end.seq} - it.begin.seq);
      number(it.end.ns - it.begin.ns);
      number(static_cast<int64_t>(it.state));
      number(string(source_.text(it.label)));
      before = it.begin;
    }
    out_ += ']';
  }

  void marks(uint32_t lane) {
    std::vector<timeline::Mark> all;
    for (size_t k = 0; k < source_.mark_count(lane); ++k) all.push_back(source_.mark(lane, k));
    // In order of time; of one instant the important ones last, on top.
    std::stable_sort(all.begin(), all.end(), [](const timeline::Mark& a, const timeline::Mark& b) {
      return timeline::before(a.at, b.at) || (a.at == b.at && a.kind < b.kind);
    });
    key("marks"), out_ += '[';
    Instant before{0, 0};
    for (const timeline::Mark& mark : all) {
      if (mark.kind == MarkKind::wake) continue;
      number(int64_t{mark.at.seq} - before.seq);
      number(mark.at.ns - before.ns);
      number(static_cast<int64_t>(mark.kind));
      number(static_cast<int64_t>(mark.end));
      number(mark.number);
      before = mark.at;
    }
    out_ += ']';
  }

  void chain(const analysis::TaskLane* task) {
    key("chain"), out_ += '[';
    for (const auto& row : task ? task->chain : decltype(task->chain){}) {
      separate(), out_ += '[';
      uint32_t before = 0;
      for (const analysis::FrameInterval& frame : row) {
        const uint32_t end = frame.end.event == analysis::kNoEvent ? source_.last().seq + 1 : frame.end.event;
        number(int64_t{frame.begin.event} - before);
        number(int64_t{end} - frame.begin.event);
        number(string(model_.text(frame.label)));
        number(frame.place.file().value);
        number(frame.place.line());
        if (frame.place) paths_.insert(frame.place.file().value);
        before = frame.begin.event;
      }
      out_ += ']';
    }
    out_ += ']';
  }

  // The boundaries of the tick ruler: event, time, place on the axis in 1/10000 of a column, each from the one before;
  // the tick that begins (-1: none, -2: what comes after the last one).
  void ticks() {
    key("ticks"), out_ += '[';
    Instant before{0, 0};
    int64_t before_axis = 0;
    size_t hint = 0;
    const auto add = [&](Instant at, int64_t axis, int64_t tick) {
      number(int64_t{at.seq} - before.seq);
      number(at.ns - before.ns);
      number(axis - before_axis);
      number(tick);
      before = at;
      before_axis = axis;
    };
    const auto scaled = [](int64_t axis) {
      return std::llround(static_cast<double>(axis) / static_cast<double>(timeline::kTickUnit) * 1e4);
    };
    const timeline::TickMap& map = layout_.ticks();
    if (source_.tick_step_count() > 0) {
      if (source_.tick_step(0).at.seq > source_.first().seq) add(source_.first(), 0, 0);
      for (size_t k = 0; k < source_.tick_step_count(); ++k) {
        const timeline::TickStep step = source_.tick_step(k);
        add(step.at, scaled(map.axis(step.at, &hint)), !step.new_tick ? -1 : step.outside ? -2 : int64_t{step.tick});
      }
      add(source_.last(), scaled(map.end()), -1);
    }
    out_ += ']';
  }

  // The program's own lines, as they are reached: event and time from those of the one before, file, line.
  void lines() {
    key("lines"), out_ += '[';
    std::unordered_map<uint32_t, uint32_t> file_of;  // by code; 0: a library's
    Instant before{0, 0};
    for (uint32_t k = 0, count = store_.count(EventType::kLineReached); k < count; ++k) {
      const uint32_t event = store_.nth(EventType::kLineReached, k);
      const auto e = store_.get<trace::ev::LineReached>(event);
      const auto [at, is_new] = file_of.try_emplace(e.code.value, 0);
      if (is_new) {
        const FileId file = analysis::find_code(store_, e.code).first_line.file();
        if (file && !analysis::is_library(store_, file)) at->second = file.value;
      }
      if (at->second == 0) continue;
      number(int64_t{event} - before.seq);
      number(store_.time(event) - before.ns);
      number(at->second);
      number(e.line);
      before = {store_.time(event), event};
    }
    out_ += ']';
  }

  void files() {
    key("files"), out_ += '[';
    for (uint32_t k = 0, count = store_.count(EventType::kFileLoaded); k < count; ++k) {
      const auto e = store_.get<trace::ev::FileLoaded>(store_.nth(EventType::kFileLoaded, k));
      if (e.library) continue;
      separate(), out_ += '{';
      key("id"), out_ += fmt::format("{}", e.file.value);
      key("path"), text(store_.text(e.path));
      key("text"), text(store_.text(e.text));
      out_ += '}';
    }
    out_ += ']';
    // Names of files whose text does not travel with the page.
    key("paths"), out_ += '{';
    for (const uint32_t file : paths_) {
      const std::string_view path = analysis::file_path(store_, FileId{file});
      key(fmt::format("{}", file).c_str()), text(path.substr(path.rfind('/') + 1));
    }
    out_ += '}';
  }

  void output() {
    key("output"), out_ += '[';
    for (const analysis::OutputMark& mark : model_.output()) {
      separate(), out_ += '{';
      key("seq"), out_ += fmt::format("{}", mark.at.event);
      key("ns"), out_ += fmt::format("{}", mark.at.ns);
      key("kind"), text(kOutputs[static_cast<size_t>(mark.kind)]);
      key("text"), text(store_.text(mark.text));
      out_ += '}';
    }
    out_ += ']';
  }

  void findings() {
    key("findings"), out_ += '[';
    for (const FindingRow& row : findings_) {
      separate(), out_ += '{';
      key("seq"), out_ += fmt::format("{}", row.at.seq);
      key("severity");
      text(row.severity == Severity::error ? "error" : row.severity == Severity::warning ? "warning" : "info");
      key("title"), text(row.title);
      key("sentence"), text(row.sentence);
      out_ += '}';
    }
    out_ += ']';
  }

  void strings() {
    key("strings"), out_ += '[';
    for (const std::string_view value : strings_) separate(), text(value);
    out_ += ']';
  }

  const analysis::Model& model_;
  const trace::Store& store_;
  timeline::ModelSource source_;
  timeline::Layout layout_;
  std::vector<FindingRow> findings_;
  bool by_tick_ = false;
  std::string out_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::vector<std::string_view> strings_;
  std::set<uint32_t> paths_;
};

}  // namespace

std::string html_data(const analysis::Model& model, const HtmlOptions& options) { return Data(model, options).json(); }

}  // namespace loopscope::app

#include "app/session/trace_session.hpp"

#include <algorithm>

#include "app/session/console_lines.hpp"
#include "app/session/find_findings.hpp"
#include "app/session/observe.hpp"
#include "app/timeline/model_source.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/analysis/state_index.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

using trace::EventType;

// A click on a line looks at most so far for the next time that the line is reached.
constexpr std::uint32_t kMostLinesSearched = 2'000'000;

// What the findings say about the selected thing, or about the instant when nothing is selected.
void tell_findings(const std::vector<FindingRow>& findings, const Selection& selection, Instant now,
                   InspectorView& view) {
  constexpr std::size_t kMost = 3;
  std::vector<const FindingRow*> rows;
  for (const FindingRow& row : findings) {
    const bool here = row.at.seq <= now.seq && now.seq <= row.until.seq;
    const bool of_it = std::any_of(row.about.begin(), row.about.end(), [&](const Selection& thing) {
      return thing.subject == selection.subject && thing.id == selection.id;
    });
    const bool of_event =
        selection.subject == Subject::event && row.at.seq <= selection.id && selection.id <= row.until.seq;
    if (selection.subject == Subject::none ? here : of_it || of_event) rows.push_back(&row);
  }
  // Of many, those nearest to the cursor.
  const auto distance = [&](const FindingRow* row) {
    if (now.seq < row->at.seq) return row->at.seq - now.seq;
    return now.seq > row->until.seq ? now.seq - row->until.seq : 0U;
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const FindingRow* a, const FindingRow* b) { return distance(a) < distance(b); });
  if (rows.size() > kMost) rows.resize(kMost);
  for (const FindingRow* row : rows) {
    std::string sentence = row->sentence;
    // A name at the beginning stays as it is written.
    for (const char* word : {"the ", "thread ", "logging "}) {
      if (sentence.starts_with(word)) sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
    }
    const Color color = row->severity == Severity::error ? Color::raised_error : Color::slow;
    view.told.push_back({row->at, sentence + ".", color, {}});
  }
}

}  // namespace

struct TraceSession::Impl {
  trace::Store store;
  analysis::Model model{store};
  analysis::StateIndex index{store};
  timeline::ModelSource source{model};
  ConsoleLines console;
  std::vector<FindingRow> findings;
  RunStatus status;
  std::uint32_t program_file = 0;
  std::uint32_t files_seen = 0;
  std::uint64_t revision = 1;

  Instant instant(std::uint32_t event) const { return {store.time(event), event}; }
  // The program itself is the first file that is no library's.
  void find_program_file() {
    for (; program_file == 0 && files_seen < store.count(EventType::kFileLoaded); ++files_seen) {
      const auto e = store.get<trace::ev::FileLoaded>(store.nth(EventType::kFileLoaded, files_seen));
      if (!e.library) program_file = e.file.value;
    }
  }
};

TraceSession::TraceSession() : impl_(std::make_unique<Impl>()) {}
TraceSession::~TraceSession() = default;

trace::Store& TraceSession::store() { return impl_->store; }
RunStatus& TraceSession::mutable_status() { return impl_->status; }
bool TraceSession::behind() const { return impl_->model.size() < impl_->store.size(); }
void TraceSession::changed() { ++impl_->revision; }

bool TraceSession::advance(std::uint32_t most) {
  Impl& self = *impl_;
  if (self.model.advance(most) == 0) return false;
  self.index.offer(self.model.state());
  self.find_program_file();
  self.console.advance(self.store, self.model.size());
  self.status.events = self.model.size();
  self.status.last = last();
  changed();
  return true;
}

void TraceSession::finish() {
  impl_->findings = find_findings(impl_->store, impl_->model);
  impl_->source.set_told(told_on_lanes(impl_->findings));
  changed();
}

bool TraceSession::pump(double) { return false; }

std::uint64_t TraceSession::revision() const { return impl_->revision; }
const RunStatus& TraceSession::status() const { return impl_->status; }
const std::vector<ConsoleLine>& TraceSession::console() const { return impl_->console.lines(); }
const std::vector<FindingRow>& TraceSession::findings() const { return impl_->findings; }
const timeline::LaneSource* TraceSession::lanes() const { return &impl_->source; }
std::uint32_t TraceSession::trace_file() const { return impl_->program_file; }

std::string TraceSession::source_text() const {
  const trace::Store& store = impl_->store;
  for (std::uint32_t k = 0; k < store.count(EventType::kFileLoaded); ++k) {
    const auto e = store.get<trace::ev::FileLoaded>(store.nth(EventType::kFileLoaded, k));
    if (e.file.value == impl_->program_file) return std::string(store.text(e.text));
  }
  return {};
}

std::string TraceSession::source_path() const {
  return std::string(analysis::file_path(impl_->store, FileId{impl_->program_file}));
}

Instant TraceSession::first() const { return impl_->model.size() == 0 ? Instant{} : impl_->instant(0); }
Instant TraceSession::last() const {
  const std::uint32_t size = impl_->model.size();
  return size == 0 ? Instant{} : impl_->instant(size - 1);
}

Instant TraceSession::instant(std::uint32_t seq) const {
  const std::uint32_t size = impl_->model.size();
  return size == 0 ? Instant{} : impl_->instant(std::min(seq, size - 1));
}

Instant TraceSession::at_time(std::int64_t ns) const {
  const std::uint32_t event = impl_->store.at_time(ns);
  if (event == analysis::kNoEvent || event >= impl_->model.size())
    return event == analysis::kNoEvent ? first() : last();
  // Between two events the cursor stands where it was put.
  return {std::min(ns, last().ns), event};
}

Instant TraceSession::next(Instant from, Stride stride) const {
  const std::uint32_t size = impl_->model.size();
  std::uint32_t event = from.seq + 1;
  if (stride == Stride::task_step) event = impl_->store.after(EventType::kTaskStepBegin, from.seq);
  if (stride == Stride::tick) event = impl_->store.after(EventType::kIterationBegin, from.seq);
  return event < size ? impl_->instant(event) : from;
}

Instant TraceSession::previous(Instant from, Stride stride) const {
  if (from.seq == 0 || impl_->model.size() == 0) return from;
  std::uint32_t event = from.seq - 1;
  if (stride == Stride::task_step) event = impl_->store.before(EventType::kTaskStepBegin, from.seq);
  if (stride == Stride::tick) event = impl_->store.before(EventType::kIterationBegin, from.seq);
  return event < impl_->model.size() ? impl_->instant(event) : first();
}

std::optional<Instant> TraceSession::next_at_line(Instant from, std::uint32_t file, std::uint32_t line) const {
  const Impl& self = *impl_;
  const std::uint32_t size = self.model.size();
  std::uint32_t event = from.seq;
  bool around = false;
  for (std::uint32_t looked = 0; looked < kMostLinesSearched; ++looked) {
    event = self.store.after(EventType::kLineReached, event);
    if (event >= size) {
      if (around) return std::nullopt;
      around = true;
      event = 0;
      continue;
    }
    if (around && event > from.seq) return std::nullopt;
    const auto reached = self.store.get<trace::ev::LineReached>(event);
    if (reached.line != line) continue;
    if (analysis::find_code(self.store, reached.code).first_line.file().value == file) return self.instant(event);
  }
  return std::nullopt;
}

std::optional<Instant> TraceSession::at_tick(std::uint32_t tick) const {
  if (tick == 0) return first();
  if (tick > impl_->store.count(EventType::kIterationBegin)) return std::nullopt;
  return instant(impl_->store.nth(EventType::kIterationBegin, tick - 1));
}

Snapshot TraceSession::observe(Instant at, const Selection& selection) const {
  const Impl& self = *impl_;
  if (self.model.size() == 0) return {};
  const std::uint32_t event = std::min(at.seq, self.model.size() - 1);
  const analysis::State& state = impl_->index.at(event);
  const Instant seen = event == at.seq ? at : self.instant(event);
  Snapshot snapshot = observe_snapshot({self.store, self.model, state, seen, self.program_file}, selection);
  tell_findings(self.findings, selection, seen, snapshot.inspector);
  return snapshot;
}

std::vector<Target> TraceSession::targets() const {
  const Impl& self = *impl_;
  std::vector<Target> out;
  for (const analysis::TaskLane& lane : self.model.tasks()) {
    out.push_back({std::string(self.model.text(lane.name)),
                   std::string(self.model.text(lane.coro_name)),
                   {Subject::task, lane.task.value, 0, 0},
                   self.instant(lane.birth.event),
                   {}});
  }
  for (const analysis::CoroLane& lane : self.model.coros()) {
    out.push_back({std::string(self.model.text(lane.name)),
                   analysis::text_of(lane.end),
                   {Subject::coro, lane.coro.value, 0, 0},
                   self.instant(lane.birth.event),
                   {}});
  }
  for (const analysis::LoopLane& lane : self.model.loops()) {
    const std::string name(self.model.text(lane.name));
    out.push_back({name.empty() ? "event loop" : name,
                   "event loop",
                   {Subject::loop, lane.loop.value, 0, 0},
                   self.instant(lane.birth.event),
                   {}});
  }
  if (self.model.threads().size() > 1) {
    for (const analysis::ThreadLane& lane : self.model.threads()) {
      out.push_back({std::string(self.model.text(lane.name)),
                     "thread",
                     {Subject::thread, lane.thread.value, 0, 0},
                     self.instant(lane.birth.event),
                     {}});
    }
  }
  for (const FindingRow& row : self.findings) {
    out.push_back({row.title, row.sentence, row.subject, row.at, row.place});
  }
  return out;
}

}  // namespace loopscope::app

#include "app/session/find_findings.hpp"

#include "engine/analysis/findings.hpp"
#include "engine/analysis/state.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

Severity severity_of(analysis::Severity severity) {
  switch (severity) {
    case analysis::Severity::kInfo:
      return Severity::info;
    case analysis::Severity::kWarning:
      return Severity::warning;
    case analysis::Severity::kError:
      return Severity::error;
  }
  return Severity::warning;
}

// The thing to select: the nearest to what the finding is about that has a lane or a page in the inspector.
Selection subject_of(const analysis::Finding& finding) {
  if (finding.coro) return {Subject::coro, finding.coro.value, 0, 0};
  if (finding.task) return {Subject::task, finding.task.value, 0, 0};
  if (finding.future) return {Subject::future, finding.future.value, 0, 0};
  if (finding.handle) return {Subject::handle, finding.handle.value, 0, 0};
  if (finding.thread) return {Subject::thread, finding.thread.value, 0, 0};
  if (finding.loop) return {Subject::loop, finding.loop.value, 0, 0};
  if (finding.event != analysis::kNoEvent) return {Subject::event, finding.event, 0, 0};
  return {};
}

std::vector<Selection> about(const analysis::Finding& finding) {
  std::vector<Selection> all;
  const auto add = [&](Subject subject, std::uint32_t id) {
    if (id != 0) all.push_back({subject, id, 0, 0});
  };
  add(Subject::coro, finding.coro.value);
  add(Subject::task, finding.task.value);
  add(Subject::future, finding.future.value);
  add(Subject::handle, finding.handle.value);
  add(Subject::thread, finding.thread.value);
  add(Subject::loop, finding.loop.value);
  return all;
}

}  // namespace

std::vector<FindingRow> find_findings(const trace::Store& store, const analysis::Model& model) {
  std::vector<FindingRow> rows;
  for (const analysis::Finding& finding : analysis::find_all(model)) {
    FindingRow row;
    row.severity = severity_of(finding.kind->severity());
    row.title = finding.kind->title();
    row.sentence = finding.kind->explain(model, finding);
    row.at = {finding.at.ns, finding.at.event};
    row.until = {finding.until.ns, finding.until.event};
    row.subject = subject_of(finding);
    row.about = about(finding);
    if (finding.place) {
      row.place.file = finding.place.file().value;
      row.place.line = finding.place.line();
      const std::string_view path = analysis::file_path(store, finding.place.file());
      row.place.file_name = std::string(path.substr(path.rfind('/') + 1));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<timeline::Told> told_on_lanes(const std::vector<FindingRow>& findings) {
  std::vector<timeline::Told> out;
  for (const FindingRow& row : findings) {
    for (const Selection& thing : row.about) {
      timeline::LaneKey lane;
      switch (thing.subject) {
        case Subject::coro:
          lane = {timeline::LaneKind::asyncgen, thing.id};
          break;
        case Subject::task:
          lane = {timeline::LaneKind::task, thing.id};
          break;
        case Subject::thread:
          lane = {timeline::LaneKind::thread, thing.id};
          break;
        case Subject::loop:
          lane = {timeline::LaneKind::loop, thing.id};
          break;
        default:
          continue;
      }
      out.push_back({lane, {row.at.ns, row.at.seq}, {row.until.ns, row.until.seq}, row.sentence});
    }
  }
  return out;
}

}  // namespace loopscope::app

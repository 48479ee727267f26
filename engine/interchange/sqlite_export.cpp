#include "engine/interchange/sqlite_export.hpp"

#include <fmt/core.h>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/analysis/words.hpp"
#include "engine/interchange/describe.hpp"
#include "engine/interchange/sql_database.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::interchange {

using analysis::TaskInterval;
using analysis::TaskLane;

namespace {

// What analysis derives, and the views on it.
constexpr const char* kTables = R"(
CREATE TABLE task_life (task INTEGER PRIMARY KEY, name TEXT, coroutine TEXT, loop INTEGER, parent INTEGER,
  created_file TEXT, created_line INTEGER, created_ns INTEGER NOT NULL, ended_ns INTEGER, outcome TEXT NOT NULL,
  value TEXT);
CREATE TABLE task_interval (task INTEGER NOT NULL, state TEXT NOT NULL, begin_ns INTEGER NOT NULL,
  end_ns INTEGER NOT NULL, open INTEGER NOT NULL, begin_event INTEGER NOT NULL, cause_event INTEGER,
  waits_for TEXT, await_chain TEXT, at_file TEXT, at_line INTEGER, thrown INTEGER NOT NULL);
CREATE TABLE edges (kind TEXT NOT NULL, from_event INTEGER, from_ns INTEGER, to_event INTEGER, to_ns INTEGER,
  from_task INTEGER, to_task INTEGER, coro INTEGER);
CREATE TABLE async_generators (coro INTEGER PRIMARY KEY, name TEXT, creator INTEGER, created_file TEXT,
  created_line INTEGER, created_ns INTEGER NOT NULL, ended_ns INTEGER, ended TEXT NOT NULL, finalization INTEGER);
CREATE TABLE findings (kind TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL, ns INTEGER NOT NULL,
  until_ns INTEGER NOT NULL, event INTEGER, task INTEGER, coro INTEGER, future INTEGER, handle INTEGER, loop INTEGER,
  thread INTEGER, file TEXT, line INTEGER, explanation TEXT NOT NULL);
CREATE TABLE outputs (event INTEGER PRIMARY KEY, ns INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
  task INTEGER, file TEXT, line INTEGER);
CREATE INDEX task_interval_of_task ON task_interval (task, begin_event);
CREATE VIEW steps AS SELECT task, row_number() OVER (PARTITION BY task ORDER BY begin_event) AS step, begin_ns, end_ns,
  end_ns - begin_ns AS duration_ns, begin_event, cause_event, await_chain, at_file, at_line, thrown
  FROM task_interval WHERE state = 'running';
CREATE VIEW waits AS SELECT task, state, waits_for, begin_ns, end_ns, end_ns - begin_ns AS duration_ns, open,
  begin_event, await_chain, at_file, at_line FROM task_interval WHERE state IN ('suspended', 'cancelling');
CREATE VIEW tasks AS SELECT life.*,
  sum(iif(state = 'running', 1, 0)) AS steps,
  sum(iif(state = 'running', end_ns - begin_ns, 0)) AS running_ns,
  sum(iif(state = 'ready', end_ns - begin_ns, 0)) AS ready_ns,
  sum(iif(state = 'suspended', end_ns - begin_ns, 0)) AS suspended_ns,
  max(CASE WHEN state = 'running' THEN end_ns - begin_ns END) AS longest_step_ns
  FROM task_life AS life LEFT JOIN task_interval USING (task) GROUP BY life.task;
CREATE VIEW sources AS SELECT file, path, text, library FROM file_loaded;
)";

class SqliteExport {
 public:
  SqliteExport(const analysis::Model& model, SqlDatabase& database)
      : model_(model), store_(model.store()), database_(database) {}

  void write() {
    write_event_tables(store_, database_);
    database_.run(kTables);
    tasks();
    edges();
    generators();
    findings();
    outputs();
  }

 private:
  void place(SqlInsert& insert, Place place) const {
    if (place) {
      insert.text(analysis::file_path(store_, place.file())).integer(place.line());
    } else {
      insert.null().null();
    }
  }
  static void ended(SqlInsert& insert, const analysis::Moment& end) {
    if (end.event == analysis::kNoEvent) {
      insert.null();
    } else {
      insert.integer(end.ns);
    }
  }
  // Events are counted from 0, so that NULL stands for none.
  static void event(SqlInsert& insert, uint32_t event) {
    if (event == analysis::kNoEvent) {
      insert.null();
    } else {
      insert.integer(event);
    }
  }

  void tasks() {
    SqlInsert life(database_, "task_life", 11);
    SqlInsert stretch(database_, "task_interval", 12);
    for (const TaskLane& task : model_.tasks()) {
      life.integer(task.task.value).text(model_.text(task.name)).text(model_.text(task.coro_name));
      life.id(task.loop.value).id(task.parent.value);
      place(life, task.created_at);
      life.integer(task.birth.ns);
      ended(life, task.death);
      life.text(outcome_text(task)).text_or_null(model_.text(task.value)).row();
      for (const TaskInterval& interval : task.intervals) {
        const bool open = interval.end.event == analysis::kNoEvent;
        stretch.integer(task.task.value).text(analysis::text_of(interval.state)).integer(interval.begin.ns);
        stretch.integer(end_of(model_, interval.end).ns).integer(open);
        event(stretch, interval.begin.event);
        event(stretch, interval.cause);
        stretch.text_or_null(model_.text(interval.label));
        Place at;
        stretch.text(chain_of(model_, task, interval, &at));
        place(stretch, at);
        stretch.integer(interval.throwing).row();
      }
    }
  }

  void edges() {
    static constexpr const char* kKinds[] = {"created", "woke", "scheduled", "cancelled", "rejected", "closed"};
    SqlInsert insert(database_, "edges", 8);
    for (const analysis::Edge& edge : model_.edges()) {
      insert.text(kKinds[static_cast<size_t>(edge.kind)]);
      event(insert, edge.from.event);
      insert.integer(edge.from.ns);
      event(insert, edge.to.event);
      insert.integer(edge.to.ns).id(edge.from_task.value).id(edge.to_task.value).id(edge.coro.value).row();
    }
  }

  void generators() {
    SqlInsert insert(database_, "async_generators", 9);
    for (const analysis::CoroLane& coro : model_.coros()) {
      if (coro.kind != trace::CoroKind::kAsyncGenerator) continue;
      insert.integer(coro.coro.value).text(model_.text(coro.name)).id(coro.creator.value);
      place(insert, coro.created_at);
      insert.integer(coro.birth.ns);
      ended(insert, coro.death);
      insert.text(analysis::text_of(coro.end)).id(coro.finalization).row();
    }
  }

  void findings() {
    SqlInsert insert(database_, "findings", 15);
    for (const analysis::Finding& finding : analysis::find_all(model_)) {
      insert.text(finding.kind->name()).text(finding.kind->title());
      insert.text(analysis::text_of(finding.kind->severity())).integer(finding.at.ns).integer(finding.until.ns);
      event(insert, finding.event);
      insert.id(finding.task.value).id(finding.coro.value).id(finding.future.value).id(finding.handle.value);
      insert.id(finding.loop.value).id(finding.thread.value);
      place(insert, finding.place);
      insert.text(finding.kind->explain(model_, finding)).row();
    }
  }

  void outputs() {
    static constexpr const char* kKinds[] = {"stdout", "stderr", "log", "warning", "error", "signal"};
    SqlInsert insert(database_, "outputs", 7);
    for (const analysis::OutputMark& output : model_.output()) {
      insert.integer(output.at.event).integer(output.at.ns).text(kKinds[static_cast<size_t>(output.kind)]);
      insert.text(store_.text(output.text)).id(output.task.value);
      place(insert, output.place);
      insert.row();
    }
  }

  const analysis::Model& model_;
  const trace::Store& store_;
  SqlDatabase& database_;
};

}  // namespace

bool write_sqlite(const analysis::Model& model, const std::string& path, std::string* error) {
  SqlDatabase database(path);
  SqliteExport(model, database).write();
  return database.close(error);
}

}  // namespace loopscope::interchange

#pragma once
// A trace as an SQLite database: a table for each type of event, as events.def has it, and views that answer the usual
// questions. Tables, views and queries: docs/sql.md.

#include <string>

namespace loopscope::analysis {
class Model;
}
namespace loopscope::trace {
class Store;
}

namespace loopscope::interchange {

class SqlDatabase;

/// False, with the reason in `error`, when the file could not be written whole.
bool write_sqlite(const analysis::Model& model, const std::string& path, std::string* error);

/// The tables of events, and the view `events` of all of them.
void write_event_tables(const trace::Store& store, SqlDatabase& database);
/// The columns of an event's table, "name TYPE" each: also documentation.
std::string event_columns(unsigned type);

}  // namespace loopscope::interchange

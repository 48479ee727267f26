// A table for each type of event. Which there are, and their columns, comes from events.def alone.

#include <fmt/core.h>

#include <array>

#include "engine/analysis/state.hpp"
#include "engine/interchange/sql_database.hpp"
#include "engine/interchange/sqlite_export.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::interchange {

using trace::EventInfo;
using trace::FieldInfo;
using trace::FieldKind;

namespace {

// Time, thread and context stand in the one table `event`; an event's own table has its number and its fields.
constexpr const char* kEventTable =
    "CREATE TABLE event (event INTEGER PRIMARY KEY, ns INTEGER NOT NULL, type TEXT NOT NULL, in_thread INTEGER NOT "
    "NULL, in_handle INTEGER, in_task INTEGER)";

bool is_text(FieldKind kind) { return kind == FieldKind::Str || trace::enum_text(kind, 0) != nullptr; }
bool is_id(FieldKind kind) { return kind <= FieldKind::Process; }

int column_count(const EventInfo& info) {
  int columns = 1;
  for (const FieldInfo& field : info.fields) columns += field.kind == FieldKind::Place ? 2 : 1;
  return columns;
}

void put_field(const trace::Store& store, const FieldInfo& field, const uint32_t* args, SqlInsert& insert) {
  const uint32_t value = args[field.cell];
  switch (field.kind) {
    case FieldKind::Str:
      insert.text(store.text(StringId{value}));
      break;
    case FieldKind::Place: {
      Place place;
      place.packed = value;
      if (place) {
        insert.text(analysis::file_path(store, place.file())).integer(place.line());
      } else {
        insert.null().null();
      }
      break;
    }
    case FieldKind::Ns:
      insert.integer(static_cast<int64_t>(uint64_t{value} | uint64_t{args[field.cell + 1]} << 32));
      break;
    case FieldKind::U32:
    case FieldKind::Bool:
      insert.integer(value);
      break;
    default:
      if (is_id(field.kind)) {
        insert.id(value);
      } else if (const char* text = trace::enum_text(field.kind, value)) {
        insert.text(text);
      } else {
        insert.text(fmt::format("{}", value));  // of a newer version
      }
  }
}

}  // namespace

std::string event_columns(unsigned type) {
  const EventInfo* info = trace::event_info(type);
  if (!info) return {};
  std::string columns = "event INTEGER PRIMARY KEY";
  for (const FieldInfo& field : info->fields) {
    if (field.kind == FieldKind::Place) {
      columns += fmt::format(", \"{0}_file\" TEXT, \"{0}_line\" INTEGER", field.name);
    } else {
      columns += fmt::format(", \"{}\" {}", field.name, is_text(field.kind) ? "TEXT" : "INTEGER");
    }
  }
  return columns;
}

void write_event_tables(const trace::Store& store, SqlDatabase& database) {
  database.run(kEventTable);
  database.run("CREATE TABLE unknown_event (event INTEGER PRIMARY KEY, type INTEGER, a, b, c, d, e)");
  std::array<SqlInsert, trace::kEventTypeLimit> inserts;
  for (unsigned type = 0; type < trace::kEventTypeLimit; ++type) {
    const EventInfo* info = trace::event_info(type);
    if (!info) continue;
    database.run(fmt::format("CREATE TABLE \"{}\" ({})", info->name, event_columns(type)));
    inserts[type] = SqlInsert(database, info->name, column_count(*info));
  }
  SqlInsert all(database, "event", 6);
  SqlInsert unknown(database, "unknown_event", 7);
  for (uint32_t event = 0; event < store.size() && !database.failed(); ++event) {
    const auto type = static_cast<unsigned>(store.type(event));
    const EventInfo* info = trace::event_info(type);
    const std::array<uint32_t, trace::kMaxArgs> args = store.args(event);
    all.integer(event).integer(store.time(event)).text(info ? info->name : "unknown_event");
    all.integer(store.thread(event).value).id(store.handle(event).value).id(store.task(event).value).row();
    if (!info) {
      unknown.integer(event).integer(type);
      for (const uint32_t arg : args) unknown.integer(arg);
      unknown.row();
      continue;
    }
    SqlInsert& insert = inserts[type];
    insert.integer(event);
    for (const FieldInfo& field : info->fields) put_field(store, field, args.data(), insert);
    insert.row();
  }
}

}  // namespace loopscope::interchange

#include "engine/interchange/sql_database.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "engine/interchange/out_file.hpp"

namespace loopscope::interchange {

SqlDatabase::SqlDatabase(std::string path) : path_(std::move(path)), written_to_(path_beside(path_)) {
  if (written_to_ == path_) {
    error_ = "a database can only be written to a file";
    return;
  }
  std::remove(written_to_.c_str());
  const int result = sqlite3_open_v2(written_to_.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  if (result != SQLITE_OK) {
    error_ = db_ ? sqlite3_errmsg(db_) : sqlite3_errstr(result);
    return;
  }
  // It takes its name when it is whole, so nothing needs to be undone after a crash.
  run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
}

SqlDatabase::~SqlDatabase() {
  if (!db_) return;
  sqlite3_close_v2(db_);
  std::remove(written_to_.c_str());
}

void SqlDatabase::note(int result) {
  if (result != SQLITE_OK && result != SQLITE_DONE && error_.empty()) error_ = sqlite3_errmsg(db_);
}

void SqlDatabase::run(const std::string& sql) {
  if (!failed()) note(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr));
}

bool SqlDatabase::close(std::string* error) {
  run("COMMIT");
  if (db_) {
    if (sqlite3_close_v2(std::exchange(db_, nullptr)) != SQLITE_OK && !failed()) error_ = "cannot be closed";
    if (!failed() && std::rename(written_to_.c_str(), path_.c_str()) != 0) error_ = std::strerror(errno);
    if (failed()) std::remove(written_to_.c_str());
  }
  if (failed()) *error = path_ + ": " + error_;
  return !failed();
}

SqlInsert::SqlInsert(SqlDatabase& database, std::string_view table, int columns) : database_(&database) {
  if (database.failed()) return;
  std::string sql = fmt::format("INSERT INTO \"{}\" VALUES (?", table);
  for (int i = 1; i < columns; ++i) sql += ",?";
  sql += ')';
  database.note(sqlite3_prepare_v2(database.db_, sql.c_str(), -1, &statement_, nullptr));
}

SqlInsert::~SqlInsert() { sqlite3_finalize(statement_); }

SqlInsert::SqlInsert(SqlInsert&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)), next_(other.next_) {}

SqlInsert& SqlInsert::operator=(SqlInsert&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(statement_, other.statement_);
  std::swap(next_, other.next_);
  return *this;
}

SqlInsert& SqlInsert::integer(int64_t value) {
  if (statement_) sqlite3_bind_int64(statement_, next_++, value);
  return *this;
}

SqlInsert& SqlInsert::id(uint32_t value) { return value == 0 ? null() : integer(value); }

SqlInsert& SqlInsert::text(std::string_view value) {
  // A text without a pointer would be NULL. The bytes are copied: they need not outlive the call.
  const char* data = value.empty() ? "" : value.data();
  if (statement_) sqlite3_bind_text64(statement_, next_++, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

SqlInsert& SqlInsert::text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }

SqlInsert& SqlInsert::null() {
  if (statement_) sqlite3_bind_null(statement_, next_++);
  return *this;
}

void SqlInsert::row() {
  next_ = 1;
  if (!statement_ || database_->failed()) return;
  database_->note(sqlite3_step(statement_));
  sqlite3_reset(statement_);
}

}  // namespace loopscope::interchange

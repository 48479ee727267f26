#pragma once
// A new SQLite database, filled in one transaction; the little of SQLite's interface that the export needs.

#include <cstdint>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace loopscope::interchange {

class SqlDatabase {
 public:
  /// Written beside `path`; close() gives it the name.
  explicit SqlDatabase(std::string path);
  ~SqlDatabase();
  SqlDatabase(const SqlDatabase&) = delete;
  SqlDatabase& operator=(const SqlDatabase&) = delete;

  void run(const std::string& sql);
  /// False, with "PATH: reason" in `error`, when anything failed since the beginning.
  bool close(std::string* error);
  bool failed() const { return !error_.empty(); }

 private:
  friend class SqlInsert;
  void note(int result);

  std::string path_, written_to_, error_;
  sqlite3* db_ = nullptr;
};

/// One prepared INSERT: values in the order of the columns, then row().
class SqlInsert {
 public:
  SqlInsert() = default;
  SqlInsert(SqlDatabase& database, std::string_view table, int columns);
  ~SqlInsert();
  SqlInsert(SqlInsert&& other) noexcept;
  SqlInsert& operator=(SqlInsert&& other) noexcept;
  explicit operator bool() const { return statement_ != nullptr; }

  SqlInsert& integer(int64_t value);
  SqlInsert& id(uint32_t value);  // 0 is NULL
  SqlInsert& text(std::string_view value);
  SqlInsert& text_or_null(std::string_view value);  // "" is NULL
  SqlInsert& null();
  void row();

 private:
  SqlDatabase* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
  int next_ = 1;
};

}  // namespace loopscope::interchange

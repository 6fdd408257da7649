#include "statement.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace hardfail::store {
namespace {

/// With OR FAIL, since the engine would keep a journal of each statement to undo half of one.
std::string insert_sql(std::string_view table, int columns, std::size_t rows) {
  std::string row = "(?";
  for (int column = 1; column < columns; ++column) row += ", ?";
  row += ")";
  auto sql = fmt::format("INSERT OR FAIL INTO {} VALUES {}", table, row);
  for (std::size_t more = 1; more < rows; ++more) sql += ", " + row;
  return sql;
}

}  // namespace

Statement::Statement(Connection& connection, std::string_view sql)
    : m_connection(connection), m_statement(connection.take_prepared(sql), Return{&connection}) {}

bool Statement::step() {
  const int code = sqlite3_step(m_statement.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) m_connection.fail(code);
  rewind();
  return false;
}

void Statement::rewind() noexcept { sqlite3_reset(m_statement.get()); }

std::int64_t Statement::integer(int column) const noexcept {
  return sqlite3_column_int64(m_statement.get(), column);
}

std::string_view Statement::text(int column) const noexcept {
  const auto octets = blob(column);
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

Blob Statement::blob(int column) const noexcept {
  const auto* data =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))};
}

bool Statement::is_null(int column) const noexcept {
  return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

void Statement::bind_one(int index, std::int64_t value) {
  check(sqlite3_bind_int64(m_statement.get(), index, value));
}

void Statement::bind_one(int index, std::string_view value) {
  // A null pointer would bind NULL, and an empty view may hold one.
  check(sqlite3_bind_text64(m_statement.get(), index, value.empty() ? "" : value.data(),
                            value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_one(int index, Blob value) {
  // As with texts.
  const void* data = value.empty() ? "" : static_cast<const void*>(value.data());
  check(sqlite3_bind_blob64(m_statement.get(), index, data, value.size(), SQLITE_STATIC));
}

void Statement::bind_one(int index, std::optional<std::int64_t> value) {
  check(value ? sqlite3_bind_int64(m_statement.get(), index, *value)
              : sqlite3_bind_null(m_statement.get(), index));
}

bool Statement::is_at_rest() const noexcept { return sqlite3_stmt_busy(m_statement.get()) == 0; }

void Statement::check(int code) const {
  if (code != SQLITE_OK) m_connection.fail(code);
}

BulkInsert::BulkInsert(Connection& connection, std::string_view table, int columns)
    : m_columns(columns),
      m_one(connection, insert_sql(table, columns, 1)),
      m_many(connection, insert_sql(table, columns, rows_a_statement)) {}

}  // namespace hardfail::store

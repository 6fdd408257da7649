#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "access.hpp"
#include "hardfail/store/store.hpp"
#include "hardfail/util/error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace hardfail::store {

using RowId = std::int64_t;

/// How long to wait for another process to end its transaction.
inline constexpr std::chrono::milliseconds default_patience = std::chrono::seconds(10);

/// How often a waiting process checks whether the database is free.
inline constexpr std::chrono::milliseconds busy_interval{5};

/// An open SQLite file. Not for use from several threads at once.
///
/// Every failure of SQLite is thrown as Error: database_busy, unusable_data if the file is damaged
/// or not a database, cannot_create, io.
class Connection {
 public:
  Connection(const std::filesystem::path& path, OpenMode mode,
             std::chrono::milliseconds patience = default_patience);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;
  ~Connection() = default;

  /// Runs one or more statements that take no values and whose rows do not matter.
  void execute(const char* sql);

  void set_patience(std::chrono::milliseconds patience) noexcept { m_patience = patience; }

  /// Rows added, changed and deleted since the connection was opened.
  [[nodiscard]] std::int64_t total_changes() const noexcept;
  [[nodiscard]] RowId last_insert_id() const noexcept;
  [[nodiscard]] bool in_transaction() const noexcept;

  [[nodiscard]] bool may_write() const noexcept { return m_access == Access::write; }

  /// Throws database_busy where the file is read as it is, and somebody has written it since.
  void require_unchanged() const;

  [[nodiscard]] const std::string& path() const noexcept { return m_path; }
  [[nodiscard]] sqlite3* handle() const noexcept { return m_handle.get(); }

  /// A prepared statement at rest, for the caller alone until give_back(). What is asked of each of
  /// many domains is prepared once.
  [[nodiscard]] sqlite3_stmt* take_prepared(std::string_view sql);
  void give_back(sqlite3_stmt* statement) noexcept;

  /// Throws the Error for a result code of SQLite.
  [[noreturn]] void fail(int code) const;
  /// Throws the Error for a database whose content contradicts itself.
  [[noreturn]] void fail_damaged() const;

 private:
  struct Closer {
    void operator()(sqlite3* handle) const noexcept;
  };
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  using Prepared = std::unique_ptr<sqlite3_stmt, Finalizer>;

  void open(int flags);
  [[noreturn]] void fail_unopened() const;

  std::string m_path;  ///< as shown in messages
  std::filesystem::path m_file;
  Access m_access = Access::write;
  FileState m_state;
  std::chrono::milliseconds m_patience;
  std::unique_ptr<sqlite3, Closer> m_handle;
  std::unordered_multimap<std::string, Prepared> m_prepared;  ///< that nobody uses, by their SQL
};

/// A write transaction: what is not committed is undone.
class Transaction {
 public:
  /// Waits for another process to end its own; throws database_busy when that takes too long.
  explicit Transaction(Connection& connection);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  void commit();

 private:
  Connection& m_connection;
};

/// What is read while it lives is one state of the database, whatever others write meanwhile. Does
/// nothing within a transaction.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection);
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;
  ReadTransaction(ReadTransaction&&) = delete;
  ReadTransaction& operator=(ReadTransaction&&) = delete;
  ~ReadTransaction();

 private:
  Connection& m_connection;
  bool m_is_own;
};

/// What `query` gives, read in one state of the database. Of a file that was written meanwhile it
/// may be anything, a failure too: throws database_busy then.
template <typename Query>
std::invoke_result_t<Query> read_one_state(Connection& connection, Query query) {
  try {
    const ReadTransaction one_state(connection);
    auto result = query();
    connection.require_unchanged();
    return result;
  } catch (const Error&) {
    connection.require_unchanged();
    throw;
  }
}

/// A part of a transaction that can be undone separately. Undone with the transaction if neither
/// keep() nor undo() is called.
class Savepoint {
 public:
  explicit Savepoint(Connection& connection);

  void keep();
  void undo();

 private:
  Connection& m_connection;
};

}  // namespace hardfail::store

#include "schema.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "hardfail/util/error.hpp"
#include "migrations.hpp"
#include "statement.hpp"

namespace hardfail::store {
namespace {

constexpr const char* cache = "PRAGMA cache_size = -32768";

constexpr std::int64_t application_id = 0x68666462;  // "hfdb", as file(1) reads it

std::int64_t integer_of(Connection& connection, std::string_view sql) {
  return Statement(connection, sql).first().value_or(0);
}

/// The number of the last migration applied; 0 for an empty file.
std::size_t version_of(Connection& connection) {
  // In this order: another process that is creating the schema commits all three together, so if
  // the tables are seen here, so is the application_id.
  const auto tables = integer_of(connection, "SELECT count(*) FROM sqlite_schema");
  const auto application = integer_of(connection, "PRAGMA application_id");
  const auto version = integer_of(connection, "PRAGMA user_version");
  if (tables == 0 && application == 0 && version == 0) return 0;

  if (application != application_id) {
    throw Error(Failure::unusable_data,
                fmt::format("{} is the database of another program", connection.path()),
                "name another file with --db");
  }
  const auto latest = static_cast<std::int64_t>(migrations().size());
  if (version > latest) {
    throw Error(Failure::unusable_data,
                fmt::format("the database {} was written by a newer hardfail: its schema is {}, "
                            "this one knows up to {}",
                            connection.path(), version, latest),
                "use that version, or name another file with --db");
  }
  if (version < 1) connection.fail_damaged();
  return static_cast<std::size_t>(version);
}

/// Turns the write-ahead log on, which needs the file for a moment alone. SQLite does not wait for
/// that itself: two processes that make a database at once would otherwise end one of them.
void turn_log_on(Connection& connection) {
  const auto deadline = std::chrono::steady_clock::now() + default_patience;
  for (;;) {
    try {
      connection.execute("PRAGMA journal_mode = WAL");
      return;
    } catch (const Error& error) {
      const bool is_late = std::chrono::steady_clock::now() >= deadline;
      if (error.failure() != Failure::database_busy || is_late) throw;
    }
    std::this_thread::sleep_for(busy_interval);
  }
}

/// Readers go on while an import writes. A commit survives the death of the process; a power cut
/// may take the last ones back, whole. The log is folded into the file every 256 MB: the pages of
/// an index that many commits touch are then written there once. Foreign keys are not checked:
/// every id bound was read or written by the same transaction, and the check costs a look-up a row.
void configure(Connection& connection) {
  turn_log_on(connection);
  connection.execute(
      "PRAGMA synchronous = NORMAL;"
      "PRAGMA wal_autocheckpoint = 65536;"
      "PRAGMA foreign_keys = OFF;");
  connection.execute(cache);
}

[[noreturn]] void refuse_older(const Connection& connection) {
  throw Error(Failure::io,
              fmt::format("the database {} was written by an older hardfail, and this user may not "
                          "bring it up to date",
                          connection.path()),
              "let a user who may write it read it once, as by `hardfail domains`");
}

void migrate(Connection& connection) {
  Transaction transaction(connection);
  // Another process may have been faster.
  for (auto version = version_of(connection); version < migrations().size(); ++version) {
    connection.execute(migrations()[version]);
    connection.execute(fmt::format("PRAGMA user_version = {}; PRAGMA application_id = {}",
                                   version + 1, application_id)
                           .c_str());
  }
  transaction.commit();
}

}  // namespace

std::size_t schema_version() noexcept { return migrations().size(); }

void bring_up_to_date(Connection& connection, OpenMode mode) {
  const auto version = version_of(connection);
  if (version == 0 && mode != OpenMode::create) {
    throw Error(Failure::no_input, fmt::format("{} holds no reports yet", connection.path()),
                "import some with 'hardfail import', or name another file with --db");
  }
  if (!connection.may_write()) {
    if (version < migrations().size()) refuse_older(connection);
    connection.execute(cache);
    return;
  }
  configure(connection);
  if (version < migrations().size()) migrate(connection);
}

}  // namespace hardfail::store

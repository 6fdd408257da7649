#include "connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <csignal>
#include <new>
#include <thread>
#include <utility>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::store {
namespace {

/// True if a signal to end the program is pending: blocked, so that work can stop at a safe point.
bool is_interrupted() {
  sigset_t waiting;
  return sigpending(&waiting) == 0 &&
         (sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1);
}

/// Asked by the engine each time it finds the database locked; 0 gives up.
int wait_for_lock(void* patience, int attempts) {
  if (attempts * busy_interval >= *static_cast<const std::chrono::milliseconds*>(patience)) {
    return 0;
  }
  if (is_interrupted()) return 0;
  std::this_thread::sleep_for(busy_interval);
  return 1;
}

void make_directory_of(const std::filesystem::path& path, const std::string& shown) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) {
    throw Error(
        Failure::cannot_create,
        fmt::format("cannot create the directory of the database {}: {}", shown, error.message()),
        "name another file with --db");
  }
}

void require_file(const std::filesystem::path& path, const std::string& shown) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) {
    throw Error(Failure::no_input, fmt::format("there is no database {} yet", shown),
                "import reports with 'hardfail import', or name another file with --db");
  }
}

/// The engine gives names such as ":memory:" and "" a meaning of their own; an absolute one is a
/// file.
std::filesystem::path absolute_path(const std::filesystem::path& path, const std::string& shown) {
  std::error_code error;
  auto absolute = std::filesystem::absolute(path, error);
  if (path.empty() || error) {
    throw Error(Failure::no_input, fmt::format("'{}' is not the name of a database file", shown),
                "name a file with --db");
  }
  return absolute;
}

}  // namespace

void Connection::Closer::operator()(sqlite3* handle) const noexcept {
  // Fails only while statements are left, and all of them are members declared after this.
  sqlite3_close(handle);
}

Connection::Connection(const std::filesystem::path& path, OpenMode mode,
                       std::chrono::milliseconds patience)
    : m_path(printable(path.string())), m_file(absolute_path(path, m_path)), m_patience(patience) {
  int flags = SQLITE_OPEN_READWRITE;
  switch (mode) {
    case OpenMode::create:
      make_directory_of(m_file, m_path);
      flags |= SQLITE_OPEN_CREATE;
      break;
    case OpenMode::existing:
      require_file(m_file, m_path);
      break;
    case OpenMode::reading:
      require_file(m_file, m_path);
      m_access = access_to(m_file);
      if (m_access != Access::write) flags = SQLITE_OPEN_READONLY;
      break;
  }
  open(flags);
}

void Connection::open(int flags) {
  const bool is_fixed = m_access == Access::read_as_it_is;
  if (is_fixed) {
    m_state = state_of(m_file);
    flags |= SQLITE_OPEN_URI;
  }
  const auto name = is_fixed ? uri_of_unchanging(m_file) : m_file.string();
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &handle,
                                   flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  m_handle.reset(handle);  // SQLite gives a handle to close even if opening failed
  if (handle == nullptr) throw std::bad_alloc();
  if (code != SQLITE_OK) fail(code);
  if (may_write() && sqlite3_db_readonly(handle, "main") == 1) fail(SQLITE_READONLY);
  if (const int set = sqlite3_busy_handler(handle, wait_for_lock, &m_patience); set != SQLITE_OK) {
    fail(set);
  }
}

void Connection::require_unchanged() const {
  if (m_access != Access::read_as_it_is || state_of(m_file) == m_state) return;
  throw Error(Failure::database_busy,
              fmt::format("the database {} was written while it was read", m_path), "try again");
}

void Connection::Finalizer::operator()(sqlite3_stmt* statement) const noexcept {
  // This and sqlite3_reset() repeat the code of the last step, which Statement::step() has seen.
  sqlite3_finalize(statement);
}

sqlite3_stmt* Connection::take_prepared(std::string_view sql) {
  if (const auto kept = m_prepared.find(std::string(sql)); kept != m_prepared.end()) {
    return m_prepared.extract(kept).mapped().release();
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) fail(code);
  return statement;
}

void Connection::give_back(sqlite3_stmt* statement) noexcept {
  Prepared prepared(statement);
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  try {
    m_prepared.emplace(sqlite3_sql(statement), std::move(prepared));
  } catch (const std::bad_alloc&) {
    return;  // it is prepared anew the next time
  }
}

void Connection::execute(const char* sql) {
  const int code = sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Connection::total_changes() const noexcept {
  return sqlite3_total_changes64(m_handle.get());
}

RowId Connection::last_insert_id() const noexcept {
  return sqlite3_last_insert_rowid(m_handle.get());
}

bool Connection::in_transaction() const noexcept {
  return sqlite3_get_autocommit(m_handle.get()) == 0;
}

void Connection::fail(int code) const {
  const auto said = printable(sqlite3_errmsg(m_handle.get()));
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(Failure::database_busy,
                  fmt::format("another import is writing to the database {}", m_path),
                  "try again when it has ended");
    case SQLITE_NOTADB:
      throw Error(Failure::unusable_data, fmt::format("{} is not a database", m_path),
                  "name another file with --db");
    case SQLITE_CORRUPT:
      fail_damaged();
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw Error(Failure::io, fmt::format("the database {} cannot be written", m_path),
                  "give this user the right to write the file and its directory");
    case SQLITE_CANTOPEN:
      fail_unopened();
    case SQLITE_FULL:
      throw Error(Failure::io, fmt::format("no space is left for the database {}", m_path),
                  "make room and run the import again");
    case SQLITE_NOMEM:
      throw std::bad_alloc();
    case SQLITE_IOERR:
      throw Error(Failure::io,
                  fmt::format("cannot read or write the database {}: {}", m_path, said));
    default:
      throw Error(Failure::internal, fmt::format("the database {} failed: {}", m_path, said));
  }
}

void Connection::fail_unopened() const {
  if (may_write()) {
    throw Error(
        Failure::cannot_create,
        fmt::format("cannot open or create the database {} and the files beside it", m_path),
        "check that its directory exists and that this user may write there");
  }
  throw Error(Failure::io,
              fmt::format("this user may not read the database {} and the files beside it, or some "
                          "of them are missing",
                          m_path),
              "give this user the right to read them; after an import that was killed, let one who "
              "may write the database read it once, as by `hardfail domains`");
}

void Connection::fail_damaged() const {
  throw Error(Failure::unusable_data, fmt::format("the database {} is damaged", m_path),
              "restore a copy, or remove it and import the reports again");
}

Transaction::Transaction(Connection& connection) : m_connection(connection) {
  m_connection.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // SQLite ends the transaction itself after the gravest errors. If a rollback fails, the journal
  // stays, and whoever opens the file next rolls back with it.
  if (m_connection.in_transaction()) {
    sqlite3_exec(m_connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() { m_connection.execute("COMMIT"); }

ReadTransaction::ReadTransaction(Connection& connection)
    : m_connection(connection), m_is_own(!connection.in_transaction()) {
  if (m_is_own) m_connection.execute("BEGIN");
}

ReadTransaction::~ReadTransaction() {
  if (m_is_own && m_connection.in_transaction()) {
    sqlite3_exec(m_connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

Savepoint::Savepoint(Connection& connection) : m_connection(connection) {
  m_connection.execute("SAVEPOINT report");
}

void Savepoint::keep() { m_connection.execute("RELEASE report"); }

void Savepoint::undo() { m_connection.execute("ROLLBACK TO report; RELEASE report"); }

}  // namespace hardfail::store

#include "clickhouse/schema.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "clickhouse/migrations.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::store::clickhouse {
namespace {

using namespace std::chrono_literals;

/// Whoever holds the lock has made this table. One who died leaves it, and since migrations can run
/// twice, it is taken over after a time that none of them needs.
constexpr const char* take_lock =
    "CREATE TABLE hardfail_lock (taken UInt8) ENGINE = ReplacingMergeTree ORDER BY taken";
constexpr const char* drop_lock = "DROP TABLE IF EXISTS hardfail_lock";
constexpr auto longest_migration = 60s;
constexpr auto look_again = 250ms;

constexpr const char* make_version_table =
    "CREATE TABLE IF NOT EXISTS hardfail_schema (version UInt32, applied_at Int64) "
    "ENGINE = ReplacingMergeTree ORDER BY version";

std::uint64_t number_of(Client& client, const std::string& select) {
  auto rows = client.ask(select);
  if (!rows.step()) client.fail_damaged();
  return rows.read().u64();
}

bool has_table(Client& client, std::string_view name) {
  return number_of(
             client,
             fmt::format("SELECT count() FROM system.tables WHERE database = {} AND name = {}",
                         literal(client.address().database()), literal(name))) > 0;
}

/// The number of the last migration applied; 0 where there are no tables.
std::size_t schema_version(Client& client) {
  if (!has_table(client, "hardfail_schema")) {
    const auto tables =
        number_of(client, fmt::format("SELECT count() FROM system.tables WHERE database = {} "
                                      "AND name NOT IN ('hardfail_lock', 'hardfail_schema')",
                                      literal(client.address().database())));
    if (tables == 0) return 0;
    throw Error(Failure::unusable_data,
                fmt::format("{} is the database of another program", client.address().to_string()),
                "name another database with --db");
  }
  const auto version = number_of(client, "SELECT toUInt64(max(version)) FROM hardfail_schema");
  const auto latest = migrations().size();
  if (version > latest) {
    throw Error(Failure::unusable_data,
                fmt::format("the database {} was written by a newer hardfail: its schema is {}, "
                            "this one knows up to {}",
                            client.address().to_string(), version, latest),
                "use that version, or name another database with --db");
  }
  return version;
}

void require_version(Client& client) {
  auto rows = client.ask("SELECT version()");
  if (!rows.step()) client.fail_damaged();
  const std::string version(rows.read().text());
  const auto parts = split(version, '.');
  const auto major = parse_unsigned(parts.front());
  const auto minor = parts.size() > 1 ? parse_unsigned(parts[1]) : std::nullopt;
  constexpr std::pair<std::uint64_t, std::uint64_t> oldest{18, 16};
  if (!major || !minor) client.fail(version);
  if (std::pair(*major, *minor) >= oldest) return;
  throw Error(Failure::configuration,
              fmt::format("the ClickHouse server {} is version {}, and 18.16 is the oldest that "
                          "this program can use",
                          client.address().server(), printable(version)),
              "upgrade the server");
}

bool try_lock(Client& client) {
  if (has_table(client, "hardfail_lock")) return false;
  try {
    client.execute(take_lock);
    return true;
  } catch (const Error&) {
    if (has_table(client, "hardfail_lock")) return false;
    throw;
  }
}

/// Held by one of all that migrate this database, wherever they run.
class MigrationLock {
 public:
  explicit MigrationLock(Client& client) : m_client(client) {
    const auto deadline = std::chrono::steady_clock::now() + longest_migration;
    while (!try_lock(client)) {
      if (std::chrono::steady_clock::now() >= deadline) return;
      std::this_thread::sleep_for(look_again);
    }
  }
  MigrationLock(const MigrationLock&) = delete;
  MigrationLock& operator=(const MigrationLock&) = delete;
  MigrationLock(MigrationLock&&) = delete;
  MigrationLock& operator=(MigrationLock&&) = delete;
  ~MigrationLock() {
    try {
      m_client.execute(drop_lock);
    } catch (const Error&) {
      // Whoever comes next waits for it and takes it over.
    }
  }

 private:
  Client& m_client;
};

void migrate(Client& client) {
  const MigrationLock lock(client);
  // Another may have been faster.
  auto version = schema_version(client);
  client.execute(make_version_table);
  for (; version < migrations().size(); ++version) {
    std::string_view rest = migrations()[version];
    constexpr std::string_view separator = "\n;\n";
    while (!rest.empty()) {
      const auto end = rest.find(separator);
      client.execute(std::string(rest.substr(0, end)));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + separator.size());
    }
    client.execute(fmt::format("INSERT INTO hardfail_schema VALUES ({}, toUnixTimestamp(now()))",
                               version + 1));
  }
}

}  // namespace

void bring_up_to_date(Client& client, OpenMode mode) {
  const bool has_database = client.has_database();
  const auto refuse_empty = [&] {
    throw Error(Failure::no_input,
                fmt::format("{} holds no reports yet", client.address().to_string()),
                "import some with 'hardfail import', or name another database with --db");
  };
  if (!has_database) {
    if (mode != OpenMode::create) refuse_empty();
    client.execute_on_server("CREATE DATABASE IF NOT EXISTS " + client.address().database());
  }
  require_version(client);
  const auto version = schema_version(client);
  if (version == 0 && mode != OpenMode::create) refuse_empty();
  if (version < migrations().size()) migrate(client);
}

}  // namespace hardfail::store::clickhouse

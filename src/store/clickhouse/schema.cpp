#include "clickhouse/schema.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "clickhouse/cluster.hpp"
#include "clickhouse/migrations.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::store::clickhouse {
namespace {

using namespace std::chrono_literals;

/// Whoever holds the lock has made this table; of two that make it on a cluster, one is the first
/// on all of its servers. One who died leaves it, so it is taken over after a time that a migration
/// needs only where servers of its cluster do not answer; two side by side then do no harm, since
/// each statement can run twice.
std::string take_lock(const ClickHouseAddress& address) {
  return fmt::format(
      "CREATE TABLE hardfail_lock{} (taken UInt8) ENGINE = ReplacingMergeTree ORDER BY taken",
      on_cluster(address));
}
std::string drop_lock(const ClickHouseAddress& address) {
  return "DROP TABLE IF EXISTS hardfail_lock" + on_cluster(address);
}
constexpr auto longest_migration = 60s;
constexpr auto look_again = 250ms;

constexpr const char* make_version_table =
    "CREATE TABLE IF NOT EXISTS hardfail_schema (\n  version UInt32,\n  applied_at Int64\n) "
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

/// What a server says of itself and of a database.
struct Standing {
  std::string version;        ///< of the server
  bool has_database = false;  ///< false too where this user may not see it
  std::size_t shards = 0;     ///< of the cluster; 0 where the server knows none of this name
  std::string engine;         ///< of the table that says how far migrations came
  bool has_version = false;   ///< there is that table
  bool has_others = false;    ///< there are tables besides those that migrations need
};

Standing standing_of(Client& client) {
  const auto& address = client.address();
  auto rows = client.ask_server(fmt::format(
      "SELECT version(), (SELECT count() FROM system.databases WHERE name = {0}), "
      "(SELECT toUInt64(max(shard_num)) FROM system.clusters WHERE cluster = {1}), "
      "anyIf(engine_full, name = 'hardfail_schema'), countIf(name = 'hardfail_schema'), "
      "countIf(position(name, 'hardfail_') != 1) FROM system.tables WHERE database = {0}",
      literal(address.database()), literal(address.cluster())));
  if (!rows.step()) client.fail_damaged();
  auto& row = rows.read();
  Standing standing;
  standing.version = row.text();
  standing.has_database = row.u64() > 0;
  standing.shards = row.u64();
  standing.engine = row.text();
  standing.has_version = row.u64() > 0;
  standing.has_others = row.u64() > 0;
  return standing;
}

void require_server(const Client& client, const Standing& standing) {
  const auto& address = client.address();
  const auto parts = split(standing.version, '.');
  const auto major = parse_unsigned(parts.front());
  const auto minor = parts.size() > 1 ? parse_unsigned(parts[1]) : std::nullopt;
  constexpr std::pair<std::uint64_t, std::uint64_t> oldest{18, 16};
  if (!major || !minor) client.fail(standing.version);
  if (std::pair(*major, *minor) < oldest) {
    throw Error(Failure::configuration,
                fmt::format("the ClickHouse server {} is version {}, and 18.16 is the oldest that "
                            "this program can use",
                            address.server(), printable(standing.version)),
                "upgrade the server");
  }
  if (address.cluster().empty() || standing.shards > 0) return;
  throw Error(Failure::configuration,
              fmt::format("the ClickHouse server {} knows no cluster '{}'", address.server(),
                          address.cluster()),
              "name one of remote_servers in its configuration");
}

/// Rows of another layout would be missed, or counted twice.
void require_layout(const ClickHouseAddress& address, const Standing& standing) {
  const auto layout = layout_of(standing.engine);
  const auto refuse = [&](const std::string& why, const std::string& advice) {
    throw Error(Failure::unusable_data, fmt::format("the database {} {}", address.to_string(), why),
                advice);
  };
  if (layout.cluster != address.cluster()) {
    if (layout.cluster.empty()) {
      refuse("was made on one server, not on a cluster",
             "leave cluster= out of its address, or copy it into a new one with 'hardfail copy'");
    }
    refuse(fmt::format("is spread over the cluster '{}'", printable(layout.cluster)),
           fmt::format("name it with cluster={}", printable(layout.cluster)));
  }
  if (standing.shards >= layout.shards) return;
  refuse(fmt::format("was spread over {} shards, and its cluster has {}", layout.shards,
                     standing.shards),
         "give the cluster all its shards back, in the order they had");
}

/// The number of the last migration applied; 0 where there are no tables.
std::size_t schema_version(Client& client, const Standing& standing) {
  const auto& address = client.address();
  if (!standing.has_version) {
    if (!standing.has_others) return 0;
    throw Error(Failure::unusable_data,
                fmt::format("{} is the database of another program", address.to_string()),
                "name another database with --db");
  }
  require_layout(address, standing);
  const auto version = number_of(client, "SELECT toUInt64(max(version)) FROM hardfail_schema");
  const auto latest = migrations().size();
  if (version > latest) {
    throw Error(Failure::unusable_data,
                fmt::format("the database {} was written by a newer hardfail: its schema is {}, "
                            "this one knows up to {}",
                            address.to_string(), version, latest),
                "use that version, or name another database with --db");
  }
  return version;
}

/// The server that is asked may have no tables yet, and another of its cluster those of a single
/// server.
void require_cluster_alone(Client& client) {
  const auto& address = client.address();
  if (address.cluster().empty()) return;
  const auto others = number_of(
      client, fmt::format("SELECT count() FROM {} WHERE database = {} AND name = 'hardfail_schema' "
                          "AND engine != 'Distributed'",
                          system_table(address, "tables"), literal(address.database())));
  if (others > 0) require_layout(address, {});
}

void create_table(Client& client, std::string_view statement, std::size_t shards) {
  if (client.address().cluster().empty()) return client.execute(std::string(statement));
  for (const auto& each : create_statements(client.address(), statement, shards)) {
    client.execute(each);
  }
}

bool try_lock(Client& client) {
  if (has_table(client, "hardfail_lock")) return false;
  try {
    client.execute(take_lock(client.address()));
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
      m_client.execute(drop_lock(m_client.address()));
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
  const auto standing = standing_of(client);
  auto version = schema_version(client, standing);
  require_cluster_alone(client);
  // As rows of all tables are spread, whatever the cluster has become.
  const auto first_shards = layout_of(standing.engine).shards;
  const auto shards = first_shards > 0 ? first_shards : standing.shards;
  create_table(client, make_version_table, shards);
  for (; version < migrations().size(); ++version) {
    std::string_view rest = migrations()[version];
    constexpr std::string_view separator = "\n;\n";
    while (!rest.empty()) {
      const auto end = rest.find(separator);
      create_table(client, rest.substr(0, end), shards);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + separator.size());
    }
    client.execute(fmt::format("INSERT INTO hardfail_schema VALUES ({}, toUnixTimestamp(now()))",
                               version + 1));
  }
}

}  // namespace

void bring_up_to_date(Client& client, OpenMode mode) {
  const auto& address = client.address();
  const auto standing = standing_of(client);
  require_server(client, standing);
  const auto version = schema_version(client, standing);
  if (version == 0 && mode != OpenMode::create) {
    throw Error(Failure::no_input, fmt::format("{} holds no reports yet", address.to_string()),
                "import some with 'hardfail import', or name another database with --db");
  }
  if (!standing.has_database) {
    client.execute_on_server("CREATE DATABASE IF NOT EXISTS " + address.database() +
                             on_cluster(address));
  }
  if (version < migrations().size()) migrate(client);
}

}  // namespace hardfail::store::clickhouse

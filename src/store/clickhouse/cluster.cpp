#include "clickhouse/cluster.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::store::clickhouse {
namespace {

/// What rows are spread by, where a table has such a column: digests, each the same for all rows of
/// one sort key. Bodies of one report meet by its identity, names of one set by its key.
constexpr auto spreading_columns = {"identity", "report", "authentication"};

/// What stands between two texts, of which the second is looked for behind the first.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const auto at = text.find(before);
  if (at == std::string_view::npos) {
    throw Error(Failure::internal, fmt::format("a migration lacks '{}'", before));
  }
  text.remove_prefix(at + before.size());
  return text.substr(0, text.find(after));
}

/// Else it is the first column of the sort key: what belongs to one domain or teller stays
/// together.
std::string spreading_column(std::string_view columns, std::string_view sort_key) {
  for (const auto* column : spreading_columns) {
    if (columns.find(fmt::format("\n  {} ", column)) != std::string_view::npos) return column;
  }
  if (sort_key.starts_with('(')) sort_key = between(sort_key, "(", ",");
  return std::string(trim(sort_key));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

std::string on_cluster(const ClickHouseAddress& address) {
  if (address.cluster().empty()) return {};
  return fmt::format(" ON CLUSTER '{}'", address.cluster());
}

std::string rows_table(const ClickHouseAddress& address, std::string_view table) {
  return fmt::format("{}{}", table, address.cluster().empty() ? "" : "_local");
}

std::string system_table(const ClickHouseAddress& address, std::string_view table) {
  if (address.cluster().empty()) return fmt::format("system.{}", table);
  return fmt::format("cluster('{}', system.{})", address.cluster(), table);
}

std::vector<std::string> create_statements(const ClickHouseAddress& address,
                                           std::string_view create_table, std::size_t shards) {
  constexpr std::string_view beginning = "CREATE TABLE IF NOT EXISTS ";
  constexpr std::string_view engine = "ENGINE = ReplacingMergeTree";
  const auto table = between(create_table, beginning, " ");
  const auto local = rows_table(address, table);
  const auto columns = between(create_table, fmt::format("{}{}", beginning, table), engine);
  auto rest = between(create_table, engine, ";");
  std::string_view version;
  if (rest.starts_with('(')) {
    version = between(rest, "(", ")");
    rest.remove_prefix(version.size() + 2);
  }
  const auto sort_key = between(rest, "ORDER BY ", "\n");
  return {fmt::format("{}{}{}{}ENGINE = ReplicatedReplacingMergeTree("
                      "'/clickhouse/tables/{{shard}}/{}/{}', '{{replica}}'{}{}){}",
                      beginning, local, on_cluster(address), columns, address.database(), local,
                      version.empty() ? "" : ", ", version, rest),
          // By the number of shards there were, so that one more would stay empty and not move the
          // place of each row.
          fmt::format("{}{}{} AS {}.{} ENGINE = Distributed('{}', '{}', '{}', cityHash64({}) % {})",
                      beginning, table, on_cluster(address), address.database(), local,
                      address.cluster(), address.database(), local,
                      spreading_column(columns, sort_key), shards)};
}

std::string with_global_subqueries(const std::string& statement) {
  return replaced(replaced(statement, " IN (SELECT", " GLOBAL IN (SELECT"),
                  " NOT GLOBAL IN (SELECT", " GLOBAL NOT IN (SELECT");
}

Layout layout_of(std::string_view engine) {
  if (!engine.starts_with("Distributed(")) return {};
  const auto shards = trim(engine.substr(std::min(engine.rfind('%'), engine.size() - 1) + 1));
  return {std::string(between(engine, "'", "'")),
          static_cast<std::size_t>(parse_unsigned(shards.substr(0, shards.find(')'))).value_or(0))};
}

}  // namespace hardfail::store::clickhouse

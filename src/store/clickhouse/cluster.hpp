#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/store/clickhouse.hpp"

namespace hardfail::store::clickhouse {

// A table T is two on a cluster: T_local, replicated, with the rows of one shard on each server of
// it, and T, which spreads rows over the shards and asks all of them. On one server it is T alone.

/// " ON CLUSTER 'reports'": what makes a statement one of all servers, in one order on all of them.
/// Nothing for one server.
[[nodiscard]] std::string on_cluster(const ClickHouseAddress& address);

/// The name of the table that holds the rows of `table`.
[[nodiscard]] std::string rows_table(const ClickHouseAddress& address, std::string_view table);

/// A table of the database `system`, as one server of each shard has it.
[[nodiscard]] std::string system_table(const ClickHouseAddress& address, std::string_view table);

/// The statements that make what a CREATE TABLE of a migration says, on a cluster of so many
/// shards. Throws Error (internal) for one that is written otherwise than those are.
[[nodiscard]] std::vector<std::string> create_statements(const ClickHouseAddress& address,
                                                         std::string_view create_table,
                                                         std::size_t shards);

/// The statement with its subqueries carried out once and handed to every shard, each of which
/// would else look into its own rows alone. Texts are in it as literal() has them.
[[nodiscard]] std::string with_global_subqueries(const std::string& statement);

/// How the tables of a database were made.
struct Layout {
  std::string cluster;     ///< empty: on one server
  std::size_t shards = 0;  ///< of the cluster at that time
};

/// What the engine of a table T says, as system.tables has it.
[[nodiscard]] Layout layout_of(std::string_view engine);

}  // namespace hardfail::store::clickhouse

#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/store/store.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"
#include "hardfail/util/secret.hpp"

namespace hardfail::store {

/// Where a database of ClickHouse is, and as whom to sign in there.
class ClickHouseAddress {
 public:
  static constexpr std::string_view scheme = "clickhouse://";

  /// Parses `clickhouse://[USER@]HOST[:PORT]/DATABASE[?cluster=NAME][&tls=yes]`. Refuses a password
  /// in it, names that are none, and another machine without TLS; what it says never shows what
  /// stands before the `@`.
  [[nodiscard]] static Expected<ClickHouseAddress, Problem> parse(std::string_view text);

  [[nodiscard]] const std::string& user() const noexcept { return m_user; }
  [[nodiscard]] const std::string& database() const noexcept { return m_database; }
  /// The cluster of servers that the database is spread over; empty for one server alone.
  [[nodiscard]] const std::string& cluster() const noexcept { return m_cluster; }
  /// "http://127.0.0.1:8123"
  [[nodiscard]] const std::string& url() const noexcept { return m_url; }
  /// "127.0.0.1:8123"
  [[nodiscard]] const std::string& server() const noexcept { return m_server; }
  [[nodiscard]] bool is_local() const noexcept { return m_is_local; }
  /// As parse() takes it, without the user.
  [[nodiscard]] std::string to_string() const;

 private:
  ClickHouseAddress() = default;
  std::string m_user = "default";
  std::string m_database;
  std::string m_cluster;
  std::string m_url;
  std::string m_server;
  bool m_is_local = false;
};

/// Opens a database on a ClickHouse server, or a cluster of them, and brings its tables up to date.
/// Throws Error: no_input if it must exist and does not, unusable_data if it is another program's
/// or a newer version's or was made on another cluster, configuration where the server refuses the
/// user, is too old or knows no such cluster, dns_unavailable where it is away or a shard of the
/// cluster, database_busy, io. What was inserted is on the server's disk when it says so itself.
///
/// Several machines may import at once and give what one would; a report that two of them bring at
/// the same moment counts once, though both say that it was added.
[[nodiscard]] std::unique_ptr<Store> open_clickhouse(const ClickHouseAddress& address,
                                                     const std::optional<Secret>& password,
                                                     OpenMode mode);

}  // namespace hardfail::store

#include "host_name_cache.hpp"

#include <utility>

#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {

std::vector<KnownHost> query_hosts(Connection& connection, std::span<const IpAddress> addresses,
                                   Moment now) {
  Statement query(connection,
                  "SELECT name, confirmed, expires_at FROM host_name "
                  "WHERE source = ?1 AND expires_at > ?2");
  std::vector<KnownHost> hosts;
  for (const auto& address : addresses) {
    if (!query.bind(address.octets(), stored(now)).step()) continue;
    KnownHost host{address, std::nullopt, query.integer(1) != 0, moment(query.integer(2))};
    if (!query.is_null(0)) host.name = domain_name(connection, query.text(0));
    hosts.push_back(std::move(host));
  }
  return hosts;
}

void replace_hosts(Connection& connection, std::span<const KnownHost> hosts, Moment now) {
  Statement(connection, "DELETE FROM host_name WHERE expires_at <= ?1").run(stored(now));
  Statement insert(connection,
                   "INSERT OR REPLACE INTO host_name (source, name, confirmed, expires_at) "
                   "VALUES (?1, nullif(?2, ''), ?3, ?4)");
  for (const auto& host : hosts) {
    const std::string_view name = host.name ? std::string_view(host.name->text()) : "";
    insert.run(host.address.octets(), name, std::int64_t{host.confirmed}, stored(host.expires));
  }
}

}  // namespace hardfail::store

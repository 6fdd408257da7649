#include "host_name_cache.hpp"

#include <cassert>
#include <utility>

#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {

namespace {

/// Of a row whose first columns are name, confirmed and expires_at.
ledger::KnownHost host_in(const Connection& connection, const Statement& query,
                          const IpAddress& address) {
  ledger::KnownHost known{address, std::nullopt, moment(query.integer(2))};
  if (!query.is_null(0)) {
    known.host = HostName{domain_name(connection, query.text(0)), query.integer(1) != 0};
  }
  return known;
}

}  // namespace

std::vector<ledger::KnownHost> query_hosts(Connection& connection,
                                           std::span<const IpAddress> addresses, Moment now) {
  Statement query(connection,
                  "SELECT name, confirmed, expires_at FROM host_name "
                  "WHERE source = ?1 AND expires_at > ?2");
  std::vector<ledger::KnownHost> hosts;
  for (const auto& address : addresses) {
    if (!query.bind(address.octets(), stored(now)).step()) continue;
    hosts.push_back(host_in(connection, query, address));
  }
  return hosts;
}

std::vector<ledger::KnownHost> query_hosts(Connection& connection, Moment now) {
  Statement query(connection,
                  "SELECT name, confirmed, expires_at, source FROM host_name "
                  "WHERE expires_at > ?1");
  query.bind(stored(now));
  std::vector<ledger::KnownHost> hosts;
  while (query.step()) {
    const auto address = IpAddress::from_octets(query.blob(3));
    if (!address) connection.fail_damaged();
    hosts.push_back(host_in(connection, query, *address));
  }
  return hosts;
}

void replace_hosts(Connection& connection, std::span<const ledger::KnownHost> hosts, Moment now) {
  assert(connection.in_transaction());
  Statement(connection, "DELETE FROM host_name WHERE expires_at <= ?1").run(stored(now));
  Statement insert(connection,
                   "INSERT OR REPLACE INTO host_name (source, name, confirmed, expires_at) "
                   "VALUES (?1, nullif(?2, ''), ?3, ?4)");
  for (const auto& [address, host, expires] : hosts) {
    const std::string_view name = host ? std::string_view(host->name.text()) : "";
    insert.run(address.octets(), name, std::int64_t{host && host->confirmed ? 1 : 0},
               stored(expires));
  }
}

}  // namespace hardfail::store

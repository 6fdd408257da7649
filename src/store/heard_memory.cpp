#include "heard_memory.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <limits>

#include "dictionary.hpp"
#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {
namespace {

Moment begin_of(std::int64_t hour) { return ledger::Hour{std::chrono::hours{hour}}; }

std::int64_t hour_of(Moment moment) {
  return std::chrono::floor<std::chrono::hours>(moment).time_since_epoch().count();
}

IpAddress address(const Connection& connection, Blob octets) {
  const auto address = IpAddress::from_octets(octets);
  if (!address) connection.fail_damaged();
  return *address;
}

}  // namespace

void insert_heard(Connection& connection, std::span<const ledger::HeardQueries> queries) {
  assert(connection.in_transaction());
  Domains domains(connection);
  domains.start();
  std::vector<RowId> ids;
  ids.reserve(queries.size());
  for (const auto& [where, count] : queries) ids.push_back(domains.id_of(where.domain));
  domains.write_new();
  Statement insert(connection,
                   "INSERT INTO heard (domain, hour, client, resolver, queries) "
                   "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (domain, hour, client, resolver) "
                   "DO UPDATE SET queries = max(queries, excluded.queries)");
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const auto& [where, count] = queries[i];
    insert.run(ids[i], std::int64_t{where.hour.time_since_epoch().count()}, where.client.octets(),
               where.resolver.octets(), static_cast<std::int64_t>(std::min(count, most)));
  }
}

std::vector<ledger::HeardQueries> query_heard_hours(Connection& connection,
                                                    const DomainName& domain) {
  const auto name = reversed(domain);
  Statement query(connection,
                  "SELECT hour, client, resolver, queries FROM heard "
                  "WHERE domain = (SELECT id FROM domain WHERE reversed = ?1)");
  query.bind(name);
  std::vector<ledger::HeardQueries> queries;
  while (query.step()) {
    queries.push_back({{domain, ledger::Hour{std::chrono::hours{query.integer(0)}},
                        address(connection, query.blob(1)), address(connection, query.blob(2))},
                       count(query.integer(3))});
  }
  return queries;
}

ledger::Heard query_heard(Connection& connection, const DomainName& domain, const Period& window) {
  const auto name = reversed(domain);
  const auto first = hour_of(window.begin);
  const auto last = hour_of(window.end);
  ledger::Heard heard;
  Statement clients(connection,
                    "SELECT client, CAST(total(queries) AS INTEGER), count(DISTINCT hour / 24), "
                    "count(DISTINCT resolver), min(hour), max(hour) FROM heard "
                    "WHERE domain = (SELECT id FROM domain WHERE reversed = ?1) "
                    "AND hour BETWEEN ?2 AND ?3 GROUP BY client");
  clients.bind(name, first, last);
  while (clients.step()) {
    heard.clients.push_back({address(connection, clients.blob(0)), count(clients.integer(1)),
                             static_cast<unsigned>(clients.integer(2)),
                             static_cast<unsigned>(clients.integer(3)),
                             begin_of(clients.integer(4)), begin_of(clients.integer(5))});
  }
  std::ranges::sort(heard.clients, {}, &ledger::HeardClient::client);
  Statement resolvers(connection,
                      "SELECT resolver, CAST(total(queries) AS INTEGER) AS asked, "
                      "count(DISTINCT client) FROM heard "
                      "WHERE domain = (SELECT id FROM domain WHERE reversed = ?1) "
                      "AND hour BETWEEN ?2 AND ?3 GROUP BY resolver "
                      "ORDER BY asked DESC, resolver LIMIT 100");
  resolvers.bind(name, first, last);
  while (resolvers.step()) {
    heard.resolvers.push_back({address(connection, resolvers.blob(0)), count(resolvers.integer(1)),
                               count(resolvers.integer(2))});
  }
  return heard;
}

}  // namespace hardfail::store

#include "clickhouse/heard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace hardfail::store::clickhouse {
namespace {

Moment begin_of(std::int64_t hour) { return ledger::Hour{std::chrono::hours{hour}}; }

std::string rows_of(const DomainName& domain, const Period& window) {
  const auto hour_of = [](Moment moment) {
    return std::chrono::floor<std::chrono::hours>(moment).time_since_epoch().count();
  };
  return fmt::format("FROM heard FINAL WHERE domain = {} AND hour BETWEEN {} AND {}",
                     literal(domain.text()), hour_of(window.begin), hour_of(window.end));
}

}  // namespace

void insert_heard(Client& client, std::span<const ledger::HeardQueries> queries) {
  RowWriter rows;
  for (const auto& [where, count] : queries) {
    rows.text(where.domain.text()).i64(where.hour.time_since_epoch().count());
    rows.address(where.client).address(where.resolver).u64(count);
  }
  client.insert("heard (domain, hour, client, resolver, queries)", rows.take());
}

std::vector<ledger::HeardQueries> query_heard_hours(Client& client, const DomainName& domain) {
  auto rows = client.ask(
      fmt::format("SELECT hour, client, resolver, queries FROM heard FINAL WHERE domain = {}",
                  literal(domain.text())));
  std::vector<ledger::HeardQueries> queries;
  while (rows.step()) {
    auto& row = rows.read();
    const ledger::Hour hour{std::chrono::hours{row.i64()}};
    const auto asked_about = row.address();
    const auto resolver = row.address();
    queries.push_back({{domain, hour, asked_about, resolver}, row.u64()});
  }
  return queries;
}

ledger::Heard query_heard(Client& client, const DomainName& domain, const Period& window) {
  const auto rows_heard = rows_of(domain, window);
  ledger::Heard heard;
  auto clients = client.ask(
      "SELECT client, sum(queries), toUInt64(uniqExact(intDiv(hour, 24))), "
      "toUInt64(uniqExact(resolver)), min(hour), max(hour) " +
      rows_heard + " GROUP BY client");
  while (clients.step()) {
    auto& row = clients.read();
    const auto address = row.address();
    const auto queries = row.u64();
    const auto days = static_cast<unsigned>(row.u64());
    const auto resolvers = static_cast<unsigned>(row.u64());
    const auto first = begin_of(row.i64());
    heard.clients.push_back({address, queries, days, resolvers, first, begin_of(row.i64())});
  }
  if (heard.clients.empty()) return heard;
  std::ranges::sort(heard.clients, {}, &ledger::HeardClient::client);
  auto resolvers =
      client.ask("SELECT resolver, sum(queries) AS asked, toUInt64(uniqExact(client)) " +
                 rows_heard + " GROUP BY resolver ORDER BY asked DESC, resolver LIMIT 100");
  while (resolvers.step()) {
    auto& row = resolvers.read();
    const auto address = row.address();
    const auto asked = row.u64();
    heard.resolvers.push_back({address, asked, row.u64()});
  }
  return heard;
}

}  // namespace hardfail::store::clickhouse

#include "clickhouse/dns_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "clickhouse/reports.hpp"
#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

/// Addresses asked for in one query.
constexpr std::size_t most_asked = 20'000;

/// The subquery whose rows are these addresses.
std::string rows_with(std::span<const IpAddress> addresses) {
  RowWriter octets;
  for (const auto& address : addresses) octets.address(address);
  return octets_in_sixteens(octets.str());
}

/// Of a row of source, name, confirmed and expires_at.
ledger::KnownHost host_in(const Client& client, RowReader& row) {
  const auto address = row.address();
  const auto name = row.text();
  const bool confirmed = row.u8() != 0;
  ledger::KnownHost host{address, std::nullopt, moment(row.i64())};
  if (!name.empty()) host.host = HostName{domain_name(client, name), confirmed};
  return host;
}

}  // namespace

std::vector<ledger::KnownHost> query_hosts(Client& client, Moment now) {
  auto rows =
      client.ask(fmt::format("SELECT source, name, confirmed, expires_at FROM host_name FINAL "
                             "WHERE expires_at > {}",
                             stored(now)));
  std::vector<ledger::KnownHost> hosts;
  while (rows.step()) hosts.push_back(host_in(client, rows.read()));
  return hosts;
}

std::vector<ledger::KnownHost> query_hosts(Client& client, std::span<const IpAddress> addresses,
                                           Moment now) {
  std::vector<ledger::KnownHost> hosts;
  while (!addresses.empty()) {
    const auto asked = addresses.first(std::min(addresses.size(), most_asked));
    addresses = addresses.subspan(asked.size());
    auto rows =
        client.ask(fmt::format("SELECT source, name, confirmed, expires_at FROM host_name FINAL "
                               "WHERE expires_at > {} AND source IN ({})",
                               stored(now), rows_with(asked)));
    std::unordered_map<IpAddress, ledger::KnownHost> known;
    while (rows.step()) {
      auto host = host_in(client, rows.read());
      known.emplace(host.address, std::move(host));
    }
    for (const auto& address : asked) {
      if (const auto at = known.find(address); at != known.end()) hosts.push_back(at->second);
    }
  }
  return hosts;
}

void insert_hosts(Client& client, std::span<const ledger::KnownHost> hosts) {
  RowWriter rows;
  for (const auto& [address, host, expires] : hosts) {
    rows.address(address).text(host ? std::string_view(host->name.text()) : "");
    rows.u8(host && host->confirmed ? 1 : 0).i64(stored(expires));
  }
  client.insert("host_name (source, name, confirmed, expires_at)", rows.take());
}

std::vector<ledger::KnownAnswer> query_answers(Client& client, Moment now) {
  auto rows = client.ask(
      fmt::format("SELECT name, type, name_exists, records, expires_at FROM dns_answer FINAL "
                  "WHERE expires_at > {}",
                  stored(now)));
  std::vector<ledger::KnownAnswer> answers;
  while (rows.step()) {
    auto& row = rows.read();
    auto name = domain_name(client, row.text());
    const auto type = row.u16();
    const bool exists = row.u8() != 0;
    const auto records = row.text();
    answers.push_back(
        {std::move(name), type, exists, {records.begin(), records.end()}, moment(row.i64())});
  }
  return answers;
}

void insert_answers(Client& client, std::span<const ledger::KnownAnswer> answers) {
  RowWriter rows;
  for (const auto& answer : answers) {
    rows.text(answer.name.text()).u16(answer.type).u8(answer.exists ? 1 : 0);
    rows.text({reinterpret_cast<const char*>(answer.records.data()), answer.records.size()});
    rows.i64(stored(answer.expires));
  }
  client.insert("dns_answer (name, type, name_exists, records, expires_at)", rows.take());
}

}  // namespace hardfail::store::clickhouse

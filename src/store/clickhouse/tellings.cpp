#include "clickhouse/tellings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "clickhouse/runs.hpp"
#include "stored_values.hpp"
#include "unknown_name.hpp"

namespace hardfail::store::clickhouse {
namespace {

std::vector<ledger::Trouble> troubles_in(const Client& client, RowReader& row) {
  const auto kinds = row.texts();
  const auto subjects = row.texts();
  const auto names = row.texts();
  const auto since = row.i64s();
  const auto count = kinds.size();
  if (subjects.size() != count || names.size() != count || since.size() != count) {
    client.fail_damaged();
  }
  std::vector<ledger::Trouble> troubles;
  for (std::size_t i = 0; i < count; ++i) {
    const auto kind = ledger::parse_trouble_kind(kinds[i]);
    if (!kind) refuse_unknown("what was told names the trouble", kinds[i]);
    troubles.push_back({*kind, subjects[i], names[i], moment(since[i])});
  }
  return troubles;
}

void put_troubles(RowWriter& row, std::vector<ledger::Trouble> troubles) {
  std::ranges::sort(troubles, {}, [](const ledger::Trouble& trouble) {
    return std::pair(name_of(trouble.kind), std::string_view(trouble.subject));
  });
  row.count(troubles.size());
  for (const auto& trouble : troubles) row.text(name_of(trouble.kind));
  row.count(troubles.size());
  for (const auto& trouble : troubles) row.text(trouble.subject);
  row.count(troubles.size());
  for (const auto& trouble : troubles) row.text(trouble.name);
  row.count(troubles.size());
  for (const auto& trouble : troubles) row.i64(stored(trouble.since));
}

}  // namespace

std::optional<ledger::Told> query_told(Client& client, std::string_view teller,
                                       const DomainName& domain) {
  auto rows = client.ask(
      fmt::format("SELECT run, trouble_kinds, trouble_subjects, trouble_names, trouble_since "
                  "FROM told FINAL WHERE gone = 0 AND teller = {} AND domain = {}",
                  literal(teller), literal(domain.text())));
  if (!rows.step()) return std::nullopt;
  const auto run = rows.read().u64();
  ledger::Told told{domain, nullptr, troubles_in(client, rows.read())};
  if (run != 0) told.run = std::make_shared<const ledger::Run>(query_run(client, domain, run));
  return told;
}

std::uint64_t count_tellings(Client& client, std::string_view teller) {
  auto rows = client.ask(fmt::format(
      "SELECT max(telling) FROM told FINAL WHERE gone = 0 AND teller = {}", literal(teller)));
  return rows.step() ? rows.read().u64() : 0;
}

void replace_told(Client& client, std::string_view teller, std::span<const ledger::Told> told,
                  std::uint64_t telling) {
  RowWriter rows;
  for (const auto& each : told) {
    rows.text(teller).text(each.domain.text()).u64(each.run ? id_of_run(client, *each.run) : 0);
    rows.u64(telling);
    put_troubles(rows, each.troubles);
    rows.u8(0);
  }
  // One block of one part: all of it or nothing.
  client.insert(
      "told (teller, domain, run, telling, trouble_kinds, trouble_subjects, trouble_names, "
      "trouble_since, gone)",
      rows.take());
}

std::optional<Moment> query_digest_told(Client& client, std::string_view teller,
                                        const DomainName& domain) {
  auto rows = client.ask(
      fmt::format("SELECT until FROM told_digest FINAL WHERE teller = {} AND domain = {}",
                  literal(teller), literal(domain.text())));
  return rows.step() ? std::optional(moment(rows.read().i64())) : std::nullopt;
}

void insert_digest_told(Client& client, std::string_view teller,
                        std::span<const DomainName> domains, Moment until) {
  RowWriter rows;
  for (const auto& domain : domains) rows.text(teller).text(domain.text()).i64(stored(until));
  client.insert("told_digest (teller, domain, until)", rows.take());
}

std::vector<ledger::InputTrouble> query_input_troubles(Client& client) {
  auto rows = client.ask(
      "SELECT input, failure, since FROM input_trouble FINAL WHERE gone = 0 ORDER BY input");
  std::vector<ledger::InputTrouble> troubles;
  while (rows.step()) {
    auto& row = rows.read();
    std::string input(row.text());
    const auto failure = static_cast<int>(row.i64());
    troubles.push_back({std::move(input), failure, moment(row.i64())});
  }
  return troubles;
}

void replace_input_troubles(Client& client, std::span<const ledger::InputTrouble> troubles) {
  RowWriter rows;
  const auto put = [&](const ledger::InputTrouble& trouble, std::uint8_t gone) {
    rows.text(trouble.input).i64(trouble.failure).i64(stored(trouble.since)).u8(gone);
  };
  for (const auto& old : query_input_troubles(client)) {
    if (std::ranges::find(troubles, old.input, &ledger::InputTrouble::input) == troubles.end()) {
      put(old, 1);
    }
  }
  for (const auto& trouble : troubles) put(trouble, 0);
  client.insert("input_trouble (input, failure, since, gone)", rows.take());
}

}  // namespace hardfail::store::clickhouse

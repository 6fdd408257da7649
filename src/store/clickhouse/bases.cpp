#include "clickhouse/bases.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "clickhouse/reports.hpp"
#include "run_basis.hpp"

namespace hardfail::store::clickhouse {
namespace {

using Bases = std::map<std::uint64_t, std::shared_ptr<const ledger::Basis>>;

std::string_view octets_in(const std::vector<std::uint8_t>& octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

/// Of a row of settings, uses, names, types, outcomes, aliases and records.
std::shared_ptr<const ledger::Basis> basis_in(const Client& client, RowReader& row) {
  ledger::Basis basis{std::string(row.text()), {}};
  const auto uses = row.texts();
  const auto names = row.texts();
  const auto types = row.i64s();
  const auto outcomes = row.texts();
  const auto aliases = row.texts();
  const auto records = row.texts();
  const auto count = uses.size();
  for (const auto size :
       {names.size(), types.size(), outcomes.size(), aliases.size(), records.size()}) {
    if (size != count) client.fail_damaged();
  }
  basis.answers.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!std::in_range<std::uint16_t>(types[i])) client.fail_damaged();
    basis.answers.push_back({parse_answer_use(uses[i]),
                             domain_name(client, names[i]),
                             static_cast<std::uint16_t>(types[i]),
                             outcomes[i],
                             {aliases[i].begin(), aliases[i].end()},
                             {records[i].begin(), records[i].end()}});
  }
  return std::make_shared<const ledger::Basis>(std::move(basis));
}

Bases bases_where(Client& client, const std::string& condition) {
  auto rows = client.ask(
      "SELECT run, settings, uses, names, types, outcomes, aliases, records FROM run_basis FINAL "
      "WHERE gone = 0 AND " +
      condition);
  Bases bases;
  while (rows.step()) {
    const auto run = rows.read().u64();
    bases.emplace(run, basis_in(client, rows.read()));
  }
  return bases;
}

std::string is_of(const DomainName& domain) { return "domain = " + literal(domain.text()); }

/// Marks those as gone that the condition names.
void drop_where(Client& client, const std::string& condition) {
  client.execute(
      "INSERT INTO run_basis (domain, run, gone) SELECT domain, run, 1 FROM run_basis FINAL "
      "WHERE gone = 0 AND " +
      condition);
}

}  // namespace

void insert_basis(Client& client, const DomainName& domain, std::uint64_t run,
                  const ledger::Basis& basis) {
  RowWriter row;
  row.text(domain.text()).u64(run).text(basis.settings);
  const auto& answers = basis.answers;
  row.count(answers.size());
  for (const auto& each : answers) row.text(name_of(each.use));
  row.count(answers.size());
  for (const auto& each : answers) row.text(each.name.text());
  row.count(answers.size());
  for (const auto& each : answers) row.i64(each.type);
  row.count(answers.size());
  for (const auto& each : answers) row.text(each.outcome);
  row.count(answers.size());
  for (const auto& each : answers) row.text(octets_in(each.aliases));
  row.count(answers.size());
  for (const auto& each : answers) row.text(octets_in(each.records));
  row.u8(0);
  client.insert(
      "run_basis (domain, run, settings, uses, names, types, outcomes, aliases, records, gone)",
      row.take());
}

void drop_excess_bases(Client& client, const DomainName& domain) {
  if (runs_with_basis(client, domain).size() <= most_bases_of_domain) return;
  drop_where(client, fmt::format("{0} AND run NOT IN (SELECT id FROM run FINAL WHERE gone = 0 "
                                 "AND {0} AND id IN (SELECT run FROM run_basis FINAL "
                                 "WHERE gone = 0 AND {0}) "
                                 "ORDER BY run_at DESC, id DESC LIMIT {1})",
                                 is_of(domain), most_bases_of_domain));
}

void drop_unused_bases(Client& client) {
  drop_where(client, "(domain, run) NOT IN (SELECT domain, id FROM run FINAL WHERE gone = 0)");
}

std::set<std::uint64_t> runs_with_basis(Client& client, const DomainName& domain) {
  auto rows = client.ask("SELECT run FROM run_basis FINAL WHERE gone = 0 AND " + is_of(domain));
  std::set<std::uint64_t> runs;
  while (rows.step()) runs.insert(rows.read().u64());
  return runs;
}

std::map<std::uint64_t, std::shared_ptr<const ledger::Basis>> query_bases(
    Client& client, const DomainName& domain) {
  return bases_where(client, is_of(domain));
}

std::shared_ptr<const ledger::Basis> query_basis(Client& client, const DomainName& domain,
                                                 std::uint64_t run) {
  auto bases = bases_where(client, fmt::format("{} AND run = {}", is_of(domain), run));
  return bases.empty() ? nullptr : bases.begin()->second;
}

}  // namespace hardfail::store::clickhouse

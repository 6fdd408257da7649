#include "clickhouse/reports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "clickhouse/held_reports.hpp"
#include "clickhouse/keys.hpp"
#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

struct LastRun {
  std::string state;
  Moment last_at{};
};

std::map<std::string, LastRun, std::less<>> last_runs(Client& client) {
  auto rows = client.ask(
      "SELECT domain, state, last_at FROM run FINAL WHERE gone = 0 "
      "ORDER BY run_at DESC, id DESC LIMIT 1 BY domain");
  std::map<std::string, LastRun, std::less<>> runs;
  while (rows.step()) {
    std::string domain(rows.read().text());
    std::string state(rows.read().text());
    runs.emplace(std::move(domain), LastRun{std::move(state), moment(rows.read().i64())});
  }
  return runs;
}

}  // namespace

std::string is_policy_of(const DomainName& domain) {
  return fmt::format("policy = {}", policy_key(domain));
}

DomainName domain_name(const Client& client, std::string_view text) {
  auto name = DomainName::parse(text);
  if (!name) client.fail_damaged();
  return *std::move(name);
}

std::vector<report::Warning> warnings_in(const Client& client, RowReader& row) {
  const auto codes = row.texts();
  const auto texts = row.texts();
  const auto counts = row.i64s();
  if (texts.size() != codes.size() || counts.size() != codes.size()) client.fail_damaged();
  std::vector<report::Warning> warnings;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    warnings.push_back({codes[i], texts[i], static_cast<std::uint64_t>(counts[i])});
  }
  return warnings;
}

std::vector<ledger::HeldDomain> query_domains(Client& client) {
  // Bodies held under one identity are one report. A sum of floating-point numbers is exact up to
  // 2^53, and none can overflow.
  auto rows = client.ask(fmt::format(
      "SELECT of_domain, count(), toUInt64(least(sum(toFloat64(most)), 9223372036854774784.)), "
      "uniqExact(of_reporter), min(first_moment), max(last_moment) FROM "
      "(SELECT any(domain) AS of_domain, max(messages) AS most, any(org_name) AS of_reporter, "
      "  any(begins_at) AS first_moment, any(ends_at) AS last_moment "
      "  FROM report FINAL WHERE {} GROUP BY identity) GROUP BY of_domain ORDER BY of_domain",
      is_held_sql));
  const auto runs = last_runs(client);
  std::vector<ledger::HeldDomain> domains;
  while (rows.step()) {
    auto& row = rows.read();
    ledger::HeldDomain held{
        domain_name(client, row.text()), row.u64(), row.u64(), row.u64(), {}, {}, {}};
    held.period.begin = moment(row.i64());
    held.period.end = moment(row.i64());
    if (const auto run = runs.find(held.domain.text()); run != runs.end()) {
      held.last_verdict = run->second.state;
      held.last_run = run->second.last_at;
    }
    domains.push_back(std::move(held));
  }
  return domains;
}

std::vector<ledger::HeldReport> query_reports(Client& client,
                                              const std::optional<DomainName>& domain) {
  auto condition = std::string(is_held_sql);
  if (domain) {
    condition +=
        fmt::format(" AND {} AND domain = {}", is_policy_of(*domain), literal(domain->text()));
  }
  auto rows = client.ask(
      "SELECT identity, org_name, report_id, domain, begins_at, ends_at, records, messages, path, "
      "member, imported_at, warning_codes, warning_texts, warning_counts FROM report FINAL WHERE " +
      condition + " ORDER BY begins_at DESC, sequence DESC");
  std::vector<ledger::HeldReport> reports;
  std::vector<Key> identities;
  std::unordered_map<Key, int, KeyHash> bodies;
  while (rows.step()) {
    auto& row = rows.read();
    identities.push_back(key_from(row.octets(sizeof(Key))));
    ++bodies[identities.back()];
    std::string org_name(row.text());
    std::string report_id(row.text());
    ledger::HeldReport held{std::move(org_name),
                            std::move(report_id),
                            domain_name(client, row.text()),
                            {},
                            0,
                            0,
                            false,
                            {},
                            {},
                            {}};
    held.period.begin = moment(row.i64());
    held.period.end = moment(row.i64());
    held.records = row.u64();
    held.messages = row.u64();
    held.origin.path = row.text();
    held.origin.member = row.text();
    held.imported = moment(row.i64());
    held.warnings = warnings_in(client, row);
    reports.push_back(std::move(held));
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    reports[i].conflicting = bodies[identities[i]] > 1;
  }
  return reports;
}

std::vector<ledger::KnownFile> query_known_files(Client& client) {
  auto rows = client.ask("SELECT digest, reports, skipped FROM input FINAL ORDER BY digest");
  std::vector<ledger::KnownFile> files;
  while (rows.step()) {
    ledger::KnownFile file;
    const auto digest = rows.read().octets(file.digest.size());
    std::ranges::copy(digest, file.digest.begin());
    file.reports = rows.read().u64();
    file.skipped = rows.read().u64();
    files.push_back(file);
  }
  return files;
}

}  // namespace hardfail::store::clickhouse

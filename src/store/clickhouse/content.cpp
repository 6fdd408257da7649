#include "clickhouse/content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "clickhouse/authentications.hpp"
#include "clickhouse/conduct.hpp"
#include "clickhouse/dns_memory.hpp"
#include "clickhouse/heard.hpp"
#include "clickhouse/held_reports.hpp"
#include "clickhouse/keys.hpp"
#include "clickhouse/mails.hpp"
#include "clickhouse/records.hpp"
#include "clickhouse/reports.hpp"
#include "clickhouse/runs.hpp"
#include "clickhouse/tellings.hpp"
#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

/// Rows that are asked for at once, and reports; one report may have more rows.
constexpr std::uint64_t most_rows_asked = 300'000;
constexpr std::size_t most_reports_asked = 5'000;

/// Sets of authentication results that are remembered.
constexpr std::size_t most_sets = 200'000;

/// Reports that came one after the other, by their sequence.
struct Stretch {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

struct KeptReport {
  Key key{};
  report::Report report;
  ledger::Origin origin;
  Moment imported{};
};

/// Reads whole reports, a stretch at a time.
class WholeReports {
 public:
  explicit WholeReports(Client& client) : m_client(client) {}

  void read(ReportSink& sink) {
    for (const auto& stretch : stretches()) {
      const auto reports = reports_in(stretch);
      const auto records = rows_in(stretch, reports);
      const auto recipients = recipients_in(records);
      load_sets(records.rows());
      auto row = records.rows().begin();
      for (std::size_t place = 0; place < reports.size(); ++place) {
        for (; row != records.rows().end() && row->report == place; ++row) {
          sink.add({row->source, row->messages, recipients[row->envelope_to],
                    m_sets.at(row->authentication)});
        }
        const auto& each = reports[place];
        sink.finish(each.report, each.origin, each.imported);
      }
    }
  }

 private:
  std::vector<Stretch> stretches() {
    auto rows = m_client.ask(fmt::format(
        "SELECT sequence, records FROM report FINAL WHERE {} ORDER BY sequence", is_held_sql));
    std::vector<Stretch> all;
    std::uint64_t sum = 0;
    std::size_t reports = 0;
    while (rows.step()) {
      const auto sequence = rows.read().u64();
      const auto records = rows.read().u64();
      const bool is_full = reports >= most_reports_asked || sum + records > most_rows_asked;
      // Two machines may have given the same one.
      if (all.empty() || (is_full && all.back().last != sequence)) {
        all.push_back({sequence, sequence});
        sum = 0;
        reports = 0;
      }
      all.back().last = sequence;
      sum += records;
      ++reports;
    }
    return all;
  }

  std::vector<KeptReport> reports_in(const Stretch& stretch) {
    auto rows = m_client.ask(fmt::format(
        "SELECT report, domain, org_name, report_id, begins_at, ends_at, records, messages, "
        "imported_at, path, member, email, extra_contact_info, version, generator, policy_p, "
        "policy_sp, policy_np, policy_adkim, policy_aspf, policy_pct, policy_fo, policy_testing, "
        "policy_discovery_method, warning_codes, warning_texts, warning_counts, body_hash "
        "FROM report FINAL WHERE {} AND {} ORDER BY sequence, report",
        is_held_sql, is_in(stretch)));
    std::vector<KeptReport> reports;
    while (rows.step()) {
      auto& row = rows.read();
      KeptReport kept;
      kept.key = key_from(row.octets(sizeof(Key)));
      auto& report = kept.report;
      report.policy.domain = domain_name(m_client, row.text());
      report.org_name = row.text();
      report.report_id = row.text();
      report.period.begin = moment(row.i64());
      report.period.end = moment(row.i64());
      report.records = row.u64();
      report.messages = row.u64();
      kept.imported = moment(row.i64());
      auto& policy = report.policy;
      for (auto* text :
           {&kept.origin.path, &kept.origin.member, &report.email, &report.extra_contact_info,
            &report.version, &report.generator, &policy.p, &policy.sp, &policy.np, &policy.adkim,
            &policy.aspf, &policy.pct, &policy.fo, &policy.testing, &policy.discovery_method}) {
        *text = row.text();
      }
      report.warnings = warnings_in(m_client, row);
      report.body_hash = row.u64();
      reports.push_back(std::move(kept));
    }
    return reports;
  }

  RecordRows rows_in(const Stretch& stretch, const std::vector<KeptReport>& reports) {
    RecordRows records;
    for (const auto& each : reports) records.expect(each.key, each.report.records);
    auto rows =
        m_client.ask(fmt::format("SELECT {} FROM record WHERE (policy, begins_at, report) "
                                 "IN (SELECT policy, begins_at, report FROM report WHERE {})",
                                 RecordRows::columns, is_in(stretch)));
    records.add(rows);
    records.sort();
    if (const auto torn = records.incomplete(); !torn.empty())
      m_client.fail_incomplete(torn.size());
    return records;
  }

  /// By their numbers, of which 0 stands for none.
  std::vector<std::optional<DomainName>> recipients_in(const RecordRows& records) {
    std::vector<std::optional<DomainName>> names{std::nullopt};
    for (const auto& name : records.recipients()) names.emplace_back(domain_name(m_client, name));
    return names;
  }

  /// Asks for the sets of these rows that are not remembered.
  void load_sets(const std::vector<RecordRow>& rows) {
    if (m_sets.size() > most_sets) m_sets.clear();
    std::unordered_set<std::uint64_t> missing;
    for (const auto& row : rows) {
      if (!m_sets.contains(row.authentication)) missing.insert(row.authentication);
    }
    const std::vector<std::uint64_t> keys(missing.begin(), missing.end());
    for (auto& [key, set] : query_sets(m_client, keys, "1")) m_sets.emplace(key, std::move(set));
  }

  static std::string is_in(const Stretch& stretch) {
    return fmt::format("sequence BETWEEN {} AND {}", stretch.first, stretch.last);
  }

  Client& m_client;
  std::unordered_map<std::uint64_t, Shared<report::Authentication>> m_sets;
};

class ClickHouseContent final : public Content {
 public:
  explicit ClickHouseContent(Client& client) : m_client(client) {}

  void read_reports(ReportSink& sink) override { WholeReports(m_client).read(sink); }

  std::vector<DomainName> remembered_domains() override {
    auto rows = m_client.ask(
        "SELECT DISTINCT domain FROM (SELECT domain FROM run WHERE gone = 0 "
        "UNION ALL SELECT domain FROM mark WHERE gone = 0 "
        "UNION ALL SELECT domain FROM told WHERE gone = 0 "
        "UNION ALL SELECT domain FROM told_digest UNION ALL SELECT domain FROM heard) "
        "ORDER BY domain");
    std::vector<DomainName> domains;
    while (rows.step()) domains.push_back(domain_name(m_client, rows.read().text()));
    return domains;
  }

  std::vector<KeptRuns> runs(const DomainName& domain) override {
    return query_kept_runs(m_client, domain);
  }
  void add_runs(const DomainName& domain, std::span<const KeptRuns> runs) override {
    clickhouse::add_runs(m_client, domain, runs);
  }

  std::vector<ledger::Refusal> refusals(const DomainName& domain) override {
    return query_refusals(m_client, domain);
  }
  void save_refusals(const DomainName& domain, std::span<const ledger::Refusal> refusals) override {
    keep_refusals(m_client, domain, refusals);
  }

  std::vector<std::string> tellers() override {
    auto rows = m_client.ask(
        "SELECT DISTINCT teller FROM (SELECT teller FROM told WHERE gone = 0 "
        "UNION ALL SELECT teller FROM told_digest) ORDER BY teller");
    std::vector<std::string> tellers;
    while (rows.step()) tellers.emplace_back(rows.read().text());
    return tellers;
  }
  void save_told(std::string_view teller, std::span<const ledger::Told> told,
                 std::uint64_t telling) override {
    replace_told(m_client, teller, told, telling);
  }

  std::vector<ledger::HeardQueries> heard(const DomainName& domain) override {
    return query_heard_hours(m_client, domain);
  }
  std::vector<ledger::MailFolder> mail_folders() override { return query_mail_folders(m_client); }
  std::vector<ledger::KnownHost> known_hosts(Moment now) override {
    return query_hosts(m_client, now);
  }

 private:
  Client& m_client;
};

}  // namespace

std::unique_ptr<Content> content_of(Client& client) {
  return std::make_unique<ClickHouseContent>(client);
}

}  // namespace hardfail::store::clickhouse

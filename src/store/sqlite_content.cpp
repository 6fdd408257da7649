#include "sqlite_content.hpp"

#include <bit>
#include <chrono>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "authentication_codec.hpp"
#include "conduct_memory.hpp"
#include "dictionary.hpp"
#include "heard_memory.hpp"
#include "host_name_cache.hpp"
#include "mail_memory.hpp"
#include "run_memory.hpp"
#include "statement.hpp"
#include "stored_names.hpp"
#include "stored_values.hpp"
#include "told_memory.hpp"

namespace hardfail::store {
namespace {

/// Reads whole reports.
class WholeReports {
 public:
  explicit WholeReports(Connection& connection)
      : m_connection(connection),
        m_reports(connection,
                  "SELECT report.id, first_record, records, org_name, name, begins_at, ends_at, "
                  "report_id, body_hash, messages, imported_at, path, member, email, "
                  "extra_contact_info, version, generator, policy_p, policy_sp, policy_np, "
                  "policy_adkim, policy_aspf, policy_pct, policy_fo, policy_testing, "
                  "policy_discovery_method FROM report "
                  "JOIN reporter ON reporter.id = report.reporter "
                  "JOIN domain ON domain.id = report.domain ORDER BY report.id"),
        m_warnings(connection,
                   "SELECT code, text, count FROM report_warning WHERE report = ?1 "
                   "ORDER BY number"),
        m_records(connection,
                  "SELECT source, messages, authentication, envelope_to FROM record "
                  "WHERE id >= ?1 AND id < ?2 ORDER BY id"),
        m_set(connection, "SELECT body FROM authentication WHERE id = ?1"),
        m_names(connection) {}

  std::uint64_t read(ReportSink& sink) {
    std::uint64_t reports = 0;
    m_reports.bind();
    for (; m_reports.step(); ++reports) {
      read_rows(sink);
      const auto report = this->report();
      sink.finish(report, {text(11), text(12)}, moment(m_reports.integer(10)));
    }
    return reports;
  }

 private:
  [[nodiscard]] std::string text(int column) const { return std::string(m_reports.text(column)); }

  report::Report report() {
    report::Report report;
    report.records = count(m_reports.integer(2));
    report.org_name = text(3);
    report.policy.domain = domain_name(m_connection, m_reports.text(4));
    report.period = {moment(m_reports.integer(5)), moment(m_reports.integer(6))};
    report.report_id = text(7);
    report.body_hash = std::bit_cast<std::uint64_t>(m_reports.integer(8));
    report.messages = count(m_reports.integer(9));
    report.email = text(13);
    report.extra_contact_info = text(14);
    report.version = text(15);
    report.generator = text(16);
    auto& policy = report.policy;
    int column = 17;
    for (auto* each : {&policy.p, &policy.sp, &policy.np, &policy.adkim, &policy.aspf, &policy.pct,
                       &policy.fo, &policy.testing, &policy.discovery_method}) {
      *each = text(column++);
    }
    m_warnings.bind(m_reports.integer(0));
    while (m_warnings.step()) {
      report.warnings.push_back({std::string(m_warnings.text(0)), std::string(m_warnings.text(1)),
                                 count(m_warnings.integer(2))});
    }
    return report;
  }

  void read_rows(ReportSink& sink) {
    const auto first = m_reports.integer(1);
    m_records.bind(first, first + m_reports.integer(2));
    while (m_records.step()) {
      const auto source = IpAddress::from_octets(m_records.blob(0));
      if (!source) m_connection.fail_damaged();
      std::optional<DomainName> envelope_to;
      if (!m_records.is_null(3)) envelope_to = m_names.name_of(m_records.integer(3));
      sink.add({*source, count(m_records.integer(1)), std::move(envelope_to),
                set(m_records.integer(2))});
    }
  }

  /// Rows that fared alike share one, in all reports that come one after the other.
  const Shared<report::Authentication>& set(RowId id) {
    if (const auto known = m_sets.find(id); known != m_sets.end()) return known->second;
    constexpr std::size_t most_sets = 100'000;
    if (m_sets.size() >= most_sets) m_sets.clear();
    if (!m_set.bind(id).step()) m_connection.fail_damaged();
    auto set = decode(m_set.blob(0),
                      [this](RowId name) -> const DomainName& { return m_names.name_of(name); });
    if (!set) m_connection.fail_damaged();
    m_set.rewind();
    return m_sets.emplace(id, *std::move(set)).first->second;
  }

  Connection& m_connection;
  Statement m_reports;
  Statement m_warnings;
  Statement m_records;
  Statement m_set;
  StoredNames m_names;
  std::unordered_map<RowId, Shared<report::Authentication>> m_sets;
};

std::vector<std::string> texts(Connection& connection, std::string_view sql) {
  Statement query(connection, sql);
  query.bind();
  std::vector<std::string> found;
  while (query.step()) found.emplace_back(query.text(0));
  return found;
}

class SqliteContent final : public Content {
 public:
  explicit SqliteContent(Connection& connection) : m_connection(connection) {}

  void read_reports(ReportSink& sink) override {
    read_one_state(m_connection, [&] { return WholeReports(m_connection).read(sink); });
  }

  std::vector<DomainName> remembered_domains() override {
    return read_one_state(m_connection, [&] {
      std::vector<DomainName> domains;
      for (const auto& name : texts(m_connection,
                                    "SELECT name FROM domain WHERE id IN (SELECT domain FROM run "
                                    "UNION SELECT domain FROM mark UNION SELECT domain FROM told "
                                    "UNION SELECT domain FROM told_digest "
                                    "UNION SELECT domain FROM heard) ORDER BY name")) {
        domains.push_back(domain_name(m_connection, name));
      }
      return domains;
    });
  }

  std::vector<KeptRuns> runs(const DomainName& domain) override {
    return read_one_state(m_connection, [&] { return query_kept_runs(m_connection, domain); });
  }

  void add_runs(const DomainName& domain, std::span<const KeptRuns> runs) override {
    Transaction transaction(m_connection);
    store::add_runs(m_connection, domain, runs);
    transaction.commit();
  }

  std::vector<ledger::Refusal> refusals(const DomainName& domain) override {
    return read_one_state(m_connection, [&] { return query_refusals(m_connection, domain); });
  }

  void save_refusals(const DomainName& domain, std::span<const ledger::Refusal> refusals) override {
    Transaction transaction(m_connection);
    keep_refusals(m_connection, domain, refusals);
    transaction.commit();
  }

  std::vector<std::string> tellers() override {
    return read_one_state(m_connection, [&] {
      return texts(m_connection,
                   "SELECT teller FROM told UNION SELECT teller FROM told_digest ORDER BY teller");
    });
  }

  void save_told(std::string_view teller, std::span<const ledger::Told> told,
                 std::uint64_t telling) override {
    Transaction transaction(m_connection);
    replace_told(m_connection, teller, told, static_cast<std::int64_t>(telling));
    transaction.commit();
  }

  std::vector<ledger::HeardQueries> heard(const DomainName& domain) override {
    return read_one_state(m_connection, [&] { return query_heard_hours(m_connection, domain); });
  }

  std::vector<ledger::MailFolder> mail_folders() override {
    return read_one_state(m_connection, [&] { return query_mail_folders(m_connection); });
  }

  std::vector<ledger::KnownHost> known_hosts(Moment now) override {
    return read_one_state(m_connection, [&] { return query_hosts(m_connection, now); });
  }

 private:
  Connection& m_connection;
};

}  // namespace

std::unique_ptr<Content> content_of(Connection& connection) {
  return std::make_unique<SqliteContent>(connection);
}

}  // namespace hardfail::store

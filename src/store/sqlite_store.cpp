#include <algorithm>
#include <type_traits>

#include "answer_cache.hpp"
#include "conduct_memory.hpp"
#include "connection.hpp"
#include "dictionary.hpp"
#include "forgetting.hpp"
#include "hardfail/store/store.hpp"
#include "hardfail/util/error.hpp"
#include "heard_memory.hpp"
#include "host_name_cache.hpp"
#include "mail_memory.hpp"
#include "observation_query.hpp"
#include "operator_marks.hpp"
#include "run_basis.hpp"
#include "run_memory.hpp"
#include "schema.hpp"
#include "sqlite_content.hpp"
#include "sqlite_import.hpp"
#include "stored_values.hpp"
#include "told_memory.hpp"

namespace hardfail::store {
namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(const std::filesystem::path& path, OpenMode mode) : m_connection(path, mode) {
    bring_up_to_date(m_connection, mode);
  }

  [[nodiscard]] bool may_write() const override { return m_connection.may_write(); }

  std::unique_ptr<Import> begin_import(Durability durability) override {
    constexpr std::chrono::hours patience{1};  // another import may be in a report of millions
    m_connection.set_patience(patience);
    // What the connection is opened with suffices against the death of the process.
    if (durability == Durability::power_cut) m_connection.execute("PRAGMA synchronous = FULL");
    return std::make_unique<SqliteImport>(m_connection);
  }

  std::vector<ledger::HeldDomain> domains() override {
    return read([&] { return query_domains(); });
  }

  std::vector<ledger::HeldReport> reports(const std::optional<DomainName>& domain) override {
    return read([&] { return query_reports(domain); });
  }

  std::vector<ledger::KeptRejection> rejected_inputs() override {
    return read([&] { return query_rejected_inputs(); });
  }

  std::vector<ledger::KnownFile> known_files() override {
    return read([&] { return query_known_files(); });
  }

  std::vector<ledger::KnownMail> known_mails(const ledger::MailFolder& folder) override {
    return query_mails(m_connection, folder);
  }

  void forget_mails_except(const ledger::MailFolder& folder,
                           const std::set<std::string>& present) override {
    Transaction transaction(m_connection);
    drop_mails_except(m_connection, folder, present);
    transaction.commit();
  }

  report::Observations observations(const DomainName& domain, const Period& window) override {
    return read([&] { return query_observations(m_connection, domain, window); });
  }

  std::optional<Period> reported_span(const DomainName& domain) override {
    return read([&] { return query_reported_span(m_connection, domain); });
  }

  void save_heard(std::span<const ledger::HeardQueries> queries) override {
    Transaction transaction(m_connection);
    insert_heard(m_connection, queries);
    transaction.commit();
  }

  ledger::Heard heard(const DomainName& domain, const Period& window) override {
    return read([&] { return query_heard(m_connection, domain, window); });
  }

  ledger::Conduct conduct(const Period& window) override {
    return read([&] { return query_conduct(m_connection, window); });
  }

  ledger::Forgotten would_forget(const ledger::Forgetting& forgetting) override {
    return read([&] { return count_forgettable(m_connection, forgetting); });
  }

  ledger::Forgotten forget(const ledger::Forgetting& forgetting) override {
    Transaction transaction(m_connection);
    const auto forgotten = count_forgettable(m_connection, forgetting);
    store::forget(m_connection, forgetting);
    transaction.commit();
    shrink(m_connection);
    return forgotten;
  }

  void save_runs(std::span<const RunToSave> runs) override {
    if (runs.empty()) return;
    Transaction transaction(m_connection);
    for (const auto& [run, news, basis] : runs) {
      keep_run(m_connection, *run, news, basis);
      keep_refusals(m_connection, run->domain, run->refusals);
    }
    transaction.commit();
  }

  std::vector<ledger::EqualRuns> runs(const DomainName& domain) override {
    return read([&] { return query_runs(m_connection, domain); });
  }

  std::vector<ledger::RunNumber> run_numbers(const DomainName& domain) override {
    return read([&] { return query_run_numbers(m_connection, domain); });
  }

  std::vector<ledger::RunRecords> records_of_runs(const DomainName& domain, Moment since) override {
    return read([&] { return query_records_of_runs(m_connection, domain, since); });
  }

  std::optional<ledger::Run> last_run(const DomainName& domain, Moment latest) override {
    return read([&] { return query_last_run(m_connection, domain, latest); });
  }

  std::optional<ledger::Replayable> replayable(std::uint64_t number) override {
    return read([&] { return query_replayable(m_connection, number); });
  }

  std::optional<ledger::Told> told(std::string_view teller, const DomainName& domain) override {
    return read([&] { return query_told(m_connection, teller, domain); });
  }

  std::uint64_t tellings(std::string_view teller) override {
    return static_cast<std::uint64_t>(count_tellings(m_connection, teller));
  }

  void save_told(std::string_view teller, std::span<const ledger::Told> told) override {
    if (told.empty()) return;
    Transaction transaction(m_connection);
    replace_told(m_connection, teller, told, count_tellings(m_connection, teller) + 1);
    transaction.commit();
  }

  std::optional<Moment> digest_told(std::string_view teller, const DomainName& domain) override {
    return query_digest_told(m_connection, teller, domain);
  }

  void save_digest_told(std::string_view teller, std::span<const DomainName> domains,
                        Moment until) override {
    Transaction transaction(m_connection);
    replace_digest_told(m_connection, teller, domains, until);
    transaction.commit();
  }

  std::vector<ledger::InputTrouble> input_troubles() override {
    return read([&] { return query_input_troubles(m_connection); });
  }

  void save_input_troubles(std::span<const ledger::InputTrouble> troubles) override {
    Transaction transaction(m_connection);
    replace_input_troubles(m_connection, troubles);
    transaction.commit();
  }

  std::vector<ledger::Mark> marks(const DomainName& domain) override {
    return read([&] { return query_marks(m_connection, domain); });
  }

  void set_mark(const DomainName& domain, const ledger::Mark& mark) override {
    Transaction transaction(m_connection);
    insert_mark(m_connection, domain, mark);
    transaction.commit();
  }

  bool remove_mark(const DomainName& domain, const HostPattern& source) override {
    Transaction transaction(m_connection);
    const bool removed = delete_mark(m_connection, domain, source);
    transaction.commit();
    return removed;
  }

  std::vector<ledger::KnownHost> known_hosts(std::span<const IpAddress> addresses,
                                             Moment now) override {
    return read([&] { return query_hosts(m_connection, addresses, now); });
  }

  void save_known_hosts(std::span<const ledger::KnownHost> hosts, Moment now) override {
    Transaction transaction(m_connection);
    replace_hosts(m_connection, hosts, now);
    transaction.commit();
  }

  std::vector<ledger::KnownAnswer> known_answers(Moment now) override {
    return read([&] { return query_answers(m_connection, now); });
  }

  void save_known_answers(std::span<const ledger::KnownAnswer> answers, Moment now) override {
    Transaction transaction(m_connection);
    replace_answers(m_connection, answers, now);
    transaction.commit();
  }

  std::unique_ptr<Content> content() override { return content_of(m_connection); }

 private:
  template <typename Query>
  std::invoke_result_t<Query> read(Query query) {
    return read_one_state(m_connection, query);
  }

  std::vector<ledger::HeldDomain> query_domains();
  std::vector<ledger::HeldReport> query_reports(const std::optional<DomainName>& domain);
  std::vector<ledger::KeptRejection> query_rejected_inputs();
  std::vector<ledger::KnownFile> query_known_files();
  static std::vector<report::Warning> warnings(RowId report, Statement& query);

  Connection m_connection;
};

std::vector<ledger::HeldDomain> SqliteStore::query_domains() {
  // Bodies held under one identity are one report; they are few, so the table is read in its order.
  // total() is exact up to 2^53; sum() would fail altogether where hostile counts pass 2^63.
  Statement query(
      m_connection,
      "WITH body AS (SELECT domain, reporter, begins_at, ends_at, messages "
      "  FROM report WHERE conflicting = 0 "
      "  UNION ALL SELECT domain, reporter, begins_at, ends_at, max(messages) "
      "  FROM report NOT INDEXED WHERE conflicting <> 0 "
      "  GROUP BY domain, begins_at, ends_at, reporter, report_id), "
      "summary AS (SELECT domain, count(*) AS reports, "
      "    CAST(total(messages) AS INTEGER) AS messages, "
      "    count(DISTINCT reporter) AS reporters, min(begins_at) AS begins_at, "
      "    max(ends_at) AS ends_at, "
      "    (SELECT id FROM run WHERE run.domain = body.domain "
      "     ORDER BY run_at DESC, id DESC LIMIT 1) AS last_run "
      "  FROM body GROUP BY domain) "
      "SELECT name, reports, messages, reporters, begins_at, ends_at, state, last_at "
      "FROM summary JOIN domain ON domain.id = summary.domain LEFT JOIN run ON run.id = last_run "
      "ORDER BY name");
  std::vector<ledger::HeldDomain> domains;
  while (query.step()) {
    ledger::HeldDomain summary{domain_name(m_connection, query.text(0)),
                               count(query.integer(1)),
                               count(query.integer(2)),
                               count(query.integer(3)),
                               {moment(query.integer(4)), moment(query.integer(5))},
                               std::nullopt,
                               std::nullopt};
    if (!query.is_null(7)) {
      summary.last_verdict = query.text(6);
      summary.last_run = moment(query.integer(7));
    }
    domains.push_back(std::move(summary));
  }
  return domains;
}

std::vector<ledger::HeldReport> SqliteStore::query_reports(
    const std::optional<DomainName>& domain) {
  std::string sql =
      "SELECT report.id, org_name, report_id, name, begins_at, ends_at, records, messages, "
      "  conflicting, path, member, imported_at "
      "FROM report JOIN reporter ON reporter.id = report.reporter "
      "JOIN domain ON domain.id = report.domain ";
  if (domain) sql += "WHERE report.domain = (SELECT id FROM domain WHERE reversed = ?1) ";
  sql += "ORDER BY begins_at DESC, report.id DESC";

  const auto key = domain ? reversed(*domain) : std::string();
  Statement query(m_connection, sql);
  Statement warnings_query(
      m_connection,
      "SELECT code, text, count FROM report_warning WHERE report = ?1 ORDER BY number");
  if (domain) query.bind(key);
  std::vector<ledger::HeldReport> reports;
  while (query.step()) {
    reports.push_back({std::string(query.text(1)),
                       std::string(query.text(2)),
                       domain_name(m_connection, query.text(3)),
                       {moment(query.integer(4)), moment(query.integer(5))},
                       count(query.integer(6)),
                       count(query.integer(7)),
                       query.integer(8) != 0,
                       {std::string(query.text(9)), std::string(query.text(10))},
                       moment(query.integer(11)),
                       warnings(query.integer(0), warnings_query)});
  }
  return reports;
}

std::vector<report::Warning> SqliteStore::warnings(RowId report, Statement& query) {
  std::vector<report::Warning> warnings;
  query.bind(report);
  while (query.step()) {
    warnings.push_back(
        {std::string(query.text(0)), std::string(query.text(1)), count(query.integer(2))});
  }
  return warnings;
}

std::vector<ledger::KeptRejection> SqliteStore::query_rejected_inputs() {
  Statement query(m_connection,
                  "SELECT rejected_at, path, member, reason FROM rejected_input "
                  "ORDER BY rejected_at DESC, path, member");
  std::vector<ledger::KeptRejection> rejected;
  while (query.step()) {
    rejected.push_back(
        {{std::string(query.text(1)), std::string(query.text(2)), std::string(query.text(3))},
         moment(query.integer(0))});
  }
  return rejected;
}

std::vector<ledger::KnownFile> SqliteStore::query_known_files() {
  Statement query(m_connection, "SELECT digest, reports, skipped FROM input ORDER BY digest");
  std::vector<ledger::KnownFile> files;
  while (query.step()) {
    ledger::KnownFile file{{}, count(query.integer(1)), count(query.integer(2))};
    const auto digest = query.blob(0);
    if (digest.size() != file.digest.size()) m_connection.fail_damaged();
    std::ranges::copy(digest, file.digest.begin());
    files.push_back(file);
  }
  return files;
}

}  // namespace

std::unique_ptr<Store> open_sqlite(const std::filesystem::path& path, OpenMode mode) {
  constexpr int most_tries = 5;
  for (int tries = 1;; ++tries) {
    const auto before = access_to(path);
    try {
      return std::make_unique<SqliteStore>(path, mode);
    } catch (const Error&) {
      // Who writes makes files beside the database, and takes them away when he is done.
      if (mode != OpenMode::reading || tries == most_tries || access_to(path) == before) throw;
    }
  }
}

}  // namespace hardfail::store

#include <utility>

#include "clickhouse/client.hpp"
#include "clickhouse/conduct.hpp"
#include "clickhouse/content.hpp"
#include "clickhouse/dns_memory.hpp"
#include "clickhouse/forgetting.hpp"
#include "clickhouse/heard.hpp"
#include "clickhouse/import.hpp"
#include "clickhouse/mails.hpp"
#include "clickhouse/marks.hpp"
#include "clickhouse/observations.hpp"
#include "clickhouse/rejections.hpp"
#include "clickhouse/reports.hpp"
#include "clickhouse/runs.hpp"
#include "clickhouse/schema.hpp"
#include "clickhouse/tellings.hpp"

namespace hardfail::store {
namespace {

using clickhouse::Client;

class ClickHouseStore final : public Store {
 public:
  ClickHouseStore(const ClickHouseAddress& address, const std::optional<Secret>& password,
                  OpenMode mode)
      : m_client(address, password) {
    clickhouse::bring_up_to_date(m_client, mode);
  }

  /// The server says no where this user may not.
  [[nodiscard]] bool may_write() const override { return true; }

  std::unique_ptr<Import> begin_import(Durability /*the server's own*/) override {
    return std::make_unique<clickhouse::BulkImport>(m_client);
  }

  std::vector<ledger::HeldDomain> domains() override { return clickhouse::query_domains(m_client); }
  std::vector<ledger::HeldReport> reports(const std::optional<DomainName>& domain) override {
    return clickhouse::query_reports(m_client, domain);
  }
  std::vector<ledger::KeptRejection> rejected_inputs() override {
    return clickhouse::query_rejected_inputs(m_client);
  }
  std::vector<ledger::KnownFile> known_files() override {
    return clickhouse::query_known_files(m_client);
  }
  std::vector<ledger::KnownMail> known_mails(const ledger::MailFolder& folder) override {
    return clickhouse::query_mails(m_client, folder);
  }
  void forget_mails_except(const ledger::MailFolder& folder,
                           const std::set<std::string>& present) override {
    clickhouse::drop_mails_except(m_client, folder, present);
  }

  report::Observations observations(const DomainName& domain, const Period& window) override {
    return clickhouse::query_observations(m_client, domain, window);
  }
  std::optional<Period> reported_span(const DomainName& domain) override {
    return clickhouse::query_reported_span(m_client, domain);
  }

  void save_heard(std::span<const ledger::HeardQueries> queries) override {
    clickhouse::insert_heard(m_client, queries);
  }
  ledger::Heard heard(const DomainName& domain, const Period& window) override {
    return clickhouse::query_heard(m_client, domain, window);
  }

  ledger::Conduct conduct(const Period& window) override {
    return clickhouse::query_conduct(m_client, window);
  }

  ledger::Forgotten would_forget(const ledger::Forgetting& forgetting) override {
    return clickhouse::count_forgettable(m_client, forgetting);
  }
  ledger::Forgotten forget(const ledger::Forgetting& forgetting) override {
    const auto forgotten = would_forget(forgetting);
    clickhouse::forget(m_client, forgetting);
    return forgotten;
  }

  void save_runs(std::span<const RunToSave> runs) override {
    for (const auto& [run, news, basis] : runs) {
      clickhouse::keep_run(m_client, *run, news, basis);
      clickhouse::keep_refusals(m_client, run->domain, run->refusals);
    }
  }
  std::vector<ledger::EqualRuns> runs(const DomainName& domain) override {
    return clickhouse::query_runs(m_client, domain);
  }
  std::vector<ledger::RunNumber> run_numbers(const DomainName& domain) override {
    return clickhouse::query_run_numbers(m_client, domain);
  }
  std::optional<ledger::Replayable> replayable(std::uint64_t number) override {
    return clickhouse::query_replayable(m_client, number);
  }
  std::vector<ledger::RunRecords> records_of_runs(const DomainName& domain, Moment since) override {
    return clickhouse::query_records_of_runs(m_client, domain, since);
  }
  std::optional<ledger::Run> last_run(const DomainName& domain, Moment latest) override {
    return clickhouse::query_last_run(m_client, domain, latest);
  }

  std::optional<ledger::Told> told(std::string_view teller, const DomainName& domain) override {
    return clickhouse::query_told(m_client, teller, domain);
  }
  std::uint64_t tellings(std::string_view teller) override {
    return clickhouse::count_tellings(m_client, teller);
  }
  void save_told(std::string_view teller, std::span<const ledger::Told> told) override {
    if (told.empty()) return;
    clickhouse::replace_told(m_client, teller, told,
                             clickhouse::count_tellings(m_client, teller) + 1);
  }

  std::optional<Moment> digest_told(std::string_view teller, const DomainName& domain) override {
    return clickhouse::query_digest_told(m_client, teller, domain);
  }
  void save_digest_told(std::string_view teller, std::span<const DomainName> domains,
                        Moment until) override {
    clickhouse::insert_digest_told(m_client, teller, domains, until);
  }
  std::vector<ledger::InputTrouble> input_troubles() override {
    return clickhouse::query_input_troubles(m_client);
  }
  void save_input_troubles(std::span<const ledger::InputTrouble> troubles) override {
    clickhouse::replace_input_troubles(m_client, troubles);
  }

  std::vector<ledger::Mark> marks(const DomainName& domain) override {
    return clickhouse::query_marks(m_client, domain);
  }
  void set_mark(const DomainName& domain, const ledger::Mark& mark) override {
    clickhouse::insert_mark(m_client, domain, mark);
  }
  bool remove_mark(const DomainName& domain, const HostPattern& source) override {
    return clickhouse::remove_mark(m_client, domain, source);
  }

  std::vector<ledger::KnownHost> known_hosts(std::span<const IpAddress> addresses,
                                             Moment now) override {
    return clickhouse::query_hosts(m_client, addresses, now);
  }
  void save_known_hosts(std::span<const ledger::KnownHost> hosts, Moment /*now*/) override {
    clickhouse::insert_hosts(m_client, hosts);
  }
  std::vector<ledger::KnownAnswer> known_answers(Moment now) override {
    return clickhouse::query_answers(m_client, now);
  }
  void save_known_answers(std::span<const ledger::KnownAnswer> answers, Moment /*now*/) override {
    clickhouse::insert_answers(m_client, answers);
  }

  std::unique_ptr<Content> content() override { return clickhouse::content_of(m_client); }

 private:
  Client m_client;
};

}  // namespace

std::unique_ptr<Store> open_clickhouse(const ClickHouseAddress& address,
                                       const std::optional<Secret>& password, OpenMode mode) {
  return std::make_unique<ClickHouseStore>(address, password, mode);
}

}  // namespace hardfail::store

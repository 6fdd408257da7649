#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "clickhouse/authentications.hpp"
#include "clickhouse/client.hpp"
#include "clickhouse/held_reports.hpp"
#include "clickhouse/mails.hpp"
#include "clickhouse/rejections.hpp"

namespace hardfail::store::clickhouse {

/// Takes reports into ClickHouse. Rows of reports may be inserted before a commit, where they are
/// many; they count only once the row of their report is there, which a commit inserts after them.
/// What was begun and not committed is made whole by the next import of the same.
class BulkImport final : public Import {
 public:
  explicit BulkImport(Client& client);

  void add(const report::Record& record) override;
  using Import::finish;
  Saved finish(const report::Report& report, const ledger::Origin& origin,
               std::optional<Moment> imported) override;
  void discard() override;
  void reject(const ledger::KeptRejection& rejected) override;
  void forget_rejections(std::string_view path) override;
  void remember(const ledger::KnownFile& file) override;
  void remember(const ledger::MailFolder& folder, const ledger::KnownMail& mail) override;
  void commit() override;

 private:
  /// A row of the report being read.
  struct Row {
    IpAddress source;
    std::uint32_t envelope_to = 0;  ///< its place in m_recipients, from 1; 0 for none
    std::uint64_t messages = 0;
    std::uint64_t authentication = 0;
  };

  std::uint32_t recipient_number(const DomainName& name);
  void write_rows(std::uint64_t policy, std::int64_t begins_at, const Key& key);
  void write_report(const report::Report& report, const ledger::Origin& origin,
                    std::int64_t imported, const Key& identity, const Key& key, std::uint32_t life);
  void insert_rows();
  std::uint64_t next_sequence();

  Client& m_client;
  HeldReports m_held;
  Rejections m_rejections;
  Sets m_sets;
  bool m_is_open = false;              ///< a report has begun
  std::uint64_t m_accepted_fails = 0;  ///< messages of the open report
  std::vector<Row> m_rows;
  std::vector<DomainName> m_recipients;
  std::unordered_map<DomainName, std::uint32_t> m_recipient_numbers;
  std::uint64_t m_sequence = 0;

  RowWriter m_record_rows;
  RowWriter m_set_rows;
  RowWriter m_mention_rows;
  RowWriter m_accepted_rows;
  RowWriter m_report_rows;
  RowWriter m_input_rows;
  std::vector<std::pair<ledger::MailFolder, std::vector<ledger::KnownMail>>> m_mails;
};

}  // namespace hardfail::store::clickhouse

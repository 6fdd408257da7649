#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "dictionary.hpp"
#include "hardfail/store/store.hpp"
#include "statement.hpp"

namespace hardfail::store {

/// Takes reports into a SQLite file.
///
/// The records of a report come before it is known whether the report is held already, so its rows
/// wait in memory. Only if there are too many are some written before its end, after a savepoint:
/// SQLite copies every page that is changed after one.
class SqliteImport final : public Import {
 public:
  explicit SqliteImport(Connection& connection);

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
  struct Row {
    IpAddress source;
    std::int64_t messages = 0;
    RowId authentication = 0;
    std::optional<RowId> envelope_to;
  };

  /// The report being read.
  struct OpenReport {
    OpenReport(RowId report, RowId record) : id(report), first_record(record) {}
    RowId id;
    RowId first_record;
    std::int64_t records = 0;
    std::uint64_t accepted_fails = 0;    ///< messages
    std::optional<Savepoint> savepoint;  ///< before the first of its rows that was written
  };

  /// What makes two reports the same, the body aside.
  struct Identity {
    RowId domain;
    RowId reporter;
    Period period;
    std::string_view report_id;
  };

  enum class Held { no, same_body, other_body };

  void begin_transaction();
  void give_others_a_turn();
  OpenReport& open_report();
  void write_rows();
  [[nodiscard]] RowId reporter_id(const std::string& org_name);
  [[nodiscard]] Held find(const Identity& identity, std::int64_t body_hash);
  void write_report(const report::Report& report, const Identity& identity,
                    const ledger::Origin& origin, std::optional<Moment> imported);

  Connection& m_connection;
  Domains m_domains;
  Authentications m_authentications;
  std::vector<Row> m_rows;                   ///< of the open report, not yet written
  std::unordered_set<RowId> m_mentioned;     ///< domains that they name, not yet written
  std::optional<Transaction> m_transaction;  ///< its end undoes what no commit() kept
  std::optional<OpenReport> m_open;
  bool m_has_rejected = false;     ///< since the last commit
  std::int64_t m_forgettings = 0;  ///< when what the dictionaries remember was read
  std::chrono::steady_clock::time_point m_turn_began = std::chrono::steady_clock::now();

  Statement m_last_report;
  Statement m_last_record;
  BulkInsert m_insert_records;
  Statement m_insert_mention;
  Statement m_find_reporter;
  Statement m_insert_reporter;
  Statement m_find_report;
  Statement m_flag_conflict;
  Statement m_insert_report;
  Statement m_insert_warning;
  Statement m_note_rejection;
  Statement m_forget_rejections;
  Statement m_drop_old_rejections;
  Statement m_remember;
};

}  // namespace hardfail::store

#include "sqlite_import.hpp"

#include <fmt/format.h>

#include <bit>
#include <limits>
#include <thread>
#include <utility>

#include "conduct_memory.hpp"
#include "forgetting.hpp"
#include "hardfail/util/error.hpp"
#include "mail_memory.hpp"
#include "stored_values.hpp"

namespace hardfail::store {
namespace {

/// Rows that wait in memory for the end of their report, and what the sets that are new with them
/// may take.
constexpr std::size_t most_waiting = 10'000;
constexpr std::size_t most_waiting_octets = 4U << 20U;
constexpr std::int64_t most_rejections = 10'000;

/// How long one import may commit and go on before it leaves the database to others for a moment.
constexpr std::chrono::seconds turn{1};

std::int64_t stored_count(std::uint64_t value) {
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    throw Error(Failure::unusable_data,
                fmt::format("a report counts {} messages, more than the database can hold", value));
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace

SqliteImport::SqliteImport(Connection& connection)
    : m_connection(connection),
      m_domains(connection),
      m_authentications(connection, m_domains),
      m_last_report(connection, "SELECT coalesce(max(id), 0) FROM report"),
      m_last_record(connection, "SELECT coalesce(max(id), 0) FROM record"),
      m_insert_records(connection, "record (source, messages, authentication, envelope_to)", 4),
      m_insert_mention(connection, "INSERT OR IGNORE INTO report_domain VALUES (?1, ?2)"),
      m_find_reporter(connection, "SELECT id FROM reporter WHERE org_name = ?1"),
      m_insert_reporter(connection, "INSERT INTO reporter (org_name) VALUES (?1)"),
      m_find_report(connection,
                    "SELECT max(body_hash = ?6) FROM report WHERE domain = ?1 AND begins_at = ?2 "
                    "AND ends_at = ?3 AND reporter = ?4 AND report_id = ?5 HAVING count(*) > 0"),
      m_flag_conflict(connection,
                      "UPDATE report SET conflicting = 1 WHERE domain = ?1 AND begins_at = ?2 "
                      "AND ends_at = ?3 AND reporter = ?4 AND report_id = ?5"),
      m_insert_report(
          connection,
          "INSERT INTO report (id, domain, reporter, begins_at, ends_at, report_id, body_hash, "
          "first_record, records, messages, path, member, email, extra_contact_info, "
          "version, generator, policy_p, policy_sp, policy_np, policy_adkim, policy_aspf, "
          "policy_pct, policy_fo, policy_testing, policy_discovery_method, accepted_fails, "
          "imported_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
          "?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, coalesce(?27, unixepoch()))"),
      m_insert_warning(connection, "INSERT INTO report_warning VALUES (?1, ?2, ?3, ?4, ?5)"),
      m_note_rejection(connection,
                       "INSERT OR REPLACE INTO rejected_input (path, member, rejected_at, reason) "
                       "VALUES (?1, ?2, ?3, ?4)"),
      m_forget_rejections(connection, "DELETE FROM rejected_input WHERE path = ?1"),
      m_drop_old_rejections(connection,
                            "DELETE FROM rejected_input WHERE (path, member) IN (SELECT path, "
                            "member FROM rejected_input ORDER BY rejected_at DESC, path, member "
                            "LIMIT -1 OFFSET ?1)"),
      m_remember(connection,
                 "INSERT OR REPLACE INTO input (digest, reports, skipped) VALUES (?1, ?2, ?3)") {
  // An import may write to the folder of the database alone.
  connection.execute("PRAGMA temp_store = MEMORY");
  m_rows.reserve(most_waiting);
  begin_transaction();
}

void SqliteImport::add(const report::Record& record) {
  auto& report = open_report();
  if (m_rows.size() == most_waiting || m_authentications.new_octets() > most_waiting_octets) {
    if (!report.savepoint) report.savepoint.emplace(m_connection);
    write_rows();
  }
  const auto messages = stored_count(record.messages);
  std::optional<RowId> envelope_to;
  if (record.envelope_to) envelope_to = m_domains.id_of(*record.envelope_to);
  const auto& authentication = m_authentications.stored(record.authentication);
  if (authentication.header_from) m_mentioned.insert(*authentication.header_from);
  if (authentication.spf_domain) m_mentioned.insert(*authentication.spf_domain);

  m_rows.push_back({record.source, messages, authentication.id, envelope_to});
  ++report.records;
  if (is_accepted_fail(*record.authentication)) report.accepted_fails += record.messages;
}

Saved SqliteImport::finish(const report::Report& report, const ledger::Origin& origin,
                           std::optional<Moment> imported) {
  if (!report.policy.domain) throw Error(Failure::internal, "a report without domain was saved");
  open_report();
  const Identity identity{m_domains.id_of(*report.policy.domain), reporter_id(report.org_name),
                          report.period, report.report_id};
  const auto held = find(identity, std::bit_cast<std::int64_t>(report.body_hash));
  if (held == Held::same_body) {
    discard();
    return Saved::duplicate;
  }
  write_rows();
  write_report(report, identity, origin, imported);
  if (held == Held::other_body) {
    m_flag_conflict.run(identity.domain, stored(identity.period.begin), stored(identity.period.end),
                        identity.reporter, identity.report_id);
  }
  if (m_open->savepoint) m_open->savepoint->keep();
  m_open.reset();
  m_authentications.end_report();
  return held == Held::other_body ? Saved::conflicting : Saved::added;
}

void SqliteImport::discard() {
  m_rows.clear();
  m_mentioned.clear();
  if (!m_open) return;
  if (m_open->savepoint) m_open->savepoint->undo();
  if (m_open->savepoint || m_domains.has_new() || m_authentications.has_new()) {
    m_domains.forget();
    m_authentications.forget();
  }
  m_open.reset();
  m_authentications.end_report();
}

void SqliteImport::reject(const ledger::KeptRejection& rejected) {
  begin_transaction();
  const auto& [path, member, reason] = rejected.rejection;
  m_note_rejection.run(path, member, stored(rejected.when), reason);
  m_has_rejected = true;
}

void SqliteImport::forget_rejections(std::string_view path) {
  begin_transaction();
  m_forget_rejections.run(path);
}

void SqliteImport::remember(const ledger::KnownFile& file) {
  begin_transaction();
  m_remember.run(Blob(file.digest), stored_count(file.reports), stored_count(file.skipped));
}

void SqliteImport::remember(const ledger::MailFolder& folder, const ledger::KnownMail& mail) {
  begin_transaction();
  insert_mail(m_connection, folder, mail);
}

void SqliteImport::commit() {
  if (m_open) throw Error(Failure::internal, "a commit came in the middle of a report");
  if (!m_transaction) return;
  if (std::exchange(m_has_rejected, false)) m_drop_old_rejections.run(most_rejections);
  m_transaction->commit();
  m_transaction.reset();
  give_others_a_turn();
}

void SqliteImport::give_others_a_turn() {
  // The next transaction begins so soon that one who waits would hardly ever find the gap.
  if (std::chrono::steady_clock::now() - m_turn_began < turn) return;
  std::this_thread::sleep_for(2 * busy_interval);
  m_turn_began = std::chrono::steady_clock::now();
}

void SqliteImport::begin_transaction() {
  if (m_transaction) return;
  m_transaction.emplace(m_connection);
  if (const auto now = forgettings(m_connection); now != m_forgettings) {
    m_forgettings = now;
    m_domains.forget();
    m_authentications.forget();
  } else {
    m_domains.start();
    m_authentications.start();
  }
}

SqliteImport::OpenReport& SqliteImport::open_report() {
  if (!m_open) {
    begin_transaction();
    m_open.emplace(m_last_report.first().value_or(0) + 1, m_last_record.first().value_or(0) + 1);
  }
  return *m_open;
}

void SqliteImport::write_rows() {
  m_domains.write_new();
  m_authentications.write_new();
  m_insert_records.run(std::span<const Row>(m_rows), [](const Row& row) {
    return std::tuple(row.source.octets(), row.messages, row.authentication, row.envelope_to);
  });
  m_rows.clear();
  for (const auto domain : m_mentioned) m_insert_mention.run(domain, m_open->id);
  m_mentioned.clear();
}

RowId SqliteImport::reporter_id(const std::string& org_name) {
  if (const auto id = m_find_reporter.first(org_name)) return *id;
  m_insert_reporter.run(org_name);
  return m_connection.last_insert_id();
}

SqliteImport::Held SqliteImport::find(const Identity& identity, std::int64_t body_hash) {
  const auto same = m_find_report.first(identity.domain, stored(identity.period.begin),
                                        stored(identity.period.end), identity.reporter,
                                        identity.report_id, body_hash);
  if (!same) return Held::no;
  return *same != 0 ? Held::same_body : Held::other_body;
}

void SqliteImport::write_report(const report::Report& report, const Identity& identity,
                                const ledger::Origin& origin, std::optional<Moment> imported) {
  const auto& policy = report.policy;
  m_insert_report.run(m_open->id, identity.domain, identity.reporter, stored(identity.period.begin),
                      stored(identity.period.end), identity.report_id,
                      std::bit_cast<std::int64_t>(report.body_hash), m_open->first_record,
                      m_open->records, stored_count(report.messages), origin.path, origin.member,
                      report.email, report.extra_contact_info, report.version, report.generator,
                      policy.p, policy.sp, policy.np, policy.adkim, policy.aspf, policy.pct,
                      policy.fo, policy.testing, policy.discovery_method,
                      stored_count(m_open->accepted_fails),
                      imported ? std::optional(stored(*imported)) : std::nullopt);
  std::int64_t number = 0;
  for (const auto& warning : report.warnings) {
    m_insert_warning.run(m_open->id, ++number, warning.code, warning.text,
                         stored_count(warning.count));
  }
}

}  // namespace hardfail::store

#include "clickhouse/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "conduct_memory.hpp"
#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

/// Rows of reports that wait in memory for a commit.
constexpr std::size_t most_waiting_octets = 48U << 20U;

std::int64_t now_in_microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// As SQLite holds counts, so that one store takes what the other does.
std::uint64_t require_count(std::uint64_t value) {
  if (std::in_range<std::int64_t>(value)) return value;
  throw Error(Failure::unusable_data,
              fmt::format("a report counts {} messages, more than the database can hold", value));
}

}  // namespace

BulkImport::BulkImport(Client& client) : m_client(client), m_held(client), m_rejections(client) {}

void BulkImport::add(const report::Record& record) {
  m_is_open = true;
  const auto messages = require_count(record.messages);
  m_rows.push_back({record.source, record.envelope_to ? recipient_number(*record.envelope_to) : 0,
                    messages, m_sets.use(record.authentication)});
  if (is_accepted_fail(*record.authentication)) m_accepted_fails += messages;
}

std::uint32_t BulkImport::recipient_number(const DomainName& name) {
  const auto next = static_cast<std::uint32_t>(m_recipients.size()) + 1;
  const auto [at, is_new] = m_recipient_numbers.emplace(name, next);
  if (is_new) m_recipients.push_back(name);
  return at->second;
}

Saved BulkImport::finish(const report::Report& report, const ledger::Origin& origin,
                         std::optional<Moment> imported) {
  if (!report.policy.domain) throw Error(Failure::internal, "a report without domain was saved");
  const auto identity = identity_of(report);
  const auto key = report_key(identity, report.body_hash);
  const auto standing = m_held.standing_of(identity, key, report.period.begin);
  if (standing.same_body) {
    discard();
    return Saved::duplicate;
  }
  write_report(report, origin, imported ? stored(*imported) : now_in_microseconds() / 1'000'000,
               identity, key, standing.next_life);
  write_rows(policy_key(*report.policy.domain), stored(report.period.begin), key);
  m_held.add(identity, key, standing.next_life);
  discard();
  if (m_record_rows.size() > most_waiting_octets) insert_rows();
  return standing.other_body ? Saved::conflicting : Saved::added;
}

void BulkImport::discard() {
  m_is_open = false;
  m_accepted_fails = 0;
  m_rows.clear();
  m_recipients.clear();
  m_recipient_numbers.clear();
  m_sets.end_report();
}

void BulkImport::reject(const ledger::KeptRejection& rejected) { m_rejections.note(rejected); }

void BulkImport::forget_rejections(std::string_view path) { m_rejections.forget(path); }

void BulkImport::remember(const ledger::KnownFile& file) {
  m_input_rows.octets({reinterpret_cast<const char*>(file.digest.data()), file.digest.size()});
  m_input_rows.u64(file.reports).u64(file.skipped);
}

void BulkImport::remember(const ledger::MailFolder& folder, const ledger::KnownMail& mail) {
  auto at = std::ranges::find_if(m_mails, [&](const auto& each) {
    return each.first.address == folder.address && each.first.generation == folder.generation;
  });
  if (at == m_mails.end()) at = m_mails.insert(at, {folder, {}});
  at->second.push_back(mail);
}

void BulkImport::commit() {
  if (m_is_open) throw Error(Failure::internal, "a commit came in the middle of a report");
  insert_rows();
  m_client.insert(
      "report (policy, begins_at, report, life, identity, sequence, ends_at, domain, org_name, "
      "report_id, records, messages, imported_at, path, member, email, extra_contact_info, "
      "version, generator, policy_p, policy_sp, policy_np, policy_adkim, policy_aspf, policy_pct, "
      "policy_fo, policy_testing, policy_discovery_method, warning_codes, warning_texts, "
      "warning_counts, body_hash)",
      m_report_rows.take());
  // What need not be read again comes after what was read.
  m_rejections.write(m_client);
  m_client.insert("input (digest, reports, skipped)", m_input_rows.take());
  for (const auto& [folder, mails] : m_mails) insert_mails(m_client, folder, mails);
  m_mails.clear();
}

void BulkImport::insert_rows() {
  m_client.insert("authentication (name, authentication, names, body)", m_set_rows.take());
  m_client.insert(
      "record (policy, begins_at, report, number, source, messages, authentication, envelope_to)",
      m_record_rows.take());
  m_client.insert("mention (name, begins_at, report, policy)", m_mention_rows.take());
  m_client.insert("accepted_fail (policy, begins_at, report, messages)", m_accepted_rows.take());
}

void BulkImport::write_rows(std::uint64_t policy, std::int64_t begins_at, const Key& key) {
  for (const auto name : m_sets.keep(m_set_rows)) {
    m_mention_rows.text(name).i64(begins_at).octets(view(key)).u64(policy);
  }
  if (m_accepted_fails > 0) {
    m_accepted_rows.u64(policy).i64(begins_at).octets(view(key)).u64(m_accepted_fails);
  }
  std::uint32_t number = 0;
  for (const auto& row : m_rows) {
    m_record_rows.u64(policy).i64(begins_at).octets(view(key)).u32(number++);
    m_record_rows.address(row.source).u64(row.messages).u64(row.authentication);
    m_record_rows.text(row.envelope_to == 0
                           ? std::string_view()
                           : std::string_view(m_recipients[row.envelope_to - 1].text()));
  }
}

void BulkImport::write_report(const report::Report& report, const ledger::Origin& origin,
                              std::int64_t imported, const Key& identity, const Key& key,
                              std::uint32_t life) {
  const auto& policy = report.policy;
  auto& row = m_report_rows;
  row.u64(policy_key(*policy.domain)).i64(stored(report.period.begin)).octets(view(key));
  row.u32(life).octets(view(identity)).u64(next_sequence()).i64(stored(report.period.end));
  row.text(policy.domain->text()).text(report.org_name).text(report.report_id);
  row.u64(m_rows.size()).u64(require_count(report.messages));
  row.i64(imported).text(origin.path).text(origin.member);
  row.text(report.email).text(report.extra_contact_info);
  row.text(report.version).text(report.generator);
  for (const auto* text : {&policy.p, &policy.sp, &policy.np, &policy.adkim, &policy.aspf,
                           &policy.pct, &policy.fo, &policy.testing, &policy.discovery_method}) {
    row.text(*text);
  }
  row.count(report.warnings.size());
  for (const auto& warning : report.warnings) row.text(warning.code);
  row.count(report.warnings.size());
  for (const auto& warning : report.warnings) row.text(warning.text);
  row.count(report.warnings.size());
  for (const auto& warning : report.warnings) row.u64(warning.count);
  row.u64(report.body_hash);
}

std::uint64_t BulkImport::next_sequence() {
  m_sequence = std::max(m_sequence + 1, static_cast<std::uint64_t>(now_in_microseconds()));
  return m_sequence;
}

}  // namespace hardfail::store::clickhouse

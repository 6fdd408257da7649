#include "conduct_memory.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "dictionary.hpp"
#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {
namespace {

/// Of rows of reporter, expected, seen and as_of.
std::vector<ledger::Refusal> read_refusals(Statement& rows) {
  std::vector<ledger::Refusal> refusals;
  while (rows.step()) {
    refusals.push_back({std::string(rows.text(0)), count(rows.integer(1)), count(rows.integer(2)),
                        moment(rows.integer(3))});
  }
  return refusals;
}

}  // namespace

bool is_accepted_fail(const report::Authentication& authentication) {
  using report::Disposition;
  const auto disposition = authentication.disposition;
  if (disposition != Disposition::none && disposition != Disposition::pass &&
      disposition != Disposition::quarantine) {
    return false;
  }
  if (!authentication.reasons.empty()) return false;
  // Of several results the first decides, as spf_identity() has it, which copies the name.
  const auto checked = std::ranges::find_if(authentication.spf, [](const report::SpfAuth& spf) {
    return spf.scope != report::SpfScope::helo;
  });
  return checked != authentication.spf.end() && checked->result == report::SpfResult::fail;
}

void keep_refusals(Connection& connection, const DomainName& domain,
                   std::span<const ledger::Refusal> refusals) {
  assert(connection.in_transaction());
  if (refusals.empty()) return;
  Domains domains(connection);
  domains.start();
  const auto id = domains.id_of(domain);
  domains.write_new();
  Statement insert(connection,
                   "INSERT INTO refusal (reporter, domain, expected, seen, as_of) "
                   "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (reporter, domain) DO UPDATE SET "
                   "expected = excluded.expected, seen = excluded.seen, as_of = excluded.as_of "
                   "WHERE excluded.as_of >= as_of");
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  for (const auto& each : refusals) {
    insert.run(each.reporter, id, static_cast<std::int64_t>(std::min(each.expected, most)),
               static_cast<std::int64_t>(std::min(each.seen, most)), stored(each.as_of));
  }
}

ledger::Conduct query_conduct(Connection& connection, const Period& window) {
  ledger::Conduct conduct;
  Statement accepted(connection,
                     "SELECT org_name, CAST(total(accepted_fails) AS INTEGER), max(ends_at) "
                     "FROM report JOIN reporter ON reporter.id = report.reporter "
                     "WHERE accepted_fails > 0 AND conflicting = 0 "
                     "AND ends_at > ?1 AND ends_at <= ?2 GROUP BY org_name ORDER BY org_name");
  accepted.bind(stored(window.begin), stored(window.end));
  while (accepted.step()) {
    conduct.accepted.push_back(
        {std::string(accepted.text(0)), count(accepted.integer(1)), moment(accepted.integer(2))});
  }
  Statement refused(connection,
                    "SELECT reporter, expected, seen, as_of FROM refusal "
                    "WHERE as_of > ?1 AND as_of <= ?2 ORDER BY reporter, as_of, expected, seen");
  refused.bind(stored(window.begin), stored(window.end));
  conduct.refused = read_refusals(refused);
  return conduct;
}

std::vector<ledger::Refusal> query_refusals(Connection& connection, const DomainName& domain) {
  const auto name = reversed(domain);
  Statement refused(connection,
                    "SELECT reporter, expected, seen, as_of FROM refusal "
                    "WHERE domain = (SELECT id FROM domain WHERE reversed = ?1) ORDER BY reporter");
  refused.bind(name);
  return read_refusals(refused);
}

}  // namespace hardfail::store

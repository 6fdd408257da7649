#include "conduct_memory.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "dictionary.hpp"
#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {

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

void keep_refusals(Connection& connection, const ledger::Run& run) {
  assert(connection.in_transaction());
  if (run.refusals.empty()) return;
  Domains domains(connection);
  domains.start();
  const auto domain = domains.id_of(run.domain);
  domains.write_new();
  Statement insert(connection,
                   "INSERT INTO refusal (reporter, domain, expected, seen, as_of) "
                   "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (reporter, domain) DO UPDATE SET "
                   "expected = excluded.expected, seen = excluded.seen, as_of = excluded.as_of "
                   "WHERE excluded.as_of >= as_of");
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  for (const auto& each : run.refusals) {
    insert.run(each.reporter, domain, static_cast<std::int64_t>(std::min(each.expected, most)),
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
  while (refused.step()) {
    conduct.refused.push_back({std::string(refused.text(0)), count(refused.integer(1)),
                               count(refused.integer(2)), moment(refused.integer(3))});
  }
  return conduct;
}

}  // namespace hardfail::store

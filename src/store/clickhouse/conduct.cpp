#include "clickhouse/conduct.hpp"

#include <fmt/format.h>

#include "clickhouse/held_reports.hpp"
#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

std::string lies_in(std::string_view column, const Period& window) {
  return fmt::format("{0} > {1} AND {0} <= {2}", column, stored(window.begin), stored(window.end));
}

std::vector<ledger::Refusal> refusals_where(Client& client, const std::string& condition) {
  auto refused = client.ask("SELECT reporter, expected, seen, as_of FROM refusal FINAL WHERE " +
                            condition + " ORDER BY reporter, as_of, expected, seen");
  std::vector<ledger::Refusal> refusals;
  while (refused.step()) {
    auto& row = refused.read();
    std::string reporter(row.text());
    const auto expected = row.u64();
    const auto seen = row.u64();
    refusals.push_back({std::move(reporter), expected, seen, moment(row.i64())});
  }
  return refusals;
}

}  // namespace

void keep_refusals(Client& client, const DomainName& domain,
                   std::span<const ledger::Refusal> refusals) {
  RowWriter rows;
  for (const auto& each : refusals) {
    rows.text(each.reporter).text(domain.text()).u64(each.expected).u64(each.seen);
    rows.i64(stored(each.as_of));
  }
  client.insert("refusal (reporter, domain, expected, seen, as_of)", rows.take());
}

ledger::Conduct query_conduct(Client& client, const Period& window) {
  ledger::Conduct conduct;
  // Of reports that contradict each other nobody can tell which is right. Names are looked up for
  // those few alone that are summed.
  const auto held = fmt::format("{} AND {}", is_held_sql, lies_in("ends_at", window));
  auto accepted = client.ask(fmt::format(
      "SELECT org_name, toUInt64(least(sum(toFloat64(most)), 9223372036854774784.)), "
      "max(ends_at) FROM (SELECT org_name, ends_at, report AS body FROM report FINAL "
      "  WHERE {0} AND report IN (SELECT report FROM accepted_fail) "
      "  AND identity NOT IN (SELECT identity FROM report FINAL WHERE {0} GROUP BY identity "
      "  HAVING count() > 1)) "
      "ANY INNER JOIN (SELECT report AS body, max(messages) AS most FROM accepted_fail "
      "  GROUP BY report) USING body GROUP BY org_name ORDER BY org_name",
      held));
  while (accepted.step()) {
    auto& row = accepted.read();
    std::string reporter(row.text());
    const auto messages = row.u64();
    conduct.accepted.push_back({std::move(reporter), messages, moment(row.i64())});
  }
  conduct.refused = refusals_where(client, lies_in("as_of", window));
  return conduct;
}

std::vector<ledger::Refusal> query_refusals(Client& client, const DomainName& domain) {
  return refusals_where(client, "domain = " + literal(domain.text()));
}

}  // namespace hardfail::store::clickhouse

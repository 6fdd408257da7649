#include "clickhouse/held_reports.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

constexpr std::int64_t month_seconds = std::int64_t{30} * 86'400;

/// Some 100 octets each. Past it all months are dropped, and asked for again.
constexpr std::size_t most_identities = 4'000'000;

std::int64_t month_of(Moment moment) {
  const auto seconds = stored(moment);
  return seconds / month_seconds - (seconds % month_seconds < 0 ? 1 : 0);
}

Life life_of(std::uint32_t life) { return static_cast<Life>(life % lives); }

}  // namespace

HeldReports::Standing HeldReports::standing_of(const Key& identity, const Key& report,
                                               Moment begin) {
  if (const auto month = month_of(begin); !m_months.contains(month)) load(month);
  Standing standing;
  const auto known = m_bodies.find(identity);
  if (known == m_bodies.end()) return standing;
  for (const auto& body : known->second) {
    if (body.report != report) {
      standing.other_body = standing.other_body || life_of(body.life) == Life::held;
    } else if (life_of(body.life) == Life::gone) {
      standing.next_life = body.life + 1;
    } else {
      standing.same_body = true;
    }
  }
  return standing;
}

void HeldReports::add(const Key& identity, const Key& report, std::uint32_t life) {
  auto& bodies = m_bodies[identity];
  const auto known = std::ranges::find(bodies, report, &Body::report);
  if (known == bodies.end()) {
    bodies.push_back({report, life});
  } else {
    known->life = std::max(known->life, life);
  }
}

void HeldReports::load(std::int64_t month) {
  if (m_bodies.size() > most_identities) {
    m_bodies.clear();
    m_months.clear();
  }
  auto rows = m_client.ask(fmt::format(
      "SELECT identity, report, life FROM report WHERE begins_at >= {} AND begins_at < {}",
      month * month_seconds, (month + 1) * month_seconds));
  while (rows.step()) {
    const auto identity = key_from(rows.read().octets(sizeof(Key)));
    const auto report = key_from(rows.read().octets(sizeof(Key)));
    add(identity, report, rows.read().u32());
  }
  m_months.insert(month);
}

}  // namespace hardfail::store::clickhouse

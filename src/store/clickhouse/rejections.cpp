#include "clickhouse/rejections.hpp"

#include <algorithm>
#include <tuple>

#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

constexpr std::size_t most_kept = 10'000;

}  // namespace

std::vector<ledger::KeptRejection> query_rejected_inputs(Client& client) {
  auto rows = client.ask(
      "SELECT path, member, reason, rejected_at FROM rejected_input FINAL WHERE gone = 0 "
      "ORDER BY rejected_at DESC, path, member");
  std::vector<ledger::KeptRejection> rejected;
  while (rows.step()) {
    auto& row = rows.read();
    ledger::KeptRejection kept;
    kept.rejection.path = row.text();
    kept.rejection.member = row.text();
    kept.rejection.reason = row.text();
    kept.when = moment(row.i64());
    rejected.push_back(std::move(kept));
  }
  return rejected;
}

Rejections::Rejections(Client& client) {
  for (auto& kept : query_rejected_inputs(client)) {
    Place place{kept.rejection.path, kept.rejection.member};
    m_held.emplace(std::move(place), std::move(kept));
  }
}

void Rejections::note(const ledger::KeptRejection& rejected) {
  const Place place{rejected.rejection.path, rejected.rejection.member};
  m_held[place] = rejected;
  m_changes[place] = rejected;
}

void Rejections::forget(std::string_view path) {
  auto at = m_held.lower_bound({std::string(path), {}});
  while (at != m_held.end() && at->first.first == path) {
    m_changes[at->first] = std::nullopt;
    at = m_held.erase(at);
  }
}

void Rejections::keep_newest() {
  if (m_held.size() <= most_kept) return;
  std::vector<std::pair<Moment, Place>> by_age;
  for (const auto& [place, kept] : m_held) by_age.emplace_back(kept.when, place);
  std::ranges::sort(by_age, [](const auto& a, const auto& b) {
    return std::tuple(b.first, a.second) < std::tuple(a.first, b.second);
  });
  for (std::size_t i = most_kept; i < by_age.size(); ++i) {
    m_changes[by_age[i].second] = std::nullopt;
    m_held.erase(by_age[i].second);
  }
}

void Rejections::write(Client& client) {
  keep_newest();
  RowWriter rows;
  for (const auto& [place, kept] : m_changes) {
    rows.text(place.first).text(place.second);
    rows.i64(kept ? stored(kept->when) : 0).text(kept ? kept->rejection.reason : "");
    rows.u8(kept ? 0 : 1);
  }
  client.insert("rejected_input (path, member, rejected_at, reason, gone)", rows.take());
  m_changes.clear();
}

}  // namespace hardfail::store::clickhouse

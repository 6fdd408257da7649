#include "clickhouse/records.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace hardfail::store::clickhouse {

void RecordRows::expect(const Key& report, std::uint64_t records) {
  m_places.emplace(report, static_cast<std::uint32_t>(m_places.size()));
  m_records.push_back(records);
}

void RecordRows::add(Rows& rows) {
  while (rows.step()) {
    auto& row = rows.read();
    const auto place = m_places.find(key_from(row.octets(sizeof(Key))));
    const auto number = row.u32();
    const auto source = row.address();
    const auto messages = row.u64();
    const auto authentication = row.u64();
    const auto envelope_to = row.text();
    if (place == m_places.end()) continue;
    const auto recipient = envelope_to.empty() ? 0 : recipient_number(envelope_to);
    m_rows.push_back({place->second, number, source, messages, authentication, recipient});
  }
}

std::uint32_t RecordRows::recipient_number(std::string_view name) {
  const auto next = static_cast<std::uint32_t>(m_recipients.size()) + 1;
  const auto [at, is_new] = m_recipient_numbers.emplace(name, next);
  if (is_new) m_recipients.emplace_back(name);
  return at->second;
}

void RecordRows::sort() {
  const auto place_of = [](const RecordRow& row) { return std::pair(row.report, row.number); };
  std::ranges::sort(m_rows, {}, place_of);
  const auto is_same = [&](const auto& a, const auto& b) { return place_of(a) == place_of(b); };
  m_rows.erase(std::unique(m_rows.begin(), m_rows.end(), is_same), m_rows.end());
}

std::vector<std::size_t> RecordRows::incomplete() const {
  auto missing = m_records;
  for (const auto& row : m_rows) --missing[row.report];
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < missing.size(); ++place) {
    if (missing[place] != 0) places.push_back(place);
  }
  return places;
}

}  // namespace hardfail::store::clickhouse

#include "clickhouse/authentications.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "authentication_codec.hpp"
#include "clickhouse/keys.hpp"
#include "dictionary.hpp"

namespace hardfail::store::clickhouse {
namespace {

/// Past it all is dropped at the end of a report: a set met again is then written again.
constexpr std::size_t most_known_octets = 32U << 20U;
constexpr std::size_t entry_octets = 256;
constexpr std::size_t most_seen_sets = 30'000;

/// Keys that are asked for at once: 16 octets of a query each.
constexpr std::size_t most_keys_asked = 500'000;

/// Columns `names` and `body`.
std::string columns_of(const report::Authentication& set) {
  std::vector<const DomainName*> names;
  std::string body;
  encode(
      set,
      [&](const DomainName& name) {
        const auto at =
            std::ranges::find_if(names, [&](const auto* known) { return *known == name; });
        const auto number = static_cast<RowId>(at - names.begin()) + 1;
        if (at == names.end()) names.push_back(&name);
        return number;
      },
      body);
  RowWriter row;
  row.count(names.size());
  for (const auto* name : names) row.text(name->text());
  row.text(body);
  return row.take();
}

std::vector<std::string> names_in(const report::Authentication& set) {
  std::vector<std::string> names;
  if (set.header_from) names.push_back(reversed(*set.header_from));
  if (const auto spf = report::spf_identity(set)) {
    auto name = reversed(spf->domain);
    if (names.empty() || names.front() != name) names.push_back(std::move(name));
  }
  return names;
}

/// The set in a row of `authentication`; nullopt for what no hardfail wrote.
std::optional<report::Authentication> set_from(const std::vector<std::string>& names,
                                               std::string_view body) {
  std::vector<DomainName> parsed;
  for (const auto& name : names) {
    auto domain = DomainName::parse(name);
    if (!domain) return std::nullopt;
    parsed.push_back(*std::move(domain));
  }
  if (parsed.empty()) parsed.push_back(*DomainName::parse("invalid"));
  bool is_sound = true;
  auto set = decode(
      {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()},
      [&](RowId number) -> const DomainName& {
        is_sound = is_sound && number >= 1 && static_cast<std::size_t>(number) <= names.size();
        return is_sound ? parsed[static_cast<std::size_t>(number) - 1] : parsed.front();
      });
  return is_sound ? set : std::nullopt;
}

}  // namespace

std::uint64_t Sets::use(const Shared<report::Authentication>& set) {
  const auto* const place = &*set;
  if (const auto seen = m_seen.find(place); seen != m_seen.end()) {
    return seen->second.second->second.key;
  }
  auto& known = look_up(*set);
  m_used.insert(&known);
  if (!set.has_copies()) return known.second.key;
  if (m_seen.size() >= most_seen_sets) m_seen.clear();
  m_seen.emplace(place, std::pair(set, &known));
  return known.second.key;
}

Sets::Known::value_type& Sets::look_up(const report::Authentication& set) {
  auto columns = columns_of(set);
  if (const auto known = m_known.find(columns); known != m_known.end()) return *known;
  m_octets += entry_octets + columns.size();
  const auto key = short_key_of(columns);
  return *m_known.emplace(std::move(columns), KnownSet{key, names_in(set)}).first;
}

std::unordered_set<std::string_view> Sets::keep(RowWriter& rows) {
  std::unordered_set<std::string_view> mentioned;
  for (auto* used : m_used) {
    auto& [columns, set] = *used;
    for (const auto& name : set.names) mentioned.insert(name);
    if (set.is_written) continue;
    set.is_written = true;
    for (const auto& name : set.names) rows.text(name).u64(set.key).octets(columns);
    if (set.names.empty()) rows.text("").u64(set.key).octets(columns);
  }
  return mentioned;
}

void Sets::end_report() {
  m_used.clear();
  m_seen.clear();
  if (m_octets <= most_known_octets) return;
  m_known.clear();
  m_octets = 0;
}

std::unordered_map<std::uint64_t, report::Authentication> query_sets(
    Client& client, std::span<const std::uint64_t> keys, std::string_view condition) {
  std::unordered_map<std::uint64_t, report::Authentication> sets;
  sets.reserve(keys.size());
  const auto wanted = keys.size();
  while (!keys.empty()) {
    const auto asked = keys.first(std::min(keys.size(), most_keys_asked));
    keys = keys.subspan(asked.size());
    RowWriter octets;
    for (const auto key : asked) octets.u64(key);
    auto rows = client.ask(fmt::format(
        "SELECT authentication, names, body FROM authentication WHERE {} AND authentication IN "
        "(SELECT reinterpretAsUInt64(substring({}, 8 * number + 1, 8)) FROM system.numbers "
        "LIMIT {}) LIMIT 1 BY authentication",
        condition, literal(octets.str()), asked.size()));
    while (rows.step()) {
      const auto key = rows.read().u64();
      const auto names = rows.read().texts();
      auto set = set_from(names, rows.read().text());
      if (!set) client.fail_damaged();
      sets.emplace(key, *std::move(set));
    }
  }
  if (sets.size() != wanted) client.fail_damaged();
  return sets;
}

}  // namespace hardfail::store::clickhouse

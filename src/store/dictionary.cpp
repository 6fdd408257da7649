#include "dictionary.hpp"

#include <algorithm>
#include <ranges>

#include "authentication_codec.hpp"

namespace hardfail::store {
namespace {

/// What each dictionary remembers. Past it all is dropped: what is in use comes back at the price
/// of one look-up each, and no order of use has to be kept. What is new and not yet written cannot
/// be looked up, so nothing is dropped while there is any.
constexpr std::size_t most_known_octets = 16U << 20U;

/// About what an entry takes in addition to its key.
constexpr std::size_t entry_octets = 128;

/// Sets remembered by their place in memory, some 15 MB with what they hold.
constexpr std::size_t most_seen = 30'000;

Blob blob_of(std::string_view octets) {
  return {reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()};
}

}  // namespace

std::string reversed(const DomainName& name) {
  std::string result;
  result.reserve(name.text().size() + 1);
  auto labels = name.labels();
  std::ranges::reverse(labels);
  for (const auto label : labels) {
    result += label;
    result += '.';
  }
  return result;
}

std::string end_of_range(const DomainName& name) {
  auto end = reversed(name);
  ++end.back();
  return end;
}

Domains::Domains(Connection& connection)
    : m_last(connection, "SELECT coalesce(max(id), 0) FROM domain"),
      m_find(connection, "SELECT id FROM domain WHERE reversed = ?1"),
      m_insert(connection, "INSERT INTO domain (id, name, reversed) VALUES (?1, ?2, ?3)") {
  start();
}

void Domains::start() { m_next = m_last.first().value_or(0) + 1; }

RowId Domains::id_of(const DomainName& name) {
  if (const auto known = m_known.find(name); known != m_known.end()) return known->second;

  if (m_new.empty() && m_known.size() * entry_octets > most_known_octets) m_known.clear();
  auto id = m_find.first(reversed(name));
  if (!id) {
    id = m_next++;
    m_new.push_back(name);
  }
  m_known.emplace(name, *id);
  return *id;
}

void Domains::write_new() {
  auto id = m_next - static_cast<RowId>(m_new.size());
  for (const auto& name : m_new) m_insert.run(id++, name.text(), reversed(name));
  m_new.clear();
}

void Domains::forget() {
  m_new.clear();
  m_known.clear();
  start();
}

Authentications::Authentications(Connection& connection, Domains& domains)
    : m_domains(domains),
      m_last(connection, "SELECT coalesce(max(id), 0) FROM authentication"),
      m_find(connection, "SELECT id, header_from, spf_domain FROM authentication WHERE body = ?1"),
      m_insert(connection, "authentication (id, header_from, spf_domain, body)", 4) {
  start();
}

void Authentications::start() { m_next = m_last.first().value_or(0) + 1; }

const StoredAuthentication& Authentications::stored(
    const Shared<report::Authentication>& authentication) {
  const auto* const place = &*authentication;
  if (const auto seen = m_seen.find(place); seen != m_seen.end()) return seen->second.row;

  const auto& row = look_up(*authentication);
  if (!authentication.has_copies()) return row;
  if (m_seen.size() >= most_seen) m_seen.clear();
  return m_seen.emplace(place, Seen{authentication, row}).first->second.row;
}

const StoredAuthentication& Authentications::look_up(const report::Authentication& authentication) {
  encode(
      authentication, [this](const DomainName& name) { return m_domains.id_of(name); }, m_body);
  if (const auto known = m_known->rows.find(m_body); known != m_known->rows.end()) {
    return known->second;
  }
  if (m_new.empty() && m_known->octets > most_known_octets) m_known.emplace();
  return m_known->rows.emplace(kept(m_body), find_or_number(authentication)).first->second;
}

std::string_view Authentications::kept(std::string_view body) {
  auto* octets = static_cast<char*>(m_known->memory.allocate(body.size(), 1));
  std::ranges::copy(body, octets);
  m_known->octets += entry_octets + body.size();
  return {octets, body.size()};
}

StoredAuthentication Authentications::find_or_number(const report::Authentication& authentication) {
  const auto optional_integer = [this](int column) -> std::optional<RowId> {
    if (m_find.is_null(column)) return std::nullopt;
    return m_find.integer(column);
  };
  if (m_find.bind(blob_of(m_body)).step()) {
    const StoredAuthentication found{m_find.integer(0), optional_integer(1), optional_integer(2)};
    m_find.rewind();
    return found;
  }

  StoredAuthentication added{m_next++, std::nullopt, std::nullopt};
  if (authentication.header_from) added.header_from = m_domains.id_of(*authentication.header_from);
  if (const auto spf = report::spf_identity(authentication)) {
    added.spf_domain = m_domains.id_of(spf->domain);
  }
  m_new_octets += sizeof(New) + m_body.size();
  m_new.push_back({added, m_body});
  return added;
}

void Authentications::write_new() {
  m_insert.run(std::span<const New>(m_new), [](const New& added) {
    return std::tuple(added.row.id, added.row.header_from, added.row.spf_domain,
                      blob_of(added.body));
  });
  m_new.clear();
  m_new_octets = 0;
}

void Authentications::forget() {
  m_new.clear();
  m_new_octets = 0;
  m_known.emplace();
  start();
}

}  // namespace hardfail::store

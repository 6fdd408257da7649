#include "dictionary.hpp"

#include <algorithm>
#include <ranges>

#include "authentication_codec.hpp"

namespace hardfail::store {
namespace {

/// Entries remembered, some 30 MB in each dictionary. Past it all are dropped: those in use come
/// back at the price of one look-up each, and no order of use has to be kept.
constexpr std::size_t most_known = 200'000;

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
    : m_connection(connection),
      m_find(connection, "SELECT id FROM domain WHERE reversed = ?1"),
      m_insert(connection, "INSERT INTO domain (name, reversed) VALUES (?1, ?2)") {}

RowId Domains::id_of(const DomainName& name) {
  if (const auto known = m_known.find(name); known != m_known.end()) return known->second;

  const auto key = reversed(name);
  auto id = m_find.first(key);
  if (!id) {
    m_insert.run(name.text(), key);
    id = m_connection.last_insert_id();
  }
  if (m_known.size() >= most_known) m_known.clear();
  m_known.emplace(name, *id);
  return *id;
}

Authentications::Authentications(Connection& connection, Domains& domains)
    : m_connection(connection),
      m_domains(domains),
      m_find(connection, "SELECT id, header_from, spf_domain FROM authentication WHERE body = ?1"),
      m_insert(connection,
               "INSERT INTO authentication (header_from, spf_domain, body) VALUES (?1, ?2, ?3)") {}

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
  if (const auto known = m_known.find(m_body); known != m_known.end()) return known->second;

  const auto found = find_or_insert(authentication);
  if (m_known.size() >= most_known) m_known.clear();
  return m_known.emplace(m_body, found).first->second;
}

StoredAuthentication Authentications::find_or_insert(const report::Authentication& authentication) {
  const auto optional_integer = [this](int column) -> std::optional<RowId> {
    if (m_find.is_null(column)) return std::nullopt;
    return m_find.integer(column);
  };
  if (m_find.bind(blob_of(m_body)).step()) {
    const StoredAuthentication found{m_find.integer(0), optional_integer(1), optional_integer(2)};
    m_find.rewind();
    return found;
  }

  StoredAuthentication added;
  if (authentication.header_from) added.header_from = m_domains.id_of(*authentication.header_from);
  if (const auto spf = report::spf_identity(authentication)) {
    added.spf_domain = m_domains.id_of(spf->domain);
  }
  m_insert.run(added.header_from, added.spf_domain, blob_of(m_body));
  added.id = m_connection.last_insert_id();
  return added;
}

}  // namespace hardfail::store

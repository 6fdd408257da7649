#pragma once

#include <unordered_map>
#include <utility>

#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {

/// The names in the table `domain`, each read once.
class StoredNames {
 public:
  explicit StoredNames(Connection& connection)
      : m_connection(connection), m_name(connection, "SELECT name FROM domain WHERE id = ?1") {}

  /// Holds as long as this does.
  const DomainName& name_of(RowId id) {
    const auto known = m_names.find(id);
    if (known != m_names.end()) return known->second;
    if (!m_name.bind(id).step()) m_connection.fail_damaged();
    auto name = domain_name(m_connection, m_name.text(0));
    m_name.rewind();
    return m_names.emplace(id, std::move(name)).first->second;
  }

 private:
  Connection& m_connection;
  Statement m_name;
  std::unordered_map<RowId, DomainName> m_names;
};

}  // namespace hardfail::store

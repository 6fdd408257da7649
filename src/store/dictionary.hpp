#pragma once

#include <string>
#include <unordered_map>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/record.hpp"
#include "hardfail/util/shared.hpp"
#include "statement.hpp"

namespace hardfail::store {

/// The labels of a name from the right, each closed by a dot: "com.example.mail.".
[[nodiscard]] std::string reversed(const DomainName& name);

/// The end of the range that starts at reversed(name) and holds it and all names below it.
[[nodiscard]] std::string end_of_range(const DomainName& name);

/// The table `domain`: a number for each name. What was looked up is remembered, up to a bound.
class Domains {
 public:
  explicit Domains(Connection& connection);

  /// The name's number, a new one where it has none yet.
  [[nodiscard]] RowId id_of(const DomainName& name);

  /// Needed after an undo, which may have taken numbers back.
  void forget() { m_known.clear(); }

 private:
  Connection& m_connection;
  Statement m_find;
  Statement m_insert;
  std::unordered_map<DomainName, RowId> m_known;
};

/// A row of the table `authentication`, as far as an import needs it.
struct StoredAuthentication {
  RowId id = 0;
  std::optional<RowId> header_from;
  std::optional<RowId> spf_domain;
};

/// The table `authentication`: a number for each distinct set of results. What was looked up is
/// remembered, up to a bound.
class Authentications {
 public:
  Authentications(Connection& connection, Domains& domains);

  /// The set's row, a new one where it has none yet. The reference holds until the next call.
  [[nodiscard]] const StoredAuthentication& stored(
      const Shared<report::Authentication>& authentication);

  /// Lets go of sets that only the records of one report share.
  void end_report() { m_seen = {}; }

  /// Needed after an undo, which may have taken numbers back.
  void forget() {
    end_report();
    m_known.clear();
  }

 private:
  struct Seen {
    Shared<report::Authentication> authentication;  ///< held, so that no other comes to its place
    StoredAuthentication row;
  };

  [[nodiscard]] const StoredAuthentication& look_up(const report::Authentication& authentication);
  [[nodiscard]] StoredAuthentication find_or_insert(const report::Authentication& authentication);

  Connection& m_connection;
  Domains& m_domains;
  Statement m_find;
  Statement m_insert;
  std::unordered_map<const report::Authentication*, Seen> m_seen;
  std::unordered_map<std::string, StoredAuthentication> m_known;
  std::string m_body;  ///< of the set being looked up
};

}  // namespace hardfail::store

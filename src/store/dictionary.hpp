#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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
///
/// New names have their numbers at once, but are written by write_new() alone, so that a report
/// that is dropped before that needs no undo.
class Domains {
 public:
  explicit Domains(Connection& connection);

  /// Needed at the beginning of each later transaction: others may have given numbers meanwhile.
  void start();

  /// The name's number, a new one where it has none yet.
  [[nodiscard]] RowId id_of(const DomainName& name);

  [[nodiscard]] bool has_new() const noexcept { return !m_new.empty(); }
  void write_new();

  /// Takes back the numbers of new names. Needed after an undo, too, which may have done so.
  void forget();

 private:
  Statement m_last;
  Statement m_find;
  Statement m_insert;
  RowId m_next = 0;
  std::vector<DomainName> m_new;  ///< the last one's number is the one before m_next
  std::unordered_map<DomainName, RowId> m_known;
};

/// A row of the table `authentication`, as far as an import needs it.
struct StoredAuthentication {
  RowId id = 0;
  std::optional<RowId> header_from;
  std::optional<RowId> spf_domain;
};

/// The table `authentication`: a number for each distinct set of results. Like Domains in all else,
/// whose new names have to be written with the new sets.
class Authentications {
 public:
  Authentications(Connection& connection, Domains& domains);

  void start();

  /// The set's row, a new one where it has none yet. The reference holds until the next call.
  [[nodiscard]] const StoredAuthentication& stored(
      const Shared<report::Authentication>& authentication);

  /// Lets go of sets that only the records of one report share.
  void end_report() { m_seen = {}; }

  [[nodiscard]] bool has_new() const noexcept { return !m_new.empty(); }
  /// About what the new sets take in memory.
  [[nodiscard]] std::size_t new_octets() const noexcept { return m_new_octets; }
  void write_new();
  void forget();

 private:
  struct Seen {
    Shared<report::Authentication> authentication;  ///< held, so that no other set takes its place
    StoredAuthentication row;
  };

  struct New {
    StoredAuthentication row;
    std::string body;
  };

  /// Rows by their bodies, close together in memory and dropped all at once.
  struct Known {
    Known() : rows(&memory) {}

    std::pmr::monotonic_buffer_resource memory;
    std::pmr::unordered_map<std::string_view, StoredAuthentication> rows;
    std::size_t octets = 0;
  };

  [[nodiscard]] const StoredAuthentication& look_up(const report::Authentication& authentication);

  /// `body` as long as m_known is.
  [[nodiscard]] std::string_view kept(std::string_view body);

  [[nodiscard]] StoredAuthentication find_or_number(const report::Authentication& authentication);

  Domains& m_domains;
  Statement m_last;
  Statement m_find;
  BulkInsert m_insert;
  RowId m_next = 0;
  std::vector<New> m_new;
  std::size_t m_new_octets = 0;
  std::unordered_map<const report::Authentication*, Seen> m_seen;
  std::optional<Known> m_known{std::in_place};  ///< never empty
  std::string m_body;                           ///< of the set being looked up
};

}  // namespace hardfail::store

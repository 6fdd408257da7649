#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "clickhouse/client.hpp"
#include "clickhouse/row_binary.hpp"
#include "hardfail/report/record.hpp"
#include "hardfail/util/shared.hpp"

namespace hardfail::store::clickhouse {

/// What a set of authentication results comes to in ClickHouse.
struct KnownSet {
  std::uint64_t key = 0;
  std::vector<std::string> names;  ///< reversed: of header from and SPF identity, each once
  bool is_written = false;
};

/// The sets of authentication results that an import has met. What was written in it is not written
/// again as long as it is remembered.
class Sets {
 public:
  /// The key of a set of the report being read.
  std::uint64_t use(const Shared<report::Authentication>& set);

  /// Ends the report being read: adds the rows of sets that were not written to `rows`, and returns
  /// the names that rows of the report mention.
  [[nodiscard]] std::unordered_set<std::string_view> keep(RowWriter& rows);

  /// Ends the report being read, or what is kept of it; names returned before are gone.
  void end_report();

 private:
  using Known = std::unordered_map<std::string, KnownSet>;

  Known::value_type& look_up(const report::Authentication& set);

  Known m_known;  ///< by names and body, as a row has them
  std::size_t m_octets = 0;
  std::unordered_map<const report::Authentication*,
                     std::pair<Shared<report::Authentication>, Known::value_type*>>
      m_seen;  ///< by their place in memory; held, so that no other takes it
  std::unordered_set<Known::value_type*> m_used;
};

/// The sets of these keys, each under one of its names for which `condition` holds. Throws Error
/// (io) where one is missing, or is nothing that a hardfail wrote.
[[nodiscard]] std::unordered_map<std::uint64_t, report::Authentication> query_sets(
    Client& client, std::span<const std::uint64_t> keys, std::string_view condition);

}  // namespace hardfail::store::clickhouse

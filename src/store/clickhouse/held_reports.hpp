#pragma once

#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

#include "clickhouse/client.hpp"
#include "clickhouse/keys.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::store::clickhouse {

/// A report is held, on its way out, or gone; importing it again raises the life once more.
enum class Life : std::uint8_t { held, going, gone };
constexpr std::uint32_t lives = 3;

/// A condition on the rows of `report FINAL`.
constexpr const char* is_held_sql = "life % 3 = 0";

/// Which reports are held already: asked for a month at once, the first time one of it comes.
class HeldReports {
 public:
  explicit HeldReports(Client& client) : m_client(client) {}

  struct Standing {
    bool same_body = false;
    bool other_body = false;
    std::uint32_t next_life = 0;  ///< with which the report would be held
  };

  [[nodiscard]] Standing standing_of(const Key& identity, const Key& report, Moment begin);
  /// Notes that the report is held now.
  void add(const Key& identity, const Key& report, std::uint32_t life);

 private:
  struct Body {
    Key report{};
    std::uint32_t life = 0;
  };

  void load(std::int64_t month);

  Client& m_client;
  std::unordered_map<Key, std::vector<Body>, KeyHash> m_bodies;
  std::set<std::int64_t> m_months;
};

}  // namespace hardfail::store::clickhouse

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

[[nodiscard]] std::vector<ledger::KeptRejection> query_rejected_inputs(Client& client);

/// The inputs that could not be read, as an import changes them: read at its begin, written at its
/// commits.
class Rejections {
 public:
  explicit Rejections(Client& client);

  void note(const ledger::KeptRejection& rejected);
  void forget(std::string_view path);
  void write(Client& client);

 private:
  using Place = std::pair<std::string, std::string>;  ///< path and member

  void keep_newest();

  std::map<Place, ledger::KeptRejection> m_held;
  std::map<Place, std::optional<ledger::KeptRejection>> m_changes;  ///< nullopt: gone
};

}  // namespace hardfail::store::clickhouse

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "host_kind.hpp"
#include "profile.hpp"

namespace hardfail::analysis {

/// Who runs each source, as far as confirmed host names tell. A network that numbers its customers'
/// lines and machines under its own domain owns that network, but does not run the machines.
class Operators {
 public:
  /// `kinds`: of the host of each source. `sources` outlives this object.
  Operators(const std::vector<Profile>& sources, const std::vector<HostKind>& kinds);

  /// The number of the operator of a source; nullopt where its host name does not tell.
  [[nodiscard]] std::optional<std::uint32_t> of(std::size_t source) const {
    return number(m_operators[source]);
  }
  /// The number of the owner of the network that names the host, customers' lines too.
  [[nodiscard]] std::optional<std::uint32_t> network_owner(std::size_t source) const {
    return number(m_owners[source]);
  }
  [[nodiscard]] const DomainName& domain(std::uint32_t number) const { return m_domains[number]; }
  [[nodiscard]] std::size_t size() const noexcept { return m_domains.size(); }

  /// True if one operator runs both: by their host names, or, where one has none that tells, by the
  /// network around them.
  [[nodiscard]] bool is_same(std::size_t a, std::size_t b) const;

 private:
  static constexpr std::uint32_t nobody = UINT32_MAX;

  [[nodiscard]] static std::optional<std::uint32_t> number(std::uint32_t entry) {
    return entry == nobody ? std::nullopt : std::optional(entry);
  }

  const std::vector<Profile>& m_sources;
  std::vector<DomainName> m_domains;       ///< by number
  std::vector<std::uint32_t> m_operators;  ///< by source
  std::vector<std::uint32_t> m_owners;     ///< by source
};

}  // namespace hardfail::analysis

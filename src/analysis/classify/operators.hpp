#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "host_kind.hpp"
#include "profile.hpp"

namespace hardfail::analysis {

/// Who runs each source, as far as host names tell: the registrable domain of a name that is
/// confirmed and not a customer's line, since a network that numbers its customers does not run
/// their machines.
class Operators {
 public:
  /// `kinds`: of the host of each source.
  Operators(const std::vector<Profile>& sources, const std::vector<HostKind>& kinds);

  /// The number of the operator of a source; nullopt where its host name does not tell.
  [[nodiscard]] std::optional<std::uint32_t> of(std::size_t source) const {
    return m_of[source] == nobody ? std::nullopt : std::optional(m_of[source]);
  }
  [[nodiscard]] const DomainName& domain(std::uint32_t number) const { return m_domains[number]; }
  [[nodiscard]] std::size_t size() const noexcept { return m_domains.size(); }

  /// True if one operator runs both: by their host names, or, where one has none that tells, by the
  /// network around them.
  [[nodiscard]] bool is_same(std::size_t a, std::size_t b) const;

 private:
  static constexpr std::uint32_t nobody = UINT32_MAX;

  const std::vector<Profile>& m_sources;
  std::vector<DomainName> m_domains;  ///< by number
  std::vector<std::uint32_t> m_of;    ///< by source
};

}  // namespace hardfail::analysis

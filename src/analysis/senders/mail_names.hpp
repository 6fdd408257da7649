#pragma once

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "flat.hpp"
#include "hardfail/analysis/classify.hpp"

namespace hardfail::analysis {

/// The names that the mail of sources shows: who signed it besides the domain, whose envelope it
/// bears, with which of the domain's keys it is signed.
class MailNames {
 public:
  /// Of the sources for which `wanted` is true, by index into Observations::sources.
  MailNames(const report::Observations& observations, const Surroundings& surroundings,
            const std::vector<bool>& wanted);

  /// The foreign domain that signed most of the mail of a source, by its number in domains();
  /// nullopt where none signed half.
  [[nodiscard]] std::optional<std::uint32_t> signer(std::uint32_t source) const;
  /// The envelope domain of most of it that is not the organization's own; nullopt likewise.
  [[nodiscard]] std::optional<std::uint32_t> envelope(std::uint32_t source) const;
  /// The domain's key that most of it passed with, by its number in keys(); nullopt where it passed
  /// with none.
  [[nodiscard]] std::optional<std::uint32_t> main_key(std::uint32_t source) const;

  [[nodiscard]] const std::vector<DomainName>& domains() const noexcept { return m_domains; }
  /// SELECTOR._domainkey.DOMAIN
  [[nodiscard]] const std::vector<std::string>& keys() const noexcept { return m_keys; }

  /// Calls `use` with the number of each of the domain's keys that it passed with, and its
  /// messages.
  template <typename Use>
  void for_each_key(std::uint32_t source, Use use) const {
    const Names* names = names_of(source);
    if (names == nullptr) return;
    for (const auto& [key, messages] : names->keys) use(key, messages);
  }

 private:
  using Counts = FlatMap<std::uint32_t, std::uint64_t>;
  struct Names {
    explicit Names(std::pmr::memory_resource& memory)
        : signers(memory), envelopes(memory), keys(memory) {}
    std::uint64_t messages = 0;
    Counts signers;
    Counts envelopes;
    Counts keys;
  };

  static constexpr std::uint32_t nowhere = UINT32_MAX;

  /// nullptr where the source was not wanted.
  [[nodiscard]] const Names* names_of(std::uint32_t source) const;
  [[nodiscard]] std::optional<std::uint32_t> most_of(std::uint32_t source,
                                                     Counts Names::*counts) const;

  std::vector<DomainName> m_domains;             ///< by number
  std::vector<std::string> m_keys;               ///< by number
  std::pmr::monotonic_buffer_resource m_memory;  ///< of m_names: there may be a million of them
  std::vector<Names> m_names;
  std::vector<std::uint32_t> m_places;  ///< in m_names, by source
};

}  // namespace hardfail::analysis

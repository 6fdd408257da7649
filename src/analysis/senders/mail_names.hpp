#pragma once

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "tally.hpp"

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
  [[nodiscard]] std::optional<std::uint32_t> signer(std::uint32_t source) const {
    return number(names_of(source).signer);
  }
  /// The envelope domain of most of it that is not the organization's own; nullopt likewise.
  [[nodiscard]] std::optional<std::uint32_t> envelope(std::uint32_t source) const {
    return number(names_of(source).envelope);
  }
  /// The domain's key that most of it passed with, by its number in keys(); nullopt where it passed
  /// with none.
  [[nodiscard]] std::optional<std::uint32_t> main_key(std::uint32_t source) const;

  /// The domain's keys that it passed with, by number, and the messages of each.
  [[nodiscard]] Counts<std::uint32_t> keys_of(std::uint32_t source) const {
    return names_of(source).keys;
  }

  [[nodiscard]] const std::vector<DomainName>& domains() const noexcept { return m_domains; }
  /// SELECTOR._domainkey.DOMAIN
  [[nodiscard]] const std::vector<std::string>& keys() const noexcept { return m_keys; }

 private:
  static constexpr std::uint32_t nobody = UINT32_MAX;

  struct Names {
    std::uint32_t signer = nobody;
    std::uint32_t envelope = nobody;
    Counts<std::uint32_t> keys;
  };

  [[nodiscard]] const Names& names_of(std::uint32_t source) const { return m_names[source]; }
  [[nodiscard]] static std::optional<std::uint32_t> number(std::uint32_t entry) {
    return entry == nobody ? std::nullopt : std::optional(entry);
  }
  /// The first with half of the messages.
  [[nodiscard]] static std::uint32_t most_of(Counts<std::uint32_t> counts, std::uint64_t messages);

  std::vector<DomainName> m_domains;             ///< by number
  std::vector<std::string> m_keys;               ///< by number
  std::pmr::monotonic_buffer_resource m_memory;  ///< of the counts: there may be a million sources
  std::vector<Names> m_names;                    ///< by source; empty where it was not wanted
};

}  // namespace hardfail::analysis

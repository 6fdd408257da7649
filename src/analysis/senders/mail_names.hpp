#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
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

  /// The foreign domain that signed most of the mail of a source; nullptr where none signed half.
  [[nodiscard]] const DomainName* signer(std::uint32_t source) const;
  /// The envelope domain of most of it that is not the organization's own; nullptr likewise.
  [[nodiscard]] const DomainName* envelope(std::uint32_t source) const;
  /// The domain's keys that passed, with messages, most messages first.
  [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> keys(std::uint32_t source) const;

 private:
  using Counts = FlatMap<std::uint32_t, std::uint64_t>;
  struct Names {
    std::uint64_t messages = 0;
    Counts signers;
    Counts envelopes;
    Counts keys;
  };

  [[nodiscard]] const DomainName* most_of(std::uint32_t source, Counts Names::*counts) const;

  std::vector<DomainName> m_domains;  ///< by number
  std::vector<std::string> m_keys;    ///< by number
  std::unordered_map<std::uint32_t, Names> m_names;
};

}  // namespace hardfail::analysis

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/report/record.hpp"
#include "profile.hpp"

namespace hardfail::analysis {

/// Whether the domain's record is the one that SPF asked for a message.
enum class Governance : std::uint8_t {
  foreign,
  governed,
  unspecified,  ///< the row names no SPF domain (RFC 9990 allows that); the author is the domain
};

[[nodiscard]] Governance governance_of(const report::Authentication& authentication,
                                       const std::set<DomainName>& governed);

using KeyNumbers = std::map<SigningKey, std::uint32_t>;
using SignerNumbers = std::map<DomainName, std::uint32_t>;

/// An aligned signature: the entry of its key, and whether it passed.
struct AlignedSignature {
  const KeyNumbers::value_type* key;
  bool passed;
};

/// What an authentication means for the domain, worked out once and used for every row that carries
/// it.
struct Reading {
  Governance governance = Governance::foreign;
  std::optional<report::SpfResult> spf;
  bool dkim_aligned = false;
  bool spf_aligned = false;
  bool dmarc_passed = false;
  bool forwarding_reason = false;
  bool key_named = false;              ///< some passing aligned signature names its selector
  std::vector<AlignedSignature> keys;  ///< each key once
  std::vector<const SignerNumbers::value_type*> foreign_signers;
};

/// Reads authentications, and numbers the names in them.
class RowReader {
 public:
  explicit RowReader(const Surroundings& surroundings) : m_surroundings(surroundings) {}

  [[nodiscard]] Reading read(const report::Authentication& authentication);

  /// Numbers the names in their order, whatever order they were read in; readings refer to these
  /// numbers.
  void number();
  [[nodiscard]] std::vector<SigningKey> keys() const { return names_of(m_keys); }
  [[nodiscard]] std::vector<DomainName> signers() const { return names_of(m_signers); }

 private:
  template <typename Name>
  static std::vector<Name> names_of(const std::map<Name, std::uint32_t>& numbers) {
    std::vector<Name> names;
    names.reserve(numbers.size());
    for (const auto& [name, number] : numbers) names.push_back(name);
    return names;
  }

  void read_signatures(const report::Authentication& authentication, Reading& reading);
  void add_key(SigningKey key, bool passed, Reading& reading);

  const Surroundings& m_surroundings;
  KeyNumbers m_keys;
  SignerNumbers m_signers;
};

}  // namespace hardfail::analysis

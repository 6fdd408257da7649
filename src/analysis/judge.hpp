#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "profile.hpp"
#include "provenance.hpp"
#include "strangers.hpp"

namespace hardfail::analysis {

/// A class under consideration, with what speaks for it.
struct Judgement {
  SourceClass source_class;
  Signal signal;
};

using Opinion = std::optional<Judgement>;

/// Judges one source; each step is one kind of evidence, in the order of its weight
/// (docs/verdict.md).
class Judge {
 public:
  Judge(const Profile& profile, const LiveSpf& live, const Provenance& provenance,
        const Strangers& strangers, const Surroundings& surroundings)
      : m_profile(profile),
        m_live(live),
        m_provenance(provenance),
        m_strangers(strangers),
        m_surroundings(surroundings),
        m_host(profile.host()) {}

  [[nodiscard]] Judgement judge() const {
    for (const auto step : {&Judge::by_identity, &Judge::by_explicit_term, &Judge::by_own_host,
                            &Judge::by_own_term, &Judge::by_own_address, &Judge::by_unlisted_key,
                            &Judge::by_earlier_pass, &Judge::by_listed_key, &Judge::by_unnamed_key,
                            &Judge::by_broken_signature, &Judge::by_forwarding_reason,
                            &Judge::by_operator, &Judge::by_own_network, &Judge::by_rhythm}) {
      if (auto opinion = (this->*step)()) return *opinion;
    }
    return {
        SourceClass::suspected_spoof,
        {"no_evidence",
         "no aligned signature, no listing, no host name of the domain: nothing vouches for it"}};
  }

  /// Adds what else is worth telling, beside what decided.
  void add_remarks(std::vector<Signal>& signals) const;

 private:
  Opinion by_identity() const;
  Opinion by_explicit_term() const;
  Opinion by_own_host() const;
  Opinion by_own_term() const;
  Opinion by_own_address() const;
  Opinion by_unlisted_key() const;
  Opinion by_earlier_pass() const;
  Opinion by_listed_key() const;
  Opinion by_unnamed_key() const;
  Opinion by_broken_signature() const;
  Opinion by_forwarding_reason() const;
  Opinion by_operator() const;
  Opinion by_own_network() const;
  Opinion by_rhythm() const;

  /// The name at which a key is published.
  [[nodiscard]] std::string key_text(std::uint32_t number) const;
  /// A confirmed host name that is more than the name of a line.
  [[nodiscard]] bool has_telling_host() const;
  [[nodiscard]] bool in_own_network() const;
  /// A signature by the domain that the host itself is named under.
  [[nodiscard]] bool signs_for_its_host() const;
  /// Sender or forwarder, for a source with a key that lives on listed servers; `carried` says it.
  [[nodiscard]] Judgement holder_of_listed_key(std::uint64_t passed, const KeyOrigin& origin,
                                               const std::string& carried) const;

  const Profile& m_profile;
  const LiveSpf& m_live;
  const Provenance& m_provenance;
  const Strangers& m_strangers;
  const Surroundings& m_surroundings;
  const dns::HostName* m_host;  ///< nullptr where none is known
};

}  // namespace hardfail::analysis

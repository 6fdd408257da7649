#include "judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/analysis/host_name.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
std::string Judge::key_text(std::uint32_t number) const {
  const SigningKey& key = m_provenance.key(number);
  return fmt::format("{}._domainkey.{}", key.selector, key.domain.text());
}

bool Judge::has_telling_host() const {
  return m_host != nullptr && m_host->confirmed &&
         !is_generic_host(m_host->name, m_profile.address);
}

bool Judge::in_own_network() const {
  const unsigned near = network_around(m_profile.address).bits();
  return std::ranges::any_of(m_surroundings.own_terms,
                             [&](const IpNetwork& term) {
                               return m_profile.address.in_prefix(term.address(),
                                                                  std::min(near, term.bits()));
                             }) ||
         std::ranges::any_of(m_surroundings.own_hosts, [&](const IpAddress& host) {
           return m_profile.address.in_prefix(host, near);
         });
}

bool Judge::signs_for_its_host() const {
  if (!has_telling_host()) return false;
  const auto operator_domain = registrable_domain(m_host->name);
  return operator_domain && std::ranges::any_of(m_profile.foreign_signers, [&](const auto& signer) {
           return m_provenance.signer(signer.first).is_at_or_below(*operator_domain);
         });
}

Opinion Judge::by_identity() const {
  if (m_profile.governed > 0) return std::nullopt;
  return Judgement{
      SourceClass::unaffected,
      {"not_governed",
       fmt::format("its SPF identity is another domain's: the record of {} is never asked",
                   m_surroundings.domain.text())}};
}

Opinion Judge::by_explicit_term() const {
  const bool matched = m_live.result == spf::Result::softfail ||
                       m_live.result == spf::Result::neutral || m_live.result == spf::Result::fail;
  if (!matched || m_live.by_all || m_live.mechanism.empty()) return std::nullopt;
  return Judgement{
      SourceClass::unaffected,
      {"explicit_term",
       fmt::format("the record names it with {}, which stays as it is whatever `all` says",
                   m_live.mechanism)}};
}

Opinion Judge::by_own_host() const {
  if (!has_telling_host() || !m_host->name.is_at_or_below(m_surroundings.organizational_domain)) {
    return std::nullopt;
  }
  return Judgement{
      SourceClass::unlisted_legitimate,
      {"own_host", fmt::format("its host name {} is the domain's own and resolves back to it",
                               m_host->name.text())}};
}

Opinion Judge::by_own_term() const {
  const auto just_it = IpNetwork::of(m_profile.address, m_profile.address.width());
  if (std::ranges::find(m_surroundings.own_terms, *just_it) == m_surroundings.own_terms.end()) {
    return std::nullopt;
  }
  return Judgement{SourceClass::unlisted_legitimate,
                   {"own_term",
                    "the domain's own record names this address, in a term that receivers do not "
                    "get as far as"}};
}

Opinion Judge::by_own_address() const {
  if (std::ranges::find(m_surroundings.own_hosts, m_profile.address) ==
      m_surroundings.own_hosts.end()) {
    return std::nullopt;
  }
  return Judgement{SourceClass::unlisted_legitimate,
                   {"own_address", "the domain's own A, AAAA or MX record leads to it"}};
}

Opinion Judge::by_unlisted_key() const {
  std::optional<std::uint32_t> passed_on;
  for (const auto& [key, count] : m_profile.keys) {
    const KeyOrigin& origin = m_provenance.origin_of(key);
    if (count.passed == 0 || origin.lives_on_listed_servers()) continue;
    if (origin.origins.contains(m_profile.address)) {
      return Judgement{
          SourceClass::unlisted_legitimate,
          {"unlisted_key",
           fmt::format("signs as the domain with {}, a key that no listed server uses ({})",
                       key_text(key), messages_text(count.passed))}};
    }
    passed_on = key;
  }
  if (!passed_on) return std::nullopt;
  return Judgement{
      SourceClass::forwarder,
      {"passes_on_unlisted",
       fmt::format("passes on a little of the mail signed with {}, whose main source is another",
                   key_text(*passed_on))}};
}

Opinion Judge::by_earlier_pass() const {
  // Where +all lets everything pass, an earlier pass vouches for nobody.
  if (m_profile.reported_pass == 0 || m_live.by_plus_all) return std::nullopt;
  const bool believable =
      m_profile.pass_reporters >= 2 || m_profile.reported_pass * 2 >= m_profile.governed;
  if (!believable) return std::nullopt;
  return Judgement{
      SourceClass::unlisted_legitimate,
      {"dropped",
       fmt::format("SPF passed when it was reported, the last time up to {}; the record of today "
                   "no longer lists it",
                   to_iso_date(m_profile.last_pass))}};
}

Opinion Judge::by_listed_key() const {
  std::optional<std::uint32_t> main_key;
  std::uint64_t passed = 0;
  for (const auto& [key, count] : m_profile.keys) {
    if (count.passed > passed) {
      main_key = key;
      passed = count.passed;
    }
  }
  if (!main_key) return std::nullopt;

  const KeyOrigin& origin = m_provenance.origin_of(*main_key);
  const std::string carried = fmt::format("{} signed with {}, the key of listed servers",
                                          messages_text(passed), key_text(*main_key));
  return holder_of_listed_key(passed, origin, carried);
}

Judgement Judge::holder_of_listed_key(std::uint64_t passed, const KeyOrigin& origin,
                                      const std::string& carried) const {
  const bool wide = m_provenance.is_widely_reported(m_profile);
  const Kinship kinship = m_provenance.kinship(m_profile.address, origin);
  if (kinship == Kinship::same || (kinship == Kinship::published && wide)) {
    return {SourceClass::unlisted_legitimate,
            {"same_service", carried + ", from the same network or operator as those"}};
  }
  const Judgement forwarder{SourceClass::forwarder,
                            {"listed_key", carried + ": they sent it, this one passed it on"}};
  if (Provenance::is_called_forwarded(m_profile)) return forwarder;

  constexpr std::uint64_t large_share = 10;
  constexpr unsigned lasting = 5;  // days: a message sent again by others is soon over
  const bool is_large = passed * large_share >= origin.most_listed;
  const Judgement either{SourceClass::unknown,
                         {"shared_key_or_forwarder",
                          carried + ": a server of your own that shares the key, or a forwarder"}};
  if (m_provenance.carries_several_senders(m_profile) || signs_for_its_host()) {
    // Unless it is a gateway of one's own that the record misses.
    return is_large && m_provenance.is_reported_everywhere(m_profile) ? either : forwarder;
  }
  const bool is_lasting = m_profile.governed_days.size() >= lasting;
  // A stranger's name speaks for a forwarder, so that more has to speak against it; but nobody
  // passes on more than was sent.
  const bool is_main = passed > origin.listed;
  const bool everywhere =
      has_telling_host() && !is_main ? m_provenance.is_reported_everywhere(m_profile) : wide;
  if (is_large && is_lasting && everywhere) {
    return {SourceClass::unlisted_legitimate,
            {"shared_key",
             carried + ", reported as widely and as much as theirs: a sender that shares the key"}};
  }
  const bool may_send = is_large && (wide || !m_provenance.can_tell_breadth());
  if (may_send || (m_provenance.is_rather_widely_reported(m_profile) && !has_telling_host())) {
    return either;
  }
  return forwarder;
}

Opinion Judge::by_unnamed_key() const {
  if (m_profile.unnamed_signed == 0) return std::nullopt;
  const std::string carried = messages_text(m_profile.unnamed_signed) +
                              " with an aligned signature whose selector no reporter names";
  if (m_profile.forwarding_reason > 0) {
    return Judgement{SourceClass::forwarder,
                     {"unnamed_key_forwarded", carried + ", called forwarded by a receiver"}};
  }
  if (m_provenance.is_near_unlisted_sender(m_profile.address)) {
    return Judgement{SourceClass::unlisted_legitimate,
                     {"unnamed_key_service", carried + ", from the operator of a missing sender"}};
  }
  if (m_provenance.is_widely_reported(m_profile)) {
    return Judgement{SourceClass::unlisted_legitimate,
                     {"unnamed_key_wide", carried + ", reported as widely as listed mail"}};
  }
  const bool lives_on_listed =
      m_provenance.has_listed_keys() ||
      (m_provenance.has_unnamed_listed_keys() && m_provenance.is_narrowly_reported(m_profile));
  if (lives_on_listed && !m_provenance.has_unlisted_keys()) {
    return Judgement{
        SourceClass::forwarder,
        {"unnamed_key_listed", carried + "; as far as reports tell, keys live on listed servers"}};
  }
  return Judgement{SourceClass::unknown,
                   {"unnamed_key", carried + ": sent or passed on, reports do not tell"}};
}

Opinion Judge::by_broken_signature() const {
  std::uint64_t broken = 0;
  std::optional<std::uint32_t> broken_key;
  for (const auto& [key, count] : m_profile.keys) {
    if (count.failed > 0 && m_provenance.origin_of(key).lives_on_listed_servers()) {
      broken += count.failed;
      broken_key = key;
    }
  }
  // Anybody can copy a signature into a forgery. A forwarder is few receivers' affair, or called
  // one by them.
  constexpr std::size_t few_reporters = 3;
  const bool vouched_for = m_profile.forwarding_reason > 0 || signs_for_its_host() ||
                           (m_profile.governed_by_reporter.size() <= few_reporters &&
                            m_profile.governed_days.size() > few_reporters &&
                            (!m_profile.foreign_signers.empty() || has_telling_host()));
  if (broken * 2 < m_profile.governed || !broken_key || !vouched_for) return std::nullopt;
  return Judgement{
      SourceClass::forwarder,
      {"broken_signature", fmt::format("{} with a signature of {} that was broken on the way",
                                       messages_text(broken), key_text(*broken_key))}};
}

Opinion Judge::by_forwarding_reason() const {
  constexpr std::uint64_t telling_share = 5;
  if (m_profile.forwarding_reason == 0 ||
      m_profile.forwarding_reason * telling_share < m_profile.governed) {
    return std::nullopt;
  }
  // Then a forgery was forwarded.
  if (m_provenance.sees_only_forgeries()) return std::nullopt;
  return Judgement{
      SourceClass::forwarder,
      {"forwarding_reason", fmt::format("receivers called {} forwarded, or saw a valid ARC chain",
                                        messages_text(m_profile.forwarding_reason))}};
}

Opinion Judge::by_operator() const {
  if (m_provenance.sees_only_forgeries()) return std::nullopt;
  if (m_provenance.is_near_unlisted_sender(m_profile.address)) {
    return Judgement{SourceClass::unknown,
                     {"sender_operator",
                      "unsigned, but other hosts of its operator sign as the "
                      "domain with a key that no listed server uses"}};
  }
  if (m_provenance.is_of_forwarding_operator(m_profile.address)) {
    return Judgement{
        SourceClass::forwarder,
        {"forwarding_operator", "unsigned, but other hosts of its operator pass mail on"}};
  }
  return std::nullopt;
}

Opinion Judge::by_own_network() const {
  // In its own domain it would have been found by its name; another's name says that it is a
  // neighbour.
  if (!in_own_network() || has_telling_host()) return std::nullopt;
  const bool repeated = m_profile.governed_days.size() >= 2;
  return Judgement{
      repeated ? SourceClass::unlisted_legitimate : SourceClass::unknown,
      {"own_network",
       "unsigned, but in one network with servers that the record, MX or A records name"}};
}

Opinion Judge::by_rhythm() const {
  const auto rhythm = m_strangers.telling_rhythm(m_profile);
  if (!rhythm) return std::nullopt;
  return Judgement{SourceClass::unknown, {"steady", "unsigned and unlisted, but " + rhythm->text}};
}

void Judge::add_remarks(std::vector<Signal>& signals) const {
  if (m_live.by_plus_all) {
    signals.push_back({"plus_all", "only +all lets it pass, which lists nobody"});
  }
  for (const auto& [signer, messages] : m_profile.foreign_signers) {
    if (m_provenance.signs_listed_mail(signer)) continue;
    signals.push_back({"second_signature",
                       fmt::format("{} also carry a passing signature of {}",
                                   messages_text(messages), m_provenance.signer(signer).text())});
  }
  if (m_profile.governed > 0 && m_profile.forwarding_reason > 0) {
    signals.push_back(
        {"override", fmt::format("receivers called {} forwarded, or saw a valid ARC chain",
                                 messages_text(m_profile.forwarding_reason))});
  }
  if (m_profile.host_answer == nullptr) return;
  if (m_host == nullptr) {
    signals.push_back({"no_host", "it has no host name"});
  } else if (!m_host->confirmed) {
    signals.push_back(
        {"host_unconfirmed",
         fmt::format("its host name {} does not resolve back to it", m_host->name.text())});
  } else if (is_generic_host(m_host->name, m_profile.address)) {
    signals.push_back(
        {"generic_host",
         fmt::format("its host name {} is one a network gives to any line", m_host->name.text())});
  } else {
    signals.push_back(
        {"host", fmt::format("its host name is {}, and resolves back to it", m_host->name.text())});
  }
}

}  // namespace hardfail::analysis

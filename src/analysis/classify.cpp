#include "hardfail/analysis/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hardfail/analysis/host_name.hpp"
#include "profile.hpp"
#include "provenance.hpp"
#include "rejecting_reporters.hpp"
#include "rhythm.hpp"

namespace hardfail::analysis {
namespace {

/// A class under consideration, with what speaks for it.
struct Judgement {
  SourceClass source_class;
  Signal signal;
};

using Opinion = std::optional<Judgement>;

std::string times(std::uint64_t messages) {
  return messages == 1 ? std::string("1 message") : fmt::format("{} messages", messages);
}

std::string key_text(const SigningKey& key) {
  return fmt::format("{}._domainkey.{}", key.selector, key.domain.text());
}

/// Judges one source; each step is one kind of evidence, in the order of its weight
/// (docs/verdict.md).
class Judge {
 public:
  Judge(const Profile& profile, const LiveSpf& live, const Provenance& provenance,
        const Surroundings& surroundings)
      : m_profile(profile),
        m_live(live),
        m_provenance(provenance),
        m_surroundings(surroundings),
        m_host(find_host()) {}

  [[nodiscard]] Judgement judge() const {
    for (const auto step :
         {&Judge::by_identity, &Judge::by_explicit_term, &Judge::by_own_host,
          &Judge::by_unlisted_key, &Judge::by_listed_key, &Judge::by_unnamed_key,
          &Judge::by_earlier_pass, &Judge::by_broken_signature, &Judge::by_forwarding_reason,
          &Judge::by_own_network, &Judge::by_rhythm}) {
      if (auto opinion = (this->*step)()) return *opinion;
    }
    return {
        SourceClass::suspected_spoof,
        {"no_evidence",
         "no aligned signature, no listing, no host name of the domain: nothing vouches for it"}};
  }

  /// What else is worth telling, beside what decided.
  [[nodiscard]] std::vector<Signal> remarks() const;

 private:
  Opinion by_identity() const;
  Opinion by_explicit_term() const;
  Opinion by_own_host() const;
  Opinion by_unlisted_key() const;
  Opinion by_listed_key() const;
  Opinion by_unnamed_key() const;
  Opinion by_earlier_pass() const;
  Opinion by_broken_signature() const;
  Opinion by_forwarding_reason() const;
  Opinion by_own_network() const;
  Opinion by_rhythm() const;

  [[nodiscard]] const dns::HostName* find_host() const {
    const auto found = m_surroundings.hosts.find(m_profile.address);
    return found == m_surroundings.hosts.end() ? nullptr : &found->second;
  }

  /// A confirmed host name that is more than the name of a line.
  [[nodiscard]] bool has_telling_host() const {
    return m_host != nullptr && m_host->confirmed &&
           !is_generic_host(m_host->name, m_profile.address);
  }

  [[nodiscard]] bool in_own_network() const {
    return std::ranges::any_of(m_surroundings.own_networks, [&](const IpNetwork& network) {
      const unsigned near = m_profile.address.family() == IpAddress::Family::v4 ? 24 : 64;
      return m_profile.address.in_prefix(network.address(), std::min(near, network.bits()));
    });
  }

  const Profile& m_profile;
  const LiveSpf& m_live;
  const Provenance& m_provenance;
  const Surroundings& m_surroundings;
  const dns::HostName* m_host;
};

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

Opinion Judge::by_unlisted_key() const {
  const SigningKey* passed_on = nullptr;
  for (const auto& [key, count] : m_profile.keys) {
    const KeyOrigin& origin = m_provenance.origin_of(key);
    if (count.passed == 0 || origin.lives_on_listed_servers()) continue;
    if (origin.origins.contains(m_profile.address)) {
      return Judgement{
          SourceClass::unlisted_legitimate,
          {"unlisted_key",
           fmt::format("signs as the domain with {}, a key that no listed server uses ({})",
                       key_text(key), times(count.passed))}};
    }
    passed_on = &key;
  }
  if (passed_on == nullptr) return std::nullopt;
  return Judgement{
      SourceClass::forwarder,
      {"passes_on_unlisted",
       fmt::format("passes on a little of the mail signed with {}, whose main source is another",
                   key_text(*passed_on))}};
}

Opinion Judge::by_listed_key() const {
  const SigningKey* main_key = nullptr;
  std::uint64_t passed = 0;
  for (const auto& [key, count] : m_profile.keys) {
    if (count.passed > passed) {
      main_key = &key;
      passed = count.passed;
    }
  }
  if (main_key == nullptr) return std::nullopt;

  const KeyOrigin& origin = m_provenance.origin_of(*main_key);
  const std::string carried = fmt::format("{} signed with {}, the key of listed servers",
                                          times(passed), key_text(*main_key));
  if (m_provenance.is_same_service(m_profile.address, origin)) {
    return Judgement{SourceClass::unlisted_legitimate,
                     {"same_service", carried + ", from the same network or operator as those"}};
  }
  constexpr std::uint64_t large_share = 10;
  const bool is_large = passed * large_share >= origin.most_listed;
  if (is_large && m_profile.forwarding_reason == 0 && m_provenance.is_widely_reported(m_profile)) {
    return Judgement{
        SourceClass::unlisted_legitimate,
        {"shared_key",
         carried + ", reported as widely and as much as theirs: a sender that shares the key"}};
  }
  return Judgement{SourceClass::forwarder,
                   {"listed_key", carried + ": they sent it, this one passed it on"}};
}

Opinion Judge::by_unnamed_key() const {
  if (m_profile.unnamed_signed == 0) return std::nullopt;
  const std::string carried = times(m_profile.unnamed_signed) +
                              " with an aligned signature whose selector no reporter names";
  if (m_profile.forwarding_reason > 0) {
    return Judgement{SourceClass::forwarder,
                     {"unnamed_key_forwarded", carried + ", called forwarded by a receiver"}};
  }
  if (m_provenance.is_widely_reported(m_profile)) {
    return Judgement{SourceClass::unlisted_legitimate,
                     {"unnamed_key_wide", carried + ", reported as widely as listed mail"}};
  }
  if (m_provenance.has_listed_keys() && !m_provenance.has_unlisted_keys()) {
    return Judgement{
        SourceClass::forwarder,
        {"unnamed_key_listed", carried + "; every key that is named lives on listed servers"}};
  }
  return Judgement{SourceClass::unknown,
                   {"unnamed_key", carried + ": sent or passed on, reports do not tell"}};
}

Opinion Judge::by_earlier_pass() const {
  // Where +all lets everything pass, an earlier pass vouches for nobody.
  if (m_profile.reported_pass == 0 || m_live.by_plus_all) return std::nullopt;
  const bool believable =
      m_profile.pass_reporters.size() >= 2 || m_profile.reported_pass * 2 >= m_profile.governed;
  if (!believable) return std::nullopt;
  return Judgement{
      SourceClass::unlisted_legitimate,
      {"dropped",
       fmt::format("SPF passed when it was reported, the last time up to {}; the record of today "
                   "no longer lists it",
                   to_iso_date(m_profile.last_pass))}};
}

Opinion Judge::by_broken_signature() const {
  std::uint64_t broken = 0;
  const SigningKey* broken_key = nullptr;
  for (const auto& [key, count] : m_profile.keys) {
    if (count.failed > 0 && m_provenance.origin_of(key).lives_on_listed_servers()) {
      broken += count.failed;
      broken_key = &key;
    }
  }
  // Anybody can copy a signature into a forgery. A forwarder is few receivers' affair, or called
  // one by them.
  constexpr std::size_t few_reporters = 3;
  const bool vouched_for = m_profile.forwarding_reason > 0 ||
                           (m_profile.governed_by_reporter.size() <= few_reporters &&
                            m_profile.governed_days.size() > few_reporters &&
                            (!m_profile.foreign_signers.empty() || has_telling_host()));
  if (broken * 2 < m_profile.governed || broken_key == nullptr || !vouched_for) return std::nullopt;
  return Judgement{
      SourceClass::forwarder,
      {"broken_signature", fmt::format("{} with a signature of {} that was broken on the way",
                                       times(broken), key_text(*broken_key))}};
}

Opinion Judge::by_forwarding_reason() const {
  constexpr std::uint64_t telling_share = 5;
  if (m_profile.forwarding_reason == 0 ||
      m_profile.forwarding_reason * telling_share < m_profile.governed) {
    return std::nullopt;
  }
  return Judgement{
      SourceClass::forwarder,
      {"forwarding_reason", fmt::format("receivers called {} forwarded, or saw a valid ARC chain",
                                        times(m_profile.forwarding_reason))}};
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
  const auto rhythm = describe_rhythm(m_profile.governed_days);
  if (!rhythm) return std::nullopt;
  const bool generic = m_host != nullptr && is_generic_host(m_host->name, m_profile.address);
  const bool telling = rhythm->kind == Rhythm::working_days ||
                       (!generic && rhythm->kind == Rhythm::steady) ||
                       (has_telling_host() && rhythm->kind == Rhythm::monthly);
  if (!telling) return std::nullopt;
  return Judgement{SourceClass::unknown, {"steady", "unsigned and unlisted, but " + rhythm->text}};
}

std::vector<Signal> Judge::remarks() const {
  std::vector<Signal> remarks;
  if (m_live.by_plus_all) {
    remarks.push_back({"plus_all", "only +all lets it pass, which lists nobody"});
  }
  for (const auto& [signer, messages] : m_profile.foreign_signers) {
    if (m_provenance.signs_listed_mail(signer)) continue;
    remarks.push_back({"second_signature", fmt::format("{} also carry a passing signature of {}",
                                                       times(messages), signer.text())});
  }
  if (m_profile.governed > 0 && m_profile.forwarding_reason > 0) {
    remarks.push_back(
        {"override", fmt::format("receivers called {} forwarded, or saw a valid ARC chain",
                                 times(m_profile.forwarding_reason))});
  }
  if (m_host == nullptr) {
    remarks.push_back({"no_host", "it has no host name"});
  } else if (!m_host->confirmed) {
    remarks.push_back(
        {"host_unconfirmed",
         fmt::format("its host name {} does not resolve back to it", m_host->name.text())});
  } else if (is_generic_host(m_host->name, m_profile.address)) {
    remarks.push_back(
        {"generic_host",
         fmt::format("its host name {} is one a network gives to any line", m_host->name.text())});
  } else {
    remarks.push_back(
        {"host", fmt::format("its host name is {}, and resolves back to it", m_host->name.text())});
  }
  return remarks;
}

std::string advice_for(SourceClass source_class, const IpAddress& address,
                       const DomainName& domain) {
  switch (source_class) {
    case SourceClass::listed:
    case SourceClass::unaffected:
    case SourceClass::suspected_spoof:
      return {};
    case SourceClass::unlisted_legitimate:
      return fmt::format(
          "add it to the record, or have it bounce to a domain of its own or a subdomain of {}",
          domain.text());
    case SourceClass::forwarder:
      return "do not list it: it passes on anybody's mail. DKIM keeps such mail alive where DMARC "
             "decides; "
             "receivers that reject on SPF alone will refuse it";
    case SourceClass::unknown:
      return fmt::format("find out whose it is, then: hardfail mark {} {} CLASS", domain.text(),
                         address.to_string());
  }
  return {};
}

/// Who counts as listed for telling where keys live.
bool is_listed(const Profile& profile, const LiveSpf& live) {
  if (profile.governed == 0) return false;
  if (live.result == spf::Result::pass && !live.undecided) return !live.by_plus_all;
  // The record cannot be evaluated for this address now; what receivers made of it is all there is.
  const bool unusable = live.undecided || live.result == spf::Result::permerror ||
                        live.result == spf::Result::temperror || live.result == spf::Result::none;
  return unusable && profile.reported_pass * 2 > profile.governed;
}

Source source_of(const Profile& profile, const LiveSpf& live,
                 const std::map<std::uint32_t, std::string>& rejecting,
                 const Surroundings& surroundings) {
  Source source(profile.address);
  const auto host = surroundings.hosts.find(profile.address);
  if (host != surroundings.hosts.end()) source.host = host->second;
  source.messages = profile.messages;
  source.governed_messages = profile.governed;
  source.dkim_aligned = profile.dkim_aligned;
  source.dmarc_passed = profile.dmarc_passed;
  const bool fails_by_all = live.by_all && live.result != spf::Result::pass;
  source.newly_failed = fails_by_all || live.by_plus_all ? profile.governed : 0;
  source.days = profile.days.size();
  source.reporters = static_cast<unsigned>(profile.reporters.size());
  source.first_seen = profile.first_seen;
  source.last_seen = profile.last_seen;
  source.spf_now = live;
  source.spf_reported = profile.spf_reported;
  if (profile.reported_pass > 0) source.last_pass = profile.last_pass;
  for (const auto& [index, name] : rejecting) {
    const auto seen = profile.governed_by_reporter.find(index);
    if (seen != profile.governed_by_reporter.end()) {
      source.at_rejecting_reporters[name] += seen->second;
    }
  }
  return source;
}

Judgement listed_judgement(const LiveSpf& live) {
  if (live.result == spf::Result::pass) {
    return {SourceClass::listed,
            {"listed", fmt::format("the record authorises it with {}", live.mechanism)}};
  }
  return {SourceClass::listed,
          {"reported_pass",
           "the record cannot be evaluated for it now; when it was reported, SPF mostly passed"}};
}

}  // namespace

std::vector<Source> classify(const report::Observations& observations,
                             const Surroundings& surroundings) {
  const auto profiles = profile_sources(observations, surroundings);
  std::vector<LiveSpf> live(profiles.size());
  std::set<std::size_t> listed;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const auto outcome = surroundings.live.find(profiles[i].address);
    if (outcome != surroundings.live.end()) live[i] = LiveSpf::of(outcome->second);
    if (is_listed(profiles[i], live[i])) listed.insert(i);
  }
  const Provenance provenance(profiles, listed, surroundings);
  const auto rejecting = rejecting_reporters(observations.reporters);

  std::vector<Source> sources;
  sources.reserve(profiles.size());
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    Source source = source_of(profiles[i], live[i], rejecting, surroundings);
    const Judge judge(profiles[i], live[i], provenance, surroundings);
    Judgement judgement = listed.contains(i) ? listed_judgement(live[i]) : judge.judge();
    const auto* host = source.host ? &*source.host : nullptr;
    if (const auto* mark = mark_of(source.address, host, surroundings.marks)) {
      source.signals.push_back(signal_of(*mark));
      // Who marks a source listed says that it is legitimate; whether the record lists it is the
      // record's to say.
      const bool wished_listed =
          mark->source_class == SourceClass::listed && source.newly_failed > 0;
      source.source_class = wished_listed ? SourceClass::unlisted_legitimate : mark->source_class;
    } else {
      source.source_class = judgement.source_class;
    }
    source.signals.push_back(std::move(judgement.signal));
    std::ranges::move(judge.remarks(), std::back_inserter(source.signals));
    source.advice = advice_for(source.source_class, source.address, surroundings.domain);
    sources.push_back(std::move(source));
  }
  std::ranges::sort(sources, [](const Source& a, const Source& b) {
    return std::tuple(b.messages, a.address) < std::tuple(a.messages, b.address);
  });
  return sources;
}

}  // namespace hardfail::analysis

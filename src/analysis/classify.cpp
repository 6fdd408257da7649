#include "hardfail/analysis/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "judge.hpp"
#include "rejecting_reporters.hpp"

namespace hardfail::analysis {
namespace {

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
  source.spf_reported.assign(profile.spf_reported.begin(), profile.spf_reported.end());
  if (profile.reported_pass > 0) source.last_pass = profile.last_pass;
  for (const auto& [reporter, messages] : profile.governed_by_reporter) {
    const auto name = rejecting.find(reporter);
    if (name != rejecting.end()) source.at_rejecting_reporters[name->second] += messages;
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

/// The indices of the profiles, ordered as sources are listed.
std::vector<std::size_t> most_messages_first(const std::vector<Profile>& profiles) {
  std::vector<std::size_t> order(profiles.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return std::tie(profiles[b].messages, profiles[a].address) <
           std::tie(profiles[a].messages, profiles[b].address);
  });
  return order;
}

}  // namespace

std::vector<Source> classify(const report::Observations& observations,
                             const Surroundings& surroundings) {
  const auto profiles = profile_sources(observations, surroundings);
  const LiveSpf unknown;
  std::vector<const LiveSpf*> live(profiles.size(), &unknown);
  std::vector<bool> listed(profiles.size());
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const auto found = surroundings.live.find(profiles[i].address);
    if (found != surroundings.live.end()) live[i] = found->second.get();
    listed[i] = is_listed(profiles[i], *live[i]);
  }
  const Provenance provenance(profiles, listed, surroundings);
  const auto rejecting = rejecting_reporters(observations.reporters);
  const Strangers strangers(profiles, listed, surroundings);

  std::vector<Source> sources;
  sources.reserve(profiles.size());
  for (const auto i : most_messages_first(profiles)) {
    Source source = source_of(profiles[i], *live[i], rejecting, surroundings);
    const Judge judge(profiles[i], *live[i], provenance, strangers, surroundings);
    Judgement judgement = listed[i] ? listed_judgement(*live[i]) : judge.judge();
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
  return sources;
}

}  // namespace hardfail::analysis

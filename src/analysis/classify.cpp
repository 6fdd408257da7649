#include "hardfail/analysis/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <memory_resource>
#include <tuple>
#include <utility>

#include "in_parallel.hpp"
#include "judge.hpp"
#include "rejecting_reporters.hpp"

namespace hardfail::analysis {
namespace {

std::string advice_for(SourceClass source_class, const IpAddress& address,
                       const Surroundings& surroundings) {
  const auto& domain = surroundings.domain;
  switch (source_class) {
    case SourceClass::listed:
    case SourceClass::unaffected:
    case SourceClass::suspected_spoof:
      return {};
    case SourceClass::unlisted_legitimate:
      if (std::ranges::any_of(surroundings.own_terms,
                              [&](const IpNetwork& term) { return term.contains(address); })) {
        return "the record names it already: fix what keeps receivers from getting that far";
      }
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

/// Fills in all but what it is and why.
void describe(const Profile& profile, const std::map<std::uint32_t, std::string>& rejecting,
              Source& source) {
  const LiveSpf& live = *source.spf_now;
  if (const auto* host = profile.host()) source.host = *host;
  source.messages = profile.messages;
  source.governed_messages = profile.governed;
  source.dkim_aligned = profile.dkim_aligned;
  source.dmarc_passed = profile.dmarc_passed;
  const bool fails_by_all = live.by_all && live.result != spf::Result::pass;
  source.newly_failed = fails_by_all || live.by_plus_all ? profile.governed : 0;
  source.days = profile.days;
  source.reporters = profile.reporters;
  source.first_seen = profile.first_seen;
  source.last_seen = profile.last_seen;
  source.spf_reported.assign(profile.spf_reported.begin(), profile.spf_reported.end());
  if (profile.reported_pass > 0) source.last_pass = profile.last_pass;
  for (const auto& [reporter, messages] : profile.governed_by_reporter) {
    const auto name = rejecting.find(reporter);
    if (name != rejecting.end()) source.at_rejecting_reporters[name->second] += messages;
  }
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
std::vector<std::uint32_t> most_messages_first(const std::vector<Profile>& profiles) {
  // With what they are compared by, as a million profiles are too large to be gone to each time.
  struct Place {
    std::uint64_t messages;
    IpAddress address;
    std::uint32_t index;
  };
  std::vector<Place> places;
  places.reserve(profiles.size());
  for (const auto& profile : profiles) {
    places.push_back(
        {profile.messages, profile.address, static_cast<std::uint32_t>(places.size())});
  }
  std::ranges::sort(places, [](const Place& a, const Place& b) {
    return std::tie(b.messages, a.address) < std::tie(a.messages, b.address);
  });
  std::vector<std::uint32_t> order;
  order.reserve(places.size());
  for (const auto& place : places) order.push_back(place.index);
  return order;
}

/// Says what a source is, why, and what to do about it. The operator's word goes before evidence.
void conclude(const Judge& judge, Judgement&& judgement, const Surroundings& surroundings,
              Source& source) {
  source.signals.reserve(3);
  source.source_class = judgement.source_class;
  const auto* host = source.host ? &*source.host : nullptr;
  if (const auto* mark = mark_of(source.address, host, surroundings.marks)) {
    source.signals.push_back(signal_of(*mark));
    // Who marks a source listed says that it is legitimate; whether the record lists it is the
    // record's to say.
    const bool wished_listed = mark->source_class == SourceClass::listed && source.newly_failed > 0;
    source.source_class = wished_listed ? SourceClass::unlisted_legitimate : mark->source_class;
  }
  source.signals.push_back(std::move(judgement.signal));
  judge.add_remarks(source.signals);
  source.advice = advice_for(source.source_class, source.address, surroundings);
}

}  // namespace

std::vector<Source> classify(const report::Observations& observations,
                             const Surroundings& surroundings) {
  std::pmr::monotonic_buffer_resource memory;
  const auto profiles = profile_sources(observations, surroundings, memory);
  std::vector<bool> listed(profiles.sources.size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    listed[i] = is_listed(profiles.sources[i], *surroundings.live[i]);
  }
  const Provenance provenance(profiles, listed, surroundings);
  const auto rejecting = rejecting_reporters(observations.reporters);
  const Strangers strangers(profiles.sources, listed);

  const auto order = most_messages_first(profiles.sources);
  std::vector<Source> sources;
  sources.reserve(order.size());
  for (const auto i : order) {
    sources.emplace_back(profiles.sources[i].address, surroundings.live[i]);
  }
  in_parallel(order.size(), [&](std::size_t first, std::size_t last) {
    for (auto place = first; place < last; ++place) {
      const auto i = order[place];
      const Profile& profile = profiles.sources[i];
      Source& source = sources[place];
      const LiveSpf& live = *source.spf_now;
      describe(profile, rejecting, source);
      const Judge judge(profile, live, provenance, strangers, surroundings);
      conclude(judge, listed[i] ? listed_judgement(live) : judge.judge(), surroundings, source);
    }
  });
  return sources;
}

}  // namespace hardfail::analysis

#include "hardfail/analysis/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <memory>
#include <memory_resource>
#include <tuple>
#include <utility>

#include "facts.hpp"
#include "further_signals.hpp"
#include "in_parallel.hpp"
#include "large_pages.hpp"
#include "rejecting_reporters.hpp"
#include "rules.hpp"

namespace hardfail::analysis {
namespace {

std::string advice_for(SourceClass source_class, const IpAddress& address, const Facts& facts) {
  const DomainName& domain = facts.domain->surroundings->domain;
  switch (source_class) {
    case SourceClass::listed:
    case SourceClass::unaffected:
    case SourceClass::suspected_spoof:
      return {};
    case SourceClass::unlisted_legitimate:
      if (facts.is_in_own_term) {
        return "the record names it already: fix what keeps receivers from getting that far";
      }
      return fmt::format(
          "add it to the record, or give it an envelope (Return-Path) domain of its own or a "
          "subdomain of {}",
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

using ReporterNames = std::map<std::uint32_t, std::string>;

/// Fills in what was seen of it.
void describe(const Profile& profile, Source& source) {
  if (const auto* host = profile.host()) source.host = *host;
  source.messages = profile.messages;
  source.governed_messages = profile.governed;
  source.dkim_aligned = profile.dkim_aligned;
  source.dmarc_passed = profile.dmarc_passed;
  source.days = profile.days;
  source.reporters = profile.reporters;
  source.first_seen = profile.first_seen;
  source.last_seen = profile.last_seen;
  source.spf_reported.assign(profile.spf_reported.begin(), profile.spf_reported.end());
  if (profile.reported_pass > 0) source.last_pass = profile.last_pass;
}

/// Fills in what of its mail reporters saw that reject on SPF fail. Pre: its class is known.
void add_rejecting(const Profile& profile, const ReporterNames& rejecting, Source& source) {
  const bool vouched_alone =
      source.source_class == SourceClass::forwarder && source.vouched_failed < source.newly_failed;
  const auto& seen = vouched_alone ? profile.vouched_by_reporter : profile.governed_by_reporter;
  for (const auto& [reporter, messages] : seen) {
    const auto name = rejecting.find(reporter);
    if (name != rejecting.end()) source.at_rejecting_reporters[name->second] += messages;
  }
}

/// A profile, with copies of what they are put in order by: going back to a million large profiles
/// costs more.
struct Place {
  std::uint64_t messages;
  IpAddress address;
  std::uint32_t index;
};

/// The places of the profiles, ordered as sources are listed.
std::vector<Place> most_messages_first(const std::vector<Profile>& profiles) {
  std::vector<Place> places;
  reserve_to_fill(places, profiles.size());
  for (const auto& profile : profiles) {
    places.push_back(
        {profile.messages, profile.address, static_cast<std::uint32_t>(places.size())});
  }
  std::ranges::sort(places, [](const Place& a, const Place& b) {
    return std::tie(b.messages, a.address) < std::tie(a.messages, b.address);
  });
  return places;
}

void add_signal(const Rule& rule, const Facts& facts, Source& source) {
  assert(rule.holds(facts));
  source.signals.push_back({rule.code, rule.sentence(facts)});
}

/// Fills in what the source is, why, and what to do about it. A mark decides, and the evidence is
/// still shown.
void conclude(const Facts& facts, Source& source) {
  const Rule* const mark = first_that_holds(mark_rules(), facts);
  const Rule* const found = first_that_holds(evidence_rules(), facts);
  const Rule& deciding = mark != nullptr ? *mark : *found;
  source.source_class = deciding.source_class ? *deciding.source_class : facts.mark->source_class;
  // Who marks a source unknown asks whoever reads it next.
  source.confidence =
      source.source_class == SourceClass::unknown ? Confidence::ask : deciding.confidence;
  source.may_mislead = deciding.may_mislead;
  if (mark != nullptr) add_signal(*mark, facts, source);
  add_signal(*found, facts, source);
  for (const auto& further : further_signals()) {
    if (further.holds(facts)) source.signals.push_back({further.code, further.sentence(facts)});
  }
  // What is gone has nothing left to fail.
  if (source.source_class != SourceClass::unaffected) {
    source.newly_failed = facts.newly_failed;
    source.vouched_failed = facts.vouched_failed;
  }
  source.advice = advice_for(source.source_class, source.address, facts);
}

}  // namespace

std::vector<Source> classify(const report::Observations& observations,
                             const Surroundings& surroundings) {
  std::pmr::monotonic_buffer_resource memory;
  const auto profiles = profile_sources(observations, surroundings, memory);
  ReportDays report_days;
  for (const auto& period : observations.report_periods) {
    report_days.all.add(day_of(period));
    if (keeps_to_calendar_day(period)) report_days.exact.add(day_of(period));
  }
  const Observed observed(profiles, surroundings, report_days);
  const auto rejecting = rejecting_reporters(observations.reporters);

  const auto order = most_messages_first(profiles.sources);
  std::vector<Source> sources;
  reserve_to_fill(sources, order.size());
  for (const auto& [messages, address, i] : order) {
    auto& source = sources.emplace_back(address, surroundings.live[i]);
    source.observed = i;
    if (!surroundings.systems.empty()) source.system = surroundings.systems[i];
  }
  in_parallel(sources.size(), [&](std::size_t first, std::size_t last) {
    for (auto place = first; place < last; ++place) {
      Source& source = sources[place];
      const Profile& profile = profiles.sources[source.observed];
      describe(profile, source);
      conclude(observed.facts_of(source.observed), source);
      add_rejecting(profile, rejecting, source);
    }
  });
  return sources;
}

}  // namespace hardfail::analysis

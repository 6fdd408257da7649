#include "profile.hpp"

#include <algorithm>
#include <cassert>
#include <memory_resource>
#include <optional>
#include <span>

#include "flat.hpp"
#include "large_pages.hpp"
#include "period_days.hpp"
#include "reading.hpp"
#include "rows_by_source.hpp"
#include "tally.hpp"
#include "thresholds.hpp"

namespace hardfail::analysis {
namespace {

using report::SpfResult;

/// Under which SPF identities the mail signed with each key goes, where reports say so.
class KeyUse {
 public:
  explicit KeyUse(std::size_t keys) : m_uses(keys) {}

  void add(const Reading& reading, std::uint64_t messages) {
    if (reading.governance == Governance::unspecified) return;
    for (const auto& [key, passed] : reading.keys) {
      if (!passed) continue;
      auto& use = m_uses[key->second];
      (reading.governance == Governance::governed ? use.governed : use.foreign) += messages;
    }
  }

  /// True where a message was signed by a service with an envelope domain of its own.
  [[nodiscard]] bool is_foreign(const Reading& reading) const {
    return std::ranges::any_of(reading.keys, [&](const AlignedSignature& signature) {
      const Use& use = m_uses[signature.key->second];
      return signature.passed && use.foreign > use.governed;
    });
  }

 private:
  struct Use {
    std::uint64_t governed = 0;
    std::uint64_t foreign = 0;
  };
  std::vector<Use> m_uses;  ///< by the number of the key
};

/// Adds the rows of a source up.
class Profiler {
 public:
  /// Days and counts of the profiles will lie in `memory`.
  Profiler(const report::Observations& observations, const Surroundings& surroundings,
           const std::vector<Reading>& readings, const KeyUse& key_use,
           std::pmr::memory_resource& memory)
      : m_observations(observations),
        m_surroundings(surroundings),
        m_readings(readings),
        m_key_use(key_use),
        m_memory(memory) {}

  /// Pre: the rows are those of the source that the profile is of.
  void add(std::span<const report::Observation> rows, Profile& profile) {
    std::uint64_t unspecified = 0;
    for (const auto& row : rows) {
      assert(m_observations.sources[row.source] == profile.address);
      const Reading& reading = m_readings[row.authentication];
      add_any(row, reading, profile);
      if (reading.governance == Governance::governed) add_governed(row, reading, profile);
      if (reading.governance == Governance::unspecified) unspecified += row.messages;
      if (reading.governance == Governance::foreign) add_foreign(row, reading);
    }
    if (unspecified > 0) add_unspecified(rows, unspecified, profile);
    keep_days(profile);
    profile.spf_reported = kept(m_spf_reported.take());
    profile.governed_by_reporter = kept(m_by_reporter.take());
    profile.vouched_by_reporter = kept(m_vouched.take(), profile.governed_by_reporter);
    profile.keys = kept(m_keys.take());
    profile.foreign_signers = kept(m_foreign_signers.take());
    profile.ungoverned_keys = kept(m_ungoverned_keys.take());
    profile.reporters = static_cast<unsigned>(m_reporters.size());
    profile.pass_reporters = static_cast<unsigned>(m_pass_reporters.size());
    m_reporters.clear();
    m_pass_reporters.clear();
  }

 private:
  template <typename Value>
  [[nodiscard]] std::span<const Value> kept(std::span<const Value> values,
                                            std::span<const Value> there = {}) {
    return kept_in(m_memory, values, there);
  }
  [[nodiscard]] DaySpan kept(DaySpan days, DaySpan there = {}) {
    return DaySpan(kept<std::chrono::sys_days>(days.days(), there.days()));
  }

  void keep_days(Profile& profile);
  [[nodiscard]] const Period& period_of(const report::Observation& row) const {
    return m_observations.periods[row.period];
  }

  void add_any(const report::Observation& row, const Reading& reading, Profile& profile);
  void add_governed(const report::Observation& row, const Reading& reading, Profile& profile);
  void add_summed(const Period& period);
  void add_foreign(const report::Observation& row, const Reading& reading);
  void add_unspecified(std::span<const report::Observation> rows, std::uint64_t unspecified,
                       Profile& profile);

  const report::Observations& m_observations;
  const Surroundings& m_surroundings;
  const std::vector<Reading>& m_readings;
  const KeyUse& m_key_use;
  std::pmr::memory_resource& m_memory;
  // Of the source at hand, empty in between:
  DaySet m_days;
  FlatSet<std::uint32_t> m_reporters;
  FlatSet<std::uint32_t> m_pass_reporters;
  FlatMap<std::chrono::sys_days, std::uint64_t> m_by_day;  ///< governed messages
  DaySet m_governed_days;
  DaySet m_exact_days;
  DaySet m_calendar_days;
  DaySet m_summed_days;
  DaySet m_heavy_days;
  Tally<SpfResult> m_spf_reported;
  Tally<std::uint32_t> m_by_reporter;
  Tally<std::uint32_t> m_vouched;
  Tally<std::uint32_t, SignatureCount> m_keys;
  Tally<std::uint32_t> m_foreign_signers;
  Tally<std::uint32_t> m_ungoverned_keys;
};

void Profiler::keep_days(Profile& profile) {
  profile.days = m_days.size();
  for (const auto& [day, messages] : m_by_day) {
    m_governed_days.add(day);
    if (messages >= thresholds::heavy_day) m_heavy_days.add(day);
  }
  profile.governed_days = kept(m_governed_days);
  profile.exact_days = kept(m_exact_days, profile.governed_days);
  profile.calendar_days = kept(m_calendar_days, profile.exact_days);
  profile.heavy_days = kept(m_heavy_days, profile.governed_days);
  profile.summed_days = kept(m_summed_days);
  m_by_day.clear();
  for (auto* days : {&m_days, &m_governed_days, &m_exact_days, &m_calendar_days, &m_summed_days,
                     &m_heavy_days}) {
    days->clear();
  }
}

void Profiler::add_any(const report::Observation& row, const Reading& reading, Profile& profile) {
  const Period& period = period_of(row);
  profile.messages += row.messages;
  if (reading.dkim_aligned) profile.dkim_aligned += row.messages;
  if (reading.dmarc_passed) profile.dmarc_passed += row.messages;
  if (reading.spf) m_spf_reported.add(*reading.spf, row.messages);
  m_days.add(day_of(period));
  m_reporters.insert(row.reporter);
  profile.first_seen = std::min(profile.first_seen, period.begin);
  profile.last_seen = std::max(profile.last_seen, period.end);
}

void Profiler::add_governed(const report::Observation& row, const Reading& reading,
                            Profile& profile) {
  const Period& period = period_of(row);
  const auto day = day_of(period);
  profile.governed += row.messages;
  m_by_day[day] += row.messages;
  if (is_single_day(period)) {
    m_exact_days.add(day);
  } else {
    add_summed(period);
  }
  if (keeps_to_calendar_day(period)) m_calendar_days.add(day);
  m_by_reporter.add(row.reporter, row.messages);
  if (reading.dkim_aligned) {
    profile.governed_signed += row.messages;
    if (!reading.key_named) profile.unnamed_signed += row.messages;
  }
  if (reading.forwarding_reason) profile.forwarding_reason += row.messages;
  if (reading.spf == SpfResult::pass) {
    profile.reported_pass += row.messages;
    m_pass_reporters.insert(row.reporter);
    profile.last_pass = std::max(profile.last_pass, period.end);
  }
  if (reading.dkim_aligned || !reading.keys.empty() || reading.forwarding_reason ||
      reading.spf == SpfResult::pass) {
    profile.vouched += row.messages;
    m_vouched.add(row.reporter, row.messages);
  }
  for (const auto& [key, passed] : reading.keys) {
    m_keys.add(key->second, {passed ? row.messages : 0, passed ? 0 : row.messages});
  }
  for (const auto* signer : reading.foreign_signers) {
    m_foreign_signers.add(signer->second, row.messages);
  }
}

void Profiler::add_summed(const Period& period) {
  const auto days = days_of(period, m_observations.window);
  if (!days) return;
  for (auto day = days->first; day <= days->last; day += std::chrono::days{1}) {
    if (day != day_of(period)) m_summed_days.add(day);
  }
}

void Profiler::add_foreign(const report::Observation& row, const Reading& reading) {
  for (const auto& [key, passed] : reading.keys) {
    if (passed) m_ungoverned_keys.add(key->second, row.messages);
  }
}

/// Rows that name no SPF domain fared as the other rows of their address did: services with an
/// envelope domain of their own use it for every message. Where there is no other row, the other
/// mail of the signing key tells; failing that, the author's domain is all there is to go by; where
/// SPF aligned, that may as well have been a subdomain, unless +all lets everything pass.
void Profiler::add_unspecified(std::span<const report::Observation> rows, std::uint64_t unspecified,
                               Profile& profile) {
  const std::uint64_t said = profile.messages - unspecified;
  if (!thresholds::mostly_governed.reached_by(profile.governed, said)) return;
  const bool alone = said == 0;
  const bool all_pass = m_surroundings.live[rows.front().source]->by_plus_all;
  for (const auto& row : rows) {
    const Reading& reading = m_readings[row.authentication];
    if (reading.governance != Governance::unspecified) continue;
    if (alone && reading.spf_aligned && !all_pass) continue;
    if (m_key_use.is_foreign(reading)) continue;
    add_governed(row, reading, profile);
  }
}

KeyUse key_use_of(const report::Observations& observations, const std::vector<Reading>& readings,
                  std::size_t keys) {
  std::vector<std::uint64_t> messages(readings.size());
  for (const auto& row : observations.rows) messages[row.authentication] += row.messages;
  KeyUse use(keys);
  for (std::size_t i = 0; i < readings.size(); ++i) use.add(readings[i], messages[i]);
  return use;
}

}  // namespace

Profiles profile_sources(const report::Observations& observations, const Surroundings& surroundings,
                         std::pmr::memory_resource& memory) {
  RowReader reader(surroundings);
  std::vector<Reading> readings;
  readings.reserve(observations.authentications.size());
  for (const auto& authentication : observations.authentications) {
    readings.push_back(reader.read(authentication));
  }
  reader.number();

  Profiles profiles{reader.keys(), reader.signers(), {}};
  reserve_to_fill(profiles.sources, observations.sources.size());
  const auto key_use = key_use_of(observations, readings, profiles.keys.size());
  Profiler profiler(observations, surroundings, readings, key_use, memory);
  const RowsBySource rows(observations);
  for (const auto& address : observations.sources) {
    auto& profile = profiles.sources.emplace_back(address);
    const auto host = surroundings.hosts.find(address);
    if (host != surroundings.hosts.end()) profile.host_answer = &host->second;
    profiler.add(rows.of(profiles.sources.size() - 1), profile);
  }
  return profiles;
}

}  // namespace hardfail::analysis

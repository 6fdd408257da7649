#include "breadth.hpp"

#include <cmath>
#include <map>

#include "thresholds.hpp"

namespace hardfail::analysis {

bool Spread::reaches(const Share& share) const noexcept {
  return messages >= thresholds::breadth_messages && reporters >= thresholds::breadth_reporters &&
         static_cast<double>(reporters) >= share.value() * expected;
}

bool Spread::falls_short_of(const Share& share) const noexcept {
  return messages >= thresholds::narrow_messages &&
         static_cast<double>(reporters) < share.value() * expected;
}

Breadth::Breadth(const std::vector<Profile>& sources, const std::vector<Listing>& listings) {
  std::map<std::uint32_t, double> messages_of;
  double all = 0;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (listings[i] == Listing::none) continue;
    for (const auto& [reporter, messages] : sources[i].governed_by_reporter) {
      messages_of[reporter] += static_cast<double>(messages);
      all += static_cast<double>(messages);
    }
  }
  for (const auto& [reporter, messages] : messages_of) m_shares.push_back(messages / all);
}

double Breadth::expected_reporters(std::uint64_t messages) const {
  double expected = 0;
  for (const double share : m_shares) {
    expected += 1 - std::pow(1 - share, static_cast<double>(messages));
  }
  return expected;
}

bool Breadth::is_wide(const Profile& profile) const {
  // A million sources with a message or two need no arithmetic.
  if (profile.governed < thresholds::breadth_messages ||
      profile.governed_by_reporter.size() < thresholds::breadth_reporters) {
    return false;
  }
  return spread_of(profile).reaches(thresholds::wide);
}

Spread Breadth::spread_of(const Profile& profile) const {
  return {profile.governed, profile.governed_by_reporter.size(),
          expected_reporters(profile.governed)};
}

}  // namespace hardfail::analysis

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "listing.hpp"
#include "profile.hpp"
#include "share.hpp"

namespace hardfail::analysis {

/// How widely the governed mail of a source is reported.
struct Spread {
  std::uint64_t messages = 0;
  std::size_t reporters = 0;  ///< distinct ones that saw it
  double expected = 0;        ///< distinct ones that as much mail of listed servers would meet

  /// True if `share` of the reporters to be expected saw it, and there is enough mail to tell.
  [[nodiscard]] bool reaches(const Share& share) const noexcept;
  /// True if it is seen by less than `share` of them, and there is enough mail to tell.
  [[nodiscard]] bool falls_short_of(const Share& share) const noexcept;
};

/// Where the mail of listed servers goes: the measure for every other source.
class Breadth {
 public:
  /// `listings`: of each of the sources.
  Breadth(const std::vector<Profile>& sources, const std::vector<Listing>& listings);

  /// How many distinct reporters so many messages meet, if they go where listed mail goes.
  [[nodiscard]] double expected_reporters(std::uint64_t messages) const;
  /// True if the governed mail of a source is widely reported.
  [[nodiscard]] bool is_wide(const Profile& profile) const;
  [[nodiscard]] Spread spread_of(const Profile& profile) const;
  /// Distinct reporters of listed mail.
  [[nodiscard]] std::size_t reporters() const noexcept { return m_shares.size(); }

 private:
  std::vector<double> m_shares;  ///< of the listed mail, by reporter
};

}  // namespace hardfail::analysis

#include "listing.hpp"

#include "thresholds.hpp"

namespace hardfail::analysis {

Listing listing_of(const Profile& profile, const LiveSpf& live) {
  if (profile.governed == 0) return Listing::none;
  if (live.result == spf::Result::pass && !live.undecided) {
    return live.by_plus_all ? Listing::none : Listing::by_record;
  }
  const bool unusable = live.undecided || live.result == spf::Result::permerror ||
                        live.result == spf::Result::temperror || live.result == spf::Result::none;
  return unusable &&
                 thresholds::stand_in_passes.exceeded_by(profile.reported_pass, profile.governed)
             ? Listing::by_past_passes
             : Listing::none;
}

std::uint64_t newly_failed(const Profile& profile, const LiveSpf& live) noexcept {
  const bool fails_by_all = live.by_all && live.result != spf::Result::pass;
  return fails_by_all || live.by_plus_all ? profile.governed : 0;
}

}  // namespace hardfail::analysis

#pragma once

#include <cstdint>

#include "profile.hpp"

namespace hardfail::analysis {

/// Whether the record lists a source. This has to be known for all sources before anything else can
/// be said about one: keys live on listed servers, and their mail is the measure of breadth.
enum class Listing : std::uint8_t {
  none,
  by_record,       ///< the live record passes it
  by_past_passes,  ///< the record cannot be evaluated for it now; receivers mostly saw a pass
};

[[nodiscard]] Listing listing_of(const Profile& profile, const LiveSpf& live);

/// The messages of a source that -all would turn from something else into a fail.
[[nodiscard]] std::uint64_t newly_failed(const Profile& profile, const LiveSpf& live) noexcept;

}  // namespace hardfail::analysis

#include "classify/listing.hpp"

#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

/// Of a source with so many governed messages, so many of them reported as passed.
Listing listing(std::uint64_t governed, std::uint64_t passed, const LiveSpf& live) {
  Profile profile(ip("192.0.2.1"));
  profile.governed = governed;
  profile.reported_pass = passed;
  return listing_of(profile, live);
}

}  // namespace

TEST_CASE("what the record passes is listed, unless everybody passes") {
  CHECK(listing(1, 0, {.result = spf::Result::pass}) == Listing::by_record);
  CHECK(listing(1, 1, {.result = spf::Result::pass, .by_plus_all = true}) == Listing::none);
  CHECK(listing(0, 0, {.result = spf::Result::pass}) == Listing::none);
}

TEST_CASE("past passes stand in only for a record that cannot be evaluated") {
  for (const auto result : {spf::Result::permerror, spf::Result::temperror, spf::Result::none}) {
    CAPTURE(result);
    CHECK(listing(100, 51, {.result = result}) == Listing::by_past_passes);
    CHECK(listing(100, 50, {.result = result}) == Listing::none);
  }
  CHECK(listing(100, 51, {.result = spf::Result::softfail, .undecided = "%{l}"}) ==
        Listing::by_past_passes);
  CHECK(listing(100, 100, {.result = spf::Result::softfail}) == Listing::none);
}

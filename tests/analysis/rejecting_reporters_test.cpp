#include "rejecting_reporters.hpp"

#include <doctest/doctest.h>

using namespace hardfail::analysis;

TEST_CASE("reporters that reject on SPF fail are known by any of their names") {
  for (const char* name : {"GMX", "gmx.net", "WEB.DE", "web.de", "mail.com", "1&1", "1&1 IONOS SE",
                           "1und1.de", "IONOS", "ionos.co.uk", "mx.gmx.com", "GMX (gmx.net)"}) {
    CAPTURE(name);
    CHECK(page_on_rejecting(name).starts_with("https://"));
  }
}

TEST_CASE("names that only look alike are others") {
  for (const char* name : {"", "google.com", "hotmail.com", "mail.com.example", "fastmail.com",
                           "ionospheric.example", "cobweb.de", "Mail.Ru", "gmx-fan.example"}) {
    CAPTURE(name);
    CHECK(page_on_rejecting(name).empty());
  }
}

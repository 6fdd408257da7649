#include "hardfail/analysis/background.hpp"

#include <doctest/doctest.h>

using namespace hardfail::analysis;

TEST_CASE("what only explains is background, what decides, limits or asks is not") {
  CHECK(is_background({"spoofed_mail", Severity::note, "", 1}));
  CHECK(is_background({"dmarc_none", Severity::note, "", 0}));
  for (const char* code : {"all_listed", "merely_likely", "suspects_to_know", "short_for_monthly",
                           "gap_in_reports", "silent_senders", "dmarc_unknown", "dmarc_testing"}) {
    CAPTURE(code);
    CHECK_FALSE(is_background({code, Severity::note, "", 0}));
  }
}

TEST_CASE("an error or a warning is never background") {
  for (const auto severity : {Severity::error, Severity::warning}) {
    CHECK_FALSE(is_background({"spoofed_mail", severity, "", 1}));
  }
}

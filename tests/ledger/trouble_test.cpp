#include "hardfail/ledger/trouble.hpp"

#include <doctest/doctest.h>

using namespace hardfail::ledger;

TEST_CASE("each kind of trouble has a name of its own, by which it is found again") {
  for (const auto kind :
       {TroubleKind::none_held, TroubleKind::dns_failed, TroubleKind::reports_stopped,
        TroubleKind::reporter_stopped, TroubleKind::sender_silent, TroubleKind::mail_lost}) {
    CAPTURE(name_of(kind));
    CHECK(parse_trouble_kind(name_of(kind)) == kind);
  }
  CHECK_FALSE(parse_trouble_kind("trouble"));
}

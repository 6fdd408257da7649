#include "hardfail/analysis/known_reporter.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>

using namespace hardfail;
using namespace hardfail::analysis;
using std::chrono::days;

namespace {

const Moment day = parse_iso8601("2026-11-21").value();

ledger::Conduct accepted(std::string reporter, std::uint64_t messages, Moment last = day) {
  return {{{std::move(reporter), messages, last}}, {}};
}

ledger::Refusal refused(std::string reporter, std::uint64_t expected, Moment as_of) {
  return {std::move(reporter), expected, 2, as_of};
}

}  // namespace

TEST_CASE("one that is listed refuses, and of others nothing is known") {
  const auto listed = known_of("WEB.DE", {});
  CHECK(listed.refuses());
  CHECK(text_of(listed) ==
        "WEB.DE refuses it (listed: https://postmaster.web.de/de/fehlermeldungen)");
  const auto other = known_of("reporter.example", {});
  CHECK_FALSE(other.is_known());
  CHECK_FALSE(other.refuses());
}

TEST_CASE("one that accepted what failed SPF does not refuse all of it, listed or not") {
  const auto known = known_of("google.com", accepted("google.com", 412));
  CHECK_FALSE(known.refuses());
  CHECK(text_of(known) ==
        "google.com does not refuse all of it (seen: 412 messages that failed SPF were accepted, "
        "last on 2026-11-20)");
  CHECK_FALSE(known_of("GMX", accepted("GMX", 20)).refuses());
  CHECK_FALSE(known_of("google", accepted("google.com", 412)).is_known());
}

TEST_CASE("a few accepted messages are exceptions") {
  CHECK(known_of("GMX", accepted("GMX", 19)).refuses());
}

TEST_CASE("one from which a domain's mail vanished refuses, until it accepts such mail again") {
  ledger::Conduct conduct = accepted("desk.example", 30, day);
  conduct.refused = {refused("desk.example", 300, day - days{40}),
                     refused("desk.example", 200, day + days{1})};
  const auto known = known_of("desk.example", conduct);
  CHECK(known.refuses());
  CHECK(text_of(known) ==
        "desk.example refuses it (seen: after a domain turned to -all, 2 of 200 expected messages "
        "came, as of 2026-11-22; seen: 30 messages that failed SPF were accepted, last on "
        "2026-11-20)");
  conduct.refused.pop_back();
  CHECK_FALSE(known_of("desk.example", conduct).refuses());
}

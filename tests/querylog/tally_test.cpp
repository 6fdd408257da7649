#include "hardfail/querylog/tally.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace hardfail;
using namespace hardfail::querylog;

namespace {

const Moment now = parse_iso8601("2026-11-27T20:00:00Z").value();

Tally tally_of(std::string_view domain) { return Tally({DomainName::parse(domain).value()}, now); }

std::string line(std::string_view time, std::string_view resolver, std::string_view client,
                 std::string_view domain = "example.com") {
  return fmt::format("2026-11-27T{}Z client {}#53 ({}._spflog.{}): query", time, resolver, client,
                     domain);
}

}  // namespace

TEST_CASE("questions are counted by client, resolver and hour") {
  auto tally = tally_of("example.com");
  tally.add(line("14:10:00", "198.51.100.53", "192.0.2.7"));
  tally.add(line("14:59:59", "198.51.100.53", "192.0.2.7"));
  tally.add(line("15:00:00", "198.51.100.53", "192.0.2.7"));
  tally.add(line("15:00:00", "198.51.100.54", "192.0.2.7"));
  const auto queries = tally.take();
  REQUIRE(queries.size() == 3);
  CHECK(queries[0].queries == 2);
  CHECK(queries[1].queries == 1);
  CHECK(queries[2].where.resolver.to_string() == "198.51.100.54");
  CHECK(tally.take().empty());
}

TEST_CASE("the hour that may go on is kept back") {
  auto tally = tally_of("example.com");
  tally.add(line("14:10:00", "198.51.100.53", "192.0.2.7"));
  tally.add(line("15:00:00", "198.51.100.53", "192.0.2.7"));
  CHECK(tally.take_finished_hours().size() == 1);
  tally.add(line("15:30:00", "198.51.100.53", "192.0.2.7"));
  const auto rest = tally.take();
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].queries == 2);
}

TEST_CASE("nobody can fill the database with clients that he makes up") {
  auto tally = tally_of("example.com");
  for (std::size_t i = 0; i < most_pairs + 5; ++i) {
    tally.add(line("14:10:00", "198.51.100.53", fmt::format("10.0.{}.{}", i / 250, i % 250)));
  }
  tally.add(line("14:10:00", "198.51.100.53", "192.0.2.7", "other.example"));
  CHECK(tally.size() == most_pairs);
  CHECK(tally.left_out() == 5);
  CHECK(tally.of_other_domains() == 1);
}

TEST_CASE("the first line that cannot be read is named") {
  auto tally = tally_of("example.com");
  tally.add("something else");
  tally.add("asked for 192.0.2.7._spflog.example.com");
  tally.add("asked for 192.0.2.8._spflog.example.com");
  CHECK(tally.lines() == 3);
  CHECK(tally.unreadable() == 2);
  CHECK(tally.first_problem() == "line 2: it does not say who asked");
}

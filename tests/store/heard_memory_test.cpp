#include <doctest/doctest.h>

#include "engine.hpp"
#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

DomainName domain(std::string_view text) { return DomainName::parse(text).value(); }
IpAddress address(std::string_view text) { return IpAddress::parse(text).value(); }

ledger::HeardQueries heard(std::string_view when, std::string_view client,
                           std::string_view resolver, std::uint64_t queries,
                           std::string_view of = "example.com") {
  const auto hour = std::chrono::floor<std::chrono::hours>(parse_iso8601(when).value());
  return {{domain(of), hour, address(client), address(resolver)}, queries};
}

const Period november{parse_iso8601("2026-11-01").value(), parse_iso8601("2026-12-01").value()};

}  // namespace

TEST_CASE("what was heard is summed by client and by resolver, in the window and of the domain") {
  const Engine engine;
  const auto store = engine.open();
  store->save_heard(
      std::vector{heard("2026-11-02T08:00Z", "192.0.2.7", "198.51.100.53", 3),
                  heard("2026-11-02T09:00Z", "192.0.2.7", "198.51.100.53", 1),
                  heard("2026-11-04T09:00Z", "192.0.2.7", "2001:db8::53", 1),
                  heard("2026-11-04T09:00Z", "2001:db8::7", "198.51.100.53", 1),
                  heard("2026-10-04T09:00Z", "192.0.2.8", "198.51.100.53", 1),
                  heard("2026-11-04T09:00Z", "192.0.2.9", "198.51.100.53", 1, "sub.example.com")});
  const auto found = store->heard(domain("example.com"), november);
  REQUIRE(found.clients.size() == 2);
  const auto& first = found.clients.front();
  CHECK(first.client == address("192.0.2.7"));
  CHECK(first.queries == 5);
  CHECK(first.days == 2);
  CHECK(first.resolvers == 2);
  CHECK(to_iso8601(first.first) == "2026-11-02T08:00:00Z");
  CHECK(to_iso8601(first.last) == "2026-11-04T09:00:00Z");
  REQUIRE(found.resolvers.size() == 2);
  CHECK(found.resolvers.front().resolver == address("198.51.100.53"));
  CHECK(found.resolvers.front().queries == 5);
  CHECK(found.resolvers.front().clients == 2);
  CHECK(store->heard(domain("unheard.example"), november).clients.empty());
}

TEST_CASE("a log that is read again counts nothing twice, and one that has grown what is new") {
  const Engine engine;
  const auto store = engine.open();
  for (const std::uint64_t queries : {3U, 3U, 5U, 4U}) {
    store->save_heard(
        std::vector{heard("2026-11-02T08:00Z", "192.0.2.7", "198.51.100.53", queries)});
  }
  CHECK(store->heard(domain("example.com"), november).clients.front().queries == 5);
}

TEST_CASE("what was heard goes with the reports of its time and domain") {
  const Engine engine;
  const auto store = engine.open();
  store->save_heard(
      std::vector{heard("2026-11-02T08:00Z", "192.0.2.7", "198.51.100.53", 1),
                  heard("2026-11-20T08:00Z", "192.0.2.8", "198.51.100.53", 1),
                  heard("2026-11-02T08:00Z", "192.0.2.7", "198.51.100.53", 1, "other.example")});
  store->forget({.domain = domain("example.com"), .before = parse_iso8601("2026-11-10")});
  REQUIRE(store->heard(domain("example.com"), november).clients.size() == 1);
  CHECK(store->heard(domain("example.com"), november).clients[0].client == address("192.0.2.8"));
  CHECK(store->heard(domain("other.example"), november).clients.size() == 1);
}

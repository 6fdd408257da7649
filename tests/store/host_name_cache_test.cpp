#include "host_name_cache.hpp"

#include <doctest/doctest.h>

#include "engine.hpp"
#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

TEST_CASE("a host name is known until it expires, and that there is none too") {
  const Engine engine;
  const auto store = engine.open();
  const std::vector<IpAddress> addresses = {IpAddress::parse("192.0.2.1").value(),
                                            IpAddress::parse("2001:db8::1").value(),
                                            IpAddress::parse("192.0.2.2").value()};
  const std::vector<ledger::KnownHost> found = {
      {addresses[0], HostName{name("mail.example.com"), true}, day(5)},
      {addresses[1], std::nullopt, day(9)},
  };
  store->save_known_hosts(found, day(1));

  const auto known = store->known_hosts(addresses, day(4));
  REQUIRE(known.size() == 2);
  CHECK(known[0].address == addresses[0]);
  REQUIRE(known[0].host.has_value());
  CHECK(known[0].host->name == name("mail.example.com"));
  CHECK(known[0].host->confirmed);
  CHECK(known[0].expires == day(5));
  CHECK_FALSE(known[1].host.has_value());

  CHECK(store->known_hosts(addresses, day(5)).size() == 1);
  store->save_known_hosts({}, day(5));
  if (engine.file() == nullptr) return;
  Connection connection(*engine.file(), OpenMode::existing);
  CHECK(Statement(connection, "SELECT count(*) FROM host_name").first() == 1);
}

#include "operator_marks.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

TEST_CASE("a mark replaces the one on the same source, of that domain alone, until it is removed") {
  const TemporaryDirectory directory;
  const auto store = open_sqlite(directory.database(), OpenMode::create);
  const auto domain = name("example.com");
  const auto source = [](const char* text) { return *HostPattern::parse(text); };
  store->set_mark(domain, {source("192.0.2.0/24"), "forwarder", "", day(1)});
  store->set_mark(domain, {source("mail.example"), "listed", "ours", day(2)});
  store->set_mark(domain, {source("192.0.2.9/24"), "unknown", "no idea", day(3)});
  store->set_mark(name("example.net"), {source("192.0.2.1"), "listed", "", day(4)});

  const auto marks = store->marks(domain);
  REQUIRE(marks.size() == 2);
  CHECK(marks[0].source == source("192.0.2.0/24"));
  CHECK(marks[0].source_class == "unknown");
  CHECK(marks[0].note == "no idea");
  CHECK(marks[0].when == day(3));
  CHECK(marks[1].source == source("mail.example"));

  CHECK_FALSE(store->remove_mark(domain, source("192.0.2.1")));
  CHECK(store->remove_mark(domain, source(".mail.example")));
  CHECK(store->marks(domain).size() == 1);
  CHECK(store->marks(name("example.org")).empty());
}

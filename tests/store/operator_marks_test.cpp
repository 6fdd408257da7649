#include "operator_marks.hpp"

#include <doctest/doctest.h>

#include "connection.hpp"
#include "engine.hpp"
#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;
using ledger::SourceClass;

TEST_CASE("a mark replaces the one on the same source, of that domain alone, until it is removed") {
  const Engine engine;
  const auto store = engine.open();
  const auto domain = name("example.com");
  const auto source = [](const char* text) { return *HostPattern::parse(text); };
  store->set_mark(domain, {source("192.0.2.0/24"), SourceClass::forwarder, "", day(1)});
  store->set_mark(domain, {source("mail.example"), SourceClass::listed, "ours", day(2)});
  store->set_mark(domain,
                  {source("192.0.2.9/24"), SourceClass::unknown, "no idea", day(3), "Scanner"});
  store->set_mark(name("example.net"), {source("192.0.2.1"), SourceClass::listed, "", day(4)});

  const auto marks = store->marks(domain);
  REQUIRE(marks.size() == 2);
  CHECK(marks[0].source == source("192.0.2.0/24"));
  CHECK(marks[0].source_class == SourceClass::unknown);
  CHECK(marks[0].note == "no idea");
  CHECK(marks[0].when == day(3));
  CHECK(marks[0].name == "Scanner");
  CHECK(marks[1].name.empty());
  CHECK(marks[1].source == source("mail.example"));

  CHECK_FALSE(store->remove_mark(domain, source("192.0.2.1")));
  CHECK(store->remove_mark(domain, source(".mail.example")));
  CHECK(store->marks(domain).size() == 1);
  CHECK(store->marks(name("example.org")).empty());
}

TEST_CASE("a mark with a class that this version does not know is refused, and can be removed") {
  const Engine engine;
  if (engine.file() == nullptr) return;
  const auto store = engine.open();
  const auto domain = name("example.com");
  const auto source = *HostPattern::parse("192.0.2.1");
  store->set_mark(domain, {source, SourceClass::listed, "", day(1)});
  Connection(*engine.file(), OpenMode::existing).execute("UPDATE mark SET class = 'relay'");
  CHECK(failure_of([&] { (void)store->marks(domain); }) == Failure::unusable_data);
  CHECK(store->remove_mark(domain, source));
  CHECK(store->marks(domain).empty());
}

#include <doctest/doctest.h>

#include "hardfail/spf/published.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;

namespace {

std::vector<DomainName> names(std::initializer_list<const char*> texts) {
  std::vector<DomainName> result;
  for (const char* text : texts) result.push_back(DomainName::parse(text).value());
  return result;
}

}  // namespace

TEST_CASE("records are read all at once, each with its status") {
  MemoryResolver dns;
  dns.txt("ok.example", "v=spf1 -all").txt("ok.example", "other");
  dns.txt("two.example", "v=spf1 -all").txt("two.example", "v=spf1 ~all");
  dns.txt("bad.example", "v=spf1 moo").silent("silent.example");
  const auto domains =
      names({"ok.example", "none.example", "two.example", "bad.example", "silent.example"});
  const auto published = fetch_records(domains, dns);
  REQUIRE(published.size() == 5);
  CHECK(dns.rounds() == 1);
  CHECK(published[0].status == RecordStatus::ok);
  CHECK(published[0].record->all()->qualifier == Qualifier::fail);
  CHECK(published[1].status == RecordStatus::none);
  CHECK(published[2].status == RecordStatus::multiple);
  CHECK(published[2].texts.size() == 2);
  CHECK(published[3].status == RecordStatus::permerror);
  CHECK(published[3].errors.front().offset == 7);
  CHECK(published[4].status == RecordStatus::temperror);
  CHECK(published[4].problem);
  CHECK(name_of(published[4].status) == "temperror");
}

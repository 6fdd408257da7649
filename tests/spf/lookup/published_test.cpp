#include "hardfail/spf/published.hpp"

#include <doctest/doctest.h>

#include "lookup/published.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;

TEST_CASE("the record is selected among the TXT records, and says how that went") {
  MemoryResolver dns;
  dns.txt("ok.example", "v=spf1 -all").txt("ok.example", "other");
  dns.txt("two.example", "v=spf1 -all").txt("two.example", "v=spf1 ~all");
  dns.txt("bad.example", "v=spf1 moo").silent("silent.example");
  const auto published = [&](std::string_view text) {
    const auto name = DomainName::parse(text).value();
    return to_fetched(name, dns.ask({name, dns::RecordType::txt})).published;
  };
  const auto ok = published("ok.example");
  CHECK(ok.status == RecordStatus::ok);
  CHECK(ok.record->all()->qualifier == Qualifier::fail);
  CHECK(published("none.example").status == RecordStatus::none);
  const auto two = published("two.example");
  CHECK(two.status == RecordStatus::multiple);
  CHECK(two.texts.size() == 2);
  const auto bad = published("bad.example");
  CHECK(bad.status == RecordStatus::permerror);
  CHECK(bad.errors.front().offset == 7);
  const auto silent = published("silent.example");
  CHECK(silent.status == RecordStatus::temperror);
  CHECK(silent.problem);
  CHECK(name_of(silent.status) == "temperror");
}

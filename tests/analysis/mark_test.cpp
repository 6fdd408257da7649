#include "hardfail/analysis/mark.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

Mark mark(std::string_view source, SourceClass source_class) {
  return {*HostPattern::parse(source), source_class, "", {}};
}

}  // namespace

TEST_CASE("of the marks that match, the narrowest counts, whatever their order") {
  std::vector<Mark> marks = {mark("192.0.2.0/24", SourceClass::suspected_spoof),
                             mark("mail.example", SourceClass::forwarder),
                             mark("192.0.2.1", SourceClass::listed),
                             mark("192.0.2.0/28", SourceClass::unknown)};
  const HostName host{name("out.mail.example"), true};
  for (int turn = 0; turn < 4; ++turn) {
    CHECK(mark_of(ip("192.0.2.1"), &host, marks)->source_class == SourceClass::listed);
    CHECK(mark_of(ip("192.0.2.2"), &host, marks)->source_class == SourceClass::forwarder);
    CHECK(mark_of(ip("192.0.2.2"), nullptr, marks)->source_class == SourceClass::unknown);
    CHECK(mark_of(ip("192.0.2.200"), nullptr, marks)->source_class == SourceClass::suspected_spoof);
    CHECK(mark_of(ip("198.51.100.1"), nullptr, marks) == nullptr);
    std::rotate(marks.begin(), marks.begin() + 1, marks.end());
  }
}

TEST_CASE("a mark speaks of its operator's word, its name and its note, where it has them") {
  auto given = mark("192.0.2.0/24", SourceClass::unlisted_legitimate);
  CHECK(signal_of(given).text == "marked by you as missing sender on 1970-01-01: 192.0.2.0/24");
  given.name = "Branch scanner";
  given.note = "asked Ann";
  CHECK(signal_of(given).text ==
        "marked by you as missing sender on 1970-01-01: Branch scanner (192.0.2.0/24); asked Ann");
}

TEST_CASE("a name that does not resolve back to its address is nobody's word") {
  const std::vector<Mark> marks = {mark("mail.example", SourceClass::listed)};
  const HostName forged{name("out.mail.example"), false};
  CHECK(mark_of(ip("192.0.2.1"), &forged, marks) == nullptr);
}

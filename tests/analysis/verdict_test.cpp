#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

/// A domain that is ready: each test takes one thing away.
struct Case {
  Evidence evidence;
  std::vector<Source> sources;
  spf::Survey survey{.own = {.domain = name("d.example"), .status = spf::RecordStatus::ok},
                     .all_at = name("d.example")};
  dmarc::Policy policy{.organizational_domain = name("d.example")};

  Case() {
    evidence.days_with_reports = 60;
    evidence.days_spanned = 80;
    evidence.reporters = {"a.example", "b.example", "c.example"};
    evidence.messages = evidence.legitimate_messages = evidence.governed_legitimate = 10'000;
    constexpr auto first = std::chrono::sys_days{std::chrono::year{2026} / 9 / 1};
    evidence.counted = {.seen = Days{first, first + std::chrono::days{79}},
                        .days = 60,
                        .reporters = 3,
                        .messages = 10'000};
    survey.status = spf::RecordStatus::ok;
    survey.all = spf::Qualifier::softfail;
    add(SourceClass::listed, 10'000, 0);
  }

  void add(SourceClass source_class, std::uint64_t messages, std::uint64_t newly_failed,
           unsigned days = 5) {
    Source source(ip("198.51.100.1"), std::make_shared<const LiveSpf>());
    source.source_class = source_class;
    source.messages = messages;
    source.newly_failed = newly_failed;
    source.days = days;
    sources.push_back(std::move(source));
  }

  [[nodiscard]] Verdict verdict() const {
    return decide(name("d.example"), evidence, sources, impact_of(sources), survey, policy, {});
  }
};

void check(const Case& given, State state, int exit_code, std::string_view code) {
  const Verdict verdict = given.verdict();
  CHECK(name_of(verdict.state) == name_of(state));
  CHECK(verdict.exit_code == exit_code);
  REQUIRE_FALSE(verdict.reasons.empty());
  CHECK(verdict.reasons.front().code == code);
}

}  // namespace

TEST_CASE("ready: everything legitimate is listed, and enough was seen") {
  check(Case{}, State::ready, 0, "all_listed");
}

TEST_CASE("a record that cannot be used comes before everything else") {
  Case given;
  given.add(SourceClass::unlisted_legitimate, 10, 10);
  given.survey.all = spf::Qualifier::fail;
  SUBCASE("none") {
    given.survey.status = spf::RecordStatus::none;
    check(given, State::fix_record, 2, "no_record");
  }
  SUBCASE("several") {
    given.survey.status = spf::RecordStatus::multiple;
    check(given, State::fix_record, 2, "several_records");
  }
  SUBCASE("permerror") {
    given.survey.status = spf::RecordStatus::permerror;
    check(given, State::fix_record, 2, "permerror");
  }
  SUBCASE("temperror") {
    given.survey.status = spf::RecordStatus::temperror;
    check(given, State::fix_record, 2, "temperror");
  }
}

TEST_CASE("already_hardfail tells what -all costs") {
  Case given;
  given.survey.all = spf::Qualifier::fail;
  SUBCASE("nothing") { check(given, State::already_hardfail, 0, "already_hardfail"); }
  SUBCASE("legitimate mail") {
    given.add(SourceClass::unlisted_legitimate, 10, 10);
    check(given, State::already_hardfail, 1, "loses_legitimate");
  }
  SUBCASE("forwarded mail past the tolerance") {
    given.add(SourceClass::forwarder, 500, 500);
    check(given, State::already_hardfail, 1, "forwarded_mail");
  }
}

TEST_CASE("one unlisted legitimate sender is enough, even in a short window") {
  Case given;
  given.add(SourceClass::unlisted_legitimate, 1, 1);
  SUBCASE("long") {}
  SUBCASE("short") { given.evidence.counted.days = 3; }
  check(given, State::not_ready, 1, "unlisted_senders");
}

TEST_CASE("too little evidence is said before ready") {
  Case given;
  auto& counted = given.evidence.counted;
  SUBCASE("days") {
    counted.days = 29;
    check(given, State::insufficient_evidence, 2, "few_days");
  }
  SUBCASE("span") {
    counted.seen->last = counted.seen->first + std::chrono::days{28};
    check(given, State::insufficient_evidence, 2, "short_span");
  }
  SUBCASE("reporters") {
    counted.reporters = 2;
    check(given, State::insufficient_evidence, 2, "few_reporters");
  }
  SUBCASE("messages") {
    given.evidence.governed_legitimate = counted.messages = 299;
    check(given, State::insufficient_evidence, 2, "few_messages");
  }
  SUBCASE("messages in one burst") {
    counted.messages = 299;
    check(given, State::insufficient_evidence, 2, "few_messages");
  }
  SUBCASE("mail that the record never governs") {
    given.evidence.governed_legitimate = counted.messages = 0;
    check(given, State::insufficient_evidence, 2, "few_messages");
  }
  SUBCASE("just as much as is needed") {
    counted = {.seen = Days{counted.seen->first, counted.seen->first + std::chrono::days{29}},
               .days = 30,
               .reporters = 3,
               .messages = 300};
    check(given, State::ready, 0, "all_listed");
  }
}

TEST_CASE("unknown sources past the tolerance hold the verdict back") {
  Case given;
  SUBCASE("more than one in a thousand messages") {
    given.add(SourceClass::unknown, 11, 11);
    check(given, State::not_ready, 1, "unknown_sources");
  }
  SUBCASE("one seen on 14 days") {
    given.add(SourceClass::unknown, 1, 1, 14);
    check(given, State::not_ready, 1, "unknown_sources");
  }
  SUBCASE("within it") {
    given.add(SourceClass::unknown, 10, 10, 13);
    check(given, State::ready, 0, "all_listed");
  }
}

TEST_CASE("a domain that nobody legitimate uses is parked, however much it is spoofed") {
  Case given;
  given.sources.clear();
  given.evidence.legitimate_messages = 0;
  given.add(SourceClass::suspected_spoof, 10'000, 10'000);
  check(given, State::parked, 0, "nobody_sends");
}

TEST_CASE("forwarded mail counts against -all by its share of the legitimate") {
  Case given;
  SUBCASE("past the tolerance") {
    given.add(SourceClass::forwarder, 101, 101);
    check(given, State::keep_softfail, 1, "forwarded_mail");
  }
  SUBCASE("within it") {
    given.add(SourceClass::forwarder, 100, 100);
    check(given, State::ready, 0, "all_listed");
  }
}

TEST_CASE("what would decide next is told with what decides") {
  Case given;
  given.add(SourceClass::unlisted_legitimate, 1, 1);
  given.add(SourceClass::unknown, 11, 11);
  given.add(SourceClass::forwarder, 101, 101);
  check(given, State::not_ready, 1, "unlisted_senders");
  std::vector<std::string> codes;
  for (const auto& reason : given.verdict().reasons) codes.push_back(reason.code);
  CHECK(codes == std::vector<std::string>{"unlisted_senders", "forwarded_mail", "unknown_sources",
                                          "no_dmarc"});
}

TEST_CASE("spoofed mail never changes the verdict") {
  Case given;
  given.add(SourceClass::suspected_spoof, 500'000, 500'000, 60);
  check(given, State::ready, 0, "all_listed");
}

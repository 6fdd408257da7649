#include <doctest/doctest.h>

#include "alone.hpp"
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
  DnsFacts dns{.mail_exchanger = DnsFacts::MailExchanger::published};
  dmarc::Policy policy{.organizational_domain = name("d.example")};
  Thresholds thresholds;

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

  /// What a test says of the source it has just added.
  struct Added {
    Source& source;
    void set_live(spf::Result result, std::optional<std::string> undecided = {}) {
      source.spf_now = std::make_shared<const LiveSpf>(
          LiveSpf{.result = result, .undecided = std::move(undecided)});
    }
    Added over(int days) {
      source.last_seen = source.first_seen + std::chrono::days{days};
      return *this;
    }
    /// By a rule that is only likely to be right.
    void likely(std::string_view rule) {
      source.confidence = Confidence::likely;
      source.may_mislead = "a patient forger";
      source.signals = {{rule, "so it seems"}};
    }
    void named(std::string_view host) { source.host = HostName{name(host), true}; }
  };

  Added add(SourceClass source_class, std::uint64_t messages, std::uint64_t newly_failed,
            unsigned days = 5) {
    Source source(ip("198.51.100.1"), std::make_shared<const LiveSpf>());
    source.source_class = source_class;
    source.messages = source.governed_messages = messages;
    source.newly_failed = source.vouched_failed = newly_failed;
    source.days = days;
    return {sources.emplace_back(std::move(source))};
  }

  [[nodiscard]] Verdict verdict() const {
    auto judged = sources;
    const auto senders = alone(judged);
    return decide(name("d.example"), evidence, judged, senders, impact_of(judged), survey, policy,
                  dns, thresholds);
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

TEST_CASE("reports that all lie outside the window are the reason, with the date that shows them") {
  constexpr auto day = std::chrono::sys_days{std::chrono::year{2026} / 9 / 1};
  Case given;
  given.sources.clear();
  given.evidence = {};
  given.evidence.window = {day, day + std::chrono::days{90}};
  given.evidence.outside_window = Days{day - std::chrono::days{40}, day - std::chrono::days{1}};
  check(given, State::insufficient_evidence, 2, "reports_outside_window");
  auto verdict = given.verdict();
  CHECK(verdict.reasons.front().text ==
        "every report of d.example lies outside the window from 2026-09-01 to 2026-11-30: they "
        "cover 2026-07-23 to 2026-08-31, and --as-of 2026-09-01 would show the newest");
  CHECK(verdict.recommendation ==
        "Ask again with --as-of 2026-09-01, to judge by the reports there are. For an answer as of "
        "2026-11-30, import newer reports; if none have come, check that the rua address in the "
        "DMARC record accepts reports.");
  for (const auto& reason : verdict.reasons) CHECK(reason.code.find("few_") == std::string::npos);

  given.evidence.outside_window->last = day;  // the window was set before reports began to come
  CHECK(given.verdict().recommendation ==
        "Ask again with --as-of 2026-09-02, to judge by the reports there are.");

  given.survey.status = spf::RecordStatus::none;
  verdict = given.verdict();
  CHECK(verdict.state == State::fix_record);
  CHECK(std::ranges::count(verdict.reasons, "reports_outside_window", &Reason::code) == 1);
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

TEST_CASE("already_hardfail with unknown sources past the tolerance does not exit with 0") {
  Case given;
  given.survey.all = spf::Qualifier::fail;
  given.add(SourceClass::unknown, 10, 10);
  CHECK(given.verdict().exit_code == 0);
  given.add(SourceClass::unknown, 1, 1);
  CHECK(given.verdict().exit_code == 1);
}

TEST_CASE("a record that nearly everybody passes is not ready, whoever else is missing") {
  Case given;
  given.dns.open_passes = {{"include:vendor.example", "ip4:0.0.0.0/0"}};
  SUBCASE("nobody") {}
  SUBCASE("somebody") { given.add(SourceClass::unlisted_legitimate, 10, 10); }
  SUBCASE("nobody knows") { given.evidence.counted.days = 3; }
  check(given, State::not_ready, 1, "everybody_passes");
  CHECK(given.verdict().reasons.front().text.find("include:vendor.example > ip4:0.0.0.0/0") !=
        std::string::npos);
}

TEST_CASE("a record that errs for a sender, or for most mail, is in error whatever is seen in it") {
  Case given;
  SUBCASE("a sender, listed by its past passes") {
    given.add(SourceClass::listed, 10, 0).set_live(spf::Result::permerror);
    check(given, State::fix_record, 2, "permerror");
  }
  SUBCASE("more than half of the mail") {
    given.add(SourceClass::suspected_spoof, 10'001, 0).set_live(spf::Result::permerror);
    check(given, State::fix_record, 2, "permerror");
  }
  SUBCASE("half of the mail, of strangers") {
    given.add(SourceClass::suspected_spoof, 10'000, 0).set_live(spf::Result::permerror);
    check(given, State::ready, 0, "all_listed");
  }
  SUBCASE("mail that a message's sender decides") {
    given.add(SourceClass::listed, 10, 0).set_live(spf::Result::permerror, "%{l}");
    check(given, State::ready, 0, "all_listed");
  }
}

TEST_CASE("a temporary DNS error for mail of weight never decides") {
  Case given;
  SUBCASE("a sender") {
    given.add(SourceClass::listed, 1, 0).set_live(spf::Result::temperror);
    check(given, State::fix_record, 2, "dns_failed");
  }
  SUBCASE("more suspected mail than may be unknown") {
    given.add(SourceClass::suspected_spoof, 11, 0).set_live(spf::Result::temperror);
    check(given, State::fix_record, 2, "dns_failed");
  }
  SUBCASE("on as many days as no unknown source may be seen") {
    given.add(SourceClass::suspected_spoof, 1, 0, 14).set_live(spf::Result::temperror);
    check(given, State::fix_record, 2, "dns_failed");
  }
  SUBCASE("less") {
    given.add(SourceClass::suspected_spoof, 10, 0, 13).set_live(spf::Result::temperror);
    check(given, State::ready, 0, "all_listed");
  }
}

TEST_CASE("what the DNS keeps from being known is waited for") {
  Case given;
  SUBCASE("the policy") {
    given.policy.dns_failed = true;
    check(given, State::insufficient_evidence, 2, "dns_failed");
    CHECK(given.verdict().recommendation == "Ask again when the DNS answers.");
  }
  SUBCASE("most host names") {
    given.add(SourceClass::suspected_spoof, 10, 10);
    given.dns.names_asked = 9;
    given.dns.names_failed = 5;
    check(given, State::insufficient_evidence, 2, "dns_failed");
    given.dns.names_failed = 4;
    check(given, State::ready, 0, "all_listed");
  }
  SUBCASE("names, where nobody is suspected") {
    given.dns.names_asked = given.dns.names_failed = 9;
    check(given, State::ready, 0, "all_listed");
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

TEST_CASE("sentences fit their numbers") {
  Case given;
  const auto first = [&] { return given.verdict().reasons.front().text; };
  SUBCASE("no report") {
    given.evidence.counted.days = 0;
    CHECK(first().find(
              "the window holds no day with reports of legitimate mail, but 30 are needed") == 0);
  }
  SUBCASE("one day") {
    given.evidence.counted.days = 1;
    CHECK(first().find("the window holds only 1 day with reports") == 0);
  }
  SUBCASE("one missing sender") {
    given.add(SourceClass::unlisted_legitimate, 1, 1);
    CHECK(first() == "1 sender is missing from the record: -all would fail 1 message");
  }
  SUBCASE("several") {
    given.add(SourceClass::unlisted_legitimate, 1234, 1000);
    given.add(SourceClass::unlisted_legitimate, 234, 234);
    CHECK(first() == "2 senders are missing from the record: -all would fail 1,234 messages");
  }
  SUBCASE("a domain without mail") {
    given.sources.clear();
    given.evidence.messages = given.evidence.legitimate_messages = 0;
    CHECK(first() == "nobody legitimate sends as d.example: no mail was seen");
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

namespace {

/// Nobody legitimate sends, and a crowd of forgers does.
struct Unused : Case {
  Unused() {
    sources.clear();
    evidence.legitimate_messages = evidence.governed_legitimate = evidence.counted.messages = 0;
    for (int i = 0; i < 5; ++i) add(SourceClass::suspected_spoof, 2'000, 2'000);
  }
};

}  // namespace

TEST_CASE("a domain that nobody legitimate uses is parked, however much it is spoofed") {
  check(Unused{}, State::parked, 0, "nobody_sends");
}

TEST_CASE("without an MX parked needs no minimum of reports") {
  Unused given;
  given.evidence.counted.days = 1;
  given.evidence.counted.reporters = 1;
  SUBCASE("an MX is published") { check(given, State::insufficient_evidence, 2, "few_days"); }
  SUBCASE("the DNS does not say") {
    given.dns.mail_exchanger = DnsFacts::MailExchanger::dns_failed;
    check(given, State::insufficient_evidence, 2, "few_days");
  }
  SUBCASE("none") {
    given.dns.mail_exchanger = DnsFacts::MailExchanger::none;
    check(given, State::parked, 0, "nobody_sends");
  }
  SUBCASE("none, and somebody unknown") {
    given.dns.mail_exchanger = DnsFacts::MailExchanger::none;
    given.add(SourceClass::unknown, 1, 1);
    check(given, State::insufficient_evidence, 2, "few_days");
  }
}

TEST_CASE("a domain is not parked while a suspect sends as steadily as a sender does") {
  Unused given;
  SUBCASE("one address on 14 days of four weeks") {
    given.add(SourceClass::suspected_spoof, 50, 50, 14).over(28);
    check(given, State::not_ready, 1, "steady_suspects");
  }
  SUBCASE("one on 13 days") {
    given.add(SourceClass::suspected_spoof, 50, 50, 13).over(28);
    check(given, State::parked, 0, "nobody_sends");
  }
  SUBCASE("one on 14 days within four weeks") {
    given.add(SourceClass::suspected_spoof, 50, 50, 14).over(27);
    check(given, State::parked, 0, "nobody_sends");
  }
  SUBCASE("twelve addresses: somebody's machines") {
    for (int i = 0; i < 12; ++i) {
      given.add(SourceClass::suspected_spoof, 50, 50, 14).over(28);
    }
    check(given, State::not_ready, 1, "steady_suspects");
  }
  SUBCASE("thirteen: a botnet") {
    for (int i = 0; i < 13; ++i) {
      given.add(SourceClass::suspected_spoof, 50, 50, 14).over(28);
    }
    check(given, State::parked, 0, "nobody_sends");
  }
  SUBCASE("one operator with fewer than 30 messages") {
    given.sources.clear();
    given.add(SourceClass::suspected_spoof, 29, 29).over(28).named("out1.mail.example");
    check(given, State::parked, 0, "nobody_sends");
    given.sources.front().governed_messages = 30;
    check(given, State::not_ready, 1, "steady_suspects");
  }
  SUBCASE("one operator's hosts with most of the mail") {
    given.add(SourceClass::suspected_spoof, 10'001, 10'001).over(28).named("out1.mail.example");
    check(given, State::not_ready, 1, "steady_suspects");
  }
  SUBCASE("one operator's hosts with half of it") {
    given.add(SourceClass::suspected_spoof, 10'000, 10'000).over(28).named("out1.mail.example");
    check(given, State::parked, 0, "nobody_sends");
  }
}

TEST_CASE("before ready and parked the heaviest and the longest-lived suspects are named") {
  const auto named = [](const Case& given) {
    for (const auto& reason : given.verdict().reasons) {
      if (reason.code == "suspects_to_know") return reason.text;
    }
    return std::string();
  };
  Case given;
  CHECK(named(given).empty());
  given.add(SourceClass::suspected_spoof, 10, 10, 2);
  CHECK(named(given).find("198.51.100.1 sent most, 10 messages on 2 days") != std::string::npos);
  given.add(SourceClass::suspected_spoof, 9, 9, 9).named("h.mail.example");
  CHECK(named(given).find("198.51.100.1 (h.mail.example) was seen longest, on 9 days") !=
        std::string::npos);
  given.add(SourceClass::unlisted_legitimate, 1, 1);
  CHECK(named(given).empty());
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

namespace {

/// What is said of the merely likely.
std::vector<std::string> likely_texts(const Verdict& verdict) {
  std::vector<std::string> texts;
  for (const auto& reason : verdict.reasons) {
    if (reason.code == "merely_likely") texts.push_back(reason.text);
  }
  return texts;
}

}  // namespace

TEST_CASE("ready says rule by rule what it rests on that is merely likely") {
  Case given;
  given.add(SourceClass::forwarder, 40, 40).likely("listed_key");
  given.add(SourceClass::suspected_spoof, 7, 7).likely("no_evidence");
  given.add(SourceClass::forwarder, 2, 2).likely("listed_key");
  given.add(SourceClass::suspected_spoof, 7, 7).source.confidence = Confidence::certain;
  const auto verdict = given.verdict();
  CHECK(verdict.state == State::ready);
  CHECK(likely_texts(verdict) ==
        std::vector<std::string>{
            "merely likely: 2 forwarders (42 messages) by the rule listed_key: 198.51.100.1, "
            "198.51.100.1. What can mislead: a patient forger",
            "merely likely: 1 suspected spoofer (7 messages) by the rule no_evidence: "
            "198.51.100.1. What can mislead: a patient forger"});
  CHECK(verdict.likely_sources == 3);
  CHECK(verdict.likely_messages == 49);
  CHECK_FALSE(verdict.strict);
}

TEST_CASE("a strict verdict counts the merely likely as unknown") {
  Case given;
  given.thresholds.strict = true;
  const auto check_strictly = [&](State state, int exit_code, std::string_view code) {
    check(given, state, exit_code, code);
    CHECK(given.verdict().strict);
  };
  SUBCASE("nothing is") { check_strictly(State::ready, 0, "all_listed"); }
  SUBCASE("past the tolerance") {
    given.add(SourceClass::suspected_spoof, 11, 11).likely("no_evidence");
    check_strictly(State::not_ready, 1, "unknown_sources");
    CHECK(likely_texts(given.verdict()).size() == 1);
    given.thresholds.strict = false;
    check(given, State::ready, 0, "all_listed");
  }
  SUBCASE("within it") {
    given.add(SourceClass::suspected_spoof, 10, 10, 13).likely("no_evidence");
    check_strictly(State::ready, 0, "all_listed");
  }
  SUBCASE("seen on as many days as no unknown source may be") {
    given.add(SourceClass::unaffected, 1, 0, 14).likely("retired");
    check_strictly(State::not_ready, 1, "unknown_sources");
  }
  SUBCASE("together with the unknown") {
    given.add(SourceClass::forwarder, 6, 6).likely("listed_key");
    given.add(SourceClass::unknown, 5, 5);
    check_strictly(State::not_ready, 1, "unknown_sources");
    CHECK(given.verdict().reasons.front().text.starts_with(
        "2 senders, unknown or merely likely to be what they seem, may be legitimate: 11 "
        "messages"));
  }
  SUBCASE("what the operator is certain of is not") {
    given.add(SourceClass::suspected_spoof, 100, 100).source.confidence = Confidence::certain;
    check_strictly(State::ready, 0, "all_listed");
  }
  SUBCASE("a missing sender stays one") {
    given.add(SourceClass::unlisted_legitimate, 1, 1).likely("shared_key");
    check_strictly(State::not_ready, 1, "unlisted_senders");
    CHECK(given.verdict().likely_sources == 0);
  }
  SUBCASE("-all already published fails them") {
    given.survey.all = spf::Qualifier::fail;
    given.add(SourceClass::suspected_spoof, 11, 11).likely("no_evidence");
    check_strictly(State::already_hardfail, 1, "already_hardfail");
  }
}

TEST_CASE("a strict verdict parks no domain that unproven forgers send as") {
  Unused given;
  for (auto& source : given.sources) Case::Added{source}.likely("no_evidence");
  check(given, State::parked, 0, "nobody_sends");
  CHECK(likely_texts(given.verdict()).size() == 1);
  given.thresholds.strict = true;
  check(given, State::not_ready, 1, "unknown_sources");
}

TEST_CASE("a record that is only thought of is to be published first, unless it would do harm") {
  const auto recommended = [](const Case& given) {
    auto verdict = given.verdict();
    const auto steps = verdict.steps.size();
    put_publishing_first(name("d.example"), verdict);
    CHECK(verdict.steps.size() == steps + 1);
    CHECK(verdict.recommendation.starts_with(verdict.steps.front().text));
    return verdict.steps.front().text;
  };
  const std::string publish =
      "Publish this record as the TXT record of d.example; all else comes after that.";
  const std::string refrain = "Do not publish this record as it is.";
  Case given;
  CHECK(recommended(given) == publish);
  given.survey.all = spf::Qualifier::fail;
  CHECK(recommended(given) == publish);
  given.add(SourceClass::unlisted_legitimate, 10, 10);
  CHECK(recommended(given) == refrain);
  given.survey.all = spf::Qualifier::softfail;
  CHECK(recommended(given) == refrain);
  given.survey.status = spf::RecordStatus::permerror;
  CHECK(recommended(given) == refrain);
}

TEST_CASE("senders that only a query log shows hold the verdict back") {
  Case given;
  Listening listening;
  listening.senders.push_back({{ip("198.51.100.9"), 4, 3, 2, {}, {}}, {}, HeardTie::own_host, {}});
  given.dns.listening = listening;
  check(given, State::not_ready, 1, "heard_senders");
  SUBCASE("also where nobody else sends") {
    given.evidence.legitimate_messages = given.evidence.governed_legitimate = 0;
    given.sources.clear();
    given.dns.mail_exchanger = DnsFacts::MailExchanger::none;
    check(given, State::not_ready, 1, "heard_senders");
  }
  SUBCASE("and are a loss where the record ends in -all") {
    given.survey.all = spf::Qualifier::fail;
    check(given, State::already_hardfail, 1, "heard_senders");
  }
}

TEST_CASE("a client that is asked about for weeks has to be known before -all") {
  Case given;
  Listening listening;
  listening.unknown.push_back({{ip("198.51.100.9"), 40, 20, 2, {}, {}}, {}, HeardTie::lasting, {}});
  given.dns.listening = listening;
  check(given, State::insufficient_evidence, 2, "heard_unknown");
  CHECK(given.verdict().recommendation.find("query log") != std::string::npos);
}

TEST_CASE("a yes says what reports cannot show, unless a query log was read") {
  Case given;
  const auto says = [&] {
    const auto reasons = given.verdict().reasons;
    return std::ranges::find(reasons, "not_listened", &Reason::code) != reasons.end();
  };
  CHECK(says());
  given.dns.listening = Listening();
  CHECK_FALSE(says());
}

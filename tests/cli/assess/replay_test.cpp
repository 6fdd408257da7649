#include "assess/replay.hpp"

#include <doctest/doctest.h>

#include "assess/basis.hpp"
#include "memory_resolver.hpp"
#include "options/assess_options.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

/// A domain with two sources, one of which its record lists.
class Run {
 protected:
  Run() {
    mail("192.0.2.1", "first");
    mail("203.0.113.9", "second");
    m_dns.txt("one.example", "v=spf1 ip4:192.0.2.0/24 ~all")
        .ptr("203.0.113.9", "out.desk.example")
        .address("out.desk.example", "203.0.113.9");
    m_options.as_of = m_options.now = m_now;
    m_options.judged_by.thresholds = {.min_days = 1,
                                      .min_reporters = 1,
                                      .min_messages = 1,
                                      .max_unknown = 0.00001,
                                      .strict = true};
  }

  void mail(const char* source, const char* id) {
    const auto import = m_store->begin_import();
    report::Record record{*IpAddress::parse(source), 9, std::nullopt, {}};
    report::Authentication authentication;
    authentication.header_from = name("one.example");
    authentication.spf = {
        {name("one.example"), report::SpfScope::mfrom, report::SpfResult::softfail}};
    record.authentication = std::move(authentication);
    import->add(record);
    report::Report made;
    made.org_name = "reporter.example";
    made.report_id = id;
    made.policy.domain = name("one.example");
    made.period = {m_now - std::chrono::days(2), m_now - std::chrono::days(1)};
    made.records = 1;
    made.messages = 9;
    REQUIRE(import->finish(made, {"a.xml", ""}) == store::Saved::added);
    import->commit();
  }

  /// Judges, keeps the run, and gives its number.
  std::uint64_t run(dns::Resolver& resolver) {
    Messages messages(m_around.err, Verbosity::normal);
    m_judged.emplace(assess(name("one.example"), *m_store, resolver, m_options, messages));
    m_store->save_run(analysis::run_of(m_judged->assessment), ledger::News::some,
                      m_judged->basis.get());
    return m_store->run_numbers(name("one.example")).back().number;
  }

  /// As another process would, with options of its own.
  analysis::Assessment again(std::uint64_t number) {
    Messages messages(m_said, Verbosity::normal);
    AssessOptions options;
    options.as_of = options.now = m_now + std::chrono::days(30);
    return replay(number, *m_store, options, messages);
  }

  /// What two assessments of one run have to have in common.
  static std::string summary(const analysis::Assessment& assessment) {
    std::string text(name_of(assessment.verdict.state));
    for (const auto& reason : assessment.verdict.reasons) text += '\n' + reason.text;
    for (const auto& source : assessment.sources) {
      text += '\n' + source.address.to_string() + ' ' +
              std::string(analysis::name_of(source.source_class)) +
              (source.host ? ' ' + source.host->name.text() : "");
    }
    return text;
  }

  Moment m_now = *parse_iso8601("2026-11-21");
  test::Surroundings m_around;
  std::ostringstream m_said;
  test::Folder m_folder;
  std::unique_ptr<store::Store> m_store =
      store::open_sqlite(m_folder / "t.db", store::OpenMode::create);
  MemoryResolver m_dns;
  AssessOptions m_options;
  std::optional<Judged> m_judged;
};

}  // namespace

TEST_CASE_FIXTURE(Run, "a run is judged again as it was, when the DNS says something else") {
  const auto number = run(m_dns);
  const auto first = summary(m_judged->assessment);
  MemoryResolver other;
  other.txt("one.example", "v=spf1 -all");
  m_now += std::chrono::days(1);
  m_options.as_of = m_now;
  const auto later = run(other);
  const auto second = summary(m_judged->assessment);
  REQUIRE(first != second);

  const auto replayed = again(number);
  CHECK(summary(replayed) == first);
  CHECK(replayed.as_of == m_now - std::chrono::days(1));
  CHECK(replayed.verdict.strict);
  CHECK_FALSE(replayed.since_last.has_value());
  CHECK(summary(again(later)) == second);
  REQUIRE(again(later).since_last.has_value());
  CHECK(again(later).since_last->previous_as_of == m_now - std::chrono::days(1));
  CHECK(m_said.str().empty());
}

TEST_CASE_FIXTURE(Run,
                  "a verdict that is not the run's is warned of, and questions it did not ask") {
  m_dns.txt("one.example", "v=spf1 exists:%{i}.one.example ~all");
  const auto number = run(m_dns);
  mail("198.51.100.7", "third");
  m_store->set_mark(name("one.example"), {*HostPattern::parse("203.0.113.9"),
                                          ledger::SourceClass::unlisted_legitimate, "", m_now});
  (void)again(number);
  const auto said = m_said.str();
  CHECK(said.find("did not ask ") != std::string::npos);
  CHECK(said.find("this is not what run") != std::string::npos);
}

TEST_CASE_FIXTURE(Run, "a run that is not there, or whose answers were not kept, is refused") {
  const auto number = run(m_dns);
  const auto refusal = [&](std::uint64_t asked) {
    try {
      (void)again(asked);
    } catch (const Error& error) {
      REQUIRE(error.failure() == Failure::no_input);
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refusal(number + 1).find("there is no run") != std::string::npos);
  auto other = analysis::run_of(m_judged->assessment);
  other.state = ledger::State::parked;
  other.as_of += std::chrono::days(1);
  m_store->save_run(other, ledger::News::some);
  CHECK(refusal(m_store->run_numbers(other.domain).back().number).find("were not kept") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Run, "the options that decide a verdict are kept, and read back to the same") {
  for (const auto names : {HostNames::look_up, HostNames::leave_out}) {
    m_options.host_names = names;
    m_options.window = std::chrono::days(45);
    m_options.judged_by.thresholds.max_forwarded = 1.0 / 3;
    AssessOptions read;
    read_basis({arguments_of(m_options), {}}, read);
    CHECK(read.window == m_options.window);
    CHECK((read.host_names == HostNames::leave_out) == (names == HostNames::leave_out));
    const auto& is = read.judged_by.thresholds;
    const auto& was = m_options.judged_by.thresholds;
    CHECK(is.min_days == was.min_days);
    CHECK(is.min_reporters == was.min_reporters);
    CHECK(is.min_messages == was.min_messages);
    CHECK(is.max_unknown == was.max_unknown);
    CHECK(is.max_forwarded == was.max_forwarded);
    CHECK(is.strict == was.strict);
  }
  AssessOptions read;
  CHECK(test::failure_of([&] { read_basis({"--moon=full", {}}, read); }).starts_with("65 "));
}

TEST_CASE_FIXTURE(Run, "more answers than are kept are none") {
  std::vector<ledger::UsedAnswer> used(
      50'000, {ledger::AnswerUse::verdict, name("a.example"), 16, "no_data", {}, {}});
  CHECK(basis_of(m_options, std::vector(used)) != nullptr);
  used.push_back(used.front());
  CHECK(basis_of(m_options, std::move(used)) == nullptr);
  const auto large = [&](std::size_t octets) {
    return basis_of(m_options, {{ledger::AnswerUse::verdict,
                                 name("a.example"),
                                 16,
                                 "answered",
                                 {},
                                 std::vector<std::uint8_t>(octets)}});
  };
  CHECK(large(4U << 20U) != nullptr);
  CHECK(large((4U << 20U) + 1) == nullptr);
}

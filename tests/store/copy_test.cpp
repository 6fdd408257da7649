#include "hardfail/store/copy.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "engine.hpp"
#include "fixture.hpp"
#include "hardfail/store/content.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;
using ledger::News;
using ledger::SourceClass;
using ledger::State;

namespace {

const DomainName example = name("example.com");
const DomainName other = name("other.example");
const ledger::MailFolder inbox{"imaps://reports@mail.example.org/INBOX", "7"};
const IpAddress client = IpAddress::parse("192.0.2.1").value();
const IpAddress resolver = IpAddress::parse("2001:db8::53").value();

ledger::Run found(int on_day, State state, const char* record = "v=spf1 ~all") {
  return {example,
          day(on_day),
          state,
          {{example, record}},
          {{{client, SourceClass::listed, SourceClass::forwarder},
            {resolver, SourceClass::unknown, std::nullopt}}}};
}

const ledger::Basis basis{
    "--days=90",
    {{ledger::AnswerUse::verdict, example, 16, "answered", {1, 0}, {0, 2, 1, 'v'}},
     {ledger::AnswerUse::host_name, name("1.2.0.192.in-addr.arpa"), 12, "none", {}, {}}}};

report::Report telling_report() {
  auto made = make_report("full", "example.com", days(3, 4), "big.example");
  made.email = "dmarc@big.example";
  made.extra_contact_info = "https://big.example/";
  made.version = "1.0";
  made.generator = "made by hand";
  auto& policy = made.policy;
  policy.p = "none";
  policy.sp = "quarantine";
  policy.np = "reject";
  policy.adkim = "r";
  policy.aspf = "s";
  policy.pct = "50";
  policy.fo = "1";
  policy.testing = "n";
  policy.discovery_method = "treewalk";
  made.warnings = {{"spf-result", "odd", 2}, {"cut-off", "half", 1}};
  return made;
}

/// One of everything that a store keeps.
void fill(Store& store) {
  const auto import = store.begin_import();
  auto told_to = row("192.0.2.9", "mail.example.com", "bounce.other.example", 40);
  told_to.envelope_to = name("customer.example");
  edit(told_to, [](report::Authentication& set) {
    set.envelope_from = other;
    set.disposition = report::Disposition::quarantine;
    set.reasons = {{report::OverrideType::forwarded, "list"}};
    set.dkim = {{example, "s1", report::DkimResult::pass}};
  });
  import->finish(make_report("none", "other.example", days(1, 2)), {"-", ""}, day(7));
  save(*import, telling_report(),
       {told_to, row("2001:db8::1", "example.com"), row("192.0.2.9", "example.com", {}, 2)},
       {"mail.eml", "a.zip: a.xml"});
  auto second = telling_report();
  second.body_hash = 17;  // another body
  save(*import, second, {row("192.0.2.9", "example.com", {}, 5)});
  save(*import, make_report("other", "other.example", days(2, 3)),
       {row("192.0.2.8", "other.example", "example.com")});
  import->reject({{"bad.xml", "", "no report"}, day(8)});
  import->remember(ledger::KnownFile{{1, 2, 3}, 2, 1});
  import->remember(inbox, {"11", ledger::MailContent::report});
  import->remember(inbox, {"12", ledger::MailContent::other});
  import->commit();

  store.save_run(found(10, State::not_ready), News::some, &basis);
  store.save_run(found(11, State::not_ready), News::none);
  store.save_run(found(12, State::not_ready), News::none);
  auto turned = found(13, State::ready, "v=spf1 -all");
  turned.refusals = {{"big.example", 100, 2, day(13)}};
  store.save_run(turned, News::some);
  store.set_mark(example, {HostPattern::parse("192.0.2.0/24").value(), SourceClass::forwarder,
                           "it's \"ours\"", day(5), "The list"});
  const std::array told{
      ledger::Told{example,
                   std::make_shared<const ledger::Run>(found(10, State::not_ready)),
                   {{ledger::TroubleKind::sender_silent, "listed/x", "X", day(1)}}},
      ledger::Told{other, nullptr, {{ledger::TroubleKind::none_held, "", "", day(9)}}}};
  store.save_told("webhook", told);
  store.save_told("webhook", told);
  store.save_digest_told("mail", std::array{example, other}, day(20));
  store.save_input_troubles(std::array{ledger::InputTrouble{"folder", 66, day(2)}});
  store.save_heard(std::array{ledger::HeardQueries{
      {example, ledger::Hour{std::chrono::hours{500'000}}, client, resolver}, 12}});
  store.save_known_hosts(
      std::array{ledger::KnownHost{client, HostName{name("mx.example.com"), true}, day(40)},
                 ledger::KnownHost{resolver, std::nullopt, day(40)}},
      day(30));
  store.save_known_answers(
      std::array{ledger::KnownAnswer{name("_spf.example"), 16, true, {0, 1, 65}, day(40)}},
      day(30));
}

std::string text_of(const ledger::Run& run) {
  auto text = std::to_string(run.as_of.time_since_epoch().count()) + name_of(run.state).data();
  for (const auto& [domain, record] : run.records) text += domain.text() + '=' + record;
  if (!run.sources) return text + " no sources";
  for (const auto& each : *run.sources) {
    text += ' ' + each.address.to_string() + ' ' + std::string(name_of(each.source_class)) +
            (each.mark ? '/' + std::string(name_of(*each.mark)) : std::string());
  }
  return text;
}

class Texts final : public ReportSink {
 public:
  void add(const report::Record& record) override { m_rows.push_back(record); }
  void finish(const report::Report& report, const ledger::Origin& origin,
              Moment imported) override {
    reports.push_back({report.report_id, report.org_name, origin.path, origin.member, report.email,
                       report.extra_contact_info, report.version, report.generator,
                       std::to_string(report.body_hash), std::to_string(report.records),
                       std::to_string(report.messages)});
    policies.push_back(report.policy);
    warnings.push_back(report.warnings);
    moments.push_back({report.period.begin, report.period.end, imported});
    rows.push_back(std::move(m_rows));
    m_rows.clear();
  }

  std::vector<std::vector<std::string>> reports;
  std::vector<report::PublishedPolicy> policies;
  std::vector<std::vector<report::Warning>> warnings;
  std::vector<std::vector<Moment>> moments;
  std::vector<std::vector<report::Record>> rows;

 private:
  std::vector<report::Record> m_rows;
};

void check_equal_reports(Store& a, Store& b) {
  Texts first;
  Texts second;
  a.content()->read_reports(first);
  b.content()->read_reports(second);
  REQUIRE(first.reports.size() == 4);
  CHECK(first.reports == second.reports);
  CHECK(first.policies == second.policies);
  CHECK(first.warnings == second.warnings);
  CHECK(first.moments == second.moments);
  CHECK(first.rows == second.rows);
  const auto conflicting = [](Store& store) {
    std::vector<bool> flags;
    for (const auto& held : store.reports(std::nullopt)) flags.push_back(held.conflicting);
    return flags;
  };
  CHECK(conflicting(a) == conflicting(b));
}

void check_equal_runs(Store& a, Store& b) {
  const auto first = a.content()->runs(example);
  const auto second = b.content()->runs(example);
  REQUIRE(first.size() == 2);
  REQUIRE(second.size() == first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    CAPTURE(i);
    CHECK(text_of(first[i].runs.first) == text_of(second[i].runs.first));
    CHECK(first[i].runs.last_as_of == second[i].runs.last_as_of);
    CHECK(first[i].runs.runs == second[i].runs.runs);
    CHECK(first[i].news == second[i].news);
    REQUIRE((first[i].basis != nullptr) == (i == 0));
    REQUIRE((second[i].basis != nullptr) == (i == 0));
  }
  CHECK(second[0].basis->settings == basis.settings);
  REQUIRE(second[0].basis->answers.size() == 2);
  const auto& answers = second[0].basis->answers;
  const auto& verdict = answers[answers[0].use == ledger::AnswerUse::verdict ? 0 : 1];
  CHECK(verdict.name == example);
  CHECK(verdict.type == 16);
  CHECK(verdict.outcome == "answered");
  CHECK(verdict.aliases == basis.answers[0].aliases);
  CHECK(verdict.records == basis.answers[0].records);
}

void check_equal_conduct(Store& a, Store& b) {
  for (auto* store : {&a, &b}) {
    const auto conduct = store->conduct(days(1, 30));
    REQUIRE(conduct.refused.size() == 1);
    const auto& refused = conduct.refused.front();
    CHECK(refused.reporter == "big.example");
    CHECK(refused.expected == 100);
    CHECK(refused.seen == 2);
    CHECK(refused.as_of == day(13));
  }
}

void check_equal_memory(Store& a, Store& b) {
  check_equal_conduct(a, b);
  CHECK(b.rejected_inputs().size() == 1);
  CHECK(b.rejected_inputs().front().rejection.reason == "no report");
  CHECK(b.rejected_inputs().front().when == a.rejected_inputs().front().when);
  REQUIRE(b.known_files().size() == 1);
  CHECK(b.known_files().front().digest == a.known_files().front().digest);
  CHECK(b.known_files().front().reports == 2);
  REQUIRE(b.known_mails(inbox).size() == 2);
  CHECK(b.known_mails(inbox)[1].content == ledger::MailContent::other);
  REQUIRE(b.marks(example).size() == 1);
  CHECK(b.marks(example).front().note == "it's \"ours\"");
  CHECK(b.marks(example).front().name == "The list");
  CHECK(b.marks(example).front().when == day(5));
  for (const auto& domain : {example, other}) {
    CAPTURE(domain.text());
    const auto first = a.told("webhook", domain);
    const auto second = b.told("webhook", domain);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->troubles == second->troubles);
    CHECK((first->run ? text_of(*first->run) : "") == (second->run ? text_of(*second->run) : ""));
    CHECK(b.digest_told("mail", domain) == day(20));
  }
  CHECK(b.tellings("webhook") == 2);
  CHECK(b.input_troubles() == a.input_troubles());
  REQUIRE(b.content()->heard(example).size() == 1);
  CHECK(b.content()->heard(example).front().where == a.content()->heard(example).front().where);
  CHECK(b.content()->heard(example).front().queries == 12);
  const auto hosts = b.known_hosts(std::array{client, resolver}, day(30));
  REQUIRE(hosts.size() == 2);
  CHECK(hosts[0].host->name == name("mx.example.com"));
  CHECK(hosts[0].host->confirmed);
  CHECK_FALSE(hosts[1].host);
  REQUIRE(b.known_answers(day(30)).size() == 1);
  CHECK(b.known_answers(day(30)).front().records == std::vector<std::uint8_t>{0, 1, 65});
}

ledger::Copied copied(Store& from, Store& to) {
  return copy({from, "A"}, {to, "B"}, day(30), [](const ledger::Copied&) {});
}

struct Pair {
  Engine engine;
  TemporaryDirectory directory;
  std::unique_ptr<Store> here = engine.open();
  std::unique_ptr<Store> file = open_sqlite(directory.database(), OpenMode::create);
};

}  // namespace

TEST_CASE_FIXTURE(Pair, "a copy from a file holds everything that the file holds") {
  fill(*file);
  const auto done = copied(*file, *here);
  CHECK(done.reports == 4);
  CHECK(done.added == 4);
  CHECK(done.rows == 5);
  CHECK(done.messages == 49);
  CHECK(done.runs == 2);
  CHECK(done.marks == 1);
  check_equal_reports(*file, *here);
  check_equal_runs(*file, *here);
  check_equal_memory(*file, *here);
}

TEST_CASE_FIXTURE(Pair, "a copy into a file holds everything that was copied") {
  fill(*here);
  CHECK(copied(*here, *file).added == 4);
  check_equal_reports(*here, *file);
  check_equal_runs(*here, *file);
  check_equal_memory(*here, *file);
}

TEST_CASE_FIXTURE(Pair, "a copy that is made again brings nothing twice") {
  fill(*file);
  copied(*file, *here);
  const auto again = copied(*file, *here);
  CHECK(again.reports == 4);
  CHECK(again.added == 0);
  CHECK(again.runs == 0);
  CHECK(again.marks == 0);
  CHECK(again.others == 0);
  check_equal_reports(*file, *here);
  check_equal_runs(*file, *here);
  check_equal_memory(*file, *here);
}

TEST_CASE_FIXTURE(Pair, "what was added since the last copy comes with the next") {
  fill(*file);
  copied(*file, *here);
  const auto import = file->begin_import();
  save(*import, make_report("late", "example.com", days(5, 6)), {row("192.0.2.9", "example.com")});
  import->commit();
  file->save_run(found(14, State::ready, "v=spf1 -all"), News::none);
  const auto again = copied(*file, *here);
  CHECK(again.added == 1);
  CHECK(again.runs == 1);
  const auto runs = here->runs(example);
  REQUIRE(runs.size() == 2);
  CHECK(runs[1].runs == 2);
  CHECK(runs[1].last_as_of == day(14));
}

TEST_CASE_FIXTURE(Pair, "what the second database holds besides stays, and its later word counts") {
  fill(*file);
  const auto pattern = HostPattern::parse("192.0.2.0/24").value();
  here->set_mark(example, {pattern, SourceClass::unknown, "later", day(6), ""});
  here->set_mark(other, {pattern, SourceClass::unknown, "only here", day(6), ""});
  const auto import = here->begin_import();
  save(*import, make_report("own", "example.com", days(8, 9)), {row("192.0.2.7", "example.com")});
  import->commit();
  CHECK(copied(*file, *here).marks == 0);
  CHECK(here->marks(example).front().note == "later");
  CHECK(here->marks(other).front().note == "only here");
  CHECK(here->reports(std::nullopt).size() == 5);
}

TEST_CASE_FIXTURE(Pair, "a copy whose report is another is told of") {
  fill(*file);
  const auto import = here->begin_import();
  // The same by all that tells reports apart, with other rows.
  save(*import, telling_report(), {row("192.0.2.77", "example.com")});
  import->commit();
  std::string message;
  try {
    copied(*file, *here);
  } catch (const Error& error) {
    CHECK(error.failure() == Failure::io);
    message = error.what();
  }
  CHECK(message == "the report 'full' of big.example for example.com is another in B than in A");
}

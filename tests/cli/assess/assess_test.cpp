#include "assess/assess.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "hardfail/dns/cache.hpp"
#include "memory_resolver.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

/// Two domains that share an include, and a report of each that names the same two sources.
class Fixture {
 protected:
  Fixture() {
    for (const char* domain : {"one.example", "two.example"}) {
      mail(domain, {"192.0.2.1", "203.0.113.9"});
      m_dns.txt(domain, "v=spf1 include:p.example ~all");
    }
    m_dns.txt("p.example", "v=spf1 ip4:192.0.2.0/24 -all");
    m_dns.ptr("192.0.2.1", "out.p.example").address("out.p.example", "192.0.2.1");
  }

  /// Stores a report with five messages of each source, which SPF softfailed.
  void mail(const char* domain, std::initializer_list<const char*> sources) {
    const auto import = m_store->begin_import();
    for (const char* source : sources) {
      report::Record record{*IpAddress::parse(source), 5, std::nullopt, {}};
      report::Authentication authentication;
      authentication.header_from = name(domain);
      authentication.spf = {{name(domain), report::SpfScope::mfrom, report::SpfResult::softfail}};
      record.authentication = std::move(authentication);
      import->add(record);
    }
    report::Report made;
    made.org_name = "reporter.example";
    made.report_id = domain;
    made.policy.domain = name(domain);
    made.period = {m_now - std::chrono::days(2), m_now - std::chrono::days(1)};
    made.records = sources.size();
    made.messages = 5 * sources.size();
    REQUIRE(import->finish(made, {"a.xml", ""}) == store::Saved::added);
    import->commit();
  }

  analysis::Assessment assess(const char* domain, dns::Resolver& resolver,
                              HostNames host_names = HostNames::look_up,
                              DnsSource source = DnsSource::network) {
    Messages messages(m_around.err, Verbosity::normal);
    return cli::assess(name(domain), *m_store, resolver,
                       {.as_of = m_now,
                        .systems = m_systems,
                        .host_names = host_names,
                        .dns = source,
                        .now = m_now},
                       messages)
        .assessment;
  }

  /// PTR questions asked so far.
  [[nodiscard]] auto names_asked() const {
    return std::ranges::count(m_dns.asked(), dns::RecordType::ptr, &dns::Question::type);
  }

  std::shared_ptr<asn::Database> m_systems;
  Moment m_now = *parse_iso8601("2026-11-21");
  test::Surroundings m_around;
  test::Folder m_folder;
  std::unique_ptr<store::Store> m_store =
      store::open_sqlite(m_folder / "t.db", store::OpenMode::create);
  MemoryResolver m_dns;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "two domains judged in one go ask no question twice") {
  dns::Cache shared(m_dns);
  for (const char* domain : {"one.example", "two.example"}) {
    CHECK(assess(domain, shared).sources.size() == 2);
  }
  const auto& asked = m_dns.asked();
  CHECK(std::set(asked.begin(), asked.end()).size() == asked.size());
}

TEST_CASE_FIXTURE(Fixture,
                  "a later run asks for the records of services again where they expired") {
  mail("three.example", {"203.0.113.9", "203.0.113.9"});
  m_dns.txt("three.example", "v=spf1 ip4:192.0.2.1 ~all").ttl(std::chrono::minutes(5));
  const auto record = dns::Question{name("_spf.google.com"), dns::RecordType::txt};
  const auto asked = [&] { return std::ranges::count(m_dns.asked(), record); };
  m_store->set_mark(name("three.example"),
                    {*HostPattern::parse("203.0.113.9"), ledger::SourceClass::unknown, "", m_now});
  (void)assess("three.example", m_dns);
  CHECK(asked() == 1);
  (void)assess("three.example", m_dns);
  CHECK(asked() == 1);
  // What a file says is neither kept nor taken from what was kept.
  for (int run = 2; run < 4; ++run) {
    (void)assess("three.example", m_dns, HostNames::look_up_afresh, DnsSource::file);
    CHECK(asked() == run);
  }
  m_now += std::chrono::minutes(5);
  (void)assess("three.example", m_dns);
  CHECK(asked() == 4);
}

TEST_CASE_FIXTURE(Fixture, "a database of autonomous systems names networks and decides nothing") {
  const auto told = [](const analysis::Assessment& assessment) {
    std::string text(name_of(assessment.verdict.state));
    for (const auto& reason : assessment.verdict.reasons) text += reason.text;
    for (const auto& source : assessment.sources) {
      text += source.address.to_string();
      text += name_of(source.source_class);
      text += source.signals.front().text;
    }
    return text;
  };
  const auto without = assess("one.example", m_dns);
  m_systems = std::make_shared<asn::Database>(HARDFAIL_SOURCE_DIR "/tests/data/asn/geolite.mmdb");
  const auto with = assess("one.example", m_dns);
  CHECK(told(with) == told(without));
  for (const auto& source : without.sources) CHECK(source.system == nullptr);
  for (const auto& source : with.sources) {
    REQUIRE(source.system != nullptr);
    const bool is_listed = source.address == *IpAddress::parse("192.0.2.1");
    CHECK(source.system->number == (is_listed ? 64496 : 64503));
  }
}

TEST_CASE_FIXTURE(Fixture, "a later run asks for no host name again, be it one that is not there") {
  const auto host_of_first = [](const analysis::Assessment& assessment) {
    const auto at = std::ranges::find(assessment.sources, *IpAddress::parse("192.0.2.1"),
                                      &analysis::Source::address);
    return at->host.value().name.text();
  };
  CHECK(host_of_first(assess("one.example", m_dns)) == "out.p.example");
  CHECK(names_asked() == 2);
  CHECK(host_of_first(assess("one.example", m_dns)) == "out.p.example");
  CHECK(names_asked() == 2);

  m_now += std::chrono::days(8);
  (void)assess("one.example", m_dns);
  CHECK(names_asked() == 4);
}

TEST_CASE_FIXTURE(Fixture, "names of a master file are neither kept nor taken from what was kept") {
  for (int run = 0; run < 2; ++run) {
    (void)assess("one.example", m_dns, HostNames::look_up_afresh);
  }
  CHECK(names_asked() == 4);
  (void)assess("one.example", m_dns);
  CHECK(names_asked() == 6);
}

TEST_CASE_FIXTURE(Fixture, "a host name that could not be looked up is asked for again") {
  m_dns.fail("9.113.0.203.in-addr.arpa", dns::RecordType::ptr);
  (void)assess("one.example", m_dns);
  (void)assess("one.example", m_dns);
  CHECK(names_asked() == 3);
}

TEST_CASE_FIXTURE(Fixture, "a mark on a confirmed host name counts for its source") {
  m_store->set_mark(name("one.example"), {*HostPattern::parse("p.example"),
                                          ledger::SourceClass::forwarder, "theirs", m_now});
  for (const auto& source : assess("one.example", m_dns).sources) {
    const bool marked = source.address == *IpAddress::parse("192.0.2.1");
    CHECK((source.signals.front().code == "mark") == marked);
    CHECK((source.source_class == ledger::SourceClass::forwarder) == marked);
  }
}

TEST_CASE_FIXTURE(Fixture, "without host names a mark on one matches nothing, which is warned of") {
  m_store->set_mark(name("one.example"), {*HostPattern::parse("p.example"),
                                          ledger::SourceClass::forwarder, "theirs", m_now});
  for (const auto& source : assess("one.example", m_dns, HostNames::leave_out).sources) {
    CHECK(source.signals.front().code != "mark");
  }
  CHECK(names_asked() == 0);
  CHECK(m_around.err.str().find("marks on host names match nothing") != std::string::npos);
}

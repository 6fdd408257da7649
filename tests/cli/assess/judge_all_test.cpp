#include "assess/judge_all.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "dns_server.hpp"
#include "hardfail/services/services.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;
using std::chrono::milliseconds;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

/// Domains d0.example, d1.example, ... with reports, whose name server takes its time.
class Many {
 protected:
  /// Their mail is signed with the key, if one is named.
  explicit Many(std::size_t domains, std::string key = {}) : m_key(std::move(key)) {
    for (std::size_t i = 0; i < domains; ++i) {
      const auto domain = fmt::format("d{}.example", i);
      // Every third one lets another server send than its record lists.
      hold(domain, i % 3 == 0 ? "203.0.113.9" : "192.0.2.1", 1 + i % 4);
      m_scripts[domain] = {.delay = m_delay,
                           .answer = {{.owner = domain,
                                       .type = 16,
                                       .data = test::wire_string("v=spf1 ip4:192.0.2.0/24 ~all")}}};
      m_domains.push_back({name(domain), &m_options});
    }
    m_scripts["*"] = {.delay = m_delay, .rcode = 3};
    m_options.as_of = m_options.now = m_around.now;
  }

  void hold(const std::string& domain, std::string_view source, std::size_t rows) {
    const auto import = m_store->begin_import();
    for (std::size_t i = 0; i < rows; ++i) {
      report::Record record{*IpAddress::parse(source), 5 + i, std::nullopt, {}};
      report::Authentication authentication;
      authentication.header_from = name(domain);
      if (!m_key.empty()) {
        authentication.dkim = {{name(domain), m_key, report::DkimResult::pass}};
        authentication.dkim_aligned = report::Verdict::pass;
      }
      authentication.spf = {{name(domain), report::SpfScope::mfrom, report::SpfResult::softfail}};
      record.authentication = std::move(authentication);
      import->add(record);
    }
    report::Report made;
    made.org_name = "reporter.example";
    made.report_id = domain;
    made.policy.domain = name(domain);
    made.period = {m_around.now - std::chrono::days(2), m_around.now - std::chrono::days(1)};
    made.records = rows;
    REQUIRE(import->finish(made, {"a.xml", ""}) == store::Saved::added);
    import->commit();
  }

  /// What each domain came to, in the order of being handed over.
  std::vector<std::string> judge(const std::vector<ToJudge>& domains,
                                 const JudgingLimits& limits = {}) {
    const test::DnsServer server(m_scripts);
    GlobalOptions global;
    global.dns.network.server = dns::Server{*IpAddress::parse("127.0.0.1"), server.port()};
    global.dns.network.timeout = m_timeout;
    std::vector<std::string> told;
    judge_all(
        domains, *m_store, global, m_environment,
        [&](const DomainName& domain, Judgement&& judgement) {
          told.push_back(domain.text() + ' ' + text_of(judgement));
        },
        limits);
    m_most_waiting = server.most_waiting();
    m_received = server.received();
    return told;
  }

  static std::string text_of(const Judgement& judgement) {
    if (!judgement) {
      return fmt::format("{} {}", static_cast<int>(judgement.error().failure()),
                         judgement.error().what());
    }
    std::string text(name_of(judgement->assessment.verdict.state));
    for (const auto& reason : judgement->assessment.verdict.reasons) text += ' ' + reason.text;
    for (const auto& source : judgement->assessment.sources) {
      text += fmt::format(" {} {} {}", source.address.to_string(), name_of(source.source_class),
                          source.messages);
    }
    for (const auto& sender : judgement->assessment.senders) text += ' ' + sender.name;
    return text;
  }

  std::string m_key;
  milliseconds m_delay{40};
  milliseconds m_timeout{5000};
  test::Surroundings m_around;
  Environment m_environment = m_around.environment();
  test::Folder m_folder;
  std::unique_ptr<store::Store> m_store =
      store::open_sqlite(m_folder / "t.db", store::OpenMode::create);
  AssessOptions m_options;
  std::map<std::string, test::Script> m_scripts;
  std::vector<ToJudge> m_domains;
  std::size_t m_most_waiting = 0;
  unsigned m_received = 0;
};

class Forty : protected Many {
 protected:
  Forty() : Many(40) {}
};

class FortySigned : protected Many {
 protected:
  FortySigned() : Many(40, "key") {}
};

class Three : protected Many {
 protected:
  Three() : Many(3) {}
};

}  // namespace

TEST_CASE_FIXTURE(Forty, "many domains wait for the DNS at the same time and are told in order") {
  const auto together = judge(m_domains);
  const auto most_together = m_most_waiting;
  const auto in_common = m_received;

  std::vector<std::string> one_by_one;
  std::size_t most_alone = 0;
  unsigned received = 0;
  for (const auto& domain : m_domains) {
    one_by_one.push_back(judge({domain}).front());
    most_alone = std::max(most_alone, m_most_waiting);
    received += m_received;
  }
  // Forty times as many on an idle machine; a busy one begins with a domain when another has its
  // answers.
  CHECK(most_together > 2 * most_alone);
  CHECK(together == one_by_one);
  CHECK(in_common < received);
}

TEST_CASE_FIXTURE(FortySigned, "whom a service publishes is found for many domains as for one") {
  const auto& service = *std::ranges::find_if(
      Services::known().all(), [](const Service& each) { return !each.includes.empty(); });
  const auto include = service.includes.front().text();
  m_scripts[include] = {.answer = {{.owner = include,
                                    .type = 16,
                                    .data = test::wire_string("v=spf1 ip4:203.0.113.0/24 -all")}}};
  const auto together = judge(m_domains);
  CHECK(std::ranges::count_if(together, [&](const std::string& told) {
          return told.find(service.name) != std::string::npos;
        }) > 5);
  for (std::size_t i = 0; i < m_domains.size(); i += 9) {
    CHECK(judge({m_domains[i]}).front() == together[i]);
  }
}

TEST_CASE_FIXTURE(Forty, "so many domains are judged at a time as there is room for their rows") {
  m_scripts["*"].delay = milliseconds(5);
  for (auto& [domain, script] : m_scripts) script.delay = milliseconds(5);
  const auto unbounded = judge(m_domains);
  SUBCASE("one domain at a time") {
    CHECK(judge(m_domains, {.domains = 1}) == unbounded);
    CHECK(m_most_waiting <= 8);
  }
  SUBCASE("each alone that has more rows than may be") {
    CHECK(judge(m_domains, {.rows = 0}) == unbounded);
    CHECK(m_most_waiting <= 8);
  }
}

TEST_CASE_FIXTURE(Three, "what is wrong with one domain is told in its place, and ends no other") {
  m_timeout = milliseconds(300);
  hold("dead.example", "192.0.2.1", 1);
  for (const char* silent : {"dead.example", "_dmarc.dead.example", "example"}) {
    m_scripts[silent] = {.udp = test::Manner::silent, .tcp = test::Manner::silent};
  }
  const std::vector<ToJudge> domains = {m_domains[0],
                                        {name("d00.example"), &m_options},
                                        m_domains[1],
                                        {name("dead.example"), &m_options},
                                        m_domains[2]};
  const auto told = judge(domains);
  REQUIRE(told.size() == 5);
  CHECK(told[1] == "d00.example 66 no report of d00.example is in the database");
  CHECK(told[3] == "dead.example 69 no DNS server answered for dead.example in time");
  for (const auto i : {0U, 2U, 4U})
    CHECK(told[i].find(" 192.0.2.1") + told[i].find(" 203.0.113.9") != 0);
  CHECK(judge({domains[3]}).front() == told[3]);
}

TEST_CASE_FIXTURE(Three, "what ends all is thrown, with others still waiting for the DNS") {
  const test::DnsServer server(m_scripts);
  GlobalOptions global;
  global.dns.network.server = dns::Server{*IpAddress::parse("127.0.0.1"), server.port()};
  const auto refuse = [](const DomainName&, Judgement&&) {
    throw Error(Failure::io, "the disk is full");
  };
  CHECK(test::failure_of([&] { judge_all(m_domains, *m_store, global, m_environment, refuse); }) ==
        "74 the disk is full");
}

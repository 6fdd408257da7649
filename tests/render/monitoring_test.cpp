#include "monitoring.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "files.hpp"

using namespace hardfail;
using hardfail::test::has;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

analysis::Assessment found(std::string_view domain, ledger::State state) {
  const auto it = name(domain);
  analysis::Assessment assessment{.domain = it,
                                  .spf = {.own = {.domain = it}, .all_at = it},
                                  .dmarc = {.organizational_domain = it}};
  assessment.verdict.state = state;
  return assessment;
}

}  // namespace

TEST_CASE(
    "of several domains a check tells the worst, and what is wrong comes before what is unknown") {
  const auto check = render::start_nagios();
  check->add(found("a.example", ledger::State::ready));
  check->add_unjudged(name("b.example"), "no DNS");
  CHECK(check->status() == 3);
  check->add(found("c.example", ledger::State::keep_softfail));
  CHECK(check->status() == 1);
  check->add(found("d.example", ledger::State::fix_record));
  CHECK(check->status() == 2);
  const auto line = check->text();
  CHECK(line.starts_with(
      "HARDFAIL CRITICAL - 1 of 4 domains: d.example: fix the SPF record first |"));
  CHECK(has(line, " 'a.example messages'=0;;;0"));
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
}

TEST_CASE("a check without a domain is unknown, and five names are enough") {
  CHECK(render::start_nagios()->status() == 3);
  const auto check = render::start_nagios();
  for (const char* domain :
       {"a.example", "b.example", "c.example", "d.example", "e.example", "f.example"}) {
    check->add_unjudged(name(domain), "no DNS");
  }
  const auto line = check->text();
  CHECK(line.starts_with("HARDFAIL UNKNOWN - 6 of 6 domains: a.example: no DNS; b.example"));
  CHECK(line.ends_with("e.example: no DNS; ...\n"));
}

TEST_CASE("no name and no reason ends the line of a check or its text") {
  CHECK(render::failed_check("a|b\nc\x1b") == "HARDFAIL UNKNOWN - a/b\\x0ac\\x1b\n");
  const auto check = render::start_nagios();
  check->add(found("a|b'c=d\xff.example", ledger::State::ready));
  check->add(found("e.example", ledger::State::ready));
  const auto line = check->text();
  CHECK(std::count(line.begin(), line.end(), '|') == 1);
  CHECK(has(line, "'a/b_c_d\\xff.example missing'=0;;0;0"));
}

TEST_CASE("metrics stand together under their name, whatever the domains are called") {
  const auto metrics = render::start_prometheus();
  metrics->add(found("a.example", ledger::State::parked));
  metrics->add_unjudged(name("b\"\\\nc.example"), "no DNS");
  const auto text = metrics->text();
  CHECK(
      text.starts_with("# HELP hardfail_domain_judged Whether the domain could be judged.\n"
                       "# TYPE hardfail_domain_judged gauge\n"
                       "hardfail_domain_judged{domain=\"a.example\"} 1\n"
                       "hardfail_domain_judged{domain=\"b\\\"\\\\\\nc.example\"} 0\n"
                       "# HELP hardfail_verdict_state "));
  CHECK(has(text, "hardfail_verdict_state{domain=\"a.example\",state=\"parked\"} 1\n"));
  CHECK(has(text, "hardfail_verdict_state{domain=\"a.example\",state=\"ready\"} 0\n"));
  CHECK_FALSE(has(text, "newest_report"));
  CHECK(render::start_prometheus()->text().empty());
}

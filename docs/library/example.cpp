// example ZONE REPORT DOMAIN
//
// Reads one aggregate report as XML, evaluates SPF for each address in it, looks up the DMARC policy
// of the domain, and asks for a verdict. One report is too little for a firm one.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/dns/zone.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/readiness/assess.hpp"
#include "hardfail/report/parser.hpp"
#include "hardfail/spf/check.hpp"

using namespace hardfail;

namespace {

/// What the store of hardfail makes of many reports, made of one.
report::Observations observe(std::istream& xml) {
  report::Observations seen;
  report::Parser parser(
      {},
      [&](report::Record&& record) {
        const auto index = static_cast<std::uint32_t>(seen.rows.size());
        seen.sources.push_back(record.source);
        seen.authentications.push_back(*record.authentication);
        seen.rows.push_back({.source = index, .authentication = index, .messages = record.messages});
      },
      [&](report::Report&& report) {
        seen.window = report.period;
        seen.periods = seen.report_periods = {report.period};
        seen.reporters = seen.report_reporters = {report.org_name};
        seen.reports = 1;
      });
  parser.feed(std::string(std::istreambuf_iterator<char>(xml), {}));
  parser.finish();
  return seen;
}

void show(const DomainName& domain, const report::Observations& seen, dns::Resolver& dns) {
  for (const auto& source : seen.sources) {
    const auto outcome = spf::check_host({source, domain, "postmaster", "mail.example"}, dns);
    std::cout << source.to_string() << ": " << spf::name_of(outcome.result) << " by "
              << outcome.mechanism << '\n';
  }
  const auto policy = dmarc::discover(domain, dns);
  std::cout << "DMARC: " << (policy.found_at ? policy.found_at->text() : "no policy") << '\n';
  const auto assessment = readiness::assess(domain, seen, {}, {}, dns, {});
  std::cout << "verdict: " << ledger::name_of(assessment.verdict.state) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 64;
  try {
    const auto domain = DomainName::parse(argv[3]);
    if (!domain) return 64;
    // dns::make_network_resolver({}) asks the system's name servers instead.
    const auto dns = dns::load_zone(argv[1]);
    std::ifstream xml(argv[2]);
    show(*domain, observe(xml), *dns);
  } catch (const Error& error) {
    std::cerr << error.what() << '\n';
    return static_cast<int>(error.failure());
  }
}

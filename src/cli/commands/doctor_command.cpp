#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "assess/dns_session.hpp"
#include "bundle.hpp"
#include "commands/commands.hpp"
#include "hardfail/analysis/intake.hpp"
#include "hardfail/readiness/assess.hpp"
#include "hardfail/render/intake.hpp"
#include "options/assess_options.hpp"

namespace hardfail::cli {
namespace {

/// The reports held on a domain; none where there is no database yet, since what the DNS says is of
/// use before the first import.
std::vector<ledger::HeldReport> held_reports(const DomainName& domain,
                                             const Invocation& invocation) {
  try {
    return invocation.open_store(store::OpenMode::reading)->reports(domain);
  } catch (const Error& error) {
    if (error.failure() != Failure::no_input) throw;
    return {};
  }
}

int status_of(const analysis::Intake& intake) {
  constexpr int nothing_wrong = 0;
  constexpr int something_wrong = 1;
  constexpr int cannot_tell = 2;
  int status = nothing_wrong;
  for (const auto& finding : intake.findings) {
    if (finding.severity != analysis::Severity::error) continue;
    status = std::max(status, finding.code == "dns_failed" ? cannot_tell : something_wrong);
  }
  return status;
}

class DoctorCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "doctor"; }
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN [--as-of DATE] | --bundle"; }
  [[nodiscard]] std::string summary() const override { return "why do no reports come?"; }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"doctor example.com", "doctor --bundle"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    return {
        {"as-of", "DATE", "as of this ISO 8601 date (default: now)", Place::command_line_or_config},
        {"bundle", "", "versions, settings and counts, for a bug report: no names, no addresses"}};
  }
  [[nodiscard]] bool tells_mistakes(const Options& options) const override {
    return options.find("bundle") != nullptr;
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    if (invocation.options.is_on("bundle")) {
      expect_no_arguments(invocation.options);
      if (invocation.global.format != render::Format::text) {
        throw Error(Failure::usage, "'doctor --bundle' answers in text alone");
      }
      return {bundle(invocation)};
    }
    const auto domain = domain_argument(only_argument(invocation.options, "domain"));
    const auto now = invocation.environment.now();
    const auto as_of =
        invocation.options.get("as-of", "a date such as 2026-11-21", parse_iso8601).value_or(now);
    warn_of_future(as_of, now, invocation.messages);
    const auto held = held_reports(domain, invocation);
    DnsSession dns(invocation.global, invocation.environment);
    readiness::require_dns(domain, dns.cache());
    auto policy = dmarc::discover(domain, dns.cache());
    std::vector<dmarc::Destination> destinations;
    if (policy.record) destinations = dmarc::destinations_of(policy, dns.cache());
    const auto intake =
        analysis::intake_of(domain, as_of, std::move(policy), std::move(destinations), held);
    return {render::present(intake, invocation.global.format, invocation.global.page),
            status_of(intake)};
  }
};

}  // namespace

std::unique_ptr<Command> make_doctor_command() { return std::make_unique<DoctorCommand>(); }

}  // namespace hardfail::cli

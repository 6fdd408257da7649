#include "hardfail/render/intake.hpp"

#include <fmt/format.h>

#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "table.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using analysis::Intake;

std::string_view consent_name(dmarc::Consent consent) {
  switch (consent) {
    case dmarc::Consent::not_needed:
      return "not_needed";
    case dmarc::Consent::given:
      return "given";
    case dmarc::Consent::missing:
      return "missing";
    case dmarc::Consent::unknown:
      return "unknown";
  }
  return {};
}

std::string_view mail_host_name(dmarc::MailHost host) {
  switch (host) {
    case dmarc::MailHost::present:
      return "present";
    case dmarc::MailHost::absent:
      return "absent";
    case dmarc::MailHost::unknown:
      return "unknown";
  }
  return {};
}

std::string destinations_text(const Intake& intake, const Page& page) {
  std::string text;
  for (const auto& destination : intake.destinations) {
    std::string what;
    if (destination.consent == dmarc::Consent::given) what = ", which agrees to receive them";
    text += wrapped(fmt::format("to {}{}", printable(destination.uri), what), page, 4, "  -");
  }
  return text;
}

std::string findings_text(const Intake& intake, const Page& page) {
  if (intake.findings.empty()) {
    return painted("Nothing keeps reports from coming.", Tone::good, page.colour) + '\n';
  }
  std::string text;
  for (const auto& finding : intake.findings) {
    text += wrapped(fmt::format("{}: {}", name_of(finding.severity), finding.text), page, 4, "  -");
  }
  return text;
}

std::string reporters_text(const Intake& intake, const Page& page) {
  Table table({{"REPORTER", Align::left, Fit::may_be_cut},
               {"REPORTS", Align::right},
               {"FIRST"},
               {"LAST"},
               {"EVERY", Align::right},
               {"STATE"}});
  for (const auto& each : intake.reporters) {
    const auto pause = static_cast<std::uint64_t>(each.usual_pause.count());
    table.add({each.name, grouped(each.reports), to_iso_date(each.first), to_iso_date(each.last),
               pause == 0 ? "-" : counted(pause, "day"),
               Cell(each.has_stopped ? "stopped" : "", Tone::warning)});
  }
  return table.to_text(page);
}

std::string to_text(const Intake& intake, const Page& page) {
  auto text = painted(fmt::format("Reports on {}", domain_text(intake.domain, page.charset)),
                      Tone::strong, page.colour) +
              '\n';
  const auto& policy = intake.policy;
  if (policy.record) {
    text += wrapped(fmt::format("The DMARC record at _dmarc.{} asks for them: {}",
                                printable(policy.found_at->text()), printable(policy.record->text)),
                    page, 2);
  }
  text += destinations_text(intake, page);
  if (intake.newest) {
    text += wrapped(
        fmt::format("{} held, of {}, the newest up to {}", counted(intake.reports, "report"),
                    counted(intake.reporters.size(), "reporter"), to_iso_date(*intake.newest)),
        page, 2);
  }
  text += '\n' + findings_text(intake, page);
  if (!intake.reporters.empty()) text += '\n' + reporters_text(intake, page);
  return text;
}

Json intake_findings_json(const Intake& intake) {
  auto findings = Json::array();
  for (const auto& each : intake.findings) {
    findings.push_back({{"code", each.code},
                        {"severity", name_of(each.severity)},
                        {"text", json_text(each.text)}});
  }
  return findings;
}

Json to_json(const Intake& intake) {
  auto destinations = Json::array();
  for (const auto& each : intake.destinations) {
    destinations.push_back({{"uri", json_text(each.uri)},
                            {"domain", each.domain ? json_text(each.domain->text()) : Json()},
                            {"consent", consent_name(each.consent)},
                            {"mail_host", mail_host_name(each.mail_host)}});
  }
  auto reporters = Json::array();
  for (const auto& each : intake.reporters) {
    reporters.push_back({{"name", json_text(each.name)},
                         {"reports", each.reports},
                         {"first", json_time(each.first)},
                         {"last", json_time(each.last)},
                         {"usual_pause_days", each.usual_pause.count()},
                         {"stopped", each.has_stopped}});
  }
  const auto& policy = intake.policy;
  return {
      {"schema", "hardfail.doctor/1"},
      {"domain", json_text(intake.domain.text())},
      {"as_of", json_time(intake.as_of)},
      {"dmarc",
       {{"record", policy.record ? json_text(policy.record->text) : Json()},
        {"found_at", policy.found_at ? json_text("_dmarc." + policy.found_at->text()) : Json()}}},
      {"destinations", std::move(destinations)},
      {"reports", intake.reports},
      {"newest", intake.newest ? json_time(*intake.newest) : Json()},
      {"findings", intake_findings_json(intake)},
      {"reporters", std::move(reporters)}};
}

Grid to_grid(const Intake& intake) {
  Grid grid{{"domain", "severity", "code", "text"}, {}};
  for (const auto& each : intake.findings) {
    grid.rows.push_back(
        {intake.domain.text(), std::string(name_of(each.severity)), each.code, each.text});
  }
  return grid;
}

}  // namespace

std::string present(const Intake& intake, Format format, const Page& page) {
  return in_format(format, {.text = [&] { return to_text(intake, page); },
                            .json = [&] { return to_json(intake); },
                            .grid = [&] { return to_grid(intake); },
                            .title = "Reports on " + intake.domain.text(),
                            .lines =
                                [&] {
                                  return lines_text({{"schema", "hardfail.finding/1"},
                                                     {"domain", json_text(intake.domain.text())}},
                                                    intake_findings_json(intake));
                                }});
}

}  // namespace hardfail::render

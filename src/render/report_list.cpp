#include "hardfail/render/report_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "table.hpp"

namespace hardfail::render {
namespace {

/// "archive.zip: a.xml"
std::string origin_text(const std::string& path, const std::string& member) {
  return printable(member.empty() ? path : path + ": " + member);
}

std::string report_table(const ReportList& list, const Page& page) {
  Table table({{"BEGIN"},
               {"DOMAIN", Align::left, Fit::may_be_cut},
               {"REPORTER", Align::left, Fit::may_be_cut},
               {"REPORT ID", Align::left, Fit::may_be_cut},
               {"ROWS", Align::right},
               {"MESSAGES", Align::right},
               {"WARNINGS", Align::right}});
  for (const auto& each : list.reports) {
    const auto warnings = each.warnings.size() + (each.conflicting ? 1U : 0U);
    table.add({to_iso_date(each.period.begin), domain_text(each.domain, page.charset),
               each.org_name, each.report_id, grouped(each.records), grouped(each.messages),
               Cell(warnings == 0 ? "" : grouped(warnings), Tone::warning)});
  }
  return table.to_text(page);
}

std::string warning_text(const ledger::HeldReport& report, const Page& page) {
  if (report.warnings.empty() && !report.conflicting) return {};
  auto text = wrapped(
      fmt::format("{}, report {} ({})", printable(report.org_name), printable(report.report_id),
                  origin_text(report.origin.path, report.origin.member)),
      page, 2, "  ");
  if (report.conflicting) {
    text += wrapped("conflicting: another report with this identity and other content is held too.",
                    page, 6, "    -");
  }
  for (const auto& warning : report.warnings) {
    const auto times = warning.count > 1 ? fmt::format(" ({} times)", grouped(warning.count)) : "";
    text +=
        wrapped(fmt::format("{}: {}{}", printable(warning.code), printable(warning.text), times),
                page, 6, "    -");
  }
  return text;
}

std::string to_text(const ReportList& list, const Page& page) {
  std::string text;
  if (!list.reports.empty()) text += report_table(list, page);
  if (list.warnings == WarningDetail::spelled_out) {
    std::string warnings;
    for (const auto& report : list.reports) warnings += warning_text(report, page);
    if (!warnings.empty()) {
      text += '\n' + painted("Warnings", Tone::strong, page.colour) + '\n' + warnings;
    }
  }
  if (!list.rejected.empty()) {
    if (!text.empty()) text += '\n';
    text += painted("Rejected", Tone::strong, page.colour) + '\n';
    for (const auto& each : list.rejected) {
      const auto& [path, member, reason] = each.rejection;
      text += wrapped(fmt::format("{} {}: {}", to_iso_date(each.when), origin_text(path, member),
                                  printable(reason)),
                      page, 4, "  -");
    }
  }
  return text;
}

Json to_json(const ledger::HeldReport& report) {
  auto warnings = Json::array();
  for (const auto& warning : report.warnings) {
    warnings.push_back({{"code", json_text(warning.code)},
                        {"text", json_text(warning.text)},
                        {"count", warning.count}});
  }
  return {{"org_name", json_text(report.org_name)},
          {"report_id", json_text(report.report_id)},
          {"domain", json_text(report.domain.text())},
          {"begin", json_time(report.period.begin)},
          {"end", json_time(report.period.end)},
          {"rows", report.records},
          {"messages", report.messages},
          {"conflicting", report.conflicting},
          {"path", json_text(report.origin.path)},
          {"member", json_text(report.origin.member)},
          {"imported", json_time(report.imported)},
          {"warnings", std::move(warnings)}};
}

Json reports_json(const ReportList& list) {
  auto reports = Json::array();
  for (const auto& each : list.reports) reports.push_back(to_json(each));
  return reports;
}

Json rejected_json(const ReportList& list) {
  auto rejected = Json::array();
  for (const auto& each : list.rejected) {
    rejected.push_back({{"when", json_time(each.when)},
                        {"path", json_text(each.rejection.path)},
                        {"member", json_text(each.rejection.member)},
                        {"error", json_text(each.rejection.reason)}});
  }
  return rejected;
}

Grid to_grid(const ReportList& list) {
  Grid grid{{"kind", "org_name", "report_id", "domain", "begin", "end", "rows", "messages",
             "conflicting", "warnings", "imported", "path", "member", "error"},
            {}};
  for (const auto& each : list.reports) {
    grid.rows.push_back({"report", each.org_name, each.report_id, each.domain.text(),
                         to_iso8601(each.period.begin), to_iso8601(each.period.end),
                         std::to_string(each.records), std::to_string(each.messages),
                         each.conflicting ? "yes" : "no", std::to_string(each.warnings.size()),
                         to_iso8601(each.imported), each.origin.path, each.origin.member, ""});
  }
  for (const auto& each : list.rejected) {
    grid.rows.push_back({"rejected", "", "", "", "", "", "", "", "", "", to_iso8601(each.when),
                         each.rejection.path, each.rejection.member, each.rejection.reason});
  }
  return grid;
}

}  // namespace

std::string present(const ReportList& list, Format format, const Page& page) {
  return in_format(
      format, {.text = [&] { return to_text(list, page); },
               .json = [&]() -> Json {
                 return {{"schema", "hardfail.reports/1"},
                         {"reports", reports_json(list)},
                         {"rejected", rejected_json(list)}};
               },
               .grid = [&] { return to_grid(list); },
               .title = "Reports",
               .lines =
                   [&] {
                     return lines_text({{"schema", "hardfail.report/1"}}, reports_json(list)) +
                            lines_text({{"schema", "hardfail.rejection/1"}}, rejected_json(list));
                   }});
}

}  // namespace hardfail::render

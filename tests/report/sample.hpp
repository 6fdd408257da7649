#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hardfail/report/parser.hpp"

namespace hardfail::report {

/// Reports with their records, as the parser gave them.
struct Parsed {
  Report report;  ///< the last
  std::vector<Report> reports;
  std::vector<Record> records;

  [[nodiscard]] bool warns(std::string_view code) const {
    for (const auto& warning : report.warnings) {
      if (warning.code == code) return true;
    }
    return false;
  }

  /// The sentences of all warnings of that code.
  [[nodiscard]] std::string warning(std::string_view code) const {
    std::string texts;
    for (const auto& warning : report.warnings) {
      if (warning.code == code) texts += warning.text + "\n";
    }
    return texts;
  }
};

/// The codes of the warnings in their order, such as "cut-off count*3": all that the report says
/// was mended, and nothing else.
inline std::string codes_of(const Report& report) {
  std::string codes;
  for (const auto& warning : report.warnings) {
    if (!codes.empty()) codes += ' ';
    codes += warning.code;
    if (warning.count > 1) codes += '*' + std::to_string(warning.count);
  }
  return codes;
}

/// Parses `xml` fed in pieces of `piece` octets.
inline Parsed parse(std::string_view xml, std::size_t piece = std::string_view::npos,
                    const ParserLimits& limits = {}) {
  Parsed parsed;
  Parser parser(
      limits, [&](Record&& record) { parsed.records.push_back(std::move(record)); },
      [&](Report&& report) { parsed.reports.push_back(std::move(report)); });
  for (; !xml.empty(); xml.remove_prefix(std::min(piece, xml.size()))) {
    parser.feed(xml.substr(0, piece));
  }
  parser.finish();
  parsed.report = parsed.reports.back();
  return parsed;
}

inline const std::string metadata =
    "<report_metadata><org_name>receiver.example</org_name><email>dmarc@receiver.example</email>"
    "<report_id>17</report_id><date_range><begin>1700000000</begin><end>1700086399</end>"
    "</date_range></report_metadata>";

inline const std::string policy =
    "<policy_published><domain>example.com</domain><adkim>r</adkim><aspf>s</aspf><p>none</p>"
    "<sp>reject</sp><pct>100</pct><fo>1</fo></policy_published>";

inline const std::string row =
    "<row><source_ip>192.0.2.1</source_ip><count>3</count><policy_evaluated>"
    "<disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>";

inline const std::string identifiers =
    "<identifiers><header_from>example.com</header_from></identifiers>";

inline const std::string auth_results =
    "<auth_results><dkim><domain>example.com</domain><selector>s1</selector><result>pass</result>"
    "</dkim><spf><domain>bounce.example</domain><scope>mfrom</scope><result>softfail</result></spf>"
    "</auth_results>";

inline const std::string record = "<record>" + row + identifiers + auth_results + "</record>";

/// A report with these records.
inline std::string report_of(std::string_view records) {
  return "<?xml version=\"1.0\"?>\n<feedback>" + metadata + policy + std::string(records) +
         "</feedback>\n";
}

/// `text` with the first `from` replaced.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace hardfail::report

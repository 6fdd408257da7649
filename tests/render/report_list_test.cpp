#include "hardfail/render/report_list.hpp"

#include <doctest/doctest.h>

#include "json.hpp"

using namespace hardfail;
using namespace hardfail::render;

namespace {

ReportList list(WarningDetail detail) {
  ledger::HeldReport report{.org_name = "Example \x1b[2J Receiver",
                            .report_id = "1",
                            .domain = *DomainName::parse("example.com"),
                            .period = {*parse_iso8601("2026-11-20"), *parse_iso8601("2026-11-21")},
                            .records = 3,
                            .messages = 1200,
                            .conflicting = true,
                            .origin = {"a.zip", "b.xml"},
                            .imported = *parse_iso8601("2026-11-22"),
                            .warnings = {{"spf-result", "\"hardfail\" was taken for fail.", 2}}};
  return {
      {std::move(report)}, {{{"c.gz", "", "It is empty."}, *parse_iso8601("2026-11-22")}}, detail};
}

}  // namespace

TEST_CASE("warnings are counted, and spelled out where they are asked for") {
  const auto brief = present(list(WarningDetail::counted), Format::text, {});
  CHECK(brief.find("hardfail") == std::string::npos);
  CHECK(brief.find("2026-11-20  example.com  Example \\x1b[2J Receiver  1") != std::string::npos);

  const auto full = present(list(WarningDetail::spelled_out), Format::text, {.width = 100});
  CHECK(full.find(
            "Warnings\n  Example \\x1b[2J Receiver, report 1 (a.zip: b.xml)\n"
            "    - conflicting: another report with this identity and other content is held too.\n"
            "    - spf-result: \"hardfail\" was taken for fail. (2 times)\n") != std::string::npos);
}

TEST_CASE("rejected inputs stand below the reports with their reason") {
  CHECK(present(list(WarningDetail::counted), Format::text, {})
            .ends_with("\nRejected\n  - 2026-11-22 c.gz: It is empty.\n"));
}

TEST_CASE("JSON holds reports with their warnings, and rejections") {
  const auto json = Json::parse(present(list(WarningDetail::counted), Format::json, {}));
  CHECK(json["schema"] == "hardfail.reports/1");
  CHECK(json["reports"][0]["warnings"][0]["count"] == 2);
  CHECK(json["reports"][0]["conflicting"] == true);
  CHECK(json["rejected"][0]["error"] == "It is empty.");
}

TEST_CASE("reports and rejections are rows of one CSV table") {
  const auto csv = present(list(WarningDetail::counted), Format::csv, {});
  CHECK(csv.find("\nreport,Example \\x1b[2J Receiver,1,example.com,") != std::string::npos);
  CHECK(csv.find("\nrejected,,,,,,,,,,2026-11-22T00:00:00Z,c.gz,,It is empty.\r\n") !=
        std::string::npos);
}

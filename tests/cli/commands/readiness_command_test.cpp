#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "hardfail/store/store.hpp"
#include "program.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

TEST_CASE("a verdict as of the future is given, and not kept") {
  const test::Folder folder;
  const auto database = (folder / "t.db").string();
  const auto report = folder.write(
      "report.xml",
      "<feedback><report_metadata><org_name>r</org_name><report_id>1</report_id><date_range>"
      "<begin>1795046400</begin><end>1795132799</end></date_range></report_metadata>"
      "<policy_published><domain>d.example</domain></policy_published><record><row><source_ip>"
      "192.0.2.1</source_ip><count>9</count></row><identifiers><header_from>d.example"
      "</header_from></identifiers></record></feedback>");
  const auto zone = folder.write("zone", "d.example. 300 IN TXT \"v=spf1 ~all\"\n").string();
  test::Surroundings around;
  around.variables = {{"HOME", "/nonexistent"}};
  const std::vector<std::string> import = {"import", report.string(), "--db", database};
  REQUIRE(run_program(import, around.environment()) == 0);
  const auto runs_kept_after = [&](const std::string& as_of) {
    around.out.str("");
    const std::vector<std::string> readiness = {"readiness",  "d.example", "--db",    database,
                                                "--dns-zone", zone,        "--as-of", as_of};
    CHECK(run_program(readiness, around.environment()) == 0);
    CHECK(around.out.str().starts_with("d.example: "));
    return store::open_sqlite(database, store::OpenMode::existing)
        ->runs(DomainName::parse("d.example").value())
        .size();
  };
  CHECK(runs_kept_after("2026-11-22") == 0);
  CHECK(runs_kept_after("2026-11-21") == 1);
}

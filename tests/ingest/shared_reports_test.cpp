// A collection of real reports, which cannot be part of this repository, against the table that
// describes it: in the folder $HARDFAIL_SHARED, or `shared` beside the checkout.

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "fixture.hpp"
#include "hardfail/util/text.hpp"
#include "skip.hpp"

using namespace hardfail;
using namespace hardfail::ingest;

namespace {

std::filesystem::path shared_directory() {
  // The tests have one thread.
  const char* const given = std::getenv("HARDFAIL_SHARED");  // NOLINT(concurrency-mt-unsafe)
  return given != nullptr ? std::filesystem::path(given)
                          : std::filesystem::path(HARDFAIL_SOURCE_DIR) / ".." / "shared";
}

}  // namespace

TEST_CASE("every valid report yields its records and messages, a malformed one is told") {
  const auto data = shared_directory() / "data";
  std::ifstream table(data / "reports.tsv");
  if (!table) {
    test::skip((data / "reports.tsv").string());
    return;
  }
  std::string line;
  std::getline(table, line);  // the names of the columns
  unsigned files = 0;
  while (std::getline(table, line)) {
    const auto columns = split(line, '\t');
    REQUIRE(columns.size() == 9);
    CAPTURE(line);
    Collector sink;
    const auto summary = read_input(data / "reports" / columns[0], {}, sink);
    ++files;
    std::uint64_t records = 0;
    std::uint64_t messages = 0;
    for (const auto& held : sink.reports) {
      CHECK(held.report.records == held.records.size());
      records += held.report.records;
      messages += held.report.messages;
    }
    if (columns[5] == "valid") {
      CHECK(summary.rejections.empty());
      CHECK(records == parse_unsigned(columns[7]));
      CHECK(messages == parse_unsigned(columns[8]));
    } else if (summary.reports == 0) {
      // A mail that holds no report is ordinary mail, anything else is rejected.
      CHECK(summary.rejections.size() + summary.ordinary_mails == 1);
    }
  }
  CHECK(files > 0);
}

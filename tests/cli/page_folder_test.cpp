#include "page_folder.hpp"

#include <doctest/doctest.h>

#include "program.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

/// The sample domains, in a database of their own.
class Samples {
 public:
  Samples() { REQUIRE(run({"import", HARDFAIL_SOURCE_DIR "/sample-reports/reports"}) == 0); }

  int run(std::vector<std::string> arguments) {
    const std::vector<std::string> always = {"--db", (folder / "samples.db").string(), "--dns-zone",
                                             HARDFAIL_SOURCE_DIR "/sample-reports/zone.db",
                                             "--quiet"};
    arguments.insert(arguments.end(), always.begin(), always.end());
    around.variables = {{"HOME", "/nonexistent"}};
    around.out.str({});
    return run_program(arguments, around.environment());
  }

  int write_pages(const std::string& output) {
    return run({"readiness", "--as-of", "2026-11-21", "--format", "html", "--output", output});
  }

  test::Folder folder;
  test::Surroundings around;
};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a folder gets an index and a page for each domain, and standard output nothing") {
  Samples samples;
  CHECK(samples.write_pages((samples.folder / "deep/pages/").string()) == 1);
  CHECK(samples.around.out.str().empty());
  const auto index = samples.folder.read("deep/pages/index.html");
  for (const std::string domain : {"larkspur-books.example", "tidewater-ferries.example"}) {
    CAPTURE(domain);
    CHECK(holds(index, "href=\"" + domain + ".html\""));
    const auto page = samples.folder.read("deep/pages/" + domain + ".html");
    CHECK(holds(page, "<title>" + domain + ": "));
    CHECK(holds(page, "href=\"index.html\""));
  }
  CHECK(holds(index, "first run"));
  // A folder that is there needs no slash, and earlier pages are replaced.
  CHECK(samples.write_pages((samples.folder / "deep/pages").string()) == 1);
  CHECK(holds(samples.folder.read("deep/pages/index.html"), "as on 2026-11-21"));
}

TEST_CASE("to standard output or a file several domains are one page, and one domain its own") {
  Samples samples;
  CHECK(samples.write_pages((samples.folder / "all.html").string()) == 1);
  const auto all = samples.folder.read("all.html");
  CHECK(holds(all, "href=\"#domain1\""));
  CHECK(holds(all, "include:_spf.orderdesk.example"));
  CHECK(samples.run({"readiness", "larkspur-books.example", "--format", "html"}) == 1);
  const auto one = samples.around.out.str();
  CHECK(holds(one, "<title>larkspur-books.example: Not ready for -all</title>"));
  CHECK_FALSE(holds(one, "index.html"));
}

TEST_CASE("a page says whose record it is about, and when no report met the window") {
  Samples samples;
  const std::vector<std::string> ask = {"readiness", "larkspur-books.example", "--format", "html"};
  const auto page_with = [&](const std::string& option, const std::string& value) {
    auto arguments = ask;
    arguments.insert(arguments.end(), {option, value});
    samples.run(arguments);
    return samples.around.out.str();
  };
  const auto what_if = page_with("--record", "v=spf1 -all");
  CHECK(holds(what_if, "Against the record you gave:"));
  CHECK(holds(what_if, "<p class=\"verdict bad\"><strong>Already ends in -all</strong>"));
  CHECK(holds(page_with("--as-of", "2026-11-21"), "Against today\u2019s record:"));
  const auto empty = page_with("--as-of", "2025-01-01");
  CHECK(holds(empty, "Every report of larkspur-books.example lies outside the window"));
  CHECK(holds(empty, "No mail of this domain is in the reports of the window."));
}

TEST_CASE("a folder that cannot be made is told, and so is one for another format") {
  Samples samples;
  samples.folder.write("file", "");
  CHECK(samples.write_pages((samples.folder / "file/pages/").string()) == 73);
  CHECK(holds(samples.around.err.str(), "file/pages/ cannot be created: "));
  std::filesystem::create_directory(samples.folder / "pages");
  CHECK(samples.run({"readiness", "--output", (samples.folder / "pages").string()}) == 73);
}

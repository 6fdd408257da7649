#include "run/outputs.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

analysis::Assessment assessment(std::string_view domain) {
  analysis::Assessment given{.domain = name(domain),
                             .spf = {.own = {.domain = name(domain)}, .all_at = name(domain)},
                             .dmarc = {.organizational_domain = name(domain)}};
  given.verdict.reasons.push_back({"missing", analysis::Severity::error, "why", 0});
  return given;
}

}  // namespace

TEST_CASE("each output holds the domains that are its own, and a bad one spoils no other") {
  const test::Folder folder;
  const std::vector<OutputSettings> settings = {
      {"all", render::Format::csv, folder / "all.csv", {}, {}},
      {"bad", render::Format::csv, folder / "absent/x.csv", {}, {}},
      {"some", render::Format::csv, folder / "some.csv", {name("a.example")}, {"g"}}};
  std::ostringstream err;
  Messages messages(err, Verbosity::normal);
  Outputs outputs(settings, messages);
  outputs.add(assessment("a.example"), {});
  outputs.add(assessment("b.example"), {});
  outputs.add(assessment("c.example"), "g");
  CHECK(outputs.write() == 73);
  CHECK(err.str().starts_with("hardfail: [output bad]: "));
  const auto all = folder.read("all.csv");
  for (const auto* domain : {"a.example", "b.example", "c.example"}) {
    CHECK(all.find(domain) != std::string::npos);
  }
  const auto some = folder.read("some.csv");
  CHECK(some.find("a.example") != std::string::npos);
  CHECK(some.find("b.example") == std::string::npos);
  CHECK(some.find("c.example") != std::string::npos);
}

TEST_CASE("the index of pages says of which group a domain is, where there are groups") {
  const test::Folder folder;
  const std::vector<OutputSettings> settings = {
      {"grouped", render::Format::html, folder / "grouped/", {}, {}},
      {"plain", render::Format::html, folder / "plain/", {name("a.example")}, {}}};
  std::ostringstream err;
  Messages messages(err, Verbosity::normal);
  Outputs outputs(settings, messages);
  outputs.add(assessment("a.example"), {});
  outputs.add(assessment("b.example"), "<shops>");
  CHECK(outputs.write() == 0);
  const auto grouped = folder.read("grouped/index.html");
  CHECK(grouped.find(">Group</th>") != std::string::npos);
  CHECK(grouped.find("<td><bdi>&lt;shops&gt;</bdi></td>") != std::string::npos);
  CHECK(folder.read("plain/index.html").find("Group") == std::string::npos);
}

TEST_CASE("metrics also tell of a domain that could not be judged, and pages do not") {
  const test::Folder folder;
  const std::vector<OutputSettings> settings = {
      {"metrics", render::Format::prometheus, folder / "hardfail.prom", {}, {}},
      {"pages", render::Format::html, folder / "pages/", {}, {}},
      {"others", render::Format::prometheus, folder / "others.prom", {name("b.example")}, {}}};
  std::ostringstream err;
  Messages messages(err, Verbosity::normal);
  Outputs outputs(settings, messages);
  outputs.add(assessment("b.example"), {});
  outputs.add_unjudged(name("a.example"), {}, "no report");
  CHECK(outputs.write() == 0);
  const auto metrics = folder.read("hardfail.prom");
  CHECK(metrics.find("hardfail_domain_judged{domain=\"a.example\"} 0") != std::string::npos);
  CHECK(metrics.find("hardfail_domain_judged{domain=\"b.example\"} 1") != std::string::npos);
  CHECK(folder.read("others.prom").find("a.example") == std::string::npos);
  CHECK(folder.read("pages/index.html").find("a.example") == std::string::npos);
}

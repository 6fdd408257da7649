#include "run/settings.hpp"

#include <doctest/doctest.h>

#include "options/assess_options.hpp"
#include "options/global_options.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

SettingsRead read(std::string_view text) {
  test::Surroundings around;
  const auto document = config::parse(text, "c", "/home/u");
  REQUIRE(document.mistakes.empty());
  Options options;
  options.add_section(document, document.entries);
  return read_settings(document, options, around.environment());
}

Settings settings(std::string_view text) {
  auto [settings, mistakes] = read(text);
  for (const auto& mistake : mistakes) FAIL_CHECK(mistake.text);
  return std::move(settings);
}

std::vector<std::string> mistakes(std::string_view text) {
  std::vector<std::string> texts;
  for (const auto& mistake : read(text).mistakes) texts.push_back(mistake.text);
  return texts;
}

using Texts = std::vector<std::string>;

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

}  // namespace

TEST_CASE("without sections every domain is judged by what holds for all") {
  const auto read = settings("min-days = 12\n");
  CHECK(read.inputs.empty());
  CHECK(read.domains.empty());
  CHECK(read.options.judged_by.thresholds.min_days == 12);
  CHECK_FALSE(read.retention.reports);
}

TEST_CASE("an input is a path, and says what becomes of its files") {
  const auto read = settings(
      "move-to = /elsewhere\n[input a]\npath = ~/Maildir\n[input b]\npath = b\nafter = delete\n"
      "rejected-to = bad\n[input c]\npath = c\nafter = move:done\n[input d]\npath=d\nafter=keep\n");
  REQUIRE(read.inputs.size() == 4);
  CHECK(read.inputs[0].path == "/home/u/Maildir");
  CHECK(read.inputs[0].options.imported == Afterwards::stay);
  CHECK(read.inputs[1].options.imported == Afterwards::remove);
  CHECK(read.inputs[1].options.rejected_to == "bad");
  CHECK(read.inputs[2].options.imported == Afterwards::move);
  CHECK(read.inputs[2].options.move_to == "done");
  CHECK(read.inputs[3].options.imported == Afterwards::stay);
}

TEST_CASE("what a domain says goes before its group, and that before what holds for all") {
  const auto read = settings(
      "min-days = 10\nmin-reporters = 5\nmax-unknown = 2%\n"
      "[domain a.example]\nmin-days = 12\nkeep = 500 days\n"
      "[group g]\ndomains = a.example, b.example\nmin-days = 11\nmin-reporters = 6\nstrict = yes\n"
      "keep = 400\n[domain c.example]\n");
  REQUIRE(read.domains.size() == 3);
  const auto& a = read.domains[0];
  CHECK(a.domain == name("a.example"));
  CHECK(a.group == "g");
  CHECK(a.keep == std::chrono::days(500));
  CHECK(a.options.judged_by.thresholds.min_days == 12);
  CHECK(a.options.judged_by.thresholds.min_reporters == 6);
  CHECK(a.options.judged_by.thresholds.max_unknown == doctest::Approx(0.02));
  CHECK(a.options.judged_by.thresholds.strict);
  const auto& c = read.domains[1];
  CHECK(c.domain == name("c.example"));
  CHECK_FALSE(c.group);
  CHECK(c.options.judged_by.thresholds.min_days == 10);
  CHECK_FALSE(c.options.judged_by.thresholds.strict);
  const auto& b = read.domains[2];
  CHECK(b.domain == name("b.example"));
  CHECK(b.options.judged_by.thresholds.min_days == 11);
  CHECK(b.keep == std::chrono::days(400));
}

TEST_CASE("an output is a format and a path, for some domains or all") {
  const auto read = settings(
      "[output web]\nformat = html\npath = /srv/www/\n[output x]\nformat = json\npath = x.json\n"
      "domains = a.example\ngroups = g\n[group g]\ndomains = b.example\n");
  REQUIRE(read.outputs.size() == 2);
  CHECK(read.outputs[0].format == render::Format::html);
  CHECK(read.outputs[0].domains.empty());
  CHECK(read.outputs[1].domains == std::vector{name("a.example")});
  CHECK(read.outputs[1].groups == std::vector<std::string>{"g"});
}

TEST_CASE("reports and runs are kept as long as it says") {
  const auto read = settings("[retention]\nkeep = 400 days\nruns = 800 days\n");
  CHECK(read.retention.reports == std::chrono::days(400));
  CHECK(read.retention.runs == std::chrono::days(800));
}

TEST_CASE("every mistake is told with its line, not only the first") {
  CHECK(mistakes("[input a]\nafter = burn\n[domain a..example]\n[domain d.example]\nmin-days = x\n"
                 "max-unknown = 200%\nstrict = perhaps\n[output o]\npath = x\nformat = pdf\n"
                 "[group g]\n[retention]\nkeep = for ever\n[notfy x]\n") ==
        Texts{"c:1: [input a] needs a line path = a file, a directory or a Maildir",
              "c:2: after takes keep, move:DIRECTORY or delete, not 'burn'",
              "c:3: 'a..example' is not a domain name",
              "c:5: min-days takes a whole number, not 'x'",
              "c:6: max-unknown takes a share such as 0.1% or 0.001, not '200%'",
              "c:7: strict takes yes or no, not 'perhaps'",
              "c:10: format takes html, json, ndjson, csv or text, not 'pdf'",
              "c:11: [group g] needs a line domains = example.com, example.org",
              "c:13: keep takes a time such as 400 days, not 'for ever'",
              "c:14: there is no section [notfy x]; there are [input], [domain], [group], "
              "[output], [retention]"});
}

TEST_CASE("what contradicts something else in the file is told") {
  CHECK(mistakes(
            "[domain a.example]\n[domain A.EXAMPLE]\n[group g]\ndomains = b.example\n"
            "[group h]\ndomains = a.example, b.example,\n[group i]\ndomains = b.example, -..\n") ==
        Texts{"c:2: [domain A.EXAMPLE] is the domain of an earlier section",
              "c:6: domains has nothing before or after a comma: write A, B",
              "c:8: b.example belongs to [group g] already", "c:8: '-..' is not a domain name"});
  CHECK(mistakes("[output o]\npath = /\nformat = csv\n[output p]\npath = x\nformat = csv\n"
                 "groups = nobody\n[retention]\nkeep = 30 days\n") ==
        Texts{"c:2: path is a folder, which only HTML is written to: name a file",
              "c:7: there is no [group nobody]",
              "c:9: keep is less than the 90 days that are looked at"});
  CHECK(mistakes("[retention]\nkeep = 400\nruns = 300\n") ==
        Texts{"c:3: runs cannot go before the reports that they rest on: set keep to no more than "
              "that"});
}

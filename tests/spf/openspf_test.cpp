#include <doctest/doctest.h>

#include <cstdlib>

#include "hardfail/spf/check.hpp"
#include "openspf_suite.hpp"

using namespace hardfail;

namespace {

constexpr std::size_t suite_results = 203;
constexpr std::size_t suite_explanations = 22;

std::filesystem::path shared_folder() {
  if (const char* given = std::getenv("HARDFAIL_SHARED")) return given;
  return std::filesystem::path(HARDFAIL_SOURCE_DIR).parent_path() / "shared";
}

spf::Outcome check(const OpenspfCase& test, dns::Resolver& dns) {
  const auto client = IpAddress::parse(test.client);
  REQUIRE(client);
  const auto query = spf::Query::of_message(*client, test.mail_from, test.helo);
  spf::CheckOptions options;
  options.default_explanation = "DEFAULT";
  return query ? spf::check_host(*query, dns, options) : spf::Outcome{};
}

void run(const std::vector<OpenspfScenario>& scenarios) {
  std::size_t results = 0;
  std::size_t explanations = 0;
  for (const auto& scenario : scenarios) {
    for (const auto& test : scenario.cases) {
      CAPTURE(scenario.description);
      CAPTURE(test.name);
      const auto outcome = check(test, *scenario.dns);
      CAPTURE(outcome.problem);
      CHECK(spf::name_of(outcome.result) == test.result);
      CHECK_FALSE(outcome.undecided);
      results += spf::name_of(outcome.result) == test.result ? 1U : 0U;
      if (!test.explanation) continue;
      CHECK(outcome.explanation == test.explanation);
      explanations += outcome.explanation == test.explanation ? 1U : 0U;
    }
  }
  CHECK(results == suite_results);
  CHECK(explanations == suite_explanations);
  MESSAGE(results << " results and " << explanations << " explanations of the openspf suite");
}

}  // namespace

TEST_CASE("every case of the openspf suite has its preferred result and its explanation") {
  const auto path = shared_folder() / "data/spf/rfc7208.json";
  if (!std::filesystem::exists(path)) {
    MESSAGE("skipped: " << path.string() << " is not there");
    return;
  }
  run(read_openspf_json(path));
}

TEST_CASE("the suite in the form that Debian's python3-spf brings gives the same") {
  const std::filesystem::path path = "/usr/share/doc/python3-spf/rfc7208-tests.yml.gz";
  if (!std::filesystem::exists(path)) {
    MESSAGE("skipped: " << path.string() << " is not there (package python3-spf)");
    return;
  }
  run(read_openspf_yaml(path));
}

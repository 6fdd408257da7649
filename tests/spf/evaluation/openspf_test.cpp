#include <doctest/doctest.h>

#include "hardfail/spf/check.hpp"
#include "openspf_suite.hpp"
#include "skip.hpp"

using namespace hardfail;

namespace {

constexpr std::size_t suite_results = 203;
constexpr std::size_t suite_explanations = 22;

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
  const std::filesystem::path path = "/usr/share/doc/python3-spf/rfc7208-tests.yml.gz";
  if (!std::filesystem::exists(path)) {
    test::skip(path.string() + " (package python3-spf)");
    return;
  }
  run(read_openspf(path));
}

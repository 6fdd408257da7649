#include <doctest/doctest.h>

#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/spf/listening.hpp"
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

/// The DNS with names below the listening name as a wildcard there would answer them.
class WithWildcard final : public dns::Resolver {
 public:
  WithWildcard(dns::Resolver& upstream, spf::ListeningAnswer answer)
      : m_upstream(upstream), m_answer(answer) {}

  using Resolver::ask_all;
  std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                   dns::Deadline deadline) override {
    auto answers = m_upstream.ask_all(questions, deadline);
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (!spf::read_listened_name(questions[i].name)) continue;
      ++heard;
      answers[i] = m_answer == spf::ListeningAnswer::address
                       ? dns::Answer{.status = dns::Status::answered,
                                     .records = {IpAddress::parse("127.0.0.2").value()}}
                       : dns::Answer{.status = dns::Status::no_data};
    }
    return answers;
  }

  std::size_t heard = 0;

 private:
  dns::Resolver& m_upstream;
  spf::ListeningAnswer m_answer;
};

struct Listened {
  std::size_t compared = 0;
  std::size_t heard = 0;
};

/// Holds the result of a case against the one with a listening term in the record.
void compare_listened(const OpenspfCase& test, dns::Resolver& dns, Listened& so_far) {
  const auto query =
      spf::Query::of_message(IpAddress::parse(test.client).value(), test.mail_from, test.helo);
  if (!query) return;
  const auto plan = spf::plan_listening(query->domain, dns);
  if (!plan.record) return;
  WithWildcard wildcard(dns, plan.answer);
  dns::Overlay overlay(wildcard);
  overlay.set_txt(query->domain, std::span(&*plan.record, 1));
  const auto with = spf::check_host(*query, overlay);
  CAPTURE(*plan.record);
  CHECK(spf::name_of(with.result) == spf::name_of(check(test, dns).result));
  ++so_far.compared;
  so_far.heard += wildcard.heard;
}

std::optional<std::vector<OpenspfScenario>> suite() {
  const std::filesystem::path path = "/usr/share/doc/python3-spf/rfc7208-tests.yml.gz";
  if (std::filesystem::exists(path)) return read_openspf(path);
  test::skip(path.string() + " (package python3-spf)");
  return std::nullopt;
}

}  // namespace

TEST_CASE("a listening term changes no result of the openspf suite") {
  const auto scenarios = suite();
  if (!scenarios) return;
  Listened listened;
  for (const auto& scenario : *scenarios) {
    for (const auto& test : scenario.cases) {
      CAPTURE(test.name);
      compare_listened(test, *scenario.dns, listened);
    }
  }
  CHECK(listened.compared > 60);
  CHECK(listened.heard > 20);
  MESSAGE(listened.compared << " cases compared, " << listened.heard << " clients heard");
}

TEST_CASE("every case of the openspf suite has its preferred result and its explanation") {
  if (const auto scenarios = suite()) run(*scenarios);
}

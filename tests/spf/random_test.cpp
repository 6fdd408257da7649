#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "dice.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/spf/survey.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;
using hardfail::test::Dice;

namespace {

Query random_query(Dice& dice) {
  Query query{IpAddress::parse(dice.address()).value(), DomainName::parse(dice.name()).value(),
              std::nullopt, std::nullopt};
  if (dice.below(2) == 0) query.local_part = "a-b.c";
  if (dice.below(2) == 0) query.helo = dice.name();
  return query;
}

void check_bounds(const Outcome& outcome, const CheckOptions& options) {
  // The look-up that is one too many is counted, and ends it.
  CHECK(outcome.lookups <= options.max_lookups + 1);
  CHECK(outcome.void_lookups <= options.max_void_lookups + 1);
  const bool is_error = outcome.result == Result::permerror || outcome.result == Result::temperror;
  CHECK(outcome.problem.has_value() == is_error);
  CHECK((outcome.lookups <= options.max_lookups || outcome.result == Result::permerror));
  CHECK((outcome.void_lookups <= options.max_void_lookups || outcome.result == Result::permerror));
  CHECK((!outcome.explanation || outcome.result == Result::fail));
  CHECK((!outcome.undecided || outcome.result == Result::neutral));
  CHECK(outcome.mechanism.empty() == outcome.path.empty());
}

}  // namespace

TEST_CASE("whatever the records and the DNS, evaluation ends within its limits") {
  Dice dice(7208);
  CheckOptions options;
  options.default_explanation = "%{i} %{p} %{s}";
  for (int world = 0; world < 400; ++world) {
    CAPTURE(world);
    MemoryResolver dns;
    dice.fill(dns);
    std::vector<Query> queries;
    std::vector<Outcome> alone;
    for (int i = 0; i < 12; ++i) {
      queries.push_back(random_query(dice));
      const auto before = dns.asked().size();
      alone.push_back(check_host(queries.back(), dns, options));
      check_bounds(alone.back(), options);
      // Ten terms of an MX and ten hosts each, a %{p} in both places, record and explanation.
      CHECK(dns.asked().size() - before <= 2 + 10 * 11 + 2 * 11);
    }
    dns::Cache cache(dns);
    const auto together = check_hosts(queries, cache, options);
    for (std::size_t i = 0; i < queries.size(); ++i) {
      CHECK(together[i].result == alone[i].result);
      CHECK(together[i].path == alone[i].path);
      CHECK(together[i].problem == alone[i].problem);
      CHECK(together[i].undecided == alone[i].undecided);
      CHECK(together[i].explanation == alone[i].explanation);
      CHECK(together[i].lookups == alone[i].lookups);
      CHECK(together[i].void_lookups == alone[i].void_lookups);
    }
  }
}

TEST_CASE("what a survey calls sound does not end in an error for any IPv4 client") {
  Dice dice(4408);
  int sound = 0;
  for (int world = 0; world < 400; ++world) {
    CAPTURE(world);
    MemoryResolver dns;
    dice.fill(dns);
    const auto domain = DomainName::parse(dice.name()).value();
    const auto surveyed = survey(domain, dns);
    CHECK(surveyed.findings.size() < 2000);
    if (surveyed.status != RecordStatus::ok) continue;
    const auto depends = [](const Finding& finding) {
      return finding.code == "depends_on_message" || finding.code == "ptr";
    };
    if (std::ranges::any_of(surveyed.findings, depends)) continue;
    ++sound;
    for (int i = 0; i < 9; ++i) {
      const Query query{IpAddress::parse(fmt::format("192.0.2.{}", i)).value(), domain, "a", "b.c"};
      const auto outcome = check_host(query, dns);
      CAPTURE(outcome.problem);
      CHECK_FALSE(outcome.problem);
    }
  }
  CHECK(sound > 20);
}

TEST_CASE("no text makes the parser fail") {
  Dice dice(1);
  constexpr std::string_view alphabet = "v=spf1 aimxptr:/%{}.-+~?0129_\x80\n";
  for (int i = 0; i < 20000; ++i) {
    std::string text = "v=spf1 ";
    for (auto n = dice.below(30); n > 0; --n) text += alphabet[dice.below(alphabet.size())];
    const auto record = parse_record(text);
    if (record) continue;
    for (const auto& error : record.error()) {
      CHECK(error.offset <= text.size());
      CHECK(error.where.offset + error.where.length <= text.size());
    }
  }
}

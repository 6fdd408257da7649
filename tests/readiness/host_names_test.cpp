#include "hardfail/readiness/host_names.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "many_sources.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::readiness;
using test::address;
using test::observations;

namespace {

/// Answers late and says nothing.
class SlowResolver final : public dns::Resolver {
 public:
  using dns::Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline) override {
    return {questions.size(), {dns::Status::timeout, {}, {}}};
  }
};

}  // namespace

TEST_CASE("of a botnet's sources, the ones that reports name most often are chosen") {
  auto chosen = sources_to_name(observations(20'003, 3));
  CHECK(chosen.size() == 20'000);
  std::ranges::sort(chosen);
  CHECK(chosen.front() == address(3));
}

TEST_CASE("of 20,000 sources all are chosen") {
  CHECK(sources_to_name(observations(20'000, 3)).size() == 20'000);
}

TEST_CASE("an address without a name is told from one whose look-up failed") {
  MemoryResolver dns;
  dns.fail(address(1).reverse_name().text(), dns::RecordType::ptr);
  const auto names = look_up_names(observations(2, 0), dns);
  REQUIRE(names.contains(address(0)));
  CHECK_FALSE(names.at(address(0)).has_value());
  CHECK_FALSE(names.contains(address(1)));
}

TEST_CASE("what reverse DNS has not said in time is counted, and nothing is where it has") {
  const std::vector addresses = {address(1), address(2)};
  SlowResolver slow;
  CHECK(look_up_names(addresses, slow, std::chrono::seconds(0)).unanswered == 2);
  MemoryResolver dns;
  CHECK(look_up_names(addresses, dns).unanswered == 0);
}

#include "hardfail/readiness/host_names.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::readiness;

namespace {

IpAddress address(unsigned number) {
  const std::array<std::uint8_t, 4> octets = {10, static_cast<std::uint8_t>(number >> 16U),
                                              static_cast<std::uint8_t>(number >> 8U),
                                              static_cast<std::uint8_t>(number)};
  return IpAddress::from_octets(octets).value();
}

/// As many sources, the first of which are in one row only, the others in two.
report::Observations observations(unsigned sources, unsigned seen_once) {
  report::Observations result;
  for (unsigned i = 0; i < sources; ++i) {
    result.sources.push_back(address(i));
    result.rows.push_back({i, 0, 0, 0, 1});
    if (i >= seen_once) result.rows.push_back({i, 0, 0, 0, 1});
  }
  return result;
}

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

TEST_CASE("of a botnet's sources those are chosen that reports name most often") {
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

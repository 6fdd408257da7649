#include "assess/dns_wait.hpp"

#include <doctest/doctest.h>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

/// Takes its time, and says so as the network resolver does.
class Slow final : public dns::Resolver {
 public:
  Slow(test::Surroundings& around, DnsWait& wait) : m_around(around), m_wait(wait) {}
  using Resolver::ask_all;
  std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                   dns::Deadline) override {
    for (int second = 0; second < 3; ++second) {
      m_wait.show(static_cast<std::size_t>(second), questions.size());
      m_around.ticks += std::chrono::seconds(1);
    }
    return std::vector<dns::Answer>(questions.size());
  }

 private:
  test::Surroundings& m_around;
  DnsWait& m_wait;
};

std::string drawn(std::size_t columns, Verbosity verbosity) {
  test::Surroundings around;
  around.err_columns = columns;
  const auto environment = around.environment();
  DnsWait wait(environment, verbosity);
  wait.ask_from(std::make_unique<Slow>(around, wait));
  wait.about("a\x1b.example (2 of 3)");
  CHECK(wait.ask_all(std::vector<dns::Question>(1200, {*DomainName::parse("a.example")})).size() ==
        1200);
  return around.err.str();
}

}  // namespace

TEST_CASE(
    "after a second of waiting for the DNS a terminal shows for what, until the answers are in") {
  CHECK(drawn(80, Verbosity::normal) ==
        "\ra\\x1b.example (2 of 3): 1 of 1,200 DNS answers, 1 s\x1b[K"
        "\ra\\x1b.example (2 of 3): 2 of 1,200 DNS answers, 2 s\x1b[K\r\x1b[K");
}

TEST_CASE("waiting is not shown in a file, nor with --quiet") {
  CHECK(drawn(0, Verbosity::normal).empty());
  CHECK(drawn(80, Verbosity::quiet).empty());
}

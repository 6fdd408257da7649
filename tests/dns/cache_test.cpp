#include "hardfail/dns/cache.hpp"

#include <doctest/doctest.h>

#include "dns_questions.hpp"
#include "hardfail/dns/zone.hpp"

using namespace hardfail::dns;
using hardfail::test::question;

namespace {

/// Lets every question run out of time.
class SilentResolver final : public Resolver {
 public:
  std::vector<Answer> ask_all(std::span<const Question> questions, Deadline /*deadline*/) override {
    return std::vector<Answer>(questions.size());
  }
};

}  // namespace

TEST_CASE("each question goes upstream once") {
  const auto zone = parse_zone("a.example. A 192.0.2.1\nb.example. A 192.0.2.2\n");
  Cache cache(*zone);
  const auto a = question("a.example", RecordType::a);
  const auto b = question("b.example", RecordType::a);

  const std::vector<Question> batch = {a, b, a, a};
  const auto answers = cache.ask_all(batch);
  REQUIRE(answers.size() == 4);
  CHECK(answers[1].all<hardfail::IpAddress>().front().to_string() == "192.0.2.2");
  CHECK(answers[3].all<hardfail::IpAddress>().front().to_string() == "192.0.2.1");
  CHECK(cache.asked() == 2);

  CHECK(cache.ask(a).status == Status::answered);
  CHECK(cache.ask(question("a.example", RecordType::mx)).status == Status::no_data);
  CHECK(cache.asked() == 3);
}

TEST_CASE("what was asked can be looked up without asking") {
  const auto zone = parse_zone("a.example. A 192.0.2.1\n");
  Cache cache(*zone);
  const auto a = question("a.example", RecordType::a);
  CHECK(cache.find(a) == nullptr);
  static_cast<void>(cache.ask(a));
  REQUIRE(cache.find(a) != nullptr);
  CHECK(cache.find(a)->status == Status::answered);
}

TEST_CASE("an error is remembered, but not one that the deadline made") {
  SilentResolver silent;
  Cache cache(silent);
  const auto a = question("a.example", RecordType::a);

  CHECK(cache.ask(a, std::chrono::steady_clock::now()).status == Status::timeout);
  CHECK(cache.find(a) == nullptr);
  CHECK(cache.ask(a).status == Status::timeout);
  CHECK(cache.find(a) != nullptr);
  CHECK(cache.ask(a).status == Status::timeout);
  CHECK(cache.asked() == 2);
}

TEST_CASE("an answer that came in time is remembered though the deadline has passed since") {
  const auto zone = parse_zone("a.example. A 192.0.2.1\n");
  Cache cache(*zone);
  const auto a = question("a.example", RecordType::a);
  static_cast<void>(cache.ask(a, std::chrono::steady_clock::now()));
  CHECK(cache.find(a) != nullptr);
}

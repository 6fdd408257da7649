#include "hardfail/dns/shared_cache.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <latch>
#include <string>

#include "dns_questions.hpp"
#include "hardfail/util/error.hpp"

using namespace hardfail::dns;
using hardfail::test::question;

namespace {

Question numbered(std::size_t number) {
  return question("n" + std::to_string(number) + ".example", RecordType::a);
}

std::vector<Question> numbered(std::size_t first, std::size_t end) {
  std::vector<Question> questions;
  for (auto i = first; i < end; ++i) questions.push_back(numbered(i));
  return questions;
}

/// What all threads ask together: how much, and how much of it at once.
struct Load {
  std::atomic<std::size_t> asked = 0;
  std::atomic<std::size_t> open = 0;
  std::atomic<std::size_t> most_open = 0;
};

/// Says that a name exists with no such record, and takes a while for it.
class SlowResolver final : public Resolver {
 public:
  explicit SlowResolver(Load& load) : m_load(load) {}

  std::vector<Answer> ask_all(std::span<const Question> questions, Deadline /*deadline*/) override {
    m_load.asked += questions.size();
    const auto open = m_load.open += questions.size();
    auto most = m_load.most_open.load();
    while (most < open && !m_load.most_open.compare_exchange_weak(most, open)) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    m_load.open -= questions.size();
    return std::vector<Answer>(questions.size(), Answer{Status::no_data});
  }

 private:
  Load& m_load;
};

/// Lets every question run out of time.
class SilentResolver final : public Resolver {
 public:
  std::vector<Answer> ask_all(std::span<const Question> questions, Deadline /*deadline*/) override {
    return std::vector<Answer>(questions.size());
  }
};

/// Breaks down once it is let go.
class FailingResolver final : public Resolver {
 public:
  explicit FailingResolver(std::latch& go, std::latch& asked) : m_go(go), m_asked(asked) {}

  std::vector<Answer> ask_all(std::span<const Question> /*questions*/, Deadline) override {
    m_asked.count_down();
    m_go.wait();
    throw hardfail::Error(hardfail::Failure::internal, "broken");
  }

 private:
  std::latch& m_go;
  std::latch& m_asked;
};

}  // namespace

TEST_CASE("threads that ask the same ask each thing once, and never too much at a time") {
  constexpr std::size_t threads = 16;
  constexpr std::size_t of_all = 300;
  constexpr std::size_t of_each = 100;
  SharedCache cache;
  Load load;
  std::vector<std::future<std::size_t>> answered;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    answered.push_back(std::async(std::launch::async, [&, thread] {
      SlowResolver resolver(load);
      SharedCacheClient client(cache, resolver);
      auto questions = numbered(0, of_all);
      const auto own = of_all + thread * of_each;
      for (const auto& each : numbered(own, own + of_each)) questions.push_back(each);
      std::size_t good = 0;
      for (const auto& answer : client.ask_all(questions)) good += answer.status == Status::no_data;
      return good;
    }));
  }
  for (auto& each : answered) CHECK(each.get() == of_all + of_each);
  CHECK(load.asked == of_all + threads * of_each);
  CHECK(load.most_open <= SharedCache::most_open);
}

TEST_CASE("a question asked twice in one go is answered twice and asked once") {
  SharedCache cache;
  Load load;
  SlowResolver resolver(load);
  SharedCacheClient client(cache, resolver);
  const std::vector<Question> questions = {numbered(1), numbered(2), numbered(1)};
  CHECK(client.ask_all(questions).size() == 3);
  CHECK(load.asked == 2);
}

TEST_CASE("what ran out of a caller's own time is asked again by the next, an error is not") {
  SharedCache cache;
  SilentResolver silent;
  CHECK(
      SharedCacheClient(cache, silent).ask(numbered(1), std::chrono::steady_clock::now()).status ==
      Status::timeout);
  Load load;
  SlowResolver resolver(load);
  CHECK(SharedCacheClient(cache, resolver).ask(numbered(1)).status == Status::no_data);

  CHECK(SharedCacheClient(cache, silent).ask(numbered(2)).status == Status::timeout);
  CHECK(SharedCacheClient(cache, resolver).ask(numbered(2)).status == Status::timeout);
  CHECK(load.asked == 1);
}

TEST_CASE("who waits for another thread's question asks it where that one breaks down") {
  SharedCache cache;
  std::latch go(1);
  std::latch asked(1);
  FailingResolver failing(go, asked);
  auto first = std::async(std::launch::async, [&] {
    return SharedCacheClient(cache, failing).ask(numbered(1)).status;
  });
  asked.wait();

  Load load;
  SlowResolver resolver(load);
  SharedCacheClient client(cache, resolver);
  // Nobody waits longer than the own deadline allows.
  const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(10);
  CHECK(client.ask(numbered(1), soon).status == Status::timeout);
  auto second = std::async(std::launch::async, [&] { return client.ask(numbered(1)).status; });
  go.count_down();
  CHECK(second.get() == Status::no_data);
  CHECK_THROWS_AS((void)first.get(), hardfail::Error);
}

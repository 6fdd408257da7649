#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "hardfail/dns/cache.hpp"
#include "lookup/published.hpp"

namespace hardfail::spf {

/// Where an evaluation gets its answers from.
class Answers {
 public:
  Answers() = default;
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;
  Answers(Answers&&) = delete;
  Answers& operator=(Answers&&) = delete;
  virtual ~Answers() = default;

  /// One answer for each question; nullopt where one of them is not at hand yet.
  [[nodiscard]] virtual std::optional<std::vector<dns::Answer>> ask(
      std::span<const dns::Question> questions) = 0;

  /// The record of `domain`, parsed once; nullptr where it is not at hand yet. Valid as long as
  /// this object lives, or, where a DNS error hides the record, until it is asked for again.
  [[nodiscard]] const Fetched* record_of(const DomainName& domain);

 private:
  std::unordered_map<DomainName, Fetched> m_records;
};

/// Asks a resolver, as long as the time lasts.
class LiveAnswers final : public Answers {
 public:
  explicit LiveAnswers(dns::Resolver& resolver) : m_resolver(resolver) {}

  /// From now on.
  void set_time_limit(std::chrono::milliseconds limit) {
    m_deadline = std::chrono::steady_clock::now() + limit;
  }

  [[nodiscard]] std::optional<std::vector<dns::Answer>> ask(
      std::span<const dns::Question> questions) override;

 private:
  dns::Resolver& m_resolver;
  dns::Deadline m_deadline = dns::Deadline::max();
};

/// Looks into a cache, and notes what is not there.
class CachedAnswers final : public Answers {
 public:
  explicit CachedAnswers(const dns::Cache& cache) : m_cache(cache) {}

  [[nodiscard]] std::optional<std::vector<dns::Answer>> ask(
      std::span<const dns::Question> questions) override;

  /// The questions that were not in the cache, since the last call.
  [[nodiscard]] std::vector<dns::Question> take_missing();

 private:
  const dns::Cache& m_cache;
  std::set<dns::Question> m_missing;
};

}  // namespace hardfail::spf

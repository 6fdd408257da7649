#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

/// A Cache for several threads, each of which brings a resolver of its own. What one thread is
/// asking another waits for, so that each thing is asked once; and all of them together have a
/// bounded number of questions open, whatever their number.
class SharedCache {
 public:
  /// The resolvers behind many a name server drop what exceeds a thousand.
  static constexpr std::size_t most_open = 512;

  SharedCache() = default;
  SharedCache(const SharedCache&) = delete;
  SharedCache& operator=(const SharedCache&) = delete;
  SharedCache(SharedCache&&) = delete;
  SharedCache& operator=(SharedCache&&) = delete;
  ~SharedCache() = default;

  /// As Resolver::ask_all(), from any thread. What no thread has asked yet goes to `upstream`,
  /// which only this thread may be using or which several may use at once.
  [[nodiscard]] std::vector<Answer> ask_all(std::span<const Question> questions, Deadline deadline,
                                            Resolver& upstream);

 private:
  enum class State : std::uint8_t { unasked, asked, answered };
  struct Entry {
    State state = State::unasked;
    Answer answer = {};
  };
  using Entries = std::unordered_map<Question, Entry, QuestionHash>;

  [[nodiscard]] std::vector<Question> claim(std::span<Entries::value_type* const> wanted);
  void settle(std::span<const Question> questions, std::vector<Answer>&& answers, bool is_late);
  bool wait(std::unique_lock<std::mutex>& lock, Deadline deadline);

  std::mutex m_mutex;
  std::condition_variable m_settled;
  Entries m_entries;
  std::size_t m_open = 0;
};

/// What one thread asks a SharedCache through.
class SharedCacheClient final : public Resolver {
 public:
  /// Both must outlive this object; `upstream` as in SharedCache::ask_all().
  SharedCacheClient(SharedCache& cache, Resolver& upstream)
      : m_cache(cache), m_upstream(upstream) {}

  using Resolver::ask_all;
  [[nodiscard]] std::vector<Answer> ask_all(std::span<const Question> questions,
                                            Deadline deadline) override {
    return m_cache.ask_all(questions, deadline, m_upstream);
  }

 private:
  SharedCache& m_cache;
  Resolver& m_upstream;
};

}  // namespace hardfail::dns

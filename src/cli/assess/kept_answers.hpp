#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/ledger/known_answer.hpp"
#include "hardfail/store/store.hpp"
#include "messages.hpp"

namespace hardfail::cli {

/// How long an answer may be kept: what the DNS says, for a day at most, and that there is nothing,
/// for an hour at most. nullopt for an error, which may be over the next moment, and for what the
/// DNS wants asked for each time.
[[nodiscard]] std::optional<std::chrono::seconds> keeping_time(const dns::Answer& answer);

/// The answers that the database holds and that have not expired, and those to be kept there. Kept
/// answers do not tell which aliases led to them.
class AnswerMemory {
 public:
  /// Reads what the store holds.
  AnswerMemory(store::Store& store, Moment now);
  AnswerMemory(const AnswerMemory&) = delete;
  AnswerMemory& operator=(const AnswerMemory&) = delete;
  AnswerMemory(AnswerMemory&&) = delete;
  AnswerMemory& operator=(AnswerMemory&&) = delete;
  ~AnswerMemory() = default;

  /// From any thread, as keep().
  [[nodiscard]] std::optional<dns::Answer> find(const dns::Question& question);

  void keep(const dns::Question& question, const dns::Answer& answer);

  /// Writes what is to be kept, if this user may. The answer of a run is complete without that, so
  /// a database that cannot be written now only causes a warning.
  void save(store::Store& store, Messages& messages);

 private:
  using Known = std::unordered_map<dns::Question, ledger::KnownAnswer, dns::QuestionHash>;

  Moment m_now;
  std::mutex m_mutex;
  Known m_known;
  std::vector<ledger::KnownAnswer> m_fresh;
};

/// Answers from the memory where it holds an answer, else from the DNS, for the memory to keep.
class KeptAnswers final : public dns::Resolver {
 public:
  /// The arguments must outlive this object.
  KeptAnswers(AnswerMemory& memory, dns::Resolver& upstream)
      : m_memory(memory), m_upstream(upstream) {}

  using Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) override;

 private:
  AnswerMemory& m_memory;
  dns::Resolver& m_upstream;
};

}  // namespace hardfail::cli

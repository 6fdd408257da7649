#pragma once

#include <chrono>
#include <optional>
#include <span>
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

/// Answers from the database where it holds one that has not expired, else from the DNS. Kept
/// answers do not tell which aliases led to them.
class KeptAnswers final : public dns::Resolver {
 public:
  /// The arguments must outlive this object.
  KeptAnswers(store::Store& store, dns::Resolver& upstream, Moment now)
      : m_store(store), m_upstream(upstream), m_now(now) {}

  using Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) override;

  /// Keeps what the DNS was asked for so far. The answer of a run is complete without that, so a
  /// database that cannot be written now only causes a warning.
  void save(Messages& messages);

 private:
  [[nodiscard]] std::optional<dns::Answer> known(const dns::Question& question) const;

  store::Store& m_store;
  dns::Resolver& m_upstream;
  Moment m_now;
  std::vector<ledger::KnownAnswer> m_fresh;
};

}  // namespace hardfail::cli

#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "hardfail/analysis/changes.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/ledger/basis.hpp"
#include "hardfail/readiness/host_names.hpp"

namespace hardfail::readiness {

/// A cache that tells afterwards what was asked.
class Recorder final : public dns::Resolver {
 public:
  /// `upstream` must outlive this object.
  explicit Recorder(dns::Resolver& upstream) : m_cache(upstream) {}

  using Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) override;

  [[nodiscard]] std::vector<dns::Question> questions() const {
    return {m_asked.begin(), m_asked.end()};
  }

  /// Adds all that was answered, but for what a deadline cut short.
  void add_to(std::vector<ledger::UsedAnswer>& used, ledger::AnswerUse use) const;

 private:
  dns::Cache m_cache;
  std::set<dns::Question> m_asked;
};

/// Adds what the names of addresses were.
void add_used(const HostNames& names, std::vector<ledger::UsedAnswer>& used);

/// The names that a run knew of these addresses. Throws Error (unusable_data) for what no version
/// keeps.
[[nodiscard]] HostNames used_names(const ledger::Basis& basis,
                                   std::span<const IpAddress> addresses);

/// Answers as the DNS answered a run; whatever that did not ask times out.
class UsedAnswers final : public dns::Resolver {
 public:
  /// Throws Error (unusable_data) for what no version keeps.
  UsedAnswers(const ledger::Basis& basis, ledger::AnswerUse use);

  using Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) override;

  [[nodiscard]] bool empty() const noexcept { return m_answers.empty(); }
  /// Questions that the run did not ask.
  [[nodiscard]] std::size_t missing() const noexcept { return m_missing; }

 private:
  std::unordered_map<dns::Question, dns::Answer, dns::QuestionHash> m_answers;
  std::size_t m_missing = 0;
};

/// What the DNS answered the later of two runs otherwise: questions that went well in one alone,
/// and other records, but for SPF records, which compare() tells of. At most six, the last of which
/// may only say how many more there are.
[[nodiscard]] std::vector<analysis::Change> answer_changes(const ledger::Basis& before,
                                                           const ledger::Basis& after);

}  // namespace hardfail::readiness

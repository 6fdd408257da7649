#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

/// Remembers every answer for the run, so that one run sees one state of the DNS and asks each
/// thing once. Errors are remembered too, except those that a caller's own deadline made.
class Cache final : public Resolver {
 public:
  /// `upstream` must outlive the cache.
  explicit Cache(Resolver& upstream) : m_upstream(upstream) {}

  using Resolver::ask_all;
  [[nodiscard]] std::vector<Answer> ask_all(std::span<const Question> questions,
                                            Deadline deadline) override;

  /// The remembered answer, nullptr where the question has not been asked; valid until destruction.
  [[nodiscard]] const Answer* find(const Question& question) const;

  /// Questions that went upstream so far.
  [[nodiscard]] std::uint64_t asked() const noexcept { return m_asked; }

 private:
  Resolver& m_upstream;
  std::unordered_map<Question, Answer, QuestionHash> m_answers;
  std::uint64_t m_asked = 0;
};

}  // namespace hardfail::dns

#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardfail/ledger/heard.hpp"
#include "hardfail/querylog/line.hpp"

namespace hardfail::querylog {

/// For at most so many pairs of client and resolver an hour of a domain is kept: anybody can ask
/// about anybody, as often as he likes.
inline constexpr std::size_t most_pairs = 10'000;

/// Counts what query logs say of clients that the listening terms of some domains asked about.
class Tally {
 public:
  /// Of other domains nothing is counted. `now` as read_line() has it.
  Tally(std::set<DomainName> domains, Moment now) : m_domains(std::move(domains)), m_now(now) {}

  /// Takes a line of a log; lines about other names count for nothing.
  void add(std::string_view text);

  /// Hands over what was counted, by domain, hour, client and resolver.
  [[nodiscard]] std::vector<ledger::HeardQueries> take();
  /// The same but for the latest hour, which may go on.
  [[nodiscard]] std::vector<ledger::HeardQueries> take_finished_hours();
  /// How much would be handed over.
  [[nodiscard]] std::size_t size() const noexcept { return m_queries.size(); }

  [[nodiscard]] std::uint64_t lines() const noexcept { return m_lines; }
  /// Lines with a listening name that do not say who asked, or when.
  [[nodiscard]] std::uint64_t unreadable() const noexcept { return m_unreadable; }
  /// Of the first of them: "line 7: it does not say when".
  [[nodiscard]] const std::string& first_problem() const noexcept { return m_first_problem; }
  /// Questions past `most_pairs`.
  [[nodiscard]] std::uint64_t left_out() const noexcept { return m_left_out; }
  /// Questions about clients of domains that are not among those given.
  [[nodiscard]] std::uint64_t of_other_domains() const noexcept { return m_of_other_domains; }

 private:
  std::set<DomainName> m_domains;
  Moment m_now;
  std::map<ledger::HeardHour, std::uint64_t> m_queries;
  ledger::Hour m_latest{};
  std::map<std::pair<DomainName, ledger::Hour>, std::size_t> m_pairs;
  std::uint64_t m_lines = 0;
  std::uint64_t m_unreadable = 0;
  std::uint64_t m_left_out = 0;
  std::uint64_t m_of_other_domains = 0;
  std::string m_first_problem;
};

}  // namespace hardfail::querylog

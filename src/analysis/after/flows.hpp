#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "hardfail/analysis/after.hpp"

namespace hardfail::analysis {

inline constexpr std::size_t days_of_week = 7;

/// Mail by day: what was seen, and what the weeks before the turn lead to expect on such a day of
/// the week. Both are 0 on days that no report speaks of.
class Flow {
 public:
  explicit Flow(std::size_t length) : m_seen(length), m_expected(length) {}

  void see(std::size_t day, std::uint64_t messages) {
    m_seen[day] += static_cast<double>(messages);
  }
  /// Expects on each of the `reported` days what was seen on average on the same day of the week,
  /// before day `turn`; forgets what was seen on other days.
  void expect(const std::vector<bool>& reported, std::size_t turn);
  void add(const Flow& other);
  /// What is left without a part of it.
  [[nodiscard]] Flow without(const Flow& part) const;

  /// Sums of the days from `first` to before `end`.
  [[nodiscard]] double seen(std::size_t first, std::size_t end) const;
  [[nodiscard]] double expected(std::size_t first, std::size_t end) const;

 private:
  std::vector<double> m_seen;
  std::vector<double> m_expected;
};

/// The mail of a domain by what -all can do to it, by reporter and day.
struct Flows {
  /// Parts of the mail that -all can lose: the senders by their index in Assessment::senders;
  /// missing ones with too little mail to be looked at, together; forwarded mail.
  static constexpr std::size_t small = SIZE_MAX - 1;
  static constexpr std::size_t forwarded = SIZE_MAX;
  using Place = std::pair<std::size_t, std::uint32_t>;  ///< sender, reporter

  std::chrono::sys_days first;  ///< day 0
  std::size_t days = 0;
  std::size_t turn = 0;   ///< the first day that is not before the turn
  std::size_t since = 0;  ///< the first day after it; `days` where there is none yet
  std::vector<std::vector<bool>> reported;  ///< by reporter and day
  std::map<Place, Flow> at_risk;
  std::vector<Flow> other;                 ///< mail that -all does nothing to, by reporter
  std::map<std::size_t, NewFails> turned;  ///< by sender: mail that passed before and fails since
};

[[nodiscard]] Flows flows_of(const report::Observations& observations,
                             const std::vector<Source>& sources, std::span<const Sender> senders,
                             const Surroundings& surroundings, const TurnToFail& turn);

/// The first day that a report speaks of; `days` where none does.
[[nodiscard]] std::size_t first_reported(const Flows& flows);

/// The mail of missing senders and through forwarders that -all can lose.
struct MissingMail {
  std::size_t days = 0;  ///< of the window
  /// The first that a report has mail of; `days` where none has.
  std::size_t first = 0;
  std::map<std::uint32_t, Flow> by_reporter;  ///< of those that saw such mail
};

[[nodiscard]] MissingMail missing_mail_of(const report::Observations& observations,
                                          const std::vector<Source>& sources,
                                          const Surroundings& surroundings);

}  // namespace hardfail::analysis

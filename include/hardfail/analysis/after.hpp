#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/analysis/evidence.hpp"
#include "hardfail/analysis/reason.hpp"
#include "hardfail/analysis/sender.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/analysis/verdict.hpp"
#include "hardfail/ledger/run.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// When the record turned to -all: after a run that found ~all or ?all, and before the next one,
/// which found -all.
struct TurnToFail {
  Moment last_soft{};
  Moment first_fail{};
};

/// The last such turn, if the record has ended in -all ever since. `found` is what earlier runs
/// found, the earliest first; the present one, as of `as_of`, found -all.
[[nodiscard]] std::optional<TurnToFail> turn_to_fail(const DomainName& domain,
                                                     std::span<const ledger::RunRecords> found,
                                                     Moment as_of);

/// What -all has done so far.
enum class AfterState : std::uint8_t {
  too_early,    ///< fewer than two weeks of reports since
  no_baseline,  ///< fewer than three weeks of reports before
  holding,      ///< no loss shows, of those that would
  losing,
};

[[nodiscard]] std::string_view name_of(AfterState state) noexcept;

/// Mail that -all can lose, held against what was to be expected of it.
struct ComparedMail {
  std::string reporter;  ///< empty: at all of them together
  /// As Sender::id; empty for forwarded mail, for senders too small to be told apart, and for all.
  std::string sender_id;
  std::string sender;  ///< what to call it or that mail; empty: of all senders together
  unsigned days = 0;   ///< since the turn that the reports speak of
  double expected = 0;
  double low = 0;   ///< of the messages seen if nothing is lost, these at 95%
  double high = 0;  ///< likewise
  std::uint64_t seen = 0;
  bool would_show = false;  ///< that all of it is lost
  bool is_lost = false;     ///< too much is missing for chance
  /// A narrower finding is told in its place.
  bool is_explained = false;

  [[nodiscard]] double lost_share() const noexcept {
    return expected > 0 ? 1 - static_cast<double>(seen) / expected : 0;
  }
};

/// A sender whose mail passed before the turn, and fails since.
struct NewFails {
  std::string sender_id;
  std::string sender;
  std::uint64_t passed_before = 0;
  std::uint64_t failed = 0;  ///< since
};

/// What became of the mail that -all can lose.
struct After {
  TurnToFail turn;
  AfterState state = AfterState::too_early;
  std::optional<Days> before;  ///< that later days are held against
  std::optional<Days> since;   ///< that are held against them; nullopt where there is none yet
  double weekly = 0;           ///< messages that -all can lose, a week before the turn
  double weekly_watched = 0;   ///< of those, the ones whose complete loss would show by now
  std::vector<ComparedMail> compared;  ///< what is lost first, then most expected first
  std::vector<NewFails> new_fails;
  /// Reporters of such mail that have sent no report since: they may refuse all they get, or just
  /// have stopped.
  std::vector<std::string> silent_reporters;
};

/// Messages of the baseline weeks and of the time since, of the mail that the record's -all fails
/// and that is not a forger's: whether more is missing than swings from week to week explain. Each
/// part of that mail, by reporter, by sender and by both, is held against its own past, against the
/// reporter's other mail, against the sender's at other reporters, and against these together;
/// something is lost only where none of them explains it. In 99 of 100 domains that lose nothing no
/// loss is named in sixty days, asked however often. `sources` are those that classify() made of
/// the observations and senders_of() put in order.
[[nodiscard]] After look_after(const report::Observations& observations,
                               const std::vector<Source>& sources, std::span<const Sender> senders,
                               const Surroundings& surroundings, const TurnToFail& turn);

/// One sentence on what is missing: "GMX reports 38% less of your CRM's mail than before (expected
/// 410 to 520, seen 290)".
[[nodiscard]] std::string lost_text(const ComparedMail& mail);

[[nodiscard]] std::string new_fails_text(const NewFails& fails);

/// What there is to say of it, the state first, then what is lost, and the way back.
[[nodiscard]] std::vector<Reason> reasons_of(const After& after);

/// Puts a loss first among the reasons of a verdict, and its remedy first among the steps: exit
/// code 1.
void tell_losses(const After& after, Verdict& verdict);

/// What taking -all back brings, and what it costs.
[[nodiscard]] std::string way_back_text(const After& after);

/// Days of reports since the turn without which it is too early to say that nothing is lost.
inline constexpr unsigned days_to_hold = 14;

/// How far back the turn may lie for look_after() to be asked.
inline constexpr std::chrono::days watched_after_turn{60};

}  // namespace hardfail::analysis

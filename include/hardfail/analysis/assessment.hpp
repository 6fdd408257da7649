#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardfail/analysis/source.hpp"
#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/spf/tree.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// The answer, product.md's states.
enum class State : std::uint8_t {
  fix_record,
  already_hardfail,
  not_ready,
  insufficient_evidence,
  parked,
  keep_softfail,
  ready,
};

[[nodiscard]] std::string_view name_of(State state) noexcept;

enum class Severity : std::uint8_t { error, warning, note };

[[nodiscard]] std::string_view name_of(Severity severity) noexcept;

/// Why the verdict is what it is; the first one decided it.
struct Reason {
  std::string code;
  Severity severity = Severity::note;
  std::string text;
  std::uint64_t messages = 0;
};

/// How much is enough, and how much is too much.
struct Thresholds {
  unsigned min_days = 30;  ///< days with reports, and days between the first and the last
  unsigned min_reporters = 3;
  std::uint64_t min_messages = 300;  ///< legitimate ones
  double max_unknown = 0.001;        ///< of the legitimate messages
  unsigned max_unknown_days = 14;    ///< an unknown source seen on as many days is too much alone
  double max_forwarded = 0.01;       ///< of the legitimate messages
};

/// Days on end, the first and the last both in it.
struct Days {
  std::chrono::sys_days first;
  std::chrono::sys_days last;

  [[nodiscard]] unsigned count() const noexcept {
    return static_cast<unsigned>((last - first).count() + 1);
  }
};

/// What the reports amount to.
struct Evidence {
  Period window;
  unsigned days_with_reports = 0;
  unsigned days_spanned = 0;        ///< from the first day with a report to the last, both counted
  std::optional<Days> seen;         ///< those days; nullopt without a report
  std::optional<Days> longest_gap;  ///< without a report, after the first day with one
  std::uint64_t reports = 0;
  std::vector<std::string> reporters;
  std::uint64_t messages = 0;
  std::uint64_t legitimate_messages = 0;
  /// The share of the legitimate mail that may yet come from senders the record misses, at 95 %:
  /// the rule of three, 3/n. nullopt where some is known to, or none is legitimate.
  std::optional<double> missing_bound;
};

/// Messages of the window that -all would turn from something else into a fail.
struct Impact {
  std::uint64_t newly_failed = 0;
  std::uint64_t newly_failed_legitimate = 0;
  std::uint64_t newly_failed_forwarded = 0;
  std::uint64_t newly_failed_spoof = 0;
  /// Of the legitimate and the forwarded: what was seen by reporters known to reject on SPF fail
  /// before they read the message, by their names.
  std::map<std::string, std::uint64_t> at_rejecting_reporters;
};

struct Verdict {
  State state = State::fix_record;
  int exit_code = 2;
  std::string recommendation;
  std::vector<Reason> reasons;
  /// For insufficient_evidence: when the window holds enough if reports keep coming as they do.
  /// nullopt where that never comes or cannot be dated, and in any other state.
  std::optional<std::chrono::sys_days> enough_on;
};

/// A record to publish below the domain, for its own record to include.
struct SubordinateRecord {
  DomainName name;
  std::string text;
};

/// A record to publish instead, and how it differs. The numbers are filled in once it has been
/// tried against every source, through an overlay of the live DNS.
struct Proposal {
  std::string record;
  std::vector<std::string> changes;
  std::vector<SubordinateRecord> subordinates;  ///< where one record would be too long
  unsigned lookups = 0;                         ///< in the worst case
  std::uint64_t now_listed = 0;                 ///< missing senders that it makes pass
  std::uint64_t still_missing = 0;              ///< missing senders that it does not
  std::uint64_t strangers_let_in =
      0;  ///< other unlisted sources that it makes pass: ought to be none

  [[nodiscard]] static Proposal of(std::string record, std::vector<std::string> changes) {
    return {.record = std::move(record), .changes = std::move(changes), .subordinates = {}};
  }
};

/// What to publish next, and whom no record can be made for.
struct Mend {
  std::optional<Proposal> proposal = {};
  std::optional<Reason> unlisted = {};  ///< why missing senders are not in it
  std::map<IpAddress, std::string> terms =
      {};  ///< for missing senders: the term that would list each
};

/// One thing that differs from the run before.
struct Change {
  std::string code;
  Severity severity = Severity::note;
  std::string text;
  std::vector<IpAddress> sources;  ///< that it is about
};

/// The run before, and how this one differs from it.
struct Comparison {
  Moment previous_as_of{};
  State previous_state = State::fix_record;
  std::vector<Change> changes;
};

/// All that a readiness report says of one domain.
struct Assessment {
  DomainName domain;
  Moment as_of{};
  Evidence evidence;
  spf::Survey spf;
  dmarc::Policy dmarc;
  std::vector<Source> sources;
  Impact impact;
  Verdict verdict;
  std::optional<Proposal> proposal;
  std::optional<Reason> unlisted;        ///< why missing senders are not in the proposal
  std::vector<Reason> remarks;           ///< what is worth knowing and decides nothing
  std::optional<Comparison> since_last;  ///< nullopt for the first run of a domain, and a what-if
};

/// Sums up what the reports of the window amount to, given the classes.
[[nodiscard]] Evidence weigh(const report::Observations& observations,
                             const std::vector<Source>& sources);

[[nodiscard]] Impact impact_of(const std::vector<Source>& sources);

/// True if the window holds as many days, reporters and legitimate messages as asked for; where
/// nobody legitimate sends, messages are not asked for.
[[nodiscard]] bool is_enough(const Evidence& evidence, const Thresholds& thresholds);

/// The day on which is_enough() comes true if reports and mail keep coming as they have so far.
/// nullopt where it is true already, where the window is too short for it ever to be, and where
/// reporters are missing, whose coming cannot be dated.
[[nodiscard]] std::optional<std::chrono::sys_days> enough_on(const Evidence& evidence,
                                                             const Thresholds& thresholds);

/// The verdict over classified sources: the first state of product.md whose condition holds.
[[nodiscard]] Verdict decide(const DomainName& domain, const Evidence& evidence,
                             const std::vector<Source>& sources, const Impact& impact,
                             const spf::Survey& survey, const dmarc::Policy& policy,
                             const Thresholds& thresholds);

/// What the window shows beside the verdict: days without reports, senders that fell silent or
/// dropped out of the record, terms that no mail used, DMARC tags without effect. Pre: all else of
/// `assessment` is there.
[[nodiscard]] std::vector<Reason> remarks_on(const Assessment& assessment,
                                             const Thresholds& thresholds);

/// For missing senders: the include of their provider that lists them today.
using ProviderIncludes = std::map<IpAddress, DomainName>;

/// The record to publish next, where one can be made: with the missing senders added, by their
/// provider's include where `includes` has one and else exactly where they were seen; and with -all
/// where the verdict allows it. No proposal where the published one may stay as it is. What does
/// not fit a plain UDP answer (450 octets; RFC 7208, section 3.4) is spread over a few records
/// below the domain within the limit on look-ups; what does not fit these either is left out, and
/// said.
[[nodiscard]] Mend propose(const Verdict& verdict, const std::vector<Source>& sources,
                           const spf::Survey& survey, const ProviderIncludes& includes = {});

/// Says in the advice on each missing sender which term would list it.
void advise(std::vector<Source>& sources, const Mend& mend, const DomainName& domain);

/// Counts what the proposed record does to the sources, given what check_host() says of each under
/// it.
void tally(Proposal& proposal, const std::vector<Source>& sources,
           std::span<const std::shared_ptr<const spf::Outcome>> outcomes);

/// Takes a tried proposal back that needs more look-ups than receivers do, and says so.
void withdraw_if_over_limit(Mend& mend, const DomainName& domain);

}  // namespace hardfail::analysis

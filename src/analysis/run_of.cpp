#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/changes.hpp"
#include "hardfail/analysis/mark.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::analysis {

using ledger::ClassifiedAddress;
using ledger::Run;

namespace {

/// Whoever reads of changes has no use for more names; a domain can have thousands of senders.
constexpr std::size_t most_senders_kept = 200;

/// The senders to keep, by id; of several that have the same, the first.
std::map<std::string, const Sender*> senders_to_keep(const Assessment& assessment) {
  std::map<std::string, const Sender*> kept;
  for (const auto& sender : assessment.senders) {
    if (kept.size() == most_senders_kept) break;
    if (sender.tie != Tie::no_sign) kept.emplace(printable(sender.id), &sender);
  }
  return kept;
}

/// The reporters from whose reports nearly all of the mail that -all can lose has vanished, by the
/// largest such loss of each. A part of it may be lost for one recipient's sake.
std::vector<ledger::Refusal> refusals_of(const Assessment& assessment) {
  constexpr double nearly_all = 0.8;
  std::map<std::string, ledger::Refusal> by_reporter;
  if (!assessment.after) return {};
  for (const auto& mail : assessment.after->compared) {
    if (!mail.is_lost || mail.reporter.empty() || mail.lost_share() < nearly_all) continue;
    const auto expected = static_cast<std::uint64_t>(std::round(mail.expected));
    auto& refusal = by_reporter[mail.reporter];
    if (expected > refusal.expected) {
      refusal = {mail.reporter, expected, mail.seen, assessment.as_of};
    }
  }
  std::vector<ledger::Refusal> refusals;
  refusals.reserve(by_reporter.size());
  for (auto& [name, refusal] : by_reporter) refusals.push_back(std::move(refusal));
  return refusals;
}

}  // namespace

Run run_of(const Assessment& assessment) {
  struct Seen {
    ClassifiedAddress source;
    std::uint32_t sender;
  };
  std::vector<Seen> seen;
  seen.reserve(assessment.sources.size());
  for (const auto& source : assessment.sources) {
    seen.push_back({{source.address, source.source_class, marked_class(source)}, source.sender});
  }
  std::ranges::sort(seen, {}, [](const Seen& each) { return each.source.address; });
  Run run{assessment.domain, assessment.as_of, assessment.verdict.state, assessment.spf.records,
          std::vector<ClassifiedAddress>()};
  const auto kept = senders_to_keep(assessment);
  std::vector<std::uint32_t> places;  // in run.senders, by that in assessment.senders
  for (const auto& sender : assessment.senders) {
    const auto found = kept.find(printable(sender.id));
    places.push_back(found == kept.end()
                         ? Run::no_sender
                         : static_cast<std::uint32_t>(std::distance(kept.begin(), found)));
  }
  for (const auto& [id, sender] : kept) {
    run.senders.push_back({id, printable(sender->name), sender->source_class});
  }
  run.sources->reserve(seen.size());
  run.sender_of.reserve(seen.size());
  for (const auto& [source, sender] : seen) {
    run.sources->push_back(source);
    run.sender_of.push_back(places[sender]);
  }
  run.refusals = refusals_of(assessment);
  return run;
}

}  // namespace hardfail::analysis

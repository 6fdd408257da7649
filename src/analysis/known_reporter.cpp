#include "hardfail/analysis/known_reporter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rejecting_reporters.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

/// Accepted messages that are more than an exception: a recipient's own list of senders, or a
/// server that was set up otherwise for a day.
constexpr std::uint64_t more_than_exceptions = 20;

}  // namespace

bool KnownReporter::refuses() const noexcept {
  if (listed.empty() && !refused) return false;
  if (!accepted || accepted->messages < more_than_exceptions) return true;
  return refused && refused->as_of > accepted->last;
}

KnownReporter known_of(std::string_view name, const ledger::Conduct& conduct) {
  KnownReporter known{std::string(name), page_on_rejecting(name), {}, {}};
  const auto accepted = std::ranges::find(conduct.accepted, name, &ledger::AcceptedFails::reporter);
  if (accepted != conduct.accepted.end()) known.accepted = *accepted;
  for (const auto& each : conduct.refused) {
    if (each.reporter != name || (known.refused && known.refused->as_of >= each.as_of)) continue;
    known.refused = each;
  }
  return known;
}

std::string text_of(const KnownReporter& reporter) {
  std::vector<std::string> grounds;
  if (!reporter.listed.empty()) grounds.push_back(fmt::format("listed: {}", reporter.listed));
  if (const auto& refused = reporter.refused) {
    grounds.push_back(fmt::format(
        "seen: after a domain turned to -all, {} of {} expected messages came, as of {}",
        grouped(refused->seen), grouped(refused->expected), to_iso_date(refused->as_of)));
  }
  if (const auto& accepted = reporter.accepted) {
    grounds.push_back(fmt::format("seen: {} that failed SPF {} accepted, last on {}",
                                  messages_text(accepted->messages),
                                  accepted->messages == 1 ? "was" : "were",
                                  to_iso_date(accepted->last - std::chrono::seconds{1})));
  }
  return fmt::format("{} {} ({})", reporter.name,
                     reporter.refuses() ? "refuses it" : "does not refuse all of it",
                     fmt::join(grounds, "; "));
}

}  // namespace hardfail::analysis

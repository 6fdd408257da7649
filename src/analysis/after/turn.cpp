#include <algorithm>
#include <map>
#include <string>

#include "hardfail/analysis/after.hpp"
#include "hardfail/spf/record.hpp"

namespace hardfail::analysis {
namespace {

/// What the effective `all` of the record at `domain` says; nullopt where there is none, or no
/// record that can be read.
std::optional<spf::Qualifier> all_of(const DomainName& domain,
                                     const std::map<DomainName, std::string>& records) {
  auto at = domain;
  for (std::size_t i = 0; i <= records.size(); ++i) {
    const auto text = records.find(at);
    if (text == records.end() || !spf::is_record(text->second)) return std::nullopt;
    const auto record = spf::parse_record(text->second);
    if (!record) return std::nullopt;
    if (const auto* all = record->all()) return all->qualifier;
    if (!record->redirect) return spf::Qualifier::neutral;  // RFC 7208, section 4.7
    const auto& value = record->redirect->value.text;
    const auto target =
        value.find('%') == std::string::npos ? DomainName::parse(value) : std::nullopt;
    if (!target) return std::nullopt;
    at = *target;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TurnToFail> turn_to_fail(const DomainName& domain,
                                       std::span<const ledger::RunRecords> found, Moment as_of) {
  TurnToFail turn{.last_soft = Moment::min(), .first_fail = as_of};
  for (const auto& runs : found) {
    if (runs.first >= as_of) break;
    const auto all = all_of(domain, runs.records);
    if (all == spf::Qualifier::softfail || all == spf::Qualifier::neutral) {
      turn.last_soft = std::min(runs.last, as_of);
      turn.first_fail = as_of;
    } else if (all == spf::Qualifier::fail) {
      turn.first_fail = std::min(turn.first_fail, runs.first);
    }
  }
  if (turn.last_soft == Moment::min()) return std::nullopt;
  return turn;
}

}  // namespace hardfail::analysis

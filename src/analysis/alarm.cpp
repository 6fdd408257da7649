#include "hardfail/analysis/alarm.hpp"

#include <algorithm>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::analysis {

std::size_t missing_senders(const Assessment& assessment) {
  return static_cast<std::size_t>(std::ranges::count(
      assessment.senders, SourceClass::unlisted_legitimate, &Sender::source_class));
}

Alarm alarm_of(const Assessment& assessment) {
  const bool misses_some = missing_senders(assessment) > 0;
  switch (assessment.verdict.state) {
    case State::ready:
    case State::parked:
      return Alarm::ok;
    case State::already_hardfail:
      if (assessment.verdict.exit_code == 0) return Alarm::ok;
      return misses_some ? Alarm::critical : Alarm::warning;
    case State::not_ready:
      return misses_some ? Alarm::critical : Alarm::warning;
    case State::keep_softfail:
      return Alarm::warning;
    case State::fix_record:
      return Alarm::critical;
    case State::insufficient_evidence:
      return Alarm::unknown;
  }
  return Alarm::unknown;
}

}  // namespace hardfail::analysis

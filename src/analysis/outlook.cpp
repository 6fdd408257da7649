#include <algorithm>
#include <chrono>
#include <cmath>

#include "hardfail/analysis/evidence.hpp"

namespace hardfail::analysis {
namespace {

namespace chr = std::chrono;

/// Days until `have`, gathered in `days`, has grown to `wanted` at the same pace; nullopt where a
/// window of `window` days never holds as much.
std::optional<int> days_until(double wanted, double have, unsigned days, unsigned window) {
  if (have >= wanted) return 0;
  if (have <= 0 || days == 0) return std::nullopt;
  const double pace = have / days;
  if (pace * window < wanted) return std::nullopt;
  return static_cast<int>(std::ceil((wanted - have) / pace));
}

}  // namespace

bool is_enough(const Evidence& evidence, const Thresholds& thresholds) {
  return evidence.days_with_reports >= thresholds.min_days &&
         evidence.days_spanned >= thresholds.min_days &&
         evidence.reporters.size() >= thresholds.min_reporters &&
         (evidence.legitimate_messages == 0 ||
          evidence.legitimate_messages >= thresholds.min_messages);
}

std::optional<chr::sys_days> enough_on(const Evidence& evidence, const Thresholds& thresholds) {
  if (is_enough(evidence, thresholds) || !evidence.seen) return std::nullopt;
  if (evidence.reporters.size() < thresholds.min_reporters) return std::nullopt;

  const auto today = chr::floor<chr::days>(evidence.window.end);
  const auto window =
      static_cast<unsigned>((today - chr::floor<chr::days>(evidence.window.begin)).count());
  const auto watched =
      static_cast<unsigned>(std::max<long>(1, (today - evidence.seen->first).count()));
  const auto reports = days_until(thresholds.min_days, evidence.days_with_reports, watched, window);
  const auto mail =
      evidence.legitimate_messages == 0
          ? std::optional(0)
          : days_until(static_cast<double>(thresholds.min_messages),
                       static_cast<double>(evidence.legitimate_messages), watched, window);
  if (!reports || !mail || window < thresholds.min_days) return std::nullopt;
  const auto spanned = evidence.seen->first + chr::days{thresholds.min_days};
  return std::max({today + chr::days{*reports}, today + chr::days{*mail}, spanned});
}

}  // namespace hardfail::analysis

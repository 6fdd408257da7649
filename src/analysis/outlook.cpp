#include <algorithm>
#include <chrono>
#include <cmath>

#include "hardfail/analysis/evidence.hpp"

namespace hardfail::analysis {
namespace {

namespace chr = std::chrono;

/// Days until `have`, gathered in `days`, has grown to `wanted` at the same pace; nullopt if a
/// window of `window` days can never hold that much.
std::optional<int> days_until(double wanted, double have, unsigned days, unsigned window) {
  if (have >= wanted) return 0;
  if (have <= 0 || days == 0) return std::nullopt;
  const double pace = have / days;
  if (pace * window < wanted) return std::nullopt;
  return static_cast<int>(std::ceil((wanted - have) / pace));
}

}  // namespace

bool is_enough(const Evidence& evidence, const Thresholds& thresholds) {
  const auto& counted = evidence.counted;
  return counted.days >= thresholds.min_days && counted.span() >= thresholds.min_days &&
         counted.reporters >= thresholds.min_reporters &&
         (evidence.legitimate_messages == 0 || counted.messages >= thresholds.min_messages);
}

std::optional<chr::sys_days> enough_on(const Evidence& evidence, const Thresholds& thresholds) {
  const auto& counted = evidence.counted;
  if (is_enough(evidence, thresholds) || !counted.seen) return std::nullopt;
  if (counted.reporters < thresholds.min_reporters) return std::nullopt;

  const auto today = chr::floor<chr::days>(evidence.window.end);
  const auto window =
      static_cast<unsigned>((today - chr::floor<chr::days>(evidence.window.begin)).count());
  const auto watched =
      static_cast<unsigned>(std::max<long>(1, (today - counted.seen->first).count()));
  const auto reports = days_until(thresholds.min_days, counted.days, watched, window);
  // In the first days all is a burst; then the pace is that of the mail before it is evened out.
  const auto messages = counted.messages > 0 ? counted.messages : evidence.governed_legitimate;
  const auto mail = evidence.legitimate_messages == 0
                        ? std::optional(0)
                        : days_until(static_cast<double>(thresholds.min_messages),
                                     static_cast<double>(messages), watched, window);
  if (!reports || !mail || window < thresholds.min_days) return std::nullopt;
  const auto spanned = counted.seen->first + chr::days{thresholds.min_days};
  return std::max({today + chr::days{*reports}, today + chr::days{*mail}, spanned});
}

}  // namespace hardfail::analysis

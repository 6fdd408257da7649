#include "assess/basis.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <utility>

namespace hardfail::cli {
namespace {

constexpr std::size_t most_answers = 50'000;
constexpr std::size_t most_octets = std::size_t{4} << 20U;

/// As short as it can be read back to the same number, and without an exponent.
std::string decimal(double number) {
  std::array<char, 400> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
  return {digits.data(), end.ptr};
}

}  // namespace

std::string arguments_of(const AssessOptions& options) {
  const auto& thresholds = options.judged_by.thresholds;
  auto text = fmt::format(
      "--days={} --min-days={} --min-reporters={} --min-messages={} --max-unknown={} "
      "--max-forwarded={}",
      options.window.count(), thresholds.min_days, thresholds.min_reporters,
      thresholds.min_messages, decimal(thresholds.max_unknown), decimal(thresholds.max_forwarded));
  if (thresholds.strict) text += " --strict";
  if (options.host_names == HostNames::leave_out) text += " --no-names";
  return text;
}

std::shared_ptr<const ledger::Basis> basis_of(const AssessOptions& options,
                                              std::vector<ledger::UsedAnswer>&& used) {
  std::size_t octets = 0;
  for (const auto& each : used) octets += each.aliases.size() + each.records.size();
  if (used.size() > most_answers || octets > most_octets) return nullptr;
  return std::make_shared<const ledger::Basis>(
      ledger::Basis{arguments_of(options), std::move(used)});
}

}  // namespace hardfail::cli

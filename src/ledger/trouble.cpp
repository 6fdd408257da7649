#include "hardfail/ledger/trouble.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hardfail::ledger {
namespace {

constexpr std::array<std::pair<TroubleKind, std::string_view>, 6> kinds = {{
    {TroubleKind::none_held, "none_held"},
    {TroubleKind::dns_failed, "dns_failed"},
    {TroubleKind::reports_stopped, "reports_stopped"},
    {TroubleKind::reporter_stopped, "reporter_stopped"},
    {TroubleKind::sender_silent, "sender_silent"},
    {TroubleKind::mail_lost, "mail_lost"},
}};

}  // namespace

std::string_view name_of(TroubleKind kind) noexcept {
  return std::ranges::find(kinds, kind, [](const auto& row) { return row.first; })->second;
}

std::optional<TroubleKind> parse_trouble_kind(std::string_view text) noexcept {
  const auto* const found =
      std::ranges::find(kinds, text, [](const auto& row) { return row.second; });
  return found == kinds.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace hardfail::ledger

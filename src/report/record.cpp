#include "hardfail/report/record.hpp"

namespace hardfail::report {

std::optional<SpfIdentity> spf_identity(const Authentication& authentication) {
  const SpfAuth* chosen = nullptr;
  for (const auto& spf : authentication.spf) {
    if (!spf.domain) continue;
    const bool better =
        chosen == nullptr || (chosen->scope == SpfScope::helo && spf.scope != SpfScope::helo);
    if (better) chosen = &spf;
  }
  if (chosen != nullptr) return SpfIdentity{*chosen->domain, chosen->scope, chosen->result};
  if (!authentication.envelope_from) return std::nullopt;
  return SpfIdentity{*authentication.envelope_from, SpfScope::mfrom, SpfResult::unknown};
}

}  // namespace hardfail::report

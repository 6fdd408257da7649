#include "hardfail/report/record.hpp"

#include <algorithm>

namespace hardfail::report {

std::optional<SpfIdentity> spf_identity(const Authentication& authentication) {
  const auto& results = authentication.spf;
  const auto envelope = std::ranges::find_if(
      results, [](const SpfAuth& spf) { return spf.domain && spf.scope != SpfScope::helo; });
  const auto decisive =
      envelope != results.end() ? envelope : std::ranges::find_if(results, [](const SpfAuth& spf) {
        return spf.domain.has_value();
      });
  if (decisive != results.end()) {
    return SpfIdentity{*decisive->domain, decisive->scope, decisive->result};
  }
  if (!authentication.envelope_from) return std::nullopt;
  return SpfIdentity{*authentication.envelope_from, SpfScope::unspecified, SpfResult::unknown};
}

std::string_view name_of(Disposition value) noexcept {
  switch (value) {
    case Disposition::unknown:
      return "unknown";
    case Disposition::none:
      return "none";
    case Disposition::pass:
      return "pass";
    case Disposition::quarantine:
      return "quarantine";
    case Disposition::reject:
      return "reject";
  }
  return "unknown";
}

std::string_view name_of(Verdict value) noexcept {
  switch (value) {
    case Verdict::unknown:
      return "unknown";
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
  }
  return "unknown";
}

std::string_view name_of(SpfResult value) noexcept {
  switch (value) {
    case SpfResult::unknown:
      return "unknown";
    case SpfResult::none:
      return "none";
    case SpfResult::neutral:
      return "neutral";
    case SpfResult::pass:
      return "pass";
    case SpfResult::fail:
      return "fail";
    case SpfResult::softfail:
      return "softfail";
    case SpfResult::temperror:
      return "temperror";
    case SpfResult::permerror:
      return "permerror";
  }
  return "unknown";
}

std::string_view name_of(DkimResult value) noexcept {
  switch (value) {
    case DkimResult::unknown:
      return "unknown";
    case DkimResult::none:
      return "none";
    case DkimResult::pass:
      return "pass";
    case DkimResult::fail:
      return "fail";
    case DkimResult::policy:
      return "policy";
    case DkimResult::neutral:
      return "neutral";
    case DkimResult::temperror:
      return "temperror";
    case DkimResult::permerror:
      return "permerror";
  }
  return "unknown";
}

std::string_view name_of(SpfScope value) noexcept {
  switch (value) {
    case SpfScope::unspecified:
      return "unspecified";
    case SpfScope::mfrom:
      return "mfrom";
    case SpfScope::helo:
      return "helo";
  }
  return "unspecified";
}

std::string_view name_of(OverrideType value) noexcept {
  switch (value) {
    case OverrideType::unknown:
      return "unknown";
    case OverrideType::forwarded:
      return "forwarded";
    case OverrideType::sampled_out:
      return "sampled_out";
    case OverrideType::trusted_forwarder:
      return "trusted_forwarder";
    case OverrideType::mailing_list:
      return "mailing_list";
    case OverrideType::local_policy:
      return "local_policy";
    case OverrideType::policy_test_mode:
      return "policy_test_mode";
    case OverrideType::other:
      return "other";
  }
  return "unknown";
}

}  // namespace hardfail::report

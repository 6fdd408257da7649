#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/util/shared.hpp"

namespace hardfail::report {

/// What the receiver did with the mail (RFC 9990 adds `pass`, which comes to the same as `none`).
enum class Disposition : std::uint8_t { unknown, none, pass, quarantine, reject };

/// The receiver's verdict on alignment, in policy_evaluated. Anything but a plain pass or fail is
/// `unknown`, and unknown is never taken for a pass.
enum class Verdict : std::uint8_t { unknown, pass, fail };

/// Raw SPF result (RFC 7208, section 2.6). `unknown` stands for text that is none of them.
enum class SpfResult : std::uint8_t {
  unknown,
  none,
  neutral,
  pass,
  fail,
  softfail,
  temperror,
  permerror
};

/// Raw DKIM result (RFC 8601, section 2.7.1). `unknown` stands for text that is none of them.
enum class DkimResult : std::uint8_t {
  unknown,
  none,
  pass,
  fail,
  policy,
  neutral,
  temperror,
  permerror
};

/// The identity SPF was checked for. Most reports do not say; then it is the envelope from.
enum class SpfScope : std::uint8_t { unspecified, mfrom, helo };

/// Why a receiver set its own policy above the published one (RFC 7489 and RFC 9990 together).
enum class OverrideType : std::uint8_t {
  unknown,
  forwarded,
  sampled_out,
  trusted_forwarder,
  mailing_list,
  local_policy,
  policy_test_mode,
  other
};

struct OverrideReason {
  OverrideType type = OverrideType::unknown;
  std::string comment;
  friend auto operator<=>(const OverrideReason&, const OverrideReason&) = default;
};

/// One signature the receiver looked at.
struct DkimAuth {
  std::optional<DomainName> domain;  ///< d=
  std::string selector;              ///< s=, empty where the reporter leaves it out
  DkimResult result = DkimResult::unknown;
  friend auto operator<=>(const DkimAuth&, const DkimAuth&) = default;
};

/// One SPF check the receiver made.
struct SpfAuth {
  std::optional<DomainName> domain;
  SpfScope scope = SpfScope::unspecified;
  SpfResult result = SpfResult::unknown;
  friend auto operator<=>(const SpfAuth&, const SpfAuth&) = default;
};

/// Everything a row says except who sent how much: the identities in the mail and what the receiver
/// made of them. The same few sets repeat endlessly, in a report and over the days.
struct Authentication {
  std::optional<DomainName> header_from;
  std::optional<DomainName> envelope_from;
  bool null_sender = false;  ///< envelope_from is there and is empty or `<>`: a bounce (RFC 9990)
  Disposition disposition = Disposition::unknown;
  Verdict dkim_aligned = Verdict::unknown;
  Verdict spf_aligned = Verdict::unknown;
  std::vector<OverrideReason> reasons;
  std::vector<DkimAuth> dkim;
  std::vector<SpfAuth> spf;
  friend auto operator<=>(const Authentication&, const Authentication&) =
      default;  // NOLINT(readability-implicit-bool-conversion): clang 14 sees one here
};

/// One row of a report: so many messages from one address that fared alike.
struct Record {
  IpAddress source;
  std::uint64_t messages = 0;
  std::optional<DomainName> envelope_to;
  Shared<Authentication> authentication;  ///< with other rows that fared alike
  friend auto operator<=>(const Record&, const Record&) = default;
};

/// The identity that SPF was checked for in a row, and what came of it.
struct SpfIdentity {
  DomainName domain;
  SpfScope scope = SpfScope::unspecified;
  SpfResult result = SpfResult::unknown;
  friend auto operator<=>(const SpfIdentity&, const SpfIdentity&) = default;
};

/// Which of a row's SPF results decides: that of the envelope from (scope mfrom or unspecified)
/// before that of HELO, the first of several; with no usable result, the envelope from with result
/// `unknown`. nullopt where the row names no domain that SPF could have been checked for.
[[nodiscard]] std::optional<SpfIdentity> spf_identity(const Authentication& authentication);

/// The words of the XML for each value, as RFC 9990 spells them; "unknown" and "unspecified" are
/// ours.
[[nodiscard]] std::string_view name_of(Disposition value) noexcept;
[[nodiscard]] std::string_view name_of(Verdict value) noexcept;
[[nodiscard]] std::string_view name_of(SpfResult value) noexcept;
[[nodiscard]] std::string_view name_of(DkimResult value) noexcept;
[[nodiscard]] std::string_view name_of(SpfScope value) noexcept;
[[nodiscard]] std::string_view name_of(OverrideType value) noexcept;

}  // namespace hardfail::report

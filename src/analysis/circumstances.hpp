#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hardfail/analysis/sender.hpp"
#include "hardfail/analysis/verdict.hpp"

namespace hardfail::analysis {

/// Sources that belong together, with their messages: all, and the ones that -all would fail.
struct SourceSum {
  std::uint64_t senders = 0;  ///< that they make up
  std::uint64_t sources = 0;
  std::uint64_t messages = 0;
  std::uint64_t newly_failed = 0;
  unsigned most_days = 0;  ///< of one sender

  void add(const SourceSum& other);
};

[[nodiscard]] SourceSum sum_of(std::span<const Sender> senders, SourceClass wanted);

/// " (123 addresses)"; empty where each sender is one address.
[[nodiscard]] std::string addresses_text(const SourceSum& sum);

/// True if the class is merely likely, and the mail does not hold the verdict back by it: of such
/// classes only a missing sender's does.
[[nodiscard]] bool is_merely_likely(const Source& source) noexcept;

/// Of single sources: each is a sender here.
[[nodiscard]] SourceSum sum_of_likely(const std::vector<Source>& sources);

/// What a decision is based on.
struct Circumstances {
  const DomainName& domain;
  const Evidence& evidence;
  const Impact& impact;
  const spf::Survey& survey;
  const dmarc::Policy& policy;
  const DnsFacts& dns;
  const Thresholds& thresholds;
  const std::vector<Source>& sources;
  SourceSum likely;
  SourceSum unlisted;
  SourceSum unknown;  ///< with the merely likely ones where the thresholds are strict
  SourceSum forwarders;
  SourceSum spoof;

  /// 0 where nothing is legitimate.
  [[nodiscard]] double share_of_legitimate(std::uint64_t messages) const;

  /// Somebody legitimate sends, and fewer messages count than are asked for.
  [[nodiscard]] bool has_few_messages() const;

  /// More mail comes from unknown sources, or one of them on more days, than is tolerated.
  [[nodiscard]] bool too_much_unknown() const;

  /// More mail is forwarded with the envelope kept than is tolerated.
  [[nodiscard]] bool too_much_forwarded() const;

  /// The record's present -all loses legitimate mail, or more forwarded mail than is tolerated.
  [[nodiscard]] bool hardfail_costs() const;
};

}  // namespace hardfail::analysis

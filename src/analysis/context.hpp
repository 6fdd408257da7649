#pragma once

#include <cstdint>
#include <vector>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::analysis {

/// Sources of one class, with their messages: all, and the ones that -all would fail.
struct ClassSum {
  std::uint64_t sources = 0;
  std::uint64_t messages = 0;
  std::uint64_t newly_failed = 0;
  unsigned most_days = 0;
};

[[nodiscard]] ClassSum sum_of(const std::vector<Source>& sources, SourceClass wanted);

/// 0 where nothing is legitimate.
[[nodiscard]] double share_of_legitimate(std::uint64_t messages, const Evidence& evidence);

/// What a decision was taken on.
struct Circumstances {
  const DomainName& domain;
  const Evidence& evidence;
  const Impact& impact;
  const dmarc::Policy& policy;
  State state;
  const ClassSum& unknown;
  const ClassSum& forwarders;
  const ClassSum& spoof;
};

/// Adds what does not decide and still belongs to the picture, after the reasons that decided.
void add_context(const Circumstances& given, std::vector<Reason>& reasons);

}  // namespace hardfail::analysis

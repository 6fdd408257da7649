#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardfail/spf/finding.hpp"

namespace hardfail::spf {

using Severity = Finding::Severity;

/// A finding with the reason and the fix that its code stands for.
[[nodiscard]] Finding finding(Severity severity, std::string_view code, std::string text,
                              std::optional<Place> place = {});

/// Findings, no more of one kind than anybody reads: a hostile record can have thousands.
class FindingLog {
 public:
  /// True if one more of this kind is kept. To be called once for each finding.
  [[nodiscard]] bool wants(std::string_view code);

  void add(Finding finding) { m_kept.push_back(std::move(finding)); }

  /// What was added, and a note on each kind of which some were left out.
  [[nodiscard]] std::vector<Finding> take();

 private:
  std::map<std::string, std::size_t, std::less<>> m_met;  // by code
  std::vector<Finding> m_kept;
};

}  // namespace hardfail::spf

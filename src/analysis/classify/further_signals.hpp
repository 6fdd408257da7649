#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts.hpp"

namespace hardfail::analysis {

/// Something worth telling about a source besides the rule that decided.
struct FurtherSignal {
  std::string_view code;
  bool (*holds)(const Facts&);
  std::string (*sentence)(const Facts&);  ///< Pre: holds
  std::string_view evidence;              ///< what has to be seen
};

/// Each that holds is told, in this order.
[[nodiscard]] std::span<const FurtherSignal> further_signals() noexcept;

}  // namespace hardfail::analysis

#pragma once

#include <string>
#include <string_view>

#include "hardfail/util/text.hpp"

namespace hardfail::analysis {

/// A selector as keys are told apart by it: in lower case, and without what some reporters write
/// behind it, "selector._domainkey.d.example".
[[nodiscard]] inline std::string plain_selector(std::string_view selector) {
  const auto plain = to_lower(selector);
  return plain.substr(0, plain.find("._domainkey"));
}

}  // namespace hardfail::analysis

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hardfail/spf/tree.hpp"

namespace hardfail::spf {

/// A finding with the reason and the mend that its code stands for.
[[nodiscard]] Survey::Finding finding(Survey::Finding::Severity severity, std::string_view code,
                                      std::string text, std::optional<Place> place = {});

}  // namespace hardfail::spf

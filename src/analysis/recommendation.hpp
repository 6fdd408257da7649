#pragma once

#include <string>

#include "circumstances.hpp"

namespace hardfail::analysis {

/// What to do next, in a sentence or two.
[[nodiscard]] std::string recommend(const Circumstances& given, State state);

}  // namespace hardfail::analysis

#pragma once

#include <string>
#include <vector>

#include "circumstances.hpp"

namespace hardfail::analysis {

/// What to do in a state, in order; one step at most is done by publishing the proposed record.
[[nodiscard]] std::vector<Step> steps_for(const Circumstances& given, State state);

/// The steps as one text.
[[nodiscard]] std::string text_of(const std::vector<Step>& steps);

}  // namespace hardfail::analysis

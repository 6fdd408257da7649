#pragma once

#include <vector>

#include "circumstances.hpp"

namespace hardfail::analysis {

/// Adds what does not decide and still belongs to the picture, after the reasons that decided for
/// `state`.
void add_context(const Circumstances& given, State state, std::vector<Reason>& reasons);

}  // namespace hardfail::analysis

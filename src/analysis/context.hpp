#pragma once

#include <vector>

#include "circumstances.hpp"

namespace hardfail::analysis {

/// Unknown sources past the tolerance.
[[nodiscard]] Reason unknown_past_tolerance(const Circumstances& given);

/// Forwarded mail past the tolerance.
[[nodiscard]] Reason forwarded_past_tolerance(const Circumstances& given);

/// Adds what does not decide and still belongs to the picture, after the reasons that decided for
/// `state`.
void add_context(const Circumstances& given, State state, std::vector<Reason>& reasons);

}  // namespace hardfail::analysis

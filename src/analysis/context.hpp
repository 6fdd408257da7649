#pragma once

#include <vector>

#include "circumstances.hpp"

namespace hardfail::analysis {

/// Unknown sources past the tolerance.
[[nodiscard]] Reason unknown_past_tolerance(const Circumstances& given);

/// Forwarded mail past the tolerance.
[[nodiscard]] Reason forwarded_past_tolerance(const Circumstances& given);

/// No report meets the window, and there are some outside it.
[[nodiscard]] Reason reports_outside_window(const Circumstances& given);

/// Adds what belongs to the picture without deciding anything, after the reasons for `state`.
void add_context(const Circumstances& given, State state, std::vector<Reason>& reasons);

}  // namespace hardfail::analysis

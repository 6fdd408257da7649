#pragma once

#include <memory>

#include "hardfail/render/readiness.hpp"

namespace hardfail::render {

/// Metrics in the text format of Prometheus, those of all domains together under each name.
[[nodiscard]] std::unique_ptr<ReadinessAnswer> start_prometheus();

/// One line as the guidelines of the Monitoring Plugins have it: the worst alarm, what it is about,
/// and performance data.
[[nodiscard]] std::unique_ptr<ReadinessAnswer> start_nagios();

}  // namespace hardfail::render

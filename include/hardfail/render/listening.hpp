#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>

#include "hardfail/render/format.hpp"
#include "hardfail/spf/listening.hpp"

namespace hardfail::render {

/// What to publish, what it costs and shows, and how to take it away; JSON by schema
/// hardfail.listening/1; as a master file the records to publish.
[[nodiscard]] std::string present(const spf::ListeningPlan& plan, Format format, const Page& page);

}  // namespace hardfail::render

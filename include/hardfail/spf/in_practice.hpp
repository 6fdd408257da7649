#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <span>

#include "hardfail/spf/outcome.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::spf {

/// A survey in the light of what check_host() gave the clients seen. A limit that the survey finds
/// exceeded and that none of them meets becomes a warning, where one of them came to the end of the
/// record without it: only clients nobody has seen would get permerror. An error that every one of
/// them gets is an error of the record, whatever the survey could see of it (a hosted record whose
/// names are gone). Outcomes that a message decides do not count; without any other the survey
/// stays as it is.
[[nodiscard]] Survey in_practice(Survey survey,
                                 std::span<const std::shared_ptr<const Outcome>> outcomes);

}  // namespace hardfail::spf

#pragma once

#include <optional>

#include "answers.hpp"
#include "hardfail/spf/check.hpp"

namespace hardfail::spf {

/// The type of record that holds addresses of the client's family.
[[nodiscard]] dns::RecordType address_type_of(const IpAddress& client) noexcept;

/// check_host() (RFC 7208, section 4); nullopt where an answer it needs is not at hand yet, which
/// never happens with LiveAnswers.
[[nodiscard]] std::optional<Outcome> evaluate(const Query& query, Answers& answers,
                                              const CheckOptions& options);

}  // namespace hardfail::spf

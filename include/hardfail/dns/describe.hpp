#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

/// "A", "MX", ...
[[nodiscard]] std::string_view name_of(RecordType type) noexcept;

/// "mail.example.com A, mx2.example.com A", safe to show.
[[nodiscard]] std::string describe(std::span<const Question> questions);

/// What came back: the records, or why there are none; answers apart by semicolons; safe to show.
[[nodiscard]] std::string describe(std::span<const Answer> answers);

/// For programs: the enumerator's name.
[[nodiscard]] std::string_view name_of(Status status) noexcept;

/// The inverse of name_of().
[[nodiscard]] std::optional<Status> parse_status(std::string_view name) noexcept;

}  // namespace hardfail::dns

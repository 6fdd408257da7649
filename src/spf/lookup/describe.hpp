#pragma once

#include <span>
#include <string>
#include <string_view>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/spf/record.hpp"

namespace hardfail::spf {

/// "A", "MX", ...
[[nodiscard]] std::string_view name_of(dns::RecordType type) noexcept;

/// "mail.example.com A, mx2.example.com A", safe to show.
[[nodiscard]] std::string describe(std::span<const dns::Question> questions);

/// What came back: the records, or why there are none; answers apart by semicolons; safe to show.
[[nodiscard]] std::string describe(std::span<const dns::Answer> answers);

/// The place of the term, in a record's text, that `offset` is in.
[[nodiscard]] Span term_span(std::string_view text, std::size_t offset);

}  // namespace hardfail::spf

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/util/time.hpp"
#include "warning_log.hpp"

namespace hardfail::report {

/// A domain as reporters write it: a name, an address whose domain is meant, or a list, of which
/// the first is taken. nullopt for "" and `<>`, and with a warning, for what is not a name.
[[nodiscard]] std::optional<DomainName> read_domain(std::string_view text, std::string_view element,
                                                    WarningLog& log);

/// A source address, also as reporters write it by accident: as an address literal (RFC 5321,
/// section 4.1.3), with a zone, with a port, or as a network of one. nullopt for anything else.
[[nodiscard]] std::optional<IpAddress> read_address(std::string_view text, WarningLog& log);

/// A count of messages: digits, with or without a fraction of zeros; a plus sign and separators of
/// thousands are passed over with a warning. nullopt for anything else and beyond 10^11, which no
/// receiver sees of one source in one period; 0 is a count here.
[[nodiscard]] std::optional<std::uint64_t> read_count(std::string_view text, WarningLog& log);

/// A moment in seconds since 1970, with or without a fraction; smaller units and ISO 8601 are taken
/// with a warning. nullopt for anything else, for 0, which stands for no time, and after 2100.
[[nodiscard]] std::optional<Moment> read_moment(std::string_view text, WarningLog& log);

/// A text to keep, shortened with a warning where it is longer than `limit` octets.
[[nodiscard]] std::string read_text(std::string_view text, std::size_t limit, WarningLog& log);

}  // namespace hardfail::report

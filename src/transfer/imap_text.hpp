#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hardfail::transfer {

/// The name of a folder as the protocol has it, in modified UTF-7 (RFC 3501, section 5.1.3). Throws
/// Error (usage) for text that is not UTF-8 or holds control characters.
[[nodiscard]] std::string imap_folder_name(std::string_view name);

/// `text` as a quoted string (RFC 3501, section 4.3). Pre: it is ASCII without control characters.
[[nodiscard]] std::string imap_quoted(std::string_view text);

/// Sets of UIDs, such as "1:4,7,9:12" (RFC 3501, sequence-set), each of at most a hundred messages;
/// together they are `uids`.
[[nodiscard]] std::vector<std::string> uid_sets(std::span<const std::uint32_t> uids);

/// The UIDs of "* SEARCH 2 84 882" among lines.
[[nodiscard]] std::vector<std::uint32_t> found_uids(std::string_view lines);

/// How many messages there are: "* 172 EXISTS", the last such line; 0 without one.
[[nodiscard]] std::uint32_t count_of_messages(std::string_view lines);

/// The number of "* OK [UIDVALIDITY 1700000000] ..." among lines; nullopt where there is none.
[[nodiscard]] std::optional<std::uint32_t> find_uid_validity(std::string_view lines);

/// True if the lines "* CAPABILITY ..." name this one.
[[nodiscard]] bool has_capability(std::string_view lines, std::string_view name);

}  // namespace hardfail::transfer

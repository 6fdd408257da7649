#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hardfail::ingest {

/// What octets are, told by themselves and never by a name or a declared type.
enum class ContentKind : std::uint8_t {
  gzip,
  zip,
  seven_zip,
  tar,
  bzip2,
  xz,
  zstd,
  mail,
  mailbox,  ///< mbox: mails each after a line that begins "From "
  report,   ///< XML with a <feedback>
  other
};

/// How many octets content_kind() and describe() want to see, or all where there are fewer.
constexpr std::size_t kind_octets = 64U << 10U;

[[nodiscard]] ContentKind content_kind(std::string_view head);

/// Why `head` is no report: a clause for a person, such as "it is empty". Pre: its kind is `other`.
[[nodiscard]] std::string describe(std::string_view head);

}  // namespace hardfail::ingest

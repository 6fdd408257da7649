#pragma once

#include <cstddef>
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
  base64,        ///< text with base64 of a gzip or zip file or of XML in it
  signed_data,   ///< S/MIME that is not encrypted
  mailbox,       ///< mbox: mails each after a line that begins "From "
  report,        ///< XML with a <feedback>
  other_report,  ///< of failures (RFC 6591) or on TLS (RFC 8460), which come to the same address
  other
};

/// How many octets content_kind() and describe() want to see, or all where there are fewer.
constexpr std::size_t kind_octets = 64U << 10U;

[[nodiscard]] ContentKind content_kind(std::string_view head);

/// Where in `text` a line begins that is base64 of a gzip or zip file or of XML, by its first
/// digits; npos where none does. A header or boundary that is damaged leaves it within a part of
/// text.
[[nodiscard]] std::size_t find_base64(std::string_view text);

/// The octets of the line that some programs put before the header of a mail: its size (Apple Mail)
/// or a quoted envelope (">From "); 0 where there is none.
[[nodiscard]] std::size_t mail_preface(std::string_view text);

/// Why `head` is no aggregate report: a clause for a person, such as "it is empty". Pre: its kind
/// is `other` or `other_report`.
[[nodiscard]] std::string describe(std::string_view head);

}  // namespace hardfail::ingest

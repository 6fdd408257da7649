#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hardfail::ingest {

/// The kind of some octets, judged by themselves and never by a name or declared type.
enum class ContentKind : std::uint8_t {
  gzip,
  zip,
  tar,
  bzip2,
  xz,
  zstd,
  mail,
  base64,        ///< text that holds base64 of a gzip or zip file or of XML
  signed_data,   ///< S/MIME that is not encrypted
  mailbox,       ///< mbox: each mail after a line that begins "From "
  report,        ///< XML with a <feedback>
  unread,        ///< may well hold a report, but is of a format that is not read
  other_report,  ///< on failures (RFC 6591) or TLS (RFC 8460), sent to the same address
  other
};

/// How many octets content_kind() and describe() need, or all where there are fewer.
constexpr std::size_t kind_octets = 64U << 10U;

[[nodiscard]] ContentKind content_kind(std::string_view head);

/// The offset in `text` of a line that is base64 of a gzip or zip file or of XML, judged by its
/// first digits; npos if there is none. Such lines stay in a text part when a header or boundary of
/// the mail is damaged.
[[nodiscard]] std::size_t find_base64(std::string_view text);

/// The offset in `text` of a line that begins the header of a mail, the first or one after an empty
/// line; npos if there is none. Some programs join mails without anything between them.
[[nodiscard]] std::size_t find_mail(std::string_view text);

/// The length of the line that some programs put before the header of a mail: its size (Apple Mail)
/// or a quoted envelope (">From "); 0 where there is none.
[[nodiscard]] std::size_t mail_preface(std::string_view text);

/// Why `head` is not an aggregate report: a clause for a person, such as "it is empty". Pre: its
/// kind is `unread`, `other_report` or `other`.
[[nodiscard]] std::string describe(std::string_view head);

}  // namespace hardfail::ingest

#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "byte_source.hpp"

namespace hardfail::ingest {

/// A decoded part of a mail.
struct MailPart {
  std::string name;      ///< its file name, or "part 2"
  std::string contents;  ///< without the transfer encoding
};

/// All that is left of a mail. Throws InputError where it has more than `limit` octets.
[[nodiscard]] std::string read_all(ByteSource& source, std::uint64_t limit);

/// Reads a mail (RFC 5322, MIME) of up to `limit` octets and hands on every part that is no
/// container of parts, those of forwarded mails too, whatever types they declare. Throws InputError
/// past the limit and where there is no mail.
void read_mail(ByteSource& source, std::uint64_t limit,
               const std::function<void(const MailPart&)>& on_part);

}  // namespace hardfail::ingest

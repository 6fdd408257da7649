#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "byte_source.hpp"

namespace hardfail::ingest {

/// Whether a part was sent to whoever has the mail, or by them and came back: a notice of delivery
/// or disposition (RFC 3464, RFC 8098) has the mail that it speaks of with it.
enum class MailOrigin : std::uint8_t { received, returned };

/// A decoded part of a mail.
struct MailPart {
  std::string name;      ///< its file name, or "part 2"
  std::string contents;  ///< without the transfer encoding
  MailOrigin origin = MailOrigin::received;
  /// The subject says that a report comes with it (RFC 7489, section 7.2.1.1), or the mail is cut
  /// off.
  bool may_lack_report = false;
  /// Text without a file name, a picture shown within it, or a signature.
  bool is_accompaniment = false;
  std::vector<std::uint64_t> mails{};  ///< numbers of those it stands in, the outermost first
};

/// The rest of a mail. Throws InputError where it has more than `limit` octets.
[[nodiscard]] std::string read_all(ByteSource& source, std::uint64_t limit);

/// Reads a mail (RFC 5322, MIME) of up to `limit` octets and passes on every part that does not
/// itself consist of parts, those of forwarded mails too, whatever types they declare. Mails that
/// follow the first without anything between them are read too. Throws InputError past the limit
/// and where there is no mail.
void read_mail(ByteSource& source, std::uint64_t limit,
               const std::function<void(const MailPart&)>& on_part);

}  // namespace hardfail::ingest

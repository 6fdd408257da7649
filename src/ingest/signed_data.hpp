#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hardfail::ingest {

/// What an S/MIME message holds that is signed but not encrypted (CMS SignedData, RFC 5652, section
/// 5.1; smime.p7m); nullopt where it is the signature alone, of a text that stands beside it. The
/// signature is not checked: reports are taken from unsigned mail too. Throws InputError where the
/// data are damaged or cut off.
[[nodiscard]] std::optional<std::string> signed_content(std::string_view message);

}  // namespace hardfail::ingest

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hardfail::ingest {

/// The content of an S/MIME message that is signed but not encrypted (CMS SignedData, RFC 5652,
/// section 5.1; smime.p7m); nullopt for a signature without the text it signs. The signature is not
/// checked: reports are accepted from unsigned mail too. Throws InputError where the data are
/// damaged or cut off.
[[nodiscard]] std::optional<std::string> signed_content(std::string_view message);

}  // namespace hardfail::ingest

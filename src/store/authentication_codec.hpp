#pragma once

#include <functional>
#include <optional>
#include <string>

#include "hardfail/report/record.hpp"
#include "statement.hpp"

namespace hardfail::store {

/// Writes the one form of a set of authentication results that is stored: equal sets have equal
/// octets.
///
///     body   = domain domain flags count *spf count *dkim count *reason
///                                  ; header from, envelope from
///     flags  = octet               ; null sender 1 bit, DKIM verdict 2,
///                                  ; SPF verdict 2, disposition 3
///     spf    = domain octet        ; scope 4 bits, result 4 bits
///     dkim   = domain octet text   ; result, selector
///     reason = octet text          ; type, comment
///     domain = number              ; id in the table `domain`, 0 for none
///     count  = number
///     text   = number *octet       ; its length first
///     number = *octet              ; LEB128, unsigned
void encode(const report::Authentication& authentication,
            const std::function<RowId(const DomainName&)>& id_of, std::string& body);

/// The reverse of encode(); nullopt for octets that encode() does not produce.
[[nodiscard]] std::optional<report::Authentication> decode(
    Blob body, const std::function<const DomainName&(RowId)>& name_of);

}  // namespace hardfail::store

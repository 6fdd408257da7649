#pragma once

#include <string>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/spf/published.hpp"

namespace hardfail::spf {

/// An SPF record as it was found, and how the question went.
struct Fetched {
  Published published;
  dns::Status status = dns::Status::timeout;
};

/// Selects the record among the TXT records of `domain` and parses it (RFC 7208, sections 4.4 to
/// 4.6).
[[nodiscard]] Fetched to_fetched(const DomainName& domain, const dns::Answer& txt);

/// "the SPF record of example.com has an error in `a:`: a domain name is missing", safe to show.
/// Pre: `error` is one of the record's.
[[nodiscard]] std::string describe_error(const Published& published, const SyntaxError& error);

}  // namespace hardfail::spf

#pragma once

#include <cstddef>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::spf {

/// The most octets of a DNS message without EDNS (RFC 7208, section 3.4), and those that servers
/// and resolvers commonly keep to with it.
constexpr std::size_t plain_message = 512;
constexpr std::size_t usual_message = 1232;

/// Octets of a TXT record with a text of so many octets, its owner compressed.
[[nodiscard]] std::size_t txt_record_size(std::size_t text);

/// Octets of the DNS message that answers with the TXT records of `name`, EDNS included.
[[nodiscard]] std::size_t txt_answer_size(const DomainName& name, const dns::Answer& txt);

}  // namespace hardfail::spf

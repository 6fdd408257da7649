#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>

namespace hardfail::spf::limits {

inline constexpr unsigned lookups = 10;      ///< terms that query the DNS (RFC 7208, section 4.6.4)
inline constexpr unsigned void_lookups = 2;  ///< RFC 7208, section 4.6.4
inline constexpr unsigned names = 10;        ///< MX hosts, PTR names (RFC 7208, section 4.6.4)
inline constexpr std::size_t record = 450;   ///< octets that fit a plain answer (section 3.4)

}  // namespace hardfail::spf::limits

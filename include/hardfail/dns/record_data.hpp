#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

/// Records of one type as they stand in a message: RDLENGTH and RDATA of each, names uncompressed
/// (RFC 1035, section 4.1.3).
[[nodiscard]] std::vector<std::uint8_t> to_octets(std::span<const RecordData> records,
                                                  RecordType type);

/// Reads that back; nullopt for octets that are no such records.
[[nodiscard]] std::optional<std::vector<RecordData>> records_from_octets(
    std::span<const std::uint8_t> octets, RecordType type);

}  // namespace hardfail::dns

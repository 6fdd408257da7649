#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <memory>
#include <string_view>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

/// Answers from a master file (RFC 1035, section 5) as an authoritative server of the root would: a
/// name that is not in it does not exist, one that only has names below it has no data; CNAMEs,
/// DNAMEs (RFC 6672), and wildcards (RFC 4592) are followed. Throws Error (no_input, unusable_data
/// with the line) where the file cannot be read.
[[nodiscard]] std::unique_ptr<Resolver> load_zone(const std::filesystem::path& path);

/// The same from text; `$ORIGIN .` is assumed.
[[nodiscard]] std::unique_ptr<Resolver> parse_zone(std::string_view text);

}  // namespace hardfail::dns

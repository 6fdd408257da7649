#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/report.hpp"

namespace hardfail::store::clickhouse {

/// The first 16 octets of a SHA-256 digest.
using Key = std::array<char, 16>;

struct KeyHash {
  std::size_t operator()(const Key& key) const noexcept {
    return std::hash<std::string_view>{}({key.data(), key.size()});
  }
};

[[nodiscard]] inline std::string_view view(const Key& key) { return {key.data(), key.size()}; }
[[nodiscard]] Key key_from(std::string_view octets);

[[nodiscard]] Key key_of(std::string_view octets);
/// The first 8 octets of a SHA-256 digest.
[[nodiscard]] std::uint64_t short_key_of(std::string_view octets);

[[nodiscard]] std::uint64_t policy_key(const DomainName& domain);

/// What two reports have in common that are the same, the body aside. Pre: the policy's domain is
/// known.
[[nodiscard]] Key identity_of(const report::Report& report);

/// Of the identity with the body.
[[nodiscard]] Key report_key(const Key& identity, std::uint64_t body_hash);

}  // namespace hardfail::store::clickhouse

#pragma once

#include <span>

namespace hardfail::store {

/// The SQL of each schema version, the first one first: schema/*.sql, embedded at build.
[[nodiscard]] std::span<const char* const> migrations() noexcept;

}  // namespace hardfail::store

#pragma once

#include <span>

namespace hardfail::store::clickhouse {

/// The migrations in schema/clickhouse/, in order: statements with "\n;\n" between them.
[[nodiscard]] std::span<const char* const> migrations() noexcept;

}  // namespace hardfail::store::clickhouse

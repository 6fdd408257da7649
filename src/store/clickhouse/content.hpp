#pragma once

#include <memory>

#include "clickhouse/client.hpp"
#include "hardfail/store/content.hpp"

namespace hardfail::store::clickhouse {

/// As Store::content().
[[nodiscard]] std::unique_ptr<Content> content_of(Client& client);

}  // namespace hardfail::store::clickhouse

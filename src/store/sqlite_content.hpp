#pragma once

#include <memory>

#include "connection.hpp"
#include "hardfail/store/content.hpp"

namespace hardfail::store {

/// As Store::content().
[[nodiscard]] std::unique_ptr<Content> content_of(Connection& connection);

}  // namespace hardfail::store

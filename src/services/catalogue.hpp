#pragma once

#include <string_view>

namespace hardfail {

/// The text of services.ini, embedded at build.
[[nodiscard]] std::string_view catalogue() noexcept;

}  // namespace hardfail

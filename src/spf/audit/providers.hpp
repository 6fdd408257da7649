#pragma once

#include <span>
#include <string_view>

namespace hardfail::spf {

/// A service that sends mail for many domains, and the name whose record it has them include.
struct Provider {
  std::string_view name;
  std::string_view include;
};

/// Providers that are well known, one row an include.
[[nodiscard]] std::span<const Provider> providers() noexcept;

}  // namespace hardfail::spf

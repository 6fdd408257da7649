#pragma once

#include <string_view>

namespace hardfail::store {

/// Throws Error (unusable_data) for a name in the database that stands for nothing this version
/// knows; `bearer` is what names it: "a kept run names the verdict".
[[noreturn]] void refuse_unknown(std::string_view bearer, std::string_view name);

}  // namespace hardfail::store

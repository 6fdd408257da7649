#pragma once

#include <string>

namespace hardfail::cli {

/// What `hardfail --version` prints: the version in the first line, then what the program was built
/// with, by name and value.
[[nodiscard]] std::string version_text();

}  // namespace hardfail::cli

#pragma once

#include <string_view>

namespace hardfail::cli {

/// What a shell reads to complete command lines of hardfail: hardfail.bash and so on, beside this
/// file, built into the program.
[[nodiscard]] std::string_view bash_script() noexcept;
[[nodiscard]] std::string_view zsh_script() noexcept;
[[nodiscard]] std::string_view fish_script() noexcept;

}  // namespace hardfail::cli

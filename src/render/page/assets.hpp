#pragma once

#include <string_view>

namespace hardfail::render {

/// A file of this folder, as it was when the program was built.
struct Asset {
  std::string_view text;
  std::string_view digest;  ///< "sha256-...", as a Content-Security-Policy names it
};

[[nodiscard]] const Asset& page_template() noexcept;
[[nodiscard]] const Asset& index_template() noexcept;
[[nodiscard]] const Asset& table_template() noexcept;
[[nodiscard]] const Asset& todo_template() noexcept;
[[nodiscard]] const Asset& news_template() noexcept;
[[nodiscard]] const Asset& digest_template() noexcept;
[[nodiscard]] const Asset& style_sheet() noexcept;
[[nodiscard]] const Asset& page_script() noexcept;
[[nodiscard]] const Asset& chart_script() noexcept;

}  // namespace hardfail::render

#include "hardfail/report/report.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace hardfail::report {

bool is_loss(const Warning& warning) {
  static constexpr std::array<std::string_view, 4> losses = {"count", "cut-off", "source-ip",
                                                             "stray-end"};
  return std::ranges::find(losses, warning.code) != losses.end();
}

}  // namespace hardfail::report

#include "hardfail/util/nearest.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace hardfail;

TEST_CASE("the nearest name is the one with the least to change") {
  const std::vector<std::string> names = {"import", "readiness", "reports", "spf check"};
  struct Row {
    std::string text;
    std::optional<std::string> meant;
  };
  for (const auto& row : {Row{"improt", "import"}, Row{"report", "reports"}, Row{"imp", "import"},
                          Row{"readyness", "readiness"}, Row{"spf chek", "spf check"},
                          Row{"frobnicate", std::nullopt}, Row{"x", std::nullopt},
                          Row{std::string(100'000, 'i'), std::nullopt}}) {
    CAPTURE(row.text);
    CHECK(nearest(row.text, names) == row.meant);
  }
}

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <iostream>

#include "skip.hpp"

namespace {

constexpr int skipped_status = 77;  // SKIP_RETURN_CODE in tests/CMakeLists.txt

bool& skipped() {
  static bool any = false;
  return any;
}

}  // namespace

void hardfail::test::skip(std::string_view missing) {
  std::cout << "skipped: no " << missing << '\n';
  skipped() = true;
}

int main(int argc, char** argv) {
  const int failed = doctest::Context(argc, argv).run();
  return failed == 0 && skipped() ? skipped_status : failed;
}

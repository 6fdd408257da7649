#pragma once

#include <string_view>

namespace hardfail::test {

/// Says on standard output that a test case cannot run since `missing` is not there. The program
/// then ends, unless a case failed, with the status that ctest takes for skipped.
void skip(std::string_view missing);

}  // namespace hardfail::test

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hardfail::render {

/// A term of a record, and whether the other of two records has it.
struct DiffTerm {
  enum class Kind : std::uint8_t { kept, added, removed };
  Kind kind = Kind::kept;
  std::string_view text;
};

/// The terms of both records in order, as few of them changed as can be: what is removed before
/// what takes its place. Records of thousands of terms are held against each other only at their
/// ends. The texts are views into the records.
[[nodiscard]] std::vector<DiffTerm> record_diff(std::string_view before, std::string_view after);

}  // namespace hardfail::render

#pragma once

#include <string_view>

namespace hardfail::cli {

/// What CMake knew when the program was built; build_facts.cpp.in becomes the source behind this.
struct BuildFacts {
  std::string_view version;
  std::string_view compiler;
  std::string_view build_type;
  std::string_view libraries;  ///< each with the version that it was built with
};

[[nodiscard]] BuildFacts build_facts() noexcept;

}  // namespace hardfail::cli

#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hardfail/config/document.hpp"

namespace hardfail::config {

/// Whether the sections of a kind have names.
enum class Naming : std::uint8_t { named, nameless };

/// A kind of section, and the keys that it may have.
struct SectionKind {
  std::string kind;
  Naming naming = Naming::named;
  std::vector<std::string> keys;
};

/// The sections and keys of a document that do not exist, each with what was likely meant or what
/// there is. `keys` are those before the first section.
[[nodiscard]] std::vector<Mistake> unknown_words(const Document& document,
                                                 std::span<const std::string> keys,
                                                 std::span<const SectionKind> kinds);

}  // namespace hardfail::config

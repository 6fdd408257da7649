#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "hardfail/ledger/standing.hpp"

namespace hardfail::ledger {

/// What a source is to the domain. docs/verdict.md says how each is recognised.
enum class SourceClass : std::uint8_t {
  listed,               ///< the live record authorises it
  unlisted_legitimate,  ///< legitimate, and the record misses it: -all would fail it
  forwarder,            ///< passes on mail of listed servers, envelope kept; listing is no remedy
  unaffected,           ///< its mail has an SPF identity that this record's `all` never judges
  suspected_spoof,      ///< no sign of legitimacy
  unknown,              ///< may be legitimate; the operator has to say
};

/// How sure a class is. docs/verdict.md says it of each rule.
enum class Confidence : std::uint8_t {
  certain,  ///< the record, the operator, or what only the domain's owner can make says so
  likely,   ///< how the source behaves says so
  ask,      ///< the operator has to say
};

/// What a class is called and means, whatever the source.
struct ClassTraits {
  SourceClass source_class;
  std::string_view name;  ///< for programs
  std::string_view one;   ///< for people: "missing sender"
  std::string_view many;
  Standing standing;
};

/// Every class, in the order of SourceClass.
[[nodiscard]] std::span<const ClassTraits> class_traits() noexcept;

[[nodiscard]] const ClassTraits& traits_of(SourceClass value) noexcept;

[[nodiscard]] std::string_view name_of(SourceClass value) noexcept;
[[nodiscard]] std::string_view name_of(Confidence value) noexcept;
[[nodiscard]] std::optional<SourceClass> parse_source_class(std::string_view text) noexcept;

/// The class that a person calls so: by its name, or as an answer calls one or many of its sources,
/// or by the first word of these, in letters of either case, with blanks, hyphens or underscores
/// between words.
[[nodiscard]] std::optional<SourceClass> source_class_called(std::string_view words);

}  // namespace hardfail::ledger

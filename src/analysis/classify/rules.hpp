#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts.hpp"

namespace hardfail::analysis {

/// One row of the table that gives a source its class; docs/verdict.md shows the same table.
struct Rule {
  std::string_view code;
  std::optional<SourceClass> source_class;  ///< nullopt: as the operator marked it
  Confidence confidence;
  bool (*holds)(const Facts&);
  std::string (*sentence)(const Facts&);  ///< why, for the source at hand. Pre: holds
  std::string (*evidence)();              ///< what has to be seen, with the rule's numbers
  std::string_view may_mislead;  ///< where the evidence points the wrong way; empty where it cannot
};

/// The operator's own word, which outranks all evidence.
[[nodiscard]] std::span<const Rule> mark_rules() noexcept;

/// The evidence: the first rule that holds decides. The last one always holds. In this order:
[[nodiscard]] std::span<const Rule> evidence_rules();

/// What the record says of a source, and whether its host is the domain's own;
[[nodiscard]] std::span<const Rule> record_rules() noexcept;
/// what its past passes and its signatures as the domain say, broken ones too;
[[nodiscard]] std::span<const Rule> signed_rules() noexcept;
/// what is left to go by without any.
[[nodiscard]] std::span<const Rule> unsigned_rules() noexcept;

/// The first of `rules` that holds; nullptr where none does.
[[nodiscard]] const Rule* first_that_holds(std::span<const Rule> rules, const Facts& facts);

}  // namespace hardfail::analysis

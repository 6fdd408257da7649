#include "hardfail/ledger/source_class.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "hardfail/util/text.hpp"

namespace hardfail::ledger {
namespace {

constexpr std::array<ClassTraits, 6> classes = {{
    {SourceClass::listed, "listed", "listed", "listed", Standing::good},
    {SourceClass::unlisted_legitimate, "unlisted_legitimate", "missing sender", "missing senders",
     Standing::bad},
    {SourceClass::forwarder, "forwarder", "forwarder", "forwarders", Standing::doubtful},
    {SourceClass::unaffected, "unaffected", "unaffected", "unaffected", Standing::neutral},
    {SourceClass::suspected_spoof, "suspected_spoof", "suspected spoofer", "suspected spoofers",
     Standing::neutral},
    {SourceClass::unknown, "unknown", "unknown sender", "unknown senders", Standing::doubtful},
}};

/// `words` in lower case, with one blank between them.
std::string plain(std::string_view words) {
  std::string result;
  for (const char c : trim(words)) {
    const bool between = is_space(c) || c == '-' || c == '_';
    if (!between) result += to_lower(c);
    if (between && !result.ends_with(' ')) result += ' ';
  }
  return result;
}

}  // namespace

std::span<const ClassTraits> class_traits() noexcept { return classes; }

const ClassTraits& traits_of(SourceClass value) noexcept {
  return *std::ranges::find(classes, value, &ClassTraits::source_class);
}

std::string_view name_of(SourceClass value) noexcept { return traits_of(value).name; }

std::string_view name_of(Confidence value) noexcept {
  switch (value) {
    case Confidence::certain:
      return "certain";
    case Confidence::likely:
      return "likely";
    case Confidence::ask:
      return "ask";
  }
  return {};
}

std::optional<SourceClass> parse_source_class(std::string_view text) noexcept {
  const auto* const found = std::ranges::find(classes, text, &ClassTraits::name);
  if (found == classes.end()) return std::nullopt;
  return found->source_class;
}

std::optional<SourceClass> source_class_called(std::string_view words) {
  const auto wanted = plain(words);
  for (const auto& each : classes) {
    for (const auto called : {each.name, each.one, each.many}) {
      // "missing" for "missing sender", "suspected" for "suspected spoofer"
      if (plain(called) == wanted || plain(called).starts_with(wanted + ' ')) {
        return each.source_class;
      }
    }
  }
  return std::nullopt;
}

}  // namespace hardfail::ledger

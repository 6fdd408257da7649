#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>

#include "hardfail/util/text.hpp"

namespace hardfail::report {

/// What a `<` begins (XML 1.0, section 2).
enum class MarkupKind : std::uint8_t {
  start_tag,
  empty_tag,  ///< `<a/>`
  end_tag,
  comment,
  cdata,
  instruction,  ///< the XML declaration too
  doctype,
  stray,      ///< a `<` that should have been written `&lt;`
  unfinished  ///< its end is not there yet
};

struct Markup {
  MarkupKind kind = MarkupKind::stray;
  std::string_view text;  ///< all of it, from `<` to `>`; the `<` alone for `stray`
  std::string_view name;  ///< of a tag, prefix included

  /// True for a tag of that name, whatever its prefix and case. Pre: `local` is in lower case.
  [[nodiscard]] bool is_named(std::string_view local) const noexcept {
    if (name.size() < local.size()) return false;
    const auto prefix = name.size() - local.size();
    if (prefix > 0 && name[prefix - 1] != ':') return false;
    constexpr int lower_case = 0x20;  // the bit that tells it; most other names end differently
    if ((name.back() | lower_case) != local.back()) return false;
    assert(to_lower(local) == local);
    return iequals(name.substr(prefix), local);
  }
};

/// Reads the piece of markup at the head of `text`. Pre: `text` begins with `<`.
[[nodiscard]] Markup next_markup(std::string_view text) noexcept;

/// `xml` with the names of its tags in lower case.
[[nodiscard]] std::string with_lower_names(std::string_view xml);

/// `name` without its namespace prefix.
[[nodiscard]] inline std::string_view local_name(std::string_view name) noexcept {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace hardfail::report

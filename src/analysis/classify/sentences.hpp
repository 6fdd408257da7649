#pragma once

#include <fmt/format.h>

#include <cassert>
#include <string>
#include <utility>

#include "facts.hpp"
#include "wording.hpp"

namespace hardfail::analysis {

/// fmt::format() by a name of its own: "format" alone is ambiguous with std::format(), which an
/// argument of the standard library brings in.
template <typename... Args>
[[nodiscard]] std::string phrase(fmt::format_string<Args...> text, Args&&... args) {
  return fmt::format(text, std::forward<Args>(args)...);
}

/// The name at which a key is published: "s1._domainkey.example.com".
[[nodiscard]] inline std::string text_of(const SigningKey& key) {
  return fmt::format("{}._domainkey.{}", key.selector, key.domain.text());
}

/// How the sentences about a key of listed servers begin. Pre: f.listed_key
[[nodiscard]] inline std::string carried_listed_key(const Facts& f) {
  assert(f.listed_key);
  return fmt::format("{} signed with {}, the key of listed servers",
                     messages_text(f.listed_key->carried.messages),
                     text_of(*f.listed_key->carried.key));
}

/// How the sentences about signatures without a named selector begin.
[[nodiscard]] inline std::string carried_unnamed_key(const Facts& f) {
  return messages_text(f.unnamed_signed) +
         " with an aligned signature whose selector no reporter names";
}

}  // namespace hardfail::analysis

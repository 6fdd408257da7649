#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/spf/macro.hpp"
#include "hardfail/util/expected.hpp"

namespace hardfail::spf {

/// What macros stand for (RFC 7208, section 7.2).
struct MacroValues {
  const Query& query;
  const DomainName& domain;      ///< whose record is being evaluated: %{d}
  std::string_view client_name;  ///< %{p}
  std::string_view receiver;     ///< %{r}
  std::optional<Moment> now;     ///< %{t}; the clock's where not given
};

/// True if `text` holds %{p}, whose value has to be looked up before the expansion.
[[nodiscard]] bool uses_client_name(const MacroString& text) noexcept;

/// The text with its macros replaced. The error names the part of the message that a macro needs
/// and the query lacks.
[[nodiscard]] Expected<std::string, std::string_view> expand(const MacroString& text,
                                                             const MacroValues& values);

/// An expanded domain-spec as the name to ask for: without the closing dot, cut from the left to
/// 253 octets (RFC 7208, section 7.3). nullopt where that is not a valid name.
[[nodiscard]] std::optional<DomainName> to_target_name(std::string_view expanded);

/// The target name of a domain-spec in the record of `domain`, where it can be told without a
/// client and a message; that of an absent one is `domain`. nullopt where it cannot, or is not
/// a valid name.
[[nodiscard]] std::optional<DomainName> static_target(const std::optional<MacroString>& spec,
                                                      const DomainName& domain);

}  // namespace hardfail::spf

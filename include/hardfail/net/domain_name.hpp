#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hardfail {

/// A name in the DNS: 1 to 127 labels of 1 to 63 octets, at most 253 octets with the dots
/// (RFC 1035, section 2.3.4). ASCII letters are held in lower case, so equal names compare equal.
///
/// Labels may hold any octet but a dot: underscores, blanks and bytes beyond ASCII do occur, and
/// SPF macros make them. Whether a name is fit for a host or for mail is for the caller to say.
class DomainName {
 public:
  /// Parses text with or without the closing dot; nullopt for "", ".", empty labels and over-long
  /// ones.
  [[nodiscard]] static std::optional<DomainName> parse(std::string_view text);

  /// Lower case, without the closing dot. Escape it before it is shown (util: printable()).
  [[nodiscard]] const std::string& text() const noexcept { return m_text; }

  /// The labels, leftmost first; views into this name.
  [[nodiscard]] std::vector<std::string_view> labels() const;

  /// The name without its leftmost label; nullopt for a top-level domain.
  [[nodiscard]] std::optional<DomainName> parent() const;

  /// `label` in front of this name; nullopt where that is not a valid name.
  [[nodiscard]] std::optional<DomainName> child(std::string_view label) const;

  /// True for the name itself and every name below it.
  [[nodiscard]] bool is_at_or_below(const DomainName& ancestor) const noexcept;

  friend auto operator<=>(const DomainName&, const DomainName&) = default;

 private:
  explicit DomainName(std::string text) : m_text(std::move(text)) {}
  std::string m_text;
};

}  // namespace hardfail

template <>
struct std::hash<hardfail::DomainName> {
  std::size_t operator()(const hardfail::DomainName& name) const noexcept {
    return std::hash<std::string>{}(name.text());
  }
};
